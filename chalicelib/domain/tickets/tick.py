"""What the tick finds on a ticket that it was to look at: targets crossed, or a resolved ticket's time to close."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.events import Action, Change, Event, EventType
from chalicelib.domain.sla import state
from chalicelib.domain.sla.clock import Level
from chalicelib.domain.sla.state import Crossing, TargetName
from chalicelib.domain.tickets.decision import Moment
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.tickets.timing import retimed, with_clock
from chalicelib.domain.vocabulary import Status

_EVENTS = {Level.WARNING: EventType.SLA_WARNING, Level.BREACH: EventType.SLA_BREACHED}


def closes(ticket: TicketSummary, moment: Moment) -> bool:
    """Return whether a ticket has been resolved long enough to close by itself."""
    if ticket.status is not Status.RESOLVED:
        return False
    look_at = retimed(ticket, moment.promises, moment.now).look_at
    return look_at is not None and look_at <= moment.now


def crossed(ticket: TicketSummary, moment: Moment) -> tuple[TicketSummary, Action | None]:
    """The ticket as it is once its crossings are told, and the action that tells of them.

    Nobody changed anything, so it keeps its version and the time of its last change. Without a crossing, because the
    time has not come by the hours of today, it is only due at another time.
    """
    ticket = retimed(ticket, moment.promises, moment.now)
    crossings = state.crossed(ticket.clock, moment.now)
    if not crossings:
        return ticket, None
    at = moment.after(ticket.last_at)
    after = with_clock(replace(ticket, last_at=at), state.told(ticket.clock, crossings), moment.promises)
    return after, _telling(after, crossings, at, moment)


def _telling(ticket: TicketSummary, crossings: tuple[Crossing, ...], at: datetime, moment: Moment) -> Action:
    return Action(
        id=moment.new_id(at),
        number=ticket.number,
        version=ticket.version,
        at=at,
        actor=moment.actor,
        events=tuple(_event(ticket, crossing) for crossing in crossings),
        assignee_id=ticket.assignee_id,
        was=ticket.place,
        now=ticket.place,
        cause=moment.cause,
        batch=moment.batch,
    )


def _event(ticket: TicketSummary, crossing: Crossing) -> Event:
    target = ticket.clock.first if crossing.target is TargetName.FIRST_RESPONSE else ticket.clock.resolution
    due_at = (target.due_at or crossing.at).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Event(
        _EVENTS[crossing.level], {"target": Change(None, crossing.target.value), "due_at": Change(None, due_at)}
    )
