"""The documents of the API: what callers send, and what they get."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from chalicelib.api.routes import Schema
from chalicelib.domain.acting import TEXT_LENGTH
from chalicelib.domain.lines import SOMETHING
from chalicelib.domain.message import BODY_LENGTH
from chalicelib.domain.people import ADDRESS_LENGTH, NAME_LENGTH
from chalicelib.domain.rules import LABELS, PARTICIPANTS
from chalicelib.domain.sla import SlaStatus
from chalicelib.domain.terms import QUERY_LENGTH
from chalicelib.domain.ticket import DESCRIPTION_LENGTH, TITLE_LENGTH, Channel, Priority, Source, Status, TicketType
from chalicelib.domain.uploads import MOST_BYTES, MOST_FILES


def _rfc3339(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _something(longest: int) -> WithJsonSchema:
    """A text with something to see in it; the rules refuse others in words for people."""
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": longest, "pattern": SOMETHING})


Instant = Annotated[datetime, PlainSerializer(_rfc3339, return_type=str)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_LENGTH)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=ADDRESS_LENGTH),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": ADDRESS_LENGTH}),
]
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TITLE_LENGTH), _something(TITLE_LENGTH)]
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_LENGTH)]
Body = Annotated[str, StringConstraints(max_length=BODY_LENGTH), _something(BODY_LENGTH)]
Reason = Annotated[str, StringConstraints(max_length=TEXT_LENGTH), _something(TEXT_LENGTH)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]
Ids = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[A-Za-z0-9_., -]*$")]
Flag = Annotated[bool, Strict()]


def _number(value: object) -> object:
    """JSON's numbers alone, of which 5.0 is a whole one (JSON Schema, core §4.2.3), and neither "5" nor true."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "This should be a whole number.")
    return value


def _spelt(value: object) -> object:
    """A query can only spell true and false."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


WHOLE = BeforeValidator(_number)
SpeltFlag = Annotated[bool, Strict(), BeforeValidator(_spelt)]


_MEDIA_TYPE: dict[str, JsonValue] = {"pattern": "^[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}$"}


def _several(kind: type[StrEnum]) -> Any:
    """One or more values of an enumeration, separated by commas. The view says in words which ones there are."""
    one = "|".join(kind)
    return Field(max_length=200, json_schema_extra={"pattern": f"^(({one})(,({one}))*)?$"})


class Document(BaseModel):
    """What the API gives back."""

    model_config = ConfigDict(defer_build=True)


class ContactGiven(Schema):
    """A contact by address, found or made, or by the id of one that is there."""

    email: Email | None = None
    name: Name = ""
    id: Id | None = None


class NewTicketBody(Schema):
    title: Title
    description: Description = ""
    type: TicketType = TicketType.SUPPORT_TICKET
    priority: Priority = Priority.MEDIUM
    status: Status = Status.OPEN
    channel: Channel = Channel.API
    assignee_id: Id | None = None
    contact: ContactGiven | None = None
    labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    participants: list[Email] = Field(default_factory=list, max_length=PARTICIPANTS)
    attachments: list[Id] = Field(default_factory=list, max_length=MOST_FILES)
    notify_customer: Flag = True


class TicketChangesBody(Schema):
    """What isn't named stays. `expected_assignee_id` makes assigning fail when somebody was quicker."""

    title: Title = ""
    description: Description = ""
    type: TicketType = TicketType.SUPPORT_TICKET
    priority: Priority = Priority.MEDIUM
    status: Status = Status.OPEN
    assignee_id: Id | None = None
    expected_assignee_id: Id | None = None
    contact: ContactGiven | None = None
    labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    participants: list[Email] = Field(default_factory=list, max_length=PARTICIPANTS)


class ReplyBody(Schema):
    """`last_seen` is the id of the newest timeline entry the writer saw; `status` is set with the reply.

    For `undo_seconds` nobody outside sees the reply, and it can be taken back.
    """

    body: Body
    last_seen: Id | None = None
    status: Status | None = None
    undo_seconds: Annotated[int, Field(ge=0, le=60), WHOLE] = 0
    attachments: list[Id] = Field(default_factory=list, max_length=MOST_FILES)


class NoteBody(Schema):
    body: Body
    attachments: list[Id] = Field(default_factory=list, max_length=MOST_FILES)


class UploadBody(Schema):
    """`size` in bytes."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    type: Annotated[str, StringConstraints(min_length=3, max_length=129), Field(json_schema_extra=_MEDIA_TYPE)]
    size: Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": MOST_BYTES}), WHOLE]


class PresenceBody(Schema):
    state: Literal["viewing", "writing"]


class ResolveBody(Schema):
    """`csat_estimate` is the agent's guess, kept apart from the customer's own score."""

    resolution: Reason
    csat_estimate: Annotated[int, Field(ge=1, le=5), WHOLE] | None = None
    notify_customer: Flag = True


class EscalateBody(Schema):
    reason: Reason


class BulkSet(Schema):
    """What isn't named stays; an `assignee_id` of null takes the assignee off."""

    status: Status | None = None
    priority: Priority | None = None
    assignee_id: Id | None = None
    add_labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    remove_labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    archived: Flag | None = None


