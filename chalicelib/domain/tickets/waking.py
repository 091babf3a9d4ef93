"""The end of a snooze: by its time, by the customer, or since there is nothing left to come back to."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.tickets.ticket import T, TicketSummary
from chalicelib.domain.vocabulary import Status

UNTIL = "until"
"""Under what name an event says until when a ticket was snoozed, and is: an instant, `reply`, or None for not."""
REPLY = "reply"
_OVER = (Status.RESOLVED, Status.CLOSED)
_TELLING = frozenset({EventType.UNSNOOZED, EventType.WOKEN})


def event(kind: EventType, before: TicketSummary, after: TicketSummary) -> Event:
    """Return what tells of a snooze, or of its end."""
    return Event(kind, {UNTIL: Change(told(before), told(after))})


def is_over(ticket: TicketSummary) -> bool:
    """Return whether nobody works on the ticket any more, so that it comes back to nobody."""
    return ticket.status in _OVER or ticket.archived_at is not None or ticket.merged_into is not None


def awake(before: TicketSummary, after: T, events: tuple[Event, ...]) -> tuple[T, tuple[Event, ...]]:
    """Return what a command came to, snoozed no longer where it mustn't be, and the events that say so. What is deleted
    comes back snoozed, until the time that it was."""
    if after.is_snoozed and is_over(after):
        after = replace(after, bucket=None)
    if after.is_snoozed or after.is_deleted:
        return after, events
    if after.snoozed_until:
        after = replace(after, snoozed_until=None)
    if before.is_snoozed and not _TELLING & {one.type for one in events}:
        events = (event(EventType.UNSNOOZED, before, after), *events)
    return after, events


def told(ticket: TicketSummary) -> str | None:
    """Return until when a ticket is snoozed, as events say it."""
    if not ticket.is_snoozed:
        return None
    until = ticket.snoozed_until
    return until.isoformat(timespec="milliseconds").replace("+00:00", "Z") if until else REPLY
