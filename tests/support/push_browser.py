"""A browser that is pushed to: it has keys, and reads what was encrypted for it. Nothing here is the desk's own code,
nor the library's that the desk encrypts with, but for the cipher: the curve and the derivation are written out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int]


@dataclass(frozen=True)
class Browser:
    """`secret` is its private key, `auth` 16 bytes."""

    secret: int = 0x5A3C
    auth: bytes = b"sixteen bytes ok"

    @property
    def point(self) -> bytes:
        return _written(_times(self.secret, _G))

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": base64url(self.point), "auth": base64url(self.auth)}

    def read(self, body: bytes) -> bytes:
        """Return what was encrypted for it (RFC 8291 §3.4, RFC 8188 §2)."""
        salt, record, length = body[:16], int.from_bytes(body[16:20]), body[20]
        assert len(body) <= record + 86
        sender, encrypted = body[21 : 21 + length], body[21 + length :]
        shared = _times(self.secret, _read(sender))[0].to_bytes(32)
        secret = _hkdf(self.auth, shared, b"WebPush: info\0" + self.point + sender, 32)
        key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, encrypted, None)
        content, _, padding = padded.rpartition(b"\x02")
        assert not padding.strip(b"\0")
        return content


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    key = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(key, info + b"\x01", hashlib.sha256)[:length]


def _written(point: Point) -> bytes:
    return b"\x04" + point[0].to_bytes(32) + point[1].to_bytes(32)


def _read(content: bytes) -> Point:
    return int.from_bytes(content[1:33]), int.from_bytes(content[33:65])


def _times(factor: int, point: Point) -> Point:
    found: Point | None = None
    while factor:
        if factor & 1:
            found = _sum(found, point) if found else point
        point, factor = _sum(point, point), factor >> 1
    assert found
    return found


def _sum(one: Point, other: Point) -> Point:
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, _P) % _P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, _P) % _P
    x = (slope**2 - one[0] - other[0]) % _P
    return x, (slope * (one[0] - x) - one[1]) % _P
