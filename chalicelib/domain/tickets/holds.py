"""A ticket on hold: nothing ends it, not even the trash's end. Told to members alone."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.holds import placed
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.ticket import T

REASON = "reason"


def hold(ticket: T, reason: str, moment: Moment) -> Decision[T]:
    """Keep it for a reason; another one takes the place of the first. Raise DeskError at `reason`."""
    at = moment.after(ticket.last_at)
    held = placed(ticket.held, reason, at, moment.actor)
    if held == ticket.held:
        return Decision(ticket, ticket, None)
    event = Event(EventType.HELD, {REASON: Change(None, held.reason)})
    return silenced(decide(ticket, replace(ticket, held=held), [event], at, moment))


def release(ticket: T, moment: Moment) -> Decision[T]:
    """Keep it no longer. Releasing twice is once."""
    if ticket.held is None:
        return Decision(ticket, ticket, None)
    at = moment.after(ticket.last_at)
    return silenced(decide(ticket, replace(ticket, held=None), [Event(EventType.RELEASED)], at, moment))
