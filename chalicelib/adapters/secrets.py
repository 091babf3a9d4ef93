"""The deployment's own secrets, from one SSM parameter, read once a process."""

from __future__ import annotations

import base64
import hmac
import json
import os
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.aws import client
from chalicelib.observability import log

_NONCE = 12


class UnreadableSecretsError(Exception):
    """The parameter isn't there, may not be read, or holds something else. Its name is all that is told of it: what led
    to this may quote what it holds."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter


@dataclass(slots=True)
class Secrets:
    """The parameter holds `{"signing": {"current": id, "keys": {id: base64}}, "origin": text, "origin_next": text}`.

    Signatures name their key, so that a new current key leaves older signatures good until their key is taken out.
    `origin_next` is there only while CloudFront is told to show that instead: until then both are good.
    """

    parameter: str
    region: str
    _values: dict[str, Any] = field(default_factory=dict, repr=False)

    def is_origin(self, given: str) -> bool:
        values, shown = self._read(), given.encode(errors="surrogatepass")
        good = [str(values[name]).encode() for name in ("origin", "origin_next") if values.get(name)]
        return any(hmac.compare_digest(one, shown) for one in good)

    def sign(self, purpose: str, message: bytes) -> str:
        signing = self._read()["signing"]
        return f"{signing['current']}.{_mac(signing['keys'][signing['current']], purpose, message)}"

    def verify(self, purpose: str, message: bytes, signature: str) -> bool:
        key_id, _, given = signature.partition(".")
        key = self._read()["signing"]["keys"].get(key_id)
        return key is not None and hmac.compare_digest(_mac(key, purpose, message).encode(), given.encode())

    def seed(self, random: bytes) -> str:
        """Something to keep in the open, from which `grown` makes a secret: the current key's id and random bits."""
        return f"{self._read()['signing']['current']}.{random.hex()}"

    def grown(self, purpose: str, seed: str) -> str | None:
        """The secret of that seed, always the same; None when the key that it grew from was taken out."""
        key = self._read()["signing"]["keys"].get(seed.partition(".")[0])
        return _mac(key, purpose, seed.encode()) if key is not None else None

    def seal(self, purpose: str, secret: str) -> str:
        """Encrypted with AES-GCM: the key's id, and base64 of nonce and ciphertext."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # cold start: few functions seal anything

        signing = self._read()["signing"]
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(_own_key(signing["keys"][signing["current"]], purpose)).encrypt(nonce, secret.encode(), None)
        return f"{signing['current']}.{base64.b64encode(nonce + sealed).decode()}"

    def unseal(self, purpose: str, sealed: str) -> str | None:
        """None for what was sealed for another purpose, by a key that was taken out, or not at all."""
        from cryptography.exceptions import InvalidTag  # cold start: few functions open what was sealed
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key_id, _, content = sealed.partition(".")
        key = self._read()["signing"]["keys"].get(key_id)
        if key is None:
            return None
        try:
            raw = base64.b64decode(content, validate=True)
            return AESGCM(_own_key(key, purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except (InvalidTag, ValueError):  # what is no base64, or shorter than a nonce, was sealed by nobody
            return None

    def _read(self) -> dict[str, Any]:
        """Raises UnreadableSecretsError: nothing is kept then, so that it is read anew once it was put right."""
        if not self._values:
            self._values = self._fetched()
        return self._values

    def _fetched(self) -> dict[str, Any]:
        try:
            answer = client("ssm", self.region).get_parameter(Name=self.parameter, WithDecryption=True)
            values: dict[str, Any] = json.loads(answer["Parameter"]["Value"])
            _check(values)
        except (BotoCoreError, ClientError, LookupError, TypeError, ValueError, AttributeError) as fault:
            log.error("the secrets can't be read", extra={"parameter": self.parameter})
            raise UnreadableSecretsError(self.parameter) from fault
        return values


def _check(values: dict[str, Any]) -> None:
    """Raise one of the errors of reading what isn't there, or isn't what it should be."""
    keys = values["signing"]["keys"]
    for key in (keys[values["signing"]["current"]], *keys.values()):
        if not base64.b64decode(key, validate=True):
            raise ValueError("a key is empty")
    if not values["origin"]:
        raise ValueError("the origin's secret is empty")


def _own_key(key: str, purpose: str) -> bytes:
    return hmac.digest(base64.b64decode(key), purpose.encode(), "sha256")


def _mac(key: str, purpose: str, message: bytes) -> str:
    """The purpose makes a key of its own: a signed cursor is worth nothing as a signed form."""
    digest = hmac.digest(_own_key(key, purpose), message, "sha256")
    return base64.b32encode(digest).decode().rstrip("=").lower()
