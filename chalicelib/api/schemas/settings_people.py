"""The documents of members, API keys and contacts: what callers send, and what they get."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from chalicelib.api.schemas.base import READ, Day, Document, Email, Flag, Id, Name, Phone, something
from chalicelib.api.schemas.settings import LongName, ShortName
from chalicelib.api.serving.routes import PageQuery, Schema
from chalicelib.domain.people.addresses import NAME_LENGTH, SIGN_IN_ADDRESS, SIGN_IN_LENGTH
from chalicelib.domain.people.phones import PHONES

ADDRESSES = 5
SIGNATURE_LENGTH = 1_000
NOTES_LENGTH = 5_000
SCOPES_GIVEN = 20

SignInEmail = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=SIGN_IN_LENGTH),
    WithJsonSchema({"type": "string", "maxLength": SIGN_IN_LENGTH, "pattern": SIGN_IN_ADDRESS}),
]
ScopeName = Literal[
    "tickets:read",
    "tickets:write",
    "tickets:delete",
    "notes:read",
    "contacts:read",
    "contacts:write",
    "members:write",
    "settings:read",
    "settings:write",
]
Scopes = Annotated[list[ScopeName], Field(min_length=1, max_length=SCOPES_GIVEN)]
ExpiresAt = Annotated[
    str, StringConstraints(max_length=40), WithJsonSchema({"type": "string", "format": "date-time", "maxLength": 40})
]
RoleName = Literal["admin", "agent", "viewer"]


def _flag(value: object) -> object:
    """JSON's false alone: to Python 0 is the same."""
    if not isinstance(value, bool):
        raise PydanticCustomError("bool_type", "This can only be false.")
    return value


class NewMemberBody(Schema):
    name: LongName
    email: SignInEmail
    role: RoleName
    can_delete: Flag = False


class HandoverBody(Schema):
    """`to` is a member's id, null for nobody."""

    to: Id | None


class AbsenceBody(Schema):
    """The first and the last day, both included, and who stands in; null for nobody. `hand_over`: their unfinished
    tickets go to the substitute, too, when the absence begins."""

    first: Day
    last: Day
    substitute_id: Id | None = None
    hand_over: Flag = False


class MemberChangesBody(Schema):
    """`sso_linked` false has the desk forget who they are at their company, and signs them out of the workspace:
    whoever comes from there next with their address is known from then on."""

    name: LongName = ""
    role: RoleName = "viewer"
    can_delete: Flag = False
    active: Flag = True
    sso_linked: Annotated[Literal[False], BeforeValidator(_flag)] = False


class ProfileBody(Schema):
    """`signature` (Markdown) stands below one's own words in mails to customers, above that of the mailbox; `zone` is
    the clock that one's mails give times by, such as `Europe/Berlin`. Null leaves them to the desk."""

    signature: Annotated[str, StringConstraints(max_length=SIGNATURE_LENGTH)] | None = None
    zone: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None


class ProfileOut(Document):
    signature: str | None
    zone: str | None


class NewApiKeyBody(Schema):
    """From `expires_at` on the key opens nothing; without it, it works until it is revoked."""

    name: ShortName
    scopes: Scopes
    expires_at: ExpiresAt | None = None


class ApiKeyChangesBody(Schema):
    name: ShortName = ""
    scopes: Scopes = Field(default_factory=list)


class ApiKeyOut(Document):
    """`last_four` are the last characters of the key, `last_used_on` a day (UTC). `created_by_id` is the member's who
    made it, null for keys from before that was kept."""

    id: str
    name: str
    scopes: list[str]
    last_four: str
    created_at: str
    created_by: str
    created_by_id: str | None
    expires_at: str | None
    last_used_on: str | None


class NewApiKeyOut(ApiKeyOut):
    """`key` is shown this once; to a repeated request it is null."""

    key: str | None


class ApiKeysPage(Document):
    items: list[ApiKeyOut]
    next_cursor: str | None


class ContactChangesBody(Schema):
    """`email` is the first of the `addresses`, the one that mail goes to; change the one or the other. `notes` are for
    members: a key needs `notes:read` to change them. `try_again` names addresses that are marked undeliverable: from
    now on they count as any other, and are taken off Amazon SES's suppression list. `parked` false takes their mail in
    again, and leaves spam where it is.
    """

    name: Name = ""
    company: LongName | None = None
    email: Email | None = None
    addresses: Annotated[list[Email], Field(max_length=ADDRESSES)] = Field(default_factory=list)
    blocked: Flag = False
    parked: Flag = False
    phones: Annotated[list[Phone], Field(max_length=PHONES)] = Field(default_factory=list)
    notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=NOTES_LENGTH)] = ""
    try_again: Annotated[list[Email], Field(max_length=ADDRESSES)] = Field(default_factory=list)


Sought = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_LENGTH), READ, something(NAME_LENGTH)]


class ContactsQuery(PageQuery):
    q: Sought | None = None
