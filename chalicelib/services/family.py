"""Merged tickets read as one: who belongs together, and what is said on all of them in the order of time."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action
from chalicelib.domain.merging import FAMILY
from chalicelib.domain.message import MessageKind, PublicMessage, Said
from chalicelib.domain.ticket import Ticket
from chalicelib.services.access import Visit, ticket_by_number
from chalicelib.services.ports import Desk, Room

_HOPS = 10
_PAGE = 200
_SHOWN_MOST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a time line, with the ticket it was said on."""

    entry: Said | Action
    ticket: Ticket


def primary_of(room: Room, ticket: Ticket) -> Ticket:
    """The ticket at the end of the pointers; the ticket itself when it isn't merged."""
    for _ in range(_HOPS):
        if ticket.merged_into is None:
            return ticket
        ticket = ticket_by_number(room, ticket.merged_into)
    raise DeskError("conflict", "These tickets point to one another in too long a chain.")


def duplicates_of(room: Room, primary: Ticket) -> list[Ticket]:
    """All that was merged into it, directly or not."""
    found: dict[int, Ticket] = {}
    waiting = list(primary.duplicates)
    while waiting and len(found) < FAMILY:
        number = waiting.pop(0)
        if number not in found:
            found[number] = ticket_by_number(room, number)
            waiting += found[number].duplicates
    return list(found.values())


def lines(
    room: Room, ticket: Ticket, limit: int, after: str | None, newest_first: bool
) -> tuple[list[Line], str | None]:
    """One page of the time line of a ticket with all its duplicates, from the entry with id `after` on, included.

    Ids begin with their instant, so those of several tickets compare. The position is None at the end.
    """
    family = [ticket, *(duplicates_of(room, ticket) if ticket.duplicates else ())]
    pages = [(one, room.timeline.page(one.number, limit, after, newest_first)) for one in family]
    streams = [[Line(entry, one) for entry in page.items] for one, page in pages]
    merged = list(heapq.merge(*streams, key=lambda line: line.entry.id, reverse=newest_first))
    more = len(merged) > limit or any(page.position is not None for _, page in pages)
    shown = merged[:limit]
    return shown, shown[-1].entry.id if shown and more else None


def conversation(desk: Desk, room: Room, visit: Visit) -> list[PublicMessage]:
    """What the holder of a link may read, oldest first.

    With the same contact, the whole family. With another one, his own ticket and the replies since the merge. What was
    merged in from somebody else's ticket is nobody's business here.
    """
    ticket = visit.ticket
    if ticket.merged_into is None:
        return _said(desk, room, [ticket, *_same_contact(duplicates_of(room, ticket))])
    primary = primary_of(room, ticket)
    if ticket.merger and not ticket.merger.across:
        return _said(desk, room, [primary, *_same_contact(duplicates_of(room, primary))])
    since = ticket.merger.at if ticket.merger else ticket.updated_at
    replies = [
        message
        for message in _said(desk, room, [primary])
        if message.kind is MessageKind.AGENT_REPLY and message.at > since
    ]
    return sorted([*_said(desk, room, [ticket]), *replies], key=lambda message: message.id)


def _same_contact(duplicates: list[Ticket]) -> list[Ticket]:
    return [one for one in duplicates if one.merger and not one.merger.across]


def _said(desk: Desk, room: Room, tickets: list[Ticket]) -> list[PublicMessage]:
    found = [message for ticket in tickets for message in _messages(desk, room, ticket.number)]
    return sorted(found, key=lambda message: message.id)


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
