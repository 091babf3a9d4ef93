"""Authenticator apps: what somebody needs to set one up."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class FactorSetup:
    """A second factor that isn't on yet: the app is given `secret` (base32), and its first code goes back together with
    `session`, which is good for a few minutes and for nobody else's account."""

    secret: str = field(repr=False)
    session: str = field(repr=False)


def otpauth_uri(issuer: str, email: str, secret: str) -> str:
    """Return the address that opens an authenticator app, or that it reads off a QR code.

    The form is the "Key Uri Format" of Google Authenticator, which all apps follow: no colon within the names, since it
    stands between them even when it is escaped. Digits, period and algorithm are left at what is usual.
    """
    name, account = _without_colons(issuer), quote(_without_colons(email), safe="@")
    if not name:
        return f"otpauth://totp/{account}?secret={secret}"
    by = quote(name, safe="")
    return f"otpauth://totp/{by}:{account}?secret={secret}&issuer={by}"


def _without_colons(name: str) -> str:
    return " ".join(name.replace(":", " ").split())
