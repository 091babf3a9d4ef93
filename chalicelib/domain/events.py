"""What happened. One action a command: who did it, its events, and whom on the customers' side it concerns.

The stream carries actions to the reactors, the time line shows them, the audit reads them: the same record each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.facts import ReportFact

KEY_MARK = "k_"
"""The beginning of an actor's id that is an API key's."""


class ActorKind(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of an action. `id` is a member's, an API key's or a recipient's."""

    kind: ActorKind
    id: str | None
    name: str

    def name_outside(self, desk_name: str) -> str:
        """Return what customers call them: a program has the desk's name, how its key is called is for members."""
        by_key = self.kind is ActorKind.AGENT and self.id is not None and self.id.startswith(KEY_MARK)
        return desk_name if by_key else self.name


SYSTEM = Actor(ActorKind.SYSTEM, None, "Workestra Tickets")


class EventType(StrEnum):
    """Members see those that they are told of in this order, where they choose how."""

    CREATED = "ticket.created"
    ASSIGNED = "ticket.assigned"
    AGENT_REPLIED = "ticket.agent_replied"
    CUSTOMER_REPLIED = "ticket.customer_replied"
    NOTED = "ticket.noted"
    NOTE_EDITED = "ticket.note_edited"
    FORWARDED = "ticket.forwarded"
    MENTIONED = "ticket.mentioned"
    AUTO_ANSWERED = "ticket.auto_answered"
    REACTED = "ticket.reacted"
    MAIL_DELAYED = "ticket.mail_delayed"
    STATUS_CHANGED = "ticket.status_changed"
    PRIORITY_CHANGED = "ticket.priority_changed"
    TYPE_CHANGED = "ticket.type_changed"
    CHANNEL_CHANGED = "ticket.channel_changed"
    TITLE_CHANGED = "ticket.title_changed"
    DESCRIPTION_CHANGED = "ticket.description_changed"
    CONTACT_CHANGED = "ticket.contact_changed"
    LABELS_CHANGED = "ticket.labels_changed"
    PARTICIPANTS_CHANGED = "ticket.participants_changed"
    PROPOSAL_DECLINED = "ticket.proposal_declined"
    REQUESTER_VERIFIED = "ticket.requester_verified"
    REQUESTER_DENIED = "ticket.requester_denied"
    RESOLVED = "ticket.resolved"
    ESCALATED = "ticket.escalated"
    ARCHIVED = "ticket.archived"
    RESTORED = "ticket.restored"
    SNOOZED = "ticket.snoozed"
    UNSNOOZED = "ticket.unsnoozed"
    WOKEN = "ticket.woken"
    SPAM = "ticket.spam"
    NOT_SPAM = "ticket.not_spam"
    DELETED = "ticket.deleted"
    RECOVERED = "ticket.recovered"
    REDACTED = "ticket.redacted"
    HELD = "ticket.held"
    RELEASED = "ticket.released"
    RATED = "ticket.rated"
    REPLY_WITHDRAWN = "ticket.reply_withdrawn"
    REPLY_SCHEDULED = "ticket.reply_scheduled"
    REPLY_UNSCHEDULED = "ticket.reply_unscheduled"
    UNDONE = "ticket.undone"
    REPLY_RESENT = "ticket.reply_resent"
    MERGED = "ticket.merged"
    MERGED_INTO = "ticket.merged_into"
    UNMERGED = "ticket.unmerged"
    UNMERGED_FROM = "ticket.unmerged_from"
    FOLLOWED_UP = "ticket.followed_up"
    SPLIT = "ticket.split"
    SPLIT_FROM = "ticket.split_from"
    LINKED = "ticket.linked"
    UNLINKED = "ticket.unlinked"
    SLA_WARNING = "ticket.sla_warning"
    SLA_BREACHED = "ticket.sla_breached"


INSTEAD_OF = "instead_of"
"""Under what name an event that somebody was assigned says for whom they stand in."""
UNDONE = "action"
"""Under what name an event of that kind says which action was taken back."""
WHY, AUTHORS = "why", "authors"
"""Under what names an event says why replies that were to be sent later aren't, and whose they were."""
CALL = "text"
"""Under what name an event that members were called says with which words, if no note says it."""
SHOWN_BY_THEIR_MESSAGE = frozenset(
    {
        EventType.AGENT_REPLIED,
        EventType.CUSTOMER_REPLIED,
        EventType.NOTED,
        EventType.NOTE_EDITED,
        EventType.FORWARDED,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """The value of one field before and after, in the form JSON knows."""

    before: Any
    after: Any


ARCHIVED, MERGED, SPAM, TRASH, SNOOZED = "archived", "merged", "spam", "trash", "snoozed"
"""The places that a ticket can be put in, away from those of its status."""


@dataclass(frozen=True, slots=True)
class Place:
    """The list that a ticket is counted in: `bucket` is a status, `archived`, `merged`, `spam`, `trash` or
    `snoozed`."""

    bucket: str
    assignee_id: str | None


@dataclass(frozen=True, slots=True)
class Event:
    type: EventType
    changes: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address on the customers' side, as it was when the action happened. `id` names it in links and mail jobs.

    `number` is the ticket its links are for, when that isn't the action's own: somebody of a merged duplicate.
    """

    id: str
    address: str
    name: str
    is_contact: bool
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command's outcome. `recipients` is empty when customers are not to hear of this ticket.

    `message_number` is the ticket whose time line has the message, when that isn't `number`: a merged duplicate.
    Nobody outside hears of it before `visible_at`. `was` and `now` say where the ticket was and is counted; `was` is
    None for a new one. `cause` is what made the desk do it by itself: the id of a rule, of the action it follows
    from, or of the reply that was scheduled. `batch` is shared by the actions of one bulk command. `attended`: it is
    the first since something unproven was written by which a member acts on the ticket, or by which it is proven.
    `unproven`: nobody knows whether its actor is who they say. `machine`: a program wrote what it brings, and
    nobody is told who only watches for it. Until `undo_until` its actor may undo it, which sets the ticket's
    attributes to what is `former`; `undone_by` is the action that did so; once it is `told` outside, none can.
    `facts` are what reports count of it; None: its release knew of no reports.
    """

    id: str
    number: int
    version: int
    at: datetime
    actor: Actor
    events: tuple[Event, ...]
    assignee_id: str | None
    was: Place | None
    now: Place
    recipients: tuple[Recipient, ...] = ()
    message_id: str | None = None
    message_number: int | None = None
    visible_at: datetime | None = None
    cause: str | None = None
    batch: str | None = None
    attended: bool = False
    unproven: bool = False
    machine: bool = False
    undo_until: datetime | None = None
    former: Mapping[str, Any] = field(default_factory=dict)
    undone_by: str | None = None
    told: bool = False
    facts: tuple[ReportFact, ...] | None = None

    @property
    def silent(self) -> bool:
        """Return whether time lines show nothing of the action, because its message says it all."""
        return self.types() <= SHOWN_BY_THEIR_MESSAGE

    @property
    def mailed_message(self) -> str | None:
        """Return what is mailed because of the action, for the first time or again."""
        if self.types() & {EventType.AGENT_REPLIED, EventType.FORWARDED}:
            return self.message_id
        again = (event.changes["message"].after for event in self.events if event.type is EventType.REPLY_RESENT)
        return next(again, None)

    @property
    def undoes(self) -> str | None:
        """Return the id of the action that this one took back."""
        taken_back = (event.changes[UNDONE].after for event in self.events if event.type is EventType.UNDONE)
        return next(taken_back, None)

    def types(self) -> frozenset[EventType]:
        return frozenset(event.type for event in self.events)
