"""Links between tickets, and what is done to all that a ticket is linked with: each by itself, in its own thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import Once, RepeatedError
from chalicelib.domain.tickets import linking as rules
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.former import UNDO_TIME
from chalicelib.domain.tickets.linked import LinkKind, TicketLink
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket, TicketSummary
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents, lifecycle
from chalicelib.services.tickets.access import find_ticket, number_of, reference_of
from chalicelib.services.tickets.bulk import SECONDS, Batch, each
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out_plan, read

_Act = Callable[[Seat, int, Receipt], Action | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerToAll:
    """The words that are said on each of the tickets, and the status that comes with them."""

    text: str
    body_format: BodyFormat | None = None
    formatted: str = ""
    status: Status | None = None


def link(
    seat: Seat, number: int, other_number: int, kind: LinkKind, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    """Link two tickets, of which the other is the `kind` of the first, and return that. Doing so again changes nothing.

    Raises DeskError `merged`, `in_trash`, `is_spam`, `too_many`, and at `other` for the same one.
    """

    def plan() -> Plan[DescribedTicket]:
        ticket = read(seat.room, number, DescribedTicket, expected)
        return Plan(*rules.link(ticket, read(seat.room, other_number, Ticket), kind, seat.moment()))

    return carry_out_plan(seat, plan, receipt=receipt)


def unlink(
    seat: Seat, number: int, other_number: int, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    """Take a link away, wherever the other ticket is by now, and return the first."""

    def plan() -> Plan[DescribedTicket]:
        ticket = read(seat.room, number, DescribedTicket, expected, on_merged=True)
        other = find_ticket(seat.room, other_number, Ticket) if other_number != number else None
        return Plan(*rules.unlink(ticket, other_number, other, seat.moment()))

    return carry_out_plan(seat, plan, receipt=receipt)


def linked_rows(room: Room, ticket: Ticket) -> list[tuple[TicketLink, TicketSummary]]:
    """Return the tickets that one is linked with, in one read; those that are gone, deleted or spam are left out."""
    if not ticket.links:
        return []
    rows = {row.number: row for row in room.tickets.rows([one.number for one in ticket.links])}
    there = ((one, rows[one.number]) for one in ticket.links if one.number in rows)
    return [(one, row) for one, row in there if not row.is_dismissed]


def named_links(seat: Seat, number: int, refs: Sequence[str] | None) -> list[str]:
    """Return whom something is done to: those of a ticket's links that are named, or all that report it.

    Raises DeskError at `refs` for what isn't linked, and where nothing reports it.
    """
    room, ticket = seat.room, read(seat.room, number, Ticket)
    if refs is None:
        reports = rules.reports_of(ticket)
        if not reports:
            raise invalid("refs", "No ticket reports this one. Name those that are meant.")
        return [reference_of(room, one) for one in reports]
    known = {one.number for one in ticket.links}
    for index, ref in enumerate(refs):
        if number_of(room, ref) not in known:
            raise invalid(f"refs.{index}", "This ticket isn't linked.")
    return list(dict.fromkeys(reference_of(room, number_of(room, ref)) for ref in refs))


def begin_batch(seat: Seat, refs: Sequence[str], once: Once | None) -> str:
    """Return the id of what is about to be done to many, stored first: being cut off leaves nothing that can't be
    undone. Begun twice with one key, it is the same one."""
    batch = once.result if once else ""
    if not batch:
        batch = seat.desk.new_id(seat.desk.clock.now())
        batch = seat.room.repeats.begin(replace(once, result=batch)).result if once else batch
    seat.room.batches.add(batch, seat.actor.id or "", [number_of(seat.room, ref) for ref in refs])
    return batch


def reply_to_all(
    seat: Seat, refs: Sequence[str], answer: AnswerToAll, batch: str, once: Once | None, *, seconds: float = SECONDS
) -> Batch:
    """Answer on each of the tickets. As long as answering all of them takes, each can be taken back, and nobody outside
    sees it."""

    def reply(seat: Seat, number: int, receipt: Receipt) -> Action | None:
        return agents.reply(
            seat,
            number,
            answer.text,
            status=answer.status,
            body_format=answer.body_format,
            formatted=answer.formatted,
            hold=max(UNDO_TIME, timedelta(seconds=seconds)),
            receipt=receipt,
        ).action

    return _to_each(seat, refs, reply, batch, once, seconds)


def resolve_all(
    seat: Seat,
    refs: Sequence[str],
    resolution: str,
    batch: str,
    once: Once | None,
    *,
    notify: bool,
    seconds: float = SECONDS,
) -> Batch:
    """Resolve each of the tickets in the same words."""

    def resolve(seat: Seat, number: int, receipt: Receipt) -> Action | None:
        return lifecycle.resolve(seat, number, resolution, None, notify=notify, receipt=receipt).action

    return _to_each(seat, refs, resolve, batch, once, seconds)


def _to_each(seat: Seat, refs: Sequence[str], act: _Act, batch: str, once: Once | None, seconds: float) -> Batch:
    """Each with a key of its own under the caller's: what was done before isn't done again."""
    of_batch = replace(seat, batch=batch)

    def one(ref: str) -> datetime | None:
        number = number_of(seat.room, ref)
        key = replace(once, route=f"{once.route}#{number}", result="", action="") if once else None
        try:
            action = act(of_batch, number, Receipt(once=key))
        except (RepeatedError, DeskError):  # what was done once is refused, too, where doing it again makes no sense
            stored = seat.room.repeats.find(key) if key else None
            if stored is None:
                raise
            action = seat.room.timeline.action(number, stored.action)
        return (action.undo_until or action.visible_at) if action else None

    return Batch(batch, each(refs, one, seconds))
