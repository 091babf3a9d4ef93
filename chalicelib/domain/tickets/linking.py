"""Links between tickets: two that have to do with each other, or one that the other reports. Both know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.linked import LinkKind, TicketLink
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import T, Ticket

MOST_LINKS = 100
LINKED, KIND = "linked", "kind"
"""Under what names an event says which ticket was linked, and as what."""
_OTHER_WAY: Mapping[LinkKind, LinkKind] = {
    LinkKind.RELATED: LinkKind.RELATED,
    LinkKind.REPORT: LinkKind.PROBLEM,
    LinkKind.PROBLEM: LinkKind.REPORT,
}


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of a link: which ticket lies at the other, and as what; `kind` is None for none any more."""

    number: int
    kind: LinkKind | None


def link(ticket: T, other: Ticket, kind: LinkKind, moment: Moment) -> tuple[Decision[T], Decision[Ticket]]:
    """Return what linking comes to for both: the other one is the `kind` of this one from now on, whatever it was.

    Customers hear of neither. Raises DeskError at `other` for the same ticket, `is_spam`, `too_many`.
    """
    if ticket.number == other.number:
        raise invalid("other", "A ticket can't be linked with itself.")
    for one in (ticket, other):
        check_not_spam(one)
    at = max(moment.after(ticket.last_at), moment.after(other.last_at))
    here, there = _Side(other.number, kind), _Side(ticket.number, _OTHER_WAY[kind])
    return _decided(ticket, here, at, moment), _decided(other, there, at, moment)


def unlink(ticket: T, number: int, other: Ticket | None, moment: Moment) -> tuple[Decision[T], Decision[Ticket] | None]:
    """Return what taking a link away comes to. The `other` ticket may be gone for good."""
    if other is None:
        return _decided(ticket, _Side(number, None), moment.after(ticket.last_at), moment), None
    at = max(moment.after(ticket.last_at), moment.after(other.last_at))
    here, there = _Side(number, None), _Side(ticket.number, None)
    return _decided(ticket, here, at, moment), _decided(other, there, at, moment)


def with_link(links: tuple[TicketLink, ...], number: int, kind: str | None) -> tuple[TicketLink, ...]:
    """Return the links with that one, or without it where it has no `kind`. One that changes keeps its place."""
    if kind is None:
        return tuple(one for one in links if one.number != number)
    new = TicketLink(number, LinkKind(kind))
    if all(one.number != number for one in links):
        return (*links, new)
    return tuple(new if one.number == number else one for one in links)


def reports_of(ticket: Ticket) -> tuple[int, ...]:
    """Return the numbers of the tickets that report what this one is about."""
    return tuple(one.number for one in ticket.links if one.kind is LinkKind.REPORT)


def _decided(ticket: T, side: _Side, at: datetime, moment: Moment) -> Decision[T]:
    after = replace(ticket, links=with_link(ticket.links, side.number, side.kind))
    if after.links == ticket.links:
        return Decision(ticket, ticket, None)
    if len(after.links) > MOST_LINKS:
        raise DeskError("too_many", f"A ticket has {MOST_LINKS} links at most.", data={"number": ticket.number})
    was = next((one.kind.value for one in ticket.links if one.number == side.number), None)
    gone = side.kind is None
    told = {
        LINKED: Change(side.number, None) if gone else Change(None, side.number),
        KIND: Change(was, side.kind.value if side.kind else None),
    }
    event = Event(EventType.UNLINKED if gone else EventType.LINKED, told)
    return silenced(decide(ticket, after, [event], at, moment))
