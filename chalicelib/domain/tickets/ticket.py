"""The ticket: what a request is at one moment. Immutable; rules make a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import ARCHIVED, MERGED, SNOOZED, SPAM, TRASH, Actor, ActorKind, Place
from chalicelib.domain.holds import Hold
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.sla.clock import STOPPED, SlaClock
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat, usual_of_description
from chalicelib.domain.tickets.linked import TicketLink
from chalicelib.domain.tickets.mail_threads import Threads
from chalicelib.domain.tickets.planned import Planned
from chalicelib.domain.vocabulary import Channel, Priority, Sealing, Source, Status, TicketType

TITLE_LENGTH = 300
PARTICIPANTS = 100
LABELS = 50
DESCRIPTION_LENGTH = 100_000


@dataclass(frozen=True, slots=True)
class Escalation:
    """The reason why a ticket became urgent, when, and by whom (a member or an API key)."""

    reason: str
    at: datetime
    by_id: str | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Csat:
    """The customer's words with their score, which the ticket itself holds, and an agent's guess at that score."""

    comment: str | None = None
    rated_at: datetime | None = None
    first_rated_at: datetime | None = None
    agent_estimate: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """The state of a duplicate before it was merged, and what the merge gave the primary: what undoing gives back.

    `across` means that the two had different contacts, who must not read each other's tickets.
    """

    at: datetime
    across: bool
    status: Status
    resolved_at: datetime | None
    closed_at: datetime | None
    added_label_ids: tuple[str, ...] = ()
    added_participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSummary:
    """A ticket as lists show it. `last_at` is the instant of the newest time line entry; `version` counts changes.

    `clock` is its SLA clock; `look_at` is when the tick has to, None for never.

    `bucket` is `spam`, `trash` since `deleted_at`, `snoozed`, or where a later release put it; None for a ticket whose
    place follows from the rest. What is snoozed without `snoozed_until` is so until its customer writes.
    `undelivered` are the mails of its replies that didn't arrive, `failures` when mails did so, see `resend.failure`.
    `reminded` are the members who have a reminder of it, each to be read by them alone.
    `mailbox` is the address of ours that it was written to, None for what wasn't written to any; not `mailbox_noted`,
    only the open ticket knows. `longest` are the bytes of the longest thing said on it, as far as it is stored with
    the ticket; None for a ticket from before that was noted.
    `as_stored` are the documents that storage read it from. Rules hand it on and look at neither.
    """

    number: int
    title: str
    status: Status
    priority: Priority
    type: TicketType
    channel: Channel
    source: Source
    created_at: datetime
    updated_at: datetime
    last_at: datetime
    version: int
    notify_customer: bool
    assignee_id: str | None = None
    contact: ContactRef | None = None
    label_ids: tuple[str, ...] = ()
    first_responded_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    message_count: int = 0
    last_speaker: str | None = None
    follow_up_of: int | None = None
    archived_at: datetime | None = None
    merged_into: int | None = None
    csat_score: int | None = None
    clock: SlaClock = STOPPED
    look_at: datetime | None = None
    bucket: str | None = None
    undelivered: frozenset[str] = frozenset()
    failures: frozenset[str] = frozenset()
    mailbox: str | None = None
    mailbox_noted: bool = True
    longest: int | None = field(default=0, compare=False)
    deleted_at: datetime | None = None
    snoozed_until: datetime | None = None
    reminded: frozenset[str] = frozenset()
    as_stored: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Return where the ticket is counted and listed: archived and merged ones are out of every other list."""
        bucket = MERGED if self.merged_into else ARCHIVED if self.archived_at else self.status.value
        return Place(self.bucket or bucket, self.assignee_id)

    @property
    def is_spam(self) -> bool:
        return self.bucket == SPAM

    @property
    def is_deleted(self) -> bool:
        """Return whether it lies in the trash."""
        return self.bucket == TRASH

    @property
    def is_dismissed(self) -> bool:
        """Return whether nothing is sent about it, and nothing of it shown outside: spam, or what is in the trash."""
        return self.is_spam or self.is_deleted

    @property
    def is_snoozed(self) -> bool:
        """Return whether it is out of the lists for a while, in the status that it has."""
        return self.bucket == SNOOZED

    @property
    def is_hushed(self) -> bool:
        """Return whether nobody is told of it: spam, what is in the trash, or where only a later release puts any."""
        return self.bucket not in (None, SNOOZED)

    @property
    def public(self) -> bool:
        """Return whether the customer may hear of the ticket: there is an address, and nobody switched it off."""
        return self.notify_customer and self.contact is not None and self.contact.email is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket(TicketSummary):
    """All but its description. `key` is the secret that the links and reply addresses of this ticket are signed with;
    `html_id` names the HTML of the mail that opened it, as in a message; `language` is what its customer reads, None
    when unknown; `requester` is who asked and how sure that is, None where no doubt was ever noted; `proposed` whom
    somebody unproven had in copy: they take part if a member wants them to; `unattended` that something was written
    which nobody proved to be theirs, and no member acted on the ticket since; `attended_at` when one last did, after
    there was such a thing; `newcomer` that nobody had that address before the ticket was made, so that nobody else's
    answers can be meant; `threads` what answers to those who write by mail go on from; `addressed` how many addresses
    its contact has had on it: the links and reply addresses of each are worth nothing to the next; `said_format` how
    the description is read where that isn't as usual for the way it came; `answers_to` where the contact wants answers,
    None for their own address; `opened_by` the member who typed it in their customer's name; `reworded_at` when a
    member last changed what the ticket was opened with; `signed` what the mail that opened it was signed by, as in a
    message; `deleted_from` the bucket that it was in before it was deleted; `held` what keeps it from being deleted;
    `planned` the replies that are sent later; `split_from` the ticket that its beginning was split from; `links` the
    tickets that it is linked with.
    """

    key: bytes = field(repr=False)
    participants: tuple[Participant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    html_id: str | None = None
    resolution: str | None = None
    escalation: Escalation | None = None
    csat: Csat = Csat()
    merger: Merger | None = None
    duplicates: tuple[int, ...] = ()
    follow_ups: tuple[int, ...] = ()
    language: str | None = None
    requester: SenderIdentity | None = None
    proposed: tuple[Participant, ...] = ()
    unattended: bool = False
    attended_at: datetime | None = None
    newcomer: bool = False
    threads: Threads = field(default_factory=dict)
    addressed: int = 1
    answers_to: str | None = None
    said_format: BodyFormat | None = None
    opened_by: Actor | None = None
    reworded_at: datetime | None = None
    signed: Sealing | None = None
    deleted_from: str | None = None
    held: Hold | None = None
    planned: tuple[Planned, ...] = ()
    split_from: int | None = None
    links: tuple[TicketLink, ...] = ()

    @property
    def body_format(self) -> BodyFormat:
        """Return how the description is read."""
        return self.said_format or usual_of_description(self.source)

    @property
    def opening_signed(self) -> Sealing | None:
        """Return what the text it was opened with was signed by: nothing once a member changed that."""
        return None if self.reworded_at else self.signed

    @property
    def customer_name(self) -> str:
        """Return what to call the customer: the name they gave, while nothing shows that it's the one we know."""
        if self.requester and not self.requester.proven:
            return self.requester.name
        return self.contact.name if self.contact else ""

    @property
    def requester_verified(self) -> bool:
        """Return whether it is the contact who asked, as far as anybody has reason to doubt."""
        return self.requester is None or self.requester.proven


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedTicket(Ticket):
    """A ticket read with its description, which lies apart since it may be long. What rules make of it stays one."""

    description: str
    formatted: str = ""

    @property
    def opening(self) -> Opening:
        """Return the text it was opened with, formatted if it was."""
        return Opening(self.description, self.formatted)


_KEY = "k_"
"""How the ids of API keys begin, whose names no customer reads."""
_TYPED_BY_MEMBERS = (Source.CONSOLE, Source.ASSISTANT)


def opener(source: Source, actor: Actor) -> Actor | None:
    """Return the member who typed a new ticket themselves; None for what a customer wrote and a member or a program
    passed on."""
    typed = source in _TYPED_BY_MEMBERS and actor.kind is ActorKind.AGENT
    return actor if typed and not (actor.id or "").startswith(_KEY) else None


@dataclass(frozen=True, slots=True)
class Opening:
    """The text a ticket was opened with, and, as in a message, what the mail that it came by shows of that."""

    text: str
    formatted: str = ""


T = TypeVar("T", bound=Ticket)
T_co = TypeVar("T_co", bound=Ticket, covariant=True)


def check_place(ticket: TicketSummary) -> None:
    """Raise DeskError `unknown_place` for a ticket that must not be written, because only a later release knows what
    lies where it is, and what brings it back from there."""
    if ticket.bucket not in (None, SPAM, TRASH, SNOOZED):
        raise DeskError(
            "unknown_place",
            f"This ticket is under “{ticket.bucket}”, which this version of the desk doesn't know. It can be read, and "
            "changed again once the desk is up to date.",
            data={"place": ticket.bucket},
        )


def reference(prefix: str, number: int) -> str:
    """`TKT-0042`: padded to four digits, growing past 9999. A reference never authorises anything."""
    return f"{prefix}-{number:04d}"


def parse_reference(prefix: str, text: str) -> int | None:
    """The number in a reference, whatever its case and padding; None when it is no reference of this workspace."""
    head, dash, digits = text.strip().rpartition("-")
    if not dash or head.upper() != prefix.upper() or not digits.isascii() or not digits.isdigit() or len(digits) > 10:
        return None
    return int(digits) or None
