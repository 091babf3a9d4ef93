"""Tickets as callers send and get them, alone and in lists."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from chalicelib.api.schemas.base import (
    Addresses,
    At,
    Description,
    Document,
    Email,
    Flag,
    Id,
    Ids,
    Instant,
    SpeltFlag,
    Title,
    WrittenFormat,
    word,
)
from chalicelib.api.schemas.files import AttachmentOut
from chalicelib.api.schemas.identity import IdentityOut
from chalicelib.api.schemas.people import AssigneeOut, ContactGiven, ContactRefOut, HoldOut, PersonOut
from chalicelib.api.schemas.sla import SlaOut
from chalicelib.api.serving.routes import PageQuery, Schema
from chalicelib.domain.files import MOST_FILES
from chalicelib.domain.search_query import QUERY_LENGTH
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.filter import Delivery, Order, Score
from chalicelib.domain.tickets.linked import LinkKind
from chalicelib.domain.tickets.planned import Unsent
from chalicelib.domain.tickets.reminders import NOTE_LENGTH
from chalicelib.domain.tickets.ticket import LABELS, PARTICIPANTS
from chalicelib.domain.vocabulary import Channel, Priority, Sealing, Source, Status, TicketType


def _several(kind: type[StrEnum]) -> Any:
    """One or more values of an enumeration, separated by commas. The view says in words which ones there are."""
    one = "|".join(kind)
    return Field(max_length=200, json_schema_extra={"pattern": f"^(({one})(,({one}))*)?$"})


class NewTicketBody(Schema):
    """Without `body_format` the description is shown as it was typed, or, from members who are signed in, as
    Markdown.
    """

    title: Title
    description: Description = ""
    body_format: WrittenFormat | None = None
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
    """The fields to change; others stay. `expected_assignee_id` makes assigning fail if somebody was quicker."""

    title: Title = ""
    description: Description = ""
    type: TicketType = TicketType.SUPPORT_TICKET
    priority: Priority = Priority.MEDIUM
    status: Status = Status.OPEN
    channel: Channel = Channel.API
    assignee_id: Id | None = None
    expected_assignee_id: Id | None = None
    contact: ContactGiven | None = None
    labels: list[Id] = Field(default_factory=list, max_length=LABELS)
    participants: list[Email] = Field(default_factory=list, max_length=PARTICIPANTS)
    participants_proposed: list[Email] = Field(default_factory=list, max_length=PARTICIPANTS)


class TicketFilters(Schema):
    """Filters take several values, separated by commas. `assignee` knows `me`, `none` and `former`: who was assigned
    and can't be any more. Saved views keep them.

    `mailbox` are addresses of the desk: tickets that were written to one, or whose answers go out from it since they
    were written to none of those there are, as with the portal and the desk's own sender.

    `delivery=failed`: the mail of a reply didn't get to somebody it was for. `archived` and `snoozed` tickets,
    `spam` and the `trash` are listed alone, one of them.

    `sla` are states of the ticket's indicator. What is `warning` or `breached` comes with the soonest due first, unless
    `sort` says otherwise. `sla_due` sorts so too, and then come the tickets that nothing is due for. `csat` are scores,
    and `none` for what wasn't rated. By `priority` the most urgent come first, the latest change of each on top.
    """

    status: Annotated[str, _several(Status)] | None = None
    priority: Annotated[str, _several(Priority)] | None = None
    type: Annotated[str, _several(TicketType)] | None = None
    channel: Annotated[str, _several(Channel)] | None = None
    label: Ids | None = None
    assignee: Ids | None = None
    contact: Ids | None = None
    mailbox: Addresses | None = None
    sla: Annotated[str, _several(SlaStatus)] | None = None
    delivery: Annotated[str, _several(Delivery)] | None = None
    archived: SpeltFlag = False
    spam: SpeltFlag = False
    trash: SpeltFlag = False
    snoozed: SpeltFlag = False
    csat: Annotated[str, _several(Score)] | None = None
    sort: Order = Order.NEWEST


class TicketsQuery(PageQuery, TicketFilters):
    """`q` searches for words; what it finds comes with the newest ticket first, whatever `sort` says. `…_after` an
    instant includes it, `…_before` doesn't; a day begins at midnight by UTC.
    """

    created_after: At | None = None
    created_before: At | None = None
    updated_after: At | None = None
    updated_before: At | None = None
    q: str | None = Field(default=None, max_length=QUERY_LENGTH)


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


class ReminderBody(Schema):
    at: At
    note: str = Field(default="", max_length=NOTE_LENGTH)


class ReminderOut(Document):
    at: Instant
    note: str


class TicketRow(Document):
    """A ticket in a list: everything but the description and what only the open ticket shows. `undelivered`: the mail
    of a reply didn't get to somebody it was for. What is snoozed has `snoozed_until` or `snoozed_until_reply`."""

    ref: str
    number: int
    title: str
    status: Status
    priority: Priority
    type: TicketType
    channel: Channel
    source: Source
    assignee: AssigneeOut | None
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
    spam: bool
    deleted_at: Instant | None
    gone_at: Instant | None
    snoozed_until: Instant | None
    snoozed_until_reply: bool
    public: bool
    message_count: int
    last_speaker: Annotated[str, word("customer", "agent")] | None
    undelivered: bool
    created_at: Instant
    updated_at: Instant
    version: int
    url: str


