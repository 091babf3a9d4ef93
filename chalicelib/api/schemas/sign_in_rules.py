"""How members have to sign in, as the API takes and gives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import WHOLE, Document, Id
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.settings.ai_engine import URL_LENGTH
from chalicelib.domain.settings.mail_domains import DOMAIN_LENGTH
from chalicelib.domain.settings.sign_in_rules import (
    CLIENT_LENGTH,
    GRACE_DAYS,
    MOST_DOMAINS,
    MOST_GRACE_DAYS,
    SECRET_LENGTH,
    NewMembers,
    SecondFactor,
    SingleSignOn,
)

_PRINTABLE = r"^[!-~]*$"
_Secret = Annotated[str, StringConstraints(min_length=1, max_length=SECRET_LENGTH, pattern=r"^[!-~]+$")]
_Domain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=DOMAIN_LENGTH)]


class SignInRulesBody(Schema):
    """`grace_days` are what members have to enrol once a second factor is required.

    With `sso` offered or required, the `issuer` (OpenID Connect, without `/.well-known/…`) says who somebody is whose
    address is on one of `domains`, each of them a mail domain that the workspace has shown. `client_secret` is kept
    sealed and never told again; null takes it away, and so does another `issuer`. Whoever comes for the first time
    becomes what `new_members` says. To require it, `break_glass` names an admin who may always sign in by password.
    """

    second_factor: SecondFactor = SecondFactor.OPTIONAL
    grace_days: Annotated[int, Field(ge=0, le=MOST_GRACE_DAYS), WHOLE] = GRACE_DAYS
    sso: SingleSignOn = SingleSignOn.OFF
    issuer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=URL_LENGTH)] = ""
    client_id: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=CLIENT_LENGTH, pattern=_PRINTABLE)
    ] = ""
    client_secret: _Secret | None = None
    domains: list[_Domain] = Field(default_factory=list, max_length=MOST_DOMAINS)
    new_members: NewMembers = NewMembers.NOBODY
    break_glass: Id | None = None


class SignInRulesOut(Document):
    """`required_since` is when a second factor became required. `redirect_uri` is what the identity provider is told to
    send people back to."""

    second_factor: SecondFactor
    grace_days: int
    required_since: str | None
    sso: SingleSignOn
    issuer: str
    client_id: str
    client_secret_set: bool
    domains: list[str]
    new_members: NewMembers
    break_glass: str | None
    redirect_uri: str
