"""The documents of the settings: what callers send, and what they get."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from chalicelib.api.schemas.base import Day, Document, Email, Flag, Id, Instant
from chalicelib.api.schemas.conversation import AuthorOut
from chalicelib.api.schemas.tickets import LabelOut, TicketFilters
from chalicelib.api.serving.routes import PageQuery, Schema
from chalicelib.domain.people.addresses import NAME_LENGTH
from chalicelib.domain.settings.canned import CANNED_FOLDER_LENGTH, CANNED_LENGTH
from chalicelib.domain.settings.workspace import LARGEST_MAIL_MB
from chalicelib.domain.text import SOMETHING, one_line
from chalicelib.locales import languages

SHORT_NAME = 60

_PRINTED = rf"^[^\x00-\x1f\x7f]*{SOMETHING}[^\x00-\x1f\x7f]*$"
_COLOR = r"^#[0-9a-fA-F]{6}$"
_PREFIX = r"^[A-Za-z0-9]{2,8}$"


def _shaped(pattern: str, message: str, make: Callable[[str], str] = str) -> AfterValidator:
    """Refuses what isn't of a shape, in words for people; what passes goes through `make`."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            raise PydanticCustomError("shape", message)
        return make(value)

    return AfterValidator(check)


def text_of(pattern: str, longest: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern})


_on_one_line = _shaped(_PRINTED, "Write a name, on one line.", one_line)

ShortName = Annotated[str, StringConstraints(max_length=SHORT_NAME), _on_one_line, text_of(_PRINTED, SHORT_NAME)]
LongName = Annotated[str, StringConstraints(max_length=NAME_LENGTH), _on_one_line, text_of(_PRINTED, NAME_LENGTH)]
Color = Annotated[str, _shaped(_COLOR, "Write a colour as #rrggbb, such as #3b4fd8.", str.lower), text_of(_COLOR, 7)]
Prefix = Annotated[str, _shaped(_PREFIX, "A prefix has 2 to 8 letters and digits.", str.upper), text_of(_PREFIX, 8)]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2}$"),
    WithJsonSchema({"type": "string", "enum": sorted(languages())}),
]
Folder = Annotated[str, StringConstraints(strip_whitespace=True, max_length=CANNED_FOLDER_LENGTH)]
CannedBody = Annotated[str, StringConstraints(min_length=1, max_length=CANNED_LENGTH)]


class NewLabelBody(Schema):
    name: ShortName
    color: Color


class LabelChangesBody(Schema):
    """In this body, as in those of all changes, what isn't named stays."""

    name: ShortName = ""
    color: Color = ""


class LabelsPage(Document):
    items: list[LabelOut]
    next_cursor: str | None


class NewCannedResponseBody(Schema):
    """`body` may hold variables such as `{{customer_name}}` or, with a fallback, `{{customer_name|there}}`. Those with
    the same `folder` lie together; an empty one is none."""

    name: ShortName
    body: CannedBody
    folder: Folder = ""


class CannedResponseChangesBody(Schema):
    name: ShortName = ""
    body: CannedBody = ""
    folder: Folder = ""


class CannedResponseOut(Document):
    id: str
    name: str
    body: str
    folder: str


class CannedResponsesPage(Document):
    items: list[CannedResponseOut]
    next_cursor: str | None


class RenderBody(Schema):
    """`ref` is the ticket that the text is for."""

    ref: Id


class RenderedOut(Document):
    """`empty` names the variables that had neither a value nor a fallback."""

    text: str
    empty: list[str]


class NewViewBody(Schema):
    name: ShortName
    filters: TicketFilters
    shared: Flag = False


class ViewChangesBody(Schema):
    name: ShortName = ""
    filters: TicketFilters = TicketFilters()
    shared: Flag = False


class ViewOut(Document):
    """`filters` are as the list of tickets takes them. `own` says whether the caller made it."""

    id: str
    name: str
    shared: bool
    own: bool
    filters: dict[str, str | bool]


class ViewsPage(Document):
    items: list[ViewOut]
    next_cursor: str | None


Switch = Annotated[bool, Field(strict=True)]


class SettingsChangesBody(Schema):
    """Resolved tickets close by themselves after `auto_close_days`, never when that is null. `confirmations_on` lets
    mails that confirm a request go on after they stopped by themselves. `max_mail_mb` is how many million bytes a mail
    with its files may have as it is sent; files that don't fit are named with their size and a link.
    `assign_by_answer`: who answers or resolves a ticket that is nobody's takes it. Customers get mails of the four
    kinds; what is switched off stands on their page alone."""

    name: LongName = ""
    prefix: Prefix = ""
    language: Language = ""
    color: Color = ""
    auto_close_days: Annotated[int, Field(ge=1, le=90, strict=True)] | None = None
    sender: Email = ""
    confirmations_on: Switch = True
    max_mail_mb: Annotated[int, Field(ge=1, le=LARGEST_MAIL_MB, strict=True)] = 20
    assign_by_answer: Switch = True
    mail_created: Switch = True
    mail_replied: Switch = True
    mail_status: Switch = True
    mail_resolved: Switch = True


class SettingsOut(Document):
    """`sender` is the mailbox that mail goes out from. `confirmations_on` becomes false by itself when more than 3 % of
    at least 20 confirmations of an hour bounce: requests are then taken in and not confirmed by mail.
    `confirmations_stopped_at` is when that was, null while they go on or where somebody switched them off.
    `mail_held_since` is when Amazon SES began to take no mail of the desk's, or not all of it, null while it does; mail
    is kept and tried for four days. `mail_held_why` is what that began with: `suspended` (AWS lets the account send
    nothing), `paused`, `quota` (the day's is used up), `identity` (the sender's domain is not verified),
    `configuration`, `rights`, `carrier` (SES is out of order) or `unknown`."""

    name: str
    prefix: str
    language: str
    color: str
    auto_close_days: int | None
    sender: str
    confirmations_on: bool
    confirmations_stopped_at: str | None
    mail_held_since: str | None = None
    mail_held_why: str | None = None
    max_mail_mb: int
    assign_by_answer: bool = True
    mail_created: bool = True
    mail_replied: bool = True
    mail_status: bool = True
    mail_resolved: bool = True


class AuditWishes(Schema):
    """`action` is such as `label.changed`, or `label` for all of them; `member` the id of who did it, an API key's too.
    From the day `from` to the day `to`, both included, in UTC."""

    action: Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z_]+(\.[a-z_]+)?$")] | None = None
    member: Id | None = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


class AuditQuery(AuditWishes, PageQuery):
    pass


class AuditExportQuery(AuditWishes):
    format: Literal["csv", "ndjson"] = "csv"
    cursor: str | None = Field(default=None, max_length=2000)


class AuditEntryOut(Document):
    """`action` is such as `label.changed` or `ticket.merged`; `changes` maps a field to its value before and after."""

    id: str
    at: Instant
    actor: AuthorOut
    action: str
    subject: str | None
    name: str
    changes: dict[str, dict[Literal["from", "to"], Any]]


class AuditPage(Document):
    items: list[AuditEntryOut]
    next_cursor: str | None
