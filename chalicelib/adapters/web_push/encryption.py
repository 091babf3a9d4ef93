"""Encrypting what is pushed, so that only the browser can read it: RFC 8291 on RFC 8188 (`aes128gcm`)."""

from __future__ import annotations

import os

_RECORD = 4096
"""The bytes of the one record, as large as a message may be (RFC 8291 §4)."""
_SALT, _LAST = 16, b"\x02"
_TAG = 16
MOST_BYTES = _RECORD - _TAG - len(_LAST) - (_SALT + 4 + 1 + 65)
"""The longest message that every service takes: 4,096 bytes with the header and all (RFC 8030 §7.2)."""


def encrypt(message: bytes, point: bytes, auth: bytes, *, salt: bytes | None = None, key: int | None = None) -> bytes:
    """Return the body for a push service. `point` is the browser's public key, uncompressed, `auth` its secret.

    `salt` (16 bytes) and `key` (the private one) are made anew for every message; tests name those of the RFC. Raises
    ValueError for a message that is too long.
    """
    from cryptography.hazmat.primitives.asymmetric import ec  # cold start: most functions push nothing
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(message) > MOST_BYTES:
        raise ValueError(f"a push message has {MOST_BYTES} bytes at most, not {len(message)}")
    curve, salt = ec.SECP256R1(), salt or os.urandom(_SALT)
    own = ec.derive_private_key(key, curve) if key else ec.generate_private_key(curve)
    own_point = uncompressed(own)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, point))
    secret = _derived(auth, shared, b"WebPush: info\0" + point + own_point, 32)
    content_key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    header = salt + _RECORD.to_bytes(4) + len(own_point).to_bytes(1) + own_point
    return header + AESGCM(content_key).encrypt(nonce, message + _LAST, None)


def uncompressed(key: object) -> bytes:
    """Return the public point of a private key as 65 bytes."""
    from cryptography.hazmat.primitives.asymmetric import ec  # cold start: see above
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256  # cold start: see above
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt, info).derive(secret)
