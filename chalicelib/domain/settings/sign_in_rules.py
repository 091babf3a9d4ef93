"""How members of a workspace have to sign in: with a second factor or without, by their company's sign-on or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.accounts.sign_ins import AccessToken, Method
from chalicelib.domain.errors import invalid

GRACE_DAYS, MOST_GRACE_DAYS = 7, 30
MOST_DOMAINS = 20
CLIENT_LENGTH, SECRET_LENGTH = 255, 500


class SecondFactor(StrEnum):
    OPTIONAL = "optional"
    REQUIRED = "required"


class SingleSignOn(StrEnum):
    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


class NewMembers(StrEnum):
    """The role that somebody of the company gets who comes by its sign-on for the first time."""

    NOBODY = "nobody"
    VIEWER = "viewer"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRules:
    """From `required_since` (RFC 3339, set by the desk) on members have `grace_days` to enrol a second factor.

    The `issuer` (OpenID Connect) says who somebody is whose address is on one of `domains`. `client_secret` is sealed
    by the deployment: the table alone can't use it. `break_glass` is the id of the admin who may always sign in by
    password, also when the issuer is down.
    """

    id: str = "rules"
    second_factor: SecondFactor = SecondFactor.OPTIONAL
    grace_days: int = GRACE_DAYS
    required_since: str | None = field(default=None, metadata={"derived": True})
    sso: SingleSignOn = SingleSignOn.OFF
    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False, metadata={"secret": True})
    domains: tuple[str, ...] = ()
    new_members: NewMembers = NewMembers.NOBODY
    break_glass: str | None = None

    @property
    def name(self) -> str:
        return self.sso.value

    @property
    def offers_sso(self) -> bool:
        return self.sso in (SingleSignOn.OFFERED, SingleSignOn.REQUIRED)

    @property
    def factor_by(self) -> datetime | None:
        """Return until when everybody has to have enrolled a second factor; None where none is required."""
        if self.second_factor is not SecondFactor.REQUIRED or self.required_since is None:
            return None
        return datetime.fromisoformat(self.required_since) + timedelta(days=self.grace_days)

    def bar(self, token: AccessToken, member_id: str, now: datetime) -> str | None:
        """Return what keeps the holder of a token out of this workspace though they are its member, as the code of a
        refusal; None for whom it lets in.

        Who came by the company's own sign-on has passed what that asks. Who came by a recovery code enrols first.
        """
        if token.method is Method.SSO:
            return None if self.offers_sso else "unauthenticated"
        if self.sso is SingleSignOn.REQUIRED and member_id != self.break_glass:
            return "sso_required"
        late = self.factor_by is not None and now >= self.factor_by
        lacks = token.enrols or (late and token.method is Method.PASSWORD)
        return "second_factor_required" if lacks else None


USUAL_RULES = SignInRules()
"""The rules of every workspace before somebody changes them."""


def secret_purpose(workspace: str) -> str:
    """Return what a workspace's client secret is sealed for: no other workspace can use it, even with the sealed
    text."""
    return f"sso:{workspace}"


def check(rules: SignInRules) -> SignInRules:
    """Raise DeskError at the first field that single sign-on can't do without."""
    if not rules.offers_sso:
        return rules
    if not rules.issuer:
        raise invalid("issuer", "Give the issuer's address, as your identity provider names it.")
    if not rules.client_id:
        raise invalid("client_id", "Give the client ID that your identity provider made for the desk.")
    if not rules.client_secret:
        raise invalid("client_secret", "Give the client secret that belongs to this issuer and client ID.")
    if not rules.domains:
        raise invalid("domains", "Choose at least one of your verified email domains.")
    if rules.sso is SingleSignOn.REQUIRED and rules.break_glass is None:
        raise invalid("break_glass", "Choose an admin who can still sign in by password.")
    return rules
