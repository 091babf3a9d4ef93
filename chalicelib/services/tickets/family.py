"""Merged tickets read as one: who belongs together, and what is said on all of them in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action
from chalicelib.domain.tickets import family
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.merge import FAMILY
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, Said
from chalicelib.domain.tickets.ticket import DescribedTicket, T, Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit, ticket_by_number

_PAGE = 200
_SHOWN_MOST = 2000


@dataclass(frozen=True, slots=True)
class FamilyEntry(Generic[T]):
    """An entry of a time line, with the duplicate it came with, if it did."""

    entry: Said | Action
    duplicate: T | None


def primary_of(room: Room, ticket: Ticket) -> Ticket:
    """The ticket at the end of the pointers; the ticket itself when it isn't merged."""
    for _ in range(FAMILY):
        if ticket.merged_into is None:
            return ticket
        ticket = ticket_by_number(room, ticket.merged_into, Ticket)
    raise DeskError("conflict", "These tickets point to one another in too long a chain.")


def own_primary(room: Room, ticket: Ticket) -> Ticket | None:
    """The same, as long as the customer of `ticket` may read it as their own; None when it is another customer's."""
    top = primary_of(room, ticket)
    together = family.family_of([top, *duplicates_of(room, top, Ticket), ticket])
    return next((one for one in family.circle(ticket, together) if one.merged_into is None), None)


def duplicates_of(room: Room, primary: Ticket, kind: type[T]) -> list[T]:
    """All that was merged into it, directly or not."""
    found: dict[int, T] = {}
    waiting = list(primary.duplicates)
    while waiting and len(found) < FAMILY:
        number = waiting.pop(0)
        if number not in found:
            found[number] = ticket_by_number(room, number, kind)
            waiting += found[number].duplicates
    return list(found.values())


def told_to_family(room: Room, decision: Decision[T]) -> Decision[T]:
    """Return what customers are told of a primary, told to those of its duplicates as well.

    Of a ticket that was merged itself nobody but its own people are told: the primary speaks for the family.
    """
    if decision.ticket.merged_into is not None or not decision.ticket.duplicates:
        return decision
    return family.told_to_family(decision, duplicates_of(room, decision.ticket, Ticket))


def lines(
    room: Room,
    ticket: Ticket,
    duplicates: Sequence[T],
    limit: int,
    after: str | None,
    newest_first: bool,
    *,
    consistent: bool = False,
) -> tuple[list[FamilyEntry[T]], str | None]:
    """One page of the time line of a ticket with all its `duplicates`, from the entry with id `after` on, included.

    Ids begin with their instant, so those of several tickets compare. The position is None at the end.
    """
    pages = [
        (one, room.timeline.page((one or ticket).number, limit, after, newest_first, consistent=consistent))
        for one in (None, *duplicates)
    ]
    streams = [[FamilyEntry(entry, one) for entry in page.items] for one, page in pages]
    merged = list(heapq.merge(*streams, key=lambda line: line.entry.id, reverse=newest_first))
    more = len(merged) > limit or any(page.position is not None for _, page in pages)
    shown = merged[:limit]
    return shown, shown[-1].entry.id if shown and more else None


def pages(
    room: Room, ticket: Ticket, limit: int, after: str | None, newest_first: bool, *, consistent: bool = False
) -> Iterator[list[FamilyEntry[Ticket]]]:
    """The whole time line from there on, read as far as somebody looks."""
    duplicates = duplicates_of(room, ticket, Ticket)
    while True:
        page, position = lines(room, ticket, duplicates, limit, after, newest_first, consistent=consistent)
        yield page
        if position is None or position == after:
            return
        after = position


def conversation(desk: Desk, room: Room, visit: Visit, most: int = _SHOWN_MOST) -> list[PublicMessage]:
    """Return what the holder of a link may read, oldest first: their ticket, and the same contact's merged with it.

    Of a ticket of another contact that theirs was merged into, the replies since. What was merged in from somebody
    else's ticket is nobody's business here. Whoever may not go on after a merge reads their ticket as it was before.
    Who only takes part reads of what a merge brought them to what is said from then on. Whom the answers aren't shown
    to reads what they wrote themselves. Of each ticket `most` messages or so are read.
    """
    ticket = visit.ticket
    if not visit.answers_show:
        return list(filter(visit.wrote, public_messages(desk, room, ticket.number, most)))
    if visit.apart:
        until = _merged_at(room, ticket)
        return [message for message in public_messages(desk, room, ticket.number, most) if message.at < until]
    others = _others(room, ticket)
    together = family.family_of([*others, ticket])
    circle = {one.number: since for one, since in family.read_since(ticket, together)}
    said = [
        message
        for number, since in circle.items()
        for message in public_messages(desk, room, number, most)
        if visit.may_read(message.at, since)
    ]
    read = (one for one in others if one.number in circle and visit.may_read(one.created_at, circle[one.number]))
    said += filter(None, map(family.opening, read))
    for other, since in family.heard_from(ticket, together):
        said += [one for one in public_messages(desk, room, other.number, most) if _is_reply(one) and one.at > since]
    return sorted(said, key=lambda message: (message.at, message.id))


def _merged_at(room: Room, ticket: Ticket) -> datetime:
    """When it first was no longer by itself, of the merges that stand; its beginning if none does any more by now."""
    merged = [ticket, *(one for one in duplicates_of(room, ticket, Ticket) if one.merged_into == ticket.number)]
    return min((one.merger.at for one in merged if one.merger), default=ticket.created_at)


def _others(room: Room, ticket: Ticket) -> list[DescribedTicket]:
    """The rest of its family."""
    top = primary_of(room, ticket)
    above = [] if top is ticket else [ticket_by_number(room, top.number, DescribedTicket)]
    return [one for one in (*above, *duplicates_of(room, top, DescribedTicket)) if one.number != ticket.number]


def _is_reply(message: PublicMessage) -> bool:
    return message.kind is MessageKind.AGENT_REPLY


def public_messages(desk: Desk, room: Room, number: int, most: int) -> list[PublicMessage]:
    """Return what is public of one ticket by itself, whoever may read it, the oldest first."""
    found: list[PublicMessage] = []
    after: str | None = None
    while len(found) < most:
        page = room.timeline.public_page(number, _PAGE, after, desk.clock.now())
        found += page.items
        if page.position is None:
            break
        after = page.position
    return found