class BulkBody(Schema):
    refs: list[Annotated[str, StringConstraints(min_length=1, max_length=30)]] = Field(min_length=1, max_length=500)
    set: BulkSet
    notify_customers: Flag = False


class InboxReadBody(Schema):
    ids: list[Id] = Field(default_factory=list, max_length=100)
    all: Flag = False


class MergeBody(Schema):
    """`duplicate` is a reference; `across_contacts` says that the two tickets may have different customers."""

    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    across_contacts: Flag = False


class UnmergeBody(Schema):
    duplicate: Annotated[str, StringConstraints(min_length=1, max_length=30)]


class TicketFilters(Schema):
    """Filters take several values, separated by commas. `assignee` knows `me` and `none`. Saved views keep them.

    `sla` are states of the ticket's indicator. What is `warning` or `breached` comes with the soonest due first, unless
    `sort` says otherwise. `sla_due` sorts so too, and then come the tickets that nothing is due for.
    """

    status: Annotated[str, _several(Status)] | None = None
    priority: Annotated[str, _several(Priority)] | None = None
    type: Annotated[str, _several(TicketType)] | None = None
    channel: Annotated[str, _several(Channel)] | None = None
    label: Ids | None = None
    assignee: Ids | None = None
    contact: Ids | None = None
    sla: Annotated[str, _several(SlaStatus)] | None = None
    archived: SpeltFlag = False
    sort: Literal["-updated_at", "updated_at", "sla_due"] = "-updated_at"


class TicketsQuery(TicketFilters):
    """`q` searches for words; what it finds comes with the newest ticket first, whatever `sort` says."""

    q: str | None = Field(default=None, max_length=QUERY_LENGTH)
    limit: int = Field(default=25, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=2000)


class PageQuery(Schema):
    limit: int = Field(default=25, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=2000)


class TimelineQuery(PageQuery):
    order: Literal["oldest", "newest"] = "oldest"


class ContactBody(Schema):
    name: Name = ""
    email: Email | None = None
    company: Name | None = None


class SignInBody(Schema):
    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class ChallengeBody(Schema):
    challenge: Literal["new_password_required", "mfa"]
    session: Annotated[str, StringConstraints(min_length=20, max_length=2048)]
    email: Email
    answer: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class ForgotPasswordBody(Schema):
    email: Email


class ResetPasswordBody(Schema):
    token: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class PersonOut(Document):
    id: str
    name: str


class ContactRefOut(Document):
    id: str
    name: str
    email: str | None


class LabelOut(Document):
    id: str
    name: str
    color: str


class CsatOut(Document):
    score: int | None
    comment: str | None
    rated_at: Instant | None
    agent_estimate: int | None


class EscalationOut(Document):
    reason: str
    at: Instant
    by: PersonOut


class SlaTargetOut(Document):
    """One target, in business time. `at` is when it was done. `never_due`: by the business hours it never comes due.

    `elapsed_percent` is rounded down, so 75 is where the warning begins, and 100 or more is too late.
    """

    status: SlaStatus
    target_minutes: int
    due_at: Instant | None
    elapsed_percent: int
    at: Instant | None
    never_due: bool


class SlaOut(Document):
    """What was promised for a ticket. `status` is the resolution's. A target that was not promised is null."""

    status: SlaStatus | None
    policy_id: str | None
    first_response: SlaTargetOut | None
    next_response: SlaTargetOut | None
    resolution: SlaTargetOut | None


class TicketRow(Document):
    """A ticket in a list: everything but the description and what only the open ticket shows."""

    ref: str
    number: int
    title: str
    status: Status
    priority: Priority
    type: TicketType
    channel: Channel
    source: Source
    assignee: PersonOut | None
    contact: ContactRefOut | None
    labels: list[LabelOut]
    sla: SlaOut | None
    first_responded_at: Instant | None
    resolved_at: Instant | None
    closed_at: Instant | None
    resolution_seconds: int | None
    follow_up_of: str | None
    merged_into: str | None
    archived: bool
    public: bool
    message_count: int
    last_speaker: Literal["customer", "agent"] | None
    created_at: Instant
    updated_at: Instant
    version: int
    url: str


class AttachmentOut(Document):
    """`inline` marks a picture that the mail's own HTML shows (`has_html`)."""

    id: str
    name: str
    type: str
    size: int
    inline: bool = False


class UploadFormOut(Document):
    """POST these fields, then the file as the last one, called `file`, as multipart/form-data."""

    url: str
    fields: dict[str, str]


class FileLinkOut(Document):
    """`url` is good for a few minutes and needs no token. Whatever the file is, browsers download it."""

    url: str


class UploadOut(AttachmentOut):
    upload: UploadFormOut


