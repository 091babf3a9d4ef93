"""The desk's own key, by which push services and browsers know whose messages these are: VAPID (RFC 8292)."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chalicelib.adapters.web_push.encryption import uncompressed
from chalicelib.domain.notices.push import unpadded

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of points of P-256 (NIST SP 800-186, 3.2.1.3)."""
_KEY_BYTES = 48
"""128 bits more than the order has, so that the remainder prefers no key (FIPS 186-5, A.2.1)."""
VALID_SECONDS = 12 * 3600
"""Half of the day that is the most (RFC 8292 §2), so that a clock may be hours off in either direction."""


@lru_cache(maxsize=8)
def private_key(secret: str) -> EllipticCurvePrivateKey:
    """Return the key that grows from a secret, always the same."""
    from cryptography.hazmat.primitives.asymmetric import ec  # cold start: most functions push nothing
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    grown = HKDF(SHA256(), _KEY_BYTES, None, b"VAPID P-256").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(grown) % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """Return the public part in base64url, as browsers want it to subscribe."""
    return unpadded(uncompressed(private_key(secret)))


def authorization(secret: str, endpoint: str, contact: str) -> str:
    """Return the header that shows an endpoint's service whose message it is; `contact` is a URL of the sender's."""
    import jwt  # cold start: most functions push nothing

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc.lower()}",
        "exp": int(time.time()) + VALID_SECONDS,
        "sub": contact,
    }
    return f"vapid t={jwt.encode(claims, private_key(secret), algorithm='ES256')}, k={public_key(secret)}"
