"""The trash: a ticket that somebody deleted, which comes back if it was a mistake, and is gone for good in the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SPAM, TRASH, Change, Event, EventType
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.ticket import T, TicketSummary
from chalicelib.domain.tickets.timing import TRASH_TIME

PLACE = "place"
"""Under what name an event says from where into which bucket a ticket went; None for where its status has it."""


def delete(ticket: T, moment: Moment) -> Decision[T]:
    """Into the trash, with those merged into it, from wherever it was; told to nobody. Deleting twice is once."""
    if ticket.is_deleted:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    after = replace(ticket, bucket=TRASH, deleted_at=at, deleted_from=ticket.bucket)
    return silenced(decide(ticket, after, [event(ticket.bucket, TRASH)], at, moment))


def recover(ticket: T, moment: Moment) -> Decision[T]:
    """Back where it was: what was archived, or spam, is so again."""
    if not ticket.is_deleted:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    after = replace(ticket, bucket=ticket.deleted_from, deleted_at=None, deleted_from=None)
    return silenced(decide(ticket, after, [event(TRASH, ticket.deleted_from)], at, moment))


def event(before: str | None, after: str | None) -> Event:
    """Return what tells of a way into the trash, or out of it."""
    kind = EventType.DELETED if after == TRASH else EventType.RECOVERED
    return Event(kind, {PLACE: Change(before, after)})


def gone_at(ticket: TicketSummary) -> datetime | None:
    """Return when a ticket in the trash is gone for good; None for any other."""
    return ticket.deleted_at + TRASH_TIME if ticket.is_deleted and ticket.deleted_at else None


def counts_as_spam(bucket: str | None, deleted_from: str | None) -> bool:
    """Return whether a ticket is spam, or was when it was deleted."""
    return (deleted_from if bucket == TRASH else bucket) == SPAM


def check_not_deleted(ticket: TicketSummary) -> None:
    """Raise DeskError `in_trash` for a ticket that nothing is done to but bringing it back."""
    if ticket.is_deleted:
        raise DeskError("in_trash", "This ticket is in the trash. Restore it first.")
