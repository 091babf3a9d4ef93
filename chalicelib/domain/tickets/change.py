"""Changing a ticket's fields."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.events import Event
from chalicelib.domain.people.absence import NOBODY_AWAY, Away
from chalicelib.domain.tickets.decision import Decision, Moment, decide
from chalicelib.domain.tickets.fields import FIELDS, Changes, assigned, changed
from chalicelib.domain.tickets.ticket import T


def change(ticket: T, changes: Changes, moment: Moment) -> Decision[T]:
    """Give some fields of a ticket other values. When nothing differs there is no action, and nothing to store."""
    at = moment.after(ticket.last_at)
    after, events = put(ticket, changes, at, moment.away)
    return decide(ticket, after, events, at, moment) if events else Decision(ticket, ticket, None)


def put(ticket: T, changes: Changes, at: datetime, away: Away = NOBODY_AWAY) -> tuple[T, list[Event]]:
    """Return the ticket with these values, and what tells of those that differ."""
    after, events = ticket, list[Event]()
    for name, given in changes.items():
        field = FIELDS[name]
        if name == "assignee_id":
            gets, told = assigned(ticket.assignee_id, given, away)
            after, events = field.put(after, gets, at), [*events, *told]
            continue
        before = field.of(ticket)
        value = field.checked(given, before)
        if value != before:
            after = field.put(after, value, at)
            events += changed(name, before, value)
    return after, events
