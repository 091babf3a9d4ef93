"""Snoozing: a ticket that nobody has to see until a time, or until its customer writes.

It keeps its status and its assignee, and is listed alone. The SLA has it as Waiting.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SNOOZED, EventType
from chalicelib.domain.tickets.ahead import ahead
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import T, TicketSummary
from chalicelib.domain.tickets.waking import event, is_over


def snooze(ticket: T, until: datetime | None, moment: Moment) -> Decision[T]:
    """Out of the lists until then, None for until the customer writes, which ends it at any time. Snoozed anew, it is
    so until another time. Raises DeskError at `until`, `not_snoozable`, `is_spam`."""
    after = snoozed(ticket, until, moment)
    if after == ticket:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    return silenced(decide(ticket, after, [event(EventType.SNOOZED, ticket, after)], at, moment))


def snoozed(ticket: T, until: datetime | None, moment: Moment) -> T:
    """Return the ticket that is snoozed until then. Refused as `snooze` is."""
    check_not_spam(ticket)
    if is_over(ticket):
        raise DeskError("not_snoozable", "Only what is still worked on can be snoozed: not what is solved or archived.")
    return replace(ticket, bucket=SNOOZED, snoozed_until=ahead(until, moment.now, "until") if until else None)


def unsnooze(ticket: T, moment: Moment) -> Decision[T]:
    """Back into the lists before its time. Doing so twice is once."""
    return _ended(ticket, EventType.UNSNOOZED, moment) if ticket.is_snoozed else Decision(ticket, ticket, None)


def wakes(ticket: TicketSummary, now: datetime) -> bool:
    """Return whether the time has come that a ticket is snoozed until."""
    return ticket.is_snoozed and ticket.snoozed_until is not None and ticket.snoozed_until <= now


def wake(ticket: T, moment: Moment) -> Decision[T]:
    """Back on top of the lists, since its time has come; nothing of one whose time hasn't."""
    return _ended(ticket, EventType.WOKEN, moment) if wakes(ticket, moment.now) else Decision(ticket, ticket, None)


def _ended(ticket: T, kind: EventType, moment: Moment) -> Decision[T]:
    after = replace(ticket, bucket=None, snoozed_until=None)
    at = moment.after(ticket.last_at)
    return silenced(decide(ticket, after, [event(kind, ticket, after)], at, moment))
