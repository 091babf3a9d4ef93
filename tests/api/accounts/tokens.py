"""Access tokens that nobody should take, and one that everybody has to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
from moto.utilities.utils import load_resource


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def resigned(token: str, **changed: Any) -> str:
    """The token with other claims, signed by the user pool's own key."""
    return jwt.encode(claims_of(token) | changed, _private_key(), algorithm="RS256", headers={"kid": key_id(token)})


def key_id(token: str) -> str:
    """The id of the key that a token is signed with."""
    return str(jwt.get_unverified_header(token)["kid"])


def expired(token: str) -> str:
    """The token as it will be when its time is over."""
    return resigned(token, iat=int(time.time()) - 7200, exp=int(time.time()) - 3600)


def unsigned(token: str) -> str:
    """The same claims under `alg: none`."""
    return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': key_id(token)})}.{_part(claims_of(token))}."


def signed_with_public_key(token: str) -> str:
    """The same claims, with the public key misused as a shared secret (RFC 8725 §2.1)."""
    public = jwt.PyJWK(_jwk(), algorithm="RS256").key.public_key()
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': key_id(token)})}.{_part(claims_of(token))}"
    mac = hmac.digest(_pem(public), signed.encode(), hashlib.sha256)
    return f"{signed}.{_base64(mac)}"


def _pem(public: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def _private_key() -> Any:
    return jwt.PyJWK(_jwk(), algorithm="RS256").key


def _jwk() -> dict[str, Any]:
    found: dict[str, Any] = load_resource("cognitoidp/resources/jwks-private.json")
    return found


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
