"""What of a ticket reports are about, before and after a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.facts import Subject
from chalicelib.domain.sla.clock import Target
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.timing import is_away
from chalicelib.domain.tickets.trash import counts_as_spam
from chalicelib.domain.vocabulary import Status

SOLVED = frozenset({Status.RESOLVED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that was due, and when it was done: in `business` seconds, and whether it was `met`; None where
    nothing was promised."""

    at: datetime
    business: int
    met: bool | None


@dataclass(frozen=True, slots=True)
class Rating:
    score: int
    commented: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStanding:
    """`away` is archived, merged, spam or deleted, and not snoozed. `first` and `next` are answers, `solved` the
    solution that holds."""

    created_at: datetime
    subject: Subject
    spam: bool
    away: bool
    done: bool
    assignee_id: str | None
    first: Judged | None = None
    next: Judged | None = None
    solved: Judged | None = None
    rating: Rating | None = None

    @property
    def filed(self) -> Subject | None:
        """Return what its arrival counts as; None for what counts as none."""
        return None if self.spam else self.subject

    @property
    def open(self) -> bool:
        """Return whether it is in the backlog."""
        return not self.away and not self.done


def standing(ticket: Ticket) -> TicketStanding:
    """Return where a ticket stands. A status of a later release is an open one."""
    clock = ticket.clock
    rated_at = ticket.csat.rated_at
    score = ticket.csat_score
    return TicketStanding(
        created_at=ticket.created_at,
        subject=subject_of(ticket),
        spam=counts_as_spam(ticket.bucket, ticket.deleted_from),
        away=is_away(ticket),
        done=ticket.status in SOLVED,
        assignee_id=ticket.assignee_id,
        first=judged(clock.first),
        next=judged(clock.next),
        solved=judged(clock.resolution),
        rating=Rating(score, ticket.csat.comment is not None, rated_at) if score and rated_at else None,
    )


def subject_of(ticket: Ticket) -> Subject:
    return Subject(
        priority=ticket.priority.value,
        type=ticket.type.value,
        channel=ticket.channel.value,
        contact_id=ticket.contact.id if ticket.contact else None,
        label_ids=ticket.label_ids,
    )


def judged(target: Target | None) -> Judged | None:
    """Return how something that was due was done; None while it isn't."""
    if target is None or target.done_at is None:
        return None
    met = None if target.minutes is None else not target.missed
    return Judged(target.done_at, int(target.took.total_seconds()), met)
