"""What members tell each other, in one place: whoever may not read internal notes is told none of it."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.api.schemas.conversation import TimelineEntryOut
from chalicelib.api.schemas.tickets import TicketOut
from chalicelib.domain.events import EventType
from chalicelib.domain.tickets.planned import SCHEDULED

_WORDS: Mapping[str, frozenset[str]] = {
    EventType.ESCALATED: frozenset({"reason"}),
    EventType.HELD: frozenset({"reason"}),
    EventType.DESCRIPTION_CHANGED: frozenset({"former", "left_out"}),
    EventType.REDACTED: frozenset({SCHEDULED}),
}
"""Of an event that everybody hears of, what is for members."""


_AMONG_MEMBERS = frozenset({EventType.MENTIONED, EventType.REPLY_SCHEDULED, EventType.REPLY_UNSCHEDULED})


def ticket_for_others(ticket: TicketOut) -> TicketOut:
    """Return the document without what members wrote for each other: why it was escalated, or is on hold, their guess
    of the score, and what they will write. The first is empty then, since there always was one."""
    ticket.csat.agent_estimate = None
    ticket.held, ticket.scheduled, ticket.links = None, [], []
    if ticket.escalation:
        ticket.escalation.reason = ""
    return ticket


def entry_for_others(entry: TimelineEntryOut) -> TimelineEntryOut | None:
    """Return the entry without members' words; None for a note, for whom a note calls, and for a reply to come."""
    event = entry.event
    if entry.kind == "internal_note" or (event and event.type in _AMONG_MEMBERS):
        return None
    if event:
        inner = _WORDS.get(event.type, frozenset())
        event.changes = {name: change for name, change in event.changes.items() if name not in inner}
    return entry