class PlannedOut(Document):
    """A reply that waits: see `…/scheduled`, where it is with what it says."""

    id: str
    send_at: Instant
    author: PersonOut
    why: Annotated[str, word(*Unsent)] | None


class LinkOut(Document):
    """Another ticket that one is linked with. `kind` is what that is to this one: `report` if it reports what this one
    is about, `problem` the other way round, else `related`."""

    ref: str
    title: str
    status: Status
    contact: ContactRefOut | None
    kind: Annotated[str, word(*LinkKind)]


class TicketOut(TicketRow):
    """`participants_proposed` were in copy of a mail that nobody vouches for: naming them in `participants` lets them
    read and answer. `requester_verified`: as far as is known it is the contact who asked; `requester` says what that
    rests on, null where no doubt was ever noted. `answers_to` is where a mail wanted answers, null for the
    contact's own address.

    `has_html`: it came as an HTML mail, which can be shown as message `description` (`…/messages/{id}/html`).
    `description_html` is made like a message's `body_html`, `body_format` is how `description` is meant, `opened_by`
    the member who typed it in their customer's name, `signed` what the mail with those words was signed by, as of a
    message. `held` is why it can't be deleted: for members, null for a key without `notes:read`. `scheduled` are the
    replies that wait until they are sent: for members, too, empty for such a key. `reminder` is my own, which nobody
    else sees. `split_from` is the ticket that it was split from, whose message it begins with. `links` are for members,
    too, and empty for such a key; those to tickets that are deleted, or spam, are left out.

    As the answer to a change, `action_id` is what was done, null where nothing was to do. Until `undo_until` whoever
    did it can undo it (`…/actions/{id}/undo`), and nobody outside is told; null where that can't be.
    """

    description: str
    description_html: str
    body_format: Annotated[str, word(*BodyFormat)]
    opened_by: PersonOut | None
    attachments: list[AttachmentOut]
    has_html: bool
    participants: list[str]
    participants_proposed: list[str]
    requester_verified: bool
    requester: IdentityOut | None
    answers_to: str | None = None
    signed: Annotated[str, word(*Sealing)] | None = None
    resolution: str | None
    csat: CsatOut
    escalation: EscalationOut | None
    held: HoldOut | None = None
    scheduled: list[PlannedOut] = Field(default_factory=list)
    reminder: ReminderOut | None = None
    duplicates: list[str]
    follow_ups: list[str]
    split_from: str | None = None
    links: list[LinkOut] = Field(default_factory=list)
    action_id: str | None = None
    undo_until: Instant | None = None


class SnippetPartOut(Document):
    text: str
    hit: bool


class SnippetOut(Document):
    """The text that a search found the ticket by, around what was looked for, in pieces: those with `hit` are that.
    Without pieces the text wasn't read: a request reads only so much.
    """

    source: Annotated[str, word("title", "contact", "label", "resolution", "description", "message", "note")]
    parts: list[SnippetPartOut]


class FoundRow(TicketRow):
    snippet: SnippetOut | None = None


class TicketsPage(Document):
    """`instead` are the words that were searched for when no ticket had those of `q`: one typo is forgiven. `texts_cut`
    says that nothing was found, and that some texts are so long that not every word of theirs is kept."""

    items: list[FoundRow]
    next_cursor: str | None
    instead: str | None = None
    texts_cut: bool = False
