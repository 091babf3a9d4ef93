"""What people send and get about their own accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.api.schemas.base import Document, word
from chalicelib.api.schemas.sign_in import Password
from chalicelib.api.serving.routes import Schema

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class SessionOut(Document):
    """`device` is such as `Firefox on Windows`, empty where that can't be told; `network` the address on the net they
    were last seen at, of IPv6 the /64."""

    id: str
    device: str
    network: str
    method: Annotated[str, word("password", "factor", "sso")]
    created_at: datetime
    last_seen_at: datetime
    current: bool


class SessionsOut(Document):
    items: list[SessionOut]
    next_cursor: str | None


class PasswordBody(Schema):
    current: Password
    password: Password


class TokensOut(Document):
    """The tokens that this browser goes on by; those it had before are over."""

    access_token: str
    expires_in: int


class FactorBody(Schema):
    """First the `password`; then the `session` that came of it with the `code` that the app shows."""

    password: Password | None = None
    session: Annotated[str, StringConstraints(min_length=1, max_length=4096)] | None = None
    code: Code | None = None


class FactorOut(Document):
    on: bool
    recovery_codes_left: int


class EnrolmentOut(Document):
    """First what an authenticator app needs: `secret` to type, `uri` to open, `qr_svg` to scan. Then, once it is on,
    the recovery codes, which are shown this once, and what this browser goes on by."""

    secret: str | None = None
    uri: str | None = None
    qr_svg: str | None = None
    session: str | None = None
    recovery_codes: list[str] | None = None
    access_token: str | None = None
    expires_in: int | None = None


class CodesOut(Document):
    recovery_codes: list[str]
