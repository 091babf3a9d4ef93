"""Spam: a ticket that nobody has to read, and what became of its contact with it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SPAM, Action, Change, Event, EventType
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.ticket import T, TicketSummary

_PARKED = "contact_parked"
_KINDS = (EventType.SPAM, EventType.NOT_SPAM)


def mark(ticket: T, moment: Moment, *, parked: Change | None) -> Decision[T]:
    """Out of every list and count, its clock stopped. `parked` is what becomes of its contact; None for nothing."""
    return _moved(ticket, SPAM, EventType.SPAM, parked, moment)


def unmark(ticket: T, moment: Moment, *, parked: Change | None) -> Decision[T]:
    """Back where it was."""
    if not ticket.is_spam:
        return Decision(ticket, ticket, None)
    return _moved(ticket, None, EventType.NOT_SPAM, parked, moment)


def event(kind: EventType, parked: Change | None) -> Event:
    """Return what tells of it."""
    return Event(kind, {_PARKED: parked} if parked else {})


def contact_parked(action: Action) -> Change | None:
    """Return what an action made of its ticket's contact: whether they were parked, and are."""
    changes = (one.changes.get(_PARKED) for one in action.events if one.type in _KINDS)
    return next(changes, None)


def check_not_spam(ticket: TicketSummary) -> None:
    """Raise DeskError `is_spam` for what nothing is sent about."""
    if ticket.is_spam:
        raise DeskError("is_spam", "This ticket is marked as spam. Say that it is no spam first.")


def _moved(ticket: T, bucket: str | None, kind: EventType, parked: Change | None, moment: Moment) -> Decision[T]:
    if ticket.bucket == bucket:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    return silenced(decide(ticket, replace(ticket, bucket=bucket), [event(kind, parked)], at, moment))
