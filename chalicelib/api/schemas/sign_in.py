"""Signing in, and who one is then."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.api.schemas.base import Document, Email, word
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.people.permissions import Permission

Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class SignInBody(Schema):
    email: Email
    password: Password


class ChallengeBody(Schema):
    """The `answer` to a `challenge`, in its `session`; or, in place of a second factor, `password` and
    `recovery_code`."""

    challenge: Literal["new_password_required", "mfa"] | None = None
    session: Annotated[str, StringConstraints(min_length=20, max_length=4096)] | None = None
    email: Email
    answer: Password | None = None
    password: Password | None = None
    recovery_code: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None


class ForgotPasswordBody(Schema):
    email: Email


class ResetPasswordBody(Schema):
    token: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    password: Password


class MembershipOut(Document):
    id: str
    name: str
    role: Annotated[str, word("admin", "agent", "viewer")]


class SignedInOut(Document):
    """Tokens, or a challenge to answer first at `/v1/auth/challenge`."""

    access_token: str | None = None
    expires_in: int | None = None
    workspaces: list[MembershipOut] | None = None
    challenge: Literal["new_password_required", "mfa"] | None = None
    session: str | None = None


class RefreshedOut(Document):
    """Both are null where no cookie says who is signed in."""

    access_token: str | None
    expires_in: int | None


class MyWorkspaceOut(MembershipOut):
    """`prefix` is what references of tickets begin with. `barred` is the code with which every request there is refused
    as long as they don't sign in as it wants; `second_factor_by` until when they have to enrol one. `has_model`: a
    language model is chosen for the assistant."""

    prefix: str
    member_id: str
    member_name: str
    permissions: list[Permission]
    barred: Annotated[str, word("second_factor_required", "sso_required", "unauthenticated")] | None = None
    second_factor_by: datetime | None = None
    has_model: bool = False


class MeOut(Document):
    id: str
    email: str | None
    workspaces: list[MyWorkspaceOut]
    signed_in_by: Annotated[str, word("password", "sso")] = "password"
    second_factor: bool = False
