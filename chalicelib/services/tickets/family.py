"""Merged tickets read as one: who belongs together, and what is said on all of them in the order of time."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action
from chalicelib.domain.tickets import family
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.merge import FAMILY
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, Said
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit, ticket_by_number

_PAGE = 200
_SHOWN_MOST = 2000


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """An entry of a time line, with the ticket it was said on."""

    entry: Said | Action
    ticket: Ticket


def primary_of(room: Room, ticket: Ticket) -> Ticket:
    """The ticket at the end of the pointers, without its description; the ticket itself when it isn't merged."""
    for _ in range(FAMILY):
        if ticket.merged_into is None:
            return ticket
        ticket = ticket_by_number(room, ticket.merged_into, described=False)
    raise DeskError("conflict", "These tickets point to one another in too long a chain.")


def own_primary(room: Room, ticket: Ticket) -> Ticket | None:
    """The same, as long as the customer of `ticket` may read it as their own; None when it is another customer's."""
    together = _family(room, ticket)
    return next((one for one in family.circle(ticket, together) if one.merged_into is None), None)


def duplicates_of(room: Room, primary: Ticket, *, described: bool = False) -> list[Ticket]:
    """All that was merged into it, directly or not."""
    found: dict[int, Ticket] = {}
    waiting = list(primary.duplicates)
    while waiting and len(found) < FAMILY:
        number = waiting.pop(0)
        if number not in found:
            found[number] = ticket_by_number(room, number, described=described)
            waiting += found[number].duplicates
    return list(found.values())


def told_to_family(room: Room, decision: Decision) -> Decision:
    """Return what customers are told of a primary, told to those of its duplicates as well.

    Of a ticket that was merged itself nobody but its own people are told: the primary speaks for the family.
    """
    if decision.ticket.merged_into is not None or not decision.ticket.duplicates:
        return decision
    return family.told_to_family(decision, duplicates_of(room, decision.ticket))


def lines(
    room: Room, ticket: Ticket, limit: int, after: str | None, newest_first: bool, *, consistent: bool = False
) -> tuple[list[FamilyEntry], str | None]:
    """One page of the time line of a ticket with all its duplicates, from the entry with id `after` on, included.

    Ids begin with their instant, so those of several tickets compare. The position is None at the end.
    """
    tickets = [ticket, *(duplicates_of(room, ticket, described=True) if ticket.duplicates else ())]
    pages = [
        (one, room.timeline.page(one.number, limit, after, newest_first, consistent=consistent)) for one in tickets
    ]
    streams = [[FamilyEntry(entry, one) for entry in page.items] for one, page in pages]
    merged = list(heapq.merge(*streams, key=lambda line: line.entry.id, reverse=newest_first))
    more = len(merged) > limit or any(page.position is not None for _, page in pages)
    shown = merged[:limit]
    return shown, shown[-1].entry.id if shown and more else None


def conversation(desk: Desk, room: Room, visit: Visit) -> list[PublicMessage]:
    """What the holder of a link may read, oldest first: their ticket, and those merged with it of the same contact.

    Of a ticket of another contact that theirs was merged into, the replies since. What was merged in from somebody
    else's ticket is nobody's business here. Whoever may not go on after a merge reads their ticket as it was before.
    """
    ticket = visit.ticket
    if visit.apart:
        until = _merged_at(room, ticket)
        return [message for message in _messages(desk, room, ticket.number) if message.at < until]
    together = _family(room, ticket)
    circle = family.circle(ticket, together)
    said = [message for one in circle for message in _messages(desk, room, one.number)]
    said += filter(None, (family.opening(one) for one in circle if one.number != ticket.number))
    for other, since in family.heard_from(ticket, together):
        said += [one for one in _messages(desk, room, other.number) if _is_reply(one) and one.at > since]
    return sorted(said, key=lambda message: (message.at, message.id))


def _merged_at(room: Room, ticket: Ticket) -> datetime:
    """When it first was no longer by itself, of the merges that stand; its beginning if none does any more by now."""
    merged = [ticket, *(one for one in duplicates_of(room, ticket) if one.merged_into == ticket.number)]
    return min((one.merger.at for one in merged if one.merger), default=ticket.created_at)


def _family(room: Room, ticket: Ticket) -> family.Family:
    if ticket.merged_into is None and not ticket.duplicates:
        return family.family_of([ticket])
    top = primary_of(room, ticket)
    top = top if top.number == ticket.number else ticket_by_number(room, top.number)
    return family.family_of([top, *duplicates_of(room, top, described=True), ticket])


def _is_reply(message: PublicMessage) -> bool:
    return message.kind is MessageKind.AGENT_REPLY


def _messages(desk: Desk, room: Room, number: int) -> list[PublicMessage]:
    found: list[PublicMessage] = []
    after: str | None = None
    while len(found) < _SHOWN_MOST:
        page = room.timeline.public_page(number, _PAGE, after, desk.clock.now())
        found += page.items
        if page.position is None:
            break
        after = page.position
    return found
