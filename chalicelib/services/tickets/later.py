"""Replies that are sent later: put on and taken off by whoever writes them, and sent by the desk when they are due.

At its instant a reply is given as one that is written then, in one transaction with the end of its waiting: it is sent
once, however often the desk looks, and all that holds for a reply holds for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import not_found
from chalicelib.domain.tickets import later
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.planned import Planned, Planning, ScheduledReply, Unsent
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.agents import answered, check_conversation
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Receipt, carry_out


def schedule(
    seat: Seat,
    number: int,
    body: str,
    send_at: datetime,
    *,
    body_format: BodyFormat,
    formatted: str = "",
    status: Status | None = None,
    attachments: tuple[Attachment, ...] = (),
    cc: tuple[str, ...] = (),
    last_seen: str | None = None,
    notes: bool = True,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[Ticket]:
    """Keep a reply that is sent at an instant. It is refused as one would be that is sent now."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        check_conversation(seat.room, ticket, last_seen, notes=notes)
        reply = ScheduledReply(
            id=moment.new_id(moment.now),
            at=moment.now,
            author=moment.actor,
            body=body,
            body_format=body_format,
            formatted=formatted,
            attachments=attachments,
            status=status,
            cc=cc,
        )
        return later.schedule(ticket, reply, send_at, moment)

    return carry_out(seat, number, Ticket, decide, expected=expected, receipt=replace(receipt, entry=True), silent=True)


def reschedule(
    seat: Seat,
    number: int,
    reply_id: str,
    *,
    send_at: datetime | None = None,
    body: str | None = None,
    body_format: BodyFormat | None = None,
    formatted: str = "",
    expected: Expected = ANY,
) -> Decision[Ticket]:
    """Have a reply of one's own say something else, go out at another instant, or both."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        if body is None:
            return later.reschedule(ticket, reply_id, send_at, None, moment)
        was = _kept(seat.room, number, reply_id)
        words = replace(was, body=body, body_format=body_format or was.body_format, formatted=formatted, text_key="")
        decision = later.reschedule(ticket, reply_id, send_at, words, moment)
        assert decision.planning
        return replace(decision, planning=replace(decision.planning, left_text=was.text_key))

    return carry_out(seat, number, Ticket, decide, expected=expected, silent=True)


def unschedule(seat: Seat, number: int, reply_id: str) -> Decision[Ticket]:
    """Never send a reply: what it says goes. Twice is once."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return later.unschedule(ticket, reply_id, moment)

    return carry_out(seat, number, Ticket, decide, silent=True, on_merged=True)


def send_now(
    seat: Seat, number: int, reply_id: str, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[Ticket]:
    """Send a reply of one's own at once, also one that was stopped."""
    return _send(replace(seat, cause=reply_id), number, reply_id, expected, receipt, stopped=True)


def scheduled(room: Room, number: int) -> Sequence[tuple[Planned, ScheduledReply]]:
    """Return what waits on a ticket, in the order in which it goes out."""
    planned = sorted(ticket_by_number(room, number, Ticket).planned, key=lambda one: (one.at, one.id))
    kept = room.later.several(number, [one.id for one in planned])
    return [(one, kept[one.id]) for one in planned if one.id in kept]


def send_due(seat: Seat, number: int, reply_id: str) -> Decision[Ticket]:
    """Send a reply that is due, in its author's name. Raises DeskError for what speaks against it."""
    return _send(replace(seat, cause=reply_id), number, reply_id, ANY, NONE, stopped=False)


def stop(seat: Seat, number: int, reply_id: str, why: Unsent) -> Decision[Ticket]:
    """Have a reply that is due not be sent, and its author told. Twice is once."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return later.stop(ticket, reply_id, why, moment)

    return carry_out(seat, number, Ticket, decide, silent=True, on_merged=True, on_deleted=True)


def _send(
    seat: Seat, number: int, reply_id: str, expected: Expected, receipt: Receipt, *, stopped: bool
) -> Decision[Ticket]:
    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        later.check_theirs(ticket, reply_id, moment)
        rest = later.without(ticket, reply_id, stopped=stopped)
        reply = _kept(seat.room, number, reply_id)
        said = answered(
            seat.room,
            rest,
            moment,
            reply.body,
            status=reply.status,
            attachments=reply.attachments,
            body_format=reply.body_format,
            formatted=reply.formatted,
            cc=reply.cc,
        )
        planning = Planning(id=reply_id, sent=True, left_text=reply.text_key)
        return replace(said, before=ticket, planning=planning)

    return carry_out(seat, number, Ticket, decide, expected=expected, receipt=replace(receipt, entry=True))


def _kept(room: Room, number: int, reply_id: str) -> ScheduledReply:
    found = room.later.several(number, [reply_id]).get(reply_id)
    if found is None:
        raise not_found("scheduled reply")
    return found
