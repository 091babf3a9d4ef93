"""Marking tickets as spam, and taking that back: what its contact sends from then on is put aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.events import Change
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets import spam as rules
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out_plan, read


def mark(seat: Seat, number: int, *, expected: Expected = ANY, receipt: Receipt = NONE) -> Decision[DescribedTicket]:
    """Put a ticket out of every list and count, and its contact aside with it, in one transaction."""
    return _carry_out(seat, number, rules.mark, Change(False, True), expected, receipt)


def unmark(seat: Seat, number: int, *, expected: Expected = ANY, receipt: Receipt = NONE) -> Decision[DescribedTicket]:
    """Bring both back. What was put aside meanwhile stays there."""
    return _carry_out(seat, number, rules.unmark, Change(True, False), expected, receipt)


def _carry_out(
    seat: Seat,
    number: int,
    rule: Callable[..., Decision[DescribedTicket]],
    parked: Change,
    expected: Expected,
    receipt: Receipt,
) -> Decision[DescribedTicket]:
    def plan() -> Plan[DescribedTicket]:
        ticket = read(seat.room, number, DescribedTicket, expected)
        contact = contact_to_be(seat.room, ticket, parked)
        told = Change(contact[0].parked, contact[1].parked) if contact else None
        return Plan(rule(ticket, seat.moment(), parked=told), contact=contact)

    return carry_out_plan(seat, plan, receipt=receipt)


def contact_to_be(room: Room, ticket: Ticket, parked: Change | None) -> tuple[Contact, Contact] | None:
    """Return the ticket's contact as they are, and parked or not as wanted; None where that changes nothing."""
    before = room.contacts.get(ticket.contact.id) if ticket.contact and parked else None
    if before is None or parked is None or before.parked is parked.after:
        return None
    return before, replace(before, parked=parked.after)
