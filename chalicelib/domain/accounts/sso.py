"""Signing in by a company's own sign-on (OpenID Connect): what is asked, what is answered, and who somebody is then."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

ATTEMPT_SECONDS = 600
"""How long somebody may take to sign in at their company."""
ATTEMPT_PURPOSE = "sso-attempt"
_SHORT, _LONG = 16, 40
_CONFIRMED = (True, 1, "1", "true")


class SsoProblem(StrEnum):
    """The words for somebody who isn't let in. The reason is in the log, for whoever runs the desk."""

    REFUSED = "sso_refused"
    EXPIRED = "sso_expired"
    NOT_VERIFIED = "sso_not_verified"
    DOMAIN = "sso_domain"
    NO_MEMBER = "sso_no_member"
    UNREACHABLE = "sso_unreachable"
    OTHER_PERSON = "sso_other_person"


class SsoError(Exception):
    """Somebody isn't let in; `reason` is one of our own words, never the issuer's."""

    def __init__(self, problem: SsoProblem, reason: str) -> None:
        super().__init__(f"{problem}: {reason}")
        self.problem, self.reason = problem, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The desk as an issuer knows it; `redirect_uri` is where people come back to."""

    issuer: str
    id: str
    secret: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to sign in, which the browser keeps sealed until it comes back; `until` is in seconds since 1970.

    `state` shows that the answer is this browser's, `nonce` that the token is, `verifier` that the code is (PKCE).
    """

    workspace: str
    issuer: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    until: int

    @property
    def challenge(self) -> str:
        """Return what the issuer is told of the verifier: https://www.rfc-editor.org/rfc/rfc7636#section-4.2"""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def is_answered_by(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode(errors="surrogatepass"))

    def text(self) -> str:
        """Return it as a text to seal."""
        return json.dumps(asdict(self))


def attempt_of(text: str) -> Attempt | None:
    """Return the attempt that was made a text of; None where another release made it, which knew less."""
    said, names = json.loads(text), [one.name for one in fields(Attempt)]
    return Attempt(**{name: said[name] for name in names}) if said.keys() >= {*names} else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The person that an issuer says somebody is. `subject` is theirs for ever; an address may become another's.

    `verified` is None where the issuer doesn't say whether the address is theirs.
    """

    issuer: str
    subject: str
    email: str
    verified: bool | None
    name: str

    @property
    def link(self) -> str:
        """Return what is kept of who they are at their issuer: enough to know them again, and nothing to read."""
        return f"{_digest(self.issuer, _SHORT)}.{_digest(f'{self.issuer} {self.subject}', _LONG)}"

    def is_linked_by(self, link: str) -> bool:
        return hmac.compare_digest(self.link.encode(), link.encode())

    def is_kept_out_by(self, link: str) -> bool:
        """Return whether somebody else of the same issuer came by this link. That of another issuer says nothing: the
        workspace has changed to this one."""
        same_issuer = link.startswith(f"{_digest(self.issuer, _SHORT)}.")
        return same_issuer and not self.is_linked_by(link)


def identified(issuer: str, claims: Mapping[str, Any]) -> Identified:
    """Return who the claims of a checked ID token are about.

    Raises SsoError for claims without a subject (https://openid.net/specs/openid-connect-core-1_0.html#IDToken).
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise SsoError(SsoProblem.REFUSED, "subject")
    email, name = claims.get("email"), claims.get("name")
    return Identified(
        issuer=issuer,
        subject=subject,
        email=email if isinstance(email, str) else "",
        verified=_verified(claims),
        name=name if isinstance(name, str) else "",
    )


def _verified(claims: Mapping[str, Any]) -> bool | None:
    """Whether the address is theirs. Entra doesn't say `email_verified`; with `xms_edov`, if it is told to add that,
    it says that the address is on a domain which the tenant has shown to be its own.

    https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
    """
    if "email_verified" in claims:
        return claims["email_verified"] is True
    return any(claims["xms_edov"] == word for word in _CONFIRMED) if "xms_edov" in claims else None


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:length]