class SeenOut(Document):
    id: str
    name: str
    state: Literal["viewing", "writing"]
    at: Instant


class PresenceOut(Document):
    items: list[SeenOut]


class BulkResultOut(Document):
    ref: str
    ok: bool
    code: str | None
    detail: str | None


class BulkOut(Document):
    results: list[BulkResultOut]


class TicketOut(TicketRow):
    """`has_html`: it came as an HTML mail, which can be shown as message `description` (`…/messages/{id}/html`)."""

    description: str
    description_html: str
    attachments: list[AttachmentOut]
    has_html: bool
    participants: list[str]
    resolution: str | None
    csat: CsatOut
    escalation: EscalationOut | None
    duplicates: list[str]
    follow_ups: list[str]


class AuthorOut(Document):
    kind: Literal["agent", "customer", "system"]
    id: str | None
    name: str


class DeliveryOut(Document):
    status: Literal["queued", "sending", "sent", "delivered", "bounced", "failed"]
    detail: str | None = None


class EventOut(Document):
    """`changes` maps a field to its value before and after."""

    type: str
    changes: dict[str, dict[Literal["from", "to"], Any]]


class TimelineEntryOut(Document):
    """`has_html`: it came as an HTML mail, which can be shown as it was sent (`…/messages/{id}/html`).

    `from_stranger`: it came by mail from `from_address`, who is neither contact nor participant; adding the address to
    the ticket's participants lets that person read and answer.
    """

    id: str
    kind: Literal["customer_message", "agent_reply", "internal_note", "event"]
    at: Instant
    author: AuthorOut
    body_text: str | None = None
    body_html: str | None = None
    quoted_text: str | None = None
    has_html: bool = False
    attachments: list[AttachmentOut] = Field(default_factory=list)
    delivery: DeliveryOut | None = None
    from_stranger: bool = False
    from_address: str | None = None
    merged_from: str | None = None
    event: EventOut | None = None


class TicketsPage(Document):
    items: list[TicketRow]
    next_cursor: str | None


class TimelinePage(Document):
    items: list[TimelineEntryOut]
    next_cursor: str | None


class ContactOut(Document):
    """`undeliverable` are those of the addresses at which a mail bounced for good."""

    id: str
    name: str
    email: str | None
    addresses: list[str]
    company: str | None
    blocked: bool
    undeliverable: list[str]


class ContactsPage(Document):
    items: list[ContactOut]
    next_cursor: str | None


class MemberOut(Document):
    id: str
    name: str
    email: str
    role: Literal["admin", "agent", "viewer"]
    can_delete: bool
    active: bool


class MembersPage(Document):
    items: list[MemberOut]
    next_cursor: str | None


class InboxEntryOut(Document):
    id: str
    event: str
    ref: str
    title: str
    actor: str
    at: Instant
    read: bool


class InboxPage(Document):
    items: list[InboxEntryOut]
    unread: int
    next_cursor: str | None


class MailPageOut(Document):
    """Where the HTML of a mail can be shown for a few minutes, in a frame of the console's own pages.

    `remote_images` says how many pictures from elsewhere it has. They stay away, because fetching them tells the sender
    that the mail is being read; with `?images=1` added to the address they are fetched.
    """

    url: str
    expires_at: Instant
    remote_images: int


class PageImagesQuery(Schema):
    images: Literal["0", "1"] = "0"


class SuspendedMailOut(Document):
    """`cause` is one word: `spam`, `virus`, `dmarc` (it fails the check that its domain asks for), `blocked` (the
    contact is), `loop` (it would reopen the ticket once more after many times), `rate` (too many at once), `oversize`
    (a file of more than 25 MB), `unreadable`, `unreadable_sender`, `unverified_member` (it claims to be a member's,
    without proof), `form_spam` (a request by a form, of links alone), `auto_reply` and `bounce` (about nothing that
    was sent from here), `unknown_reply_address`; or the code of an error that `detail` tells more of. `preview` is how
    its text begins.
    """

    id: str
    at: Instant
    cause: str
    detail: str
    sender: str
    subject: str
    preview: str


class ReleasedMailOut(Document):
    """The ticket that the mail is on now."""

    ref: str


class SuspendedMailsPage(Document):
    items: list[SuspendedMailOut]
    next_cursor: str | None


class MembershipOut(Document):
    id: str
    name: str
    role: Literal["admin", "agent", "viewer"]


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
    """`prefix` is what references of tickets begin with."""

    prefix: str
    member_id: str
    member_name: str
    permissions: list[str]


class MeOut(Document):
    id: str
    email: str | None
    workspaces: list[MyWorkspaceOut]


class HealthOut(Document):
    status: Literal["ok"] = "ok"


class ProblemErrorOut(Document):
    field: str
    message: str


class ProblemOut(Document):
    """RFC 9457. Some codes add members of their own, such as `entries` with `stale_conversation`."""

    model_config = ConfigDict(defer_build=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemErrorOut]
