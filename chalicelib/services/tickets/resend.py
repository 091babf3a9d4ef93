"""Sending the mail of a reply again."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.domain.errors import not_found
from chalicelib.domain.tickets import resend as rules
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, was_taken_back
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out_plan, read
from chalicelib.services.tickets.family import told_to_family


def resend(
    seat: Seat,
    number: int,
    message_id: str,
    *,
    only: Collection[str] | None = None,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> PublicMessage:
    """Send a reply's mail again to those to whom it failed or bounced, and return the reply as it is then; `only` are
    the recipients' ids of whom it is meant for, None for all.

    It goes to where they are reached by now, and only to who may still read the ticket. Raises DeskError `not_found`
    for what is no reply that went out, notes among it; `nothing_to_send`, `not_reachable`.
    """

    def plan() -> Plan[Ticket]:
        ticket = read(seat.room, number, Ticket, expected, on_merged=True)
        message = _reply(seat.room, number, message_id)
        decision = told_to_family(seat.room, rules.resend(ticket, message, seat.moment()))
        assert decision.action is not None
        missed = rules.missed_by(message, decision.action.recipients, only)
        contacts = {one.address: seat.room.contacts.by_address(one.address) for one in missed}
        return Plan(rules.narrowed(decision, message, rules.reachable(missed, contacts)))

    carry_out_plan(seat, plan, receipt=receipt)
    return _reply(seat.room, number, message_id)


def _reply(room: Room, number: int, message_id: str) -> PublicMessage:
    message = room.timeline.public_message(number, message_id)
    if message is None or message.kind is not MessageKind.AGENT_REPLY or was_taken_back(message):
        raise not_found("reply")
    return message
