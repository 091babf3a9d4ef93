"""Settling whether it is the contact who asked: by a member's word, or by a button on a link mailed to them."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.identity import Standing
from chalicelib.domain.tickets import requester
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import Visit
from chalicelib.services.tickets.commands import ANY, Expected, carry_out
from chalicelib.services.tickets.customers import visitors_seat


def vouch(seat: Seat, number: int, *, expected: Expected = ANY) -> Decision[DescribedTicket]:
    """Take a member's word that the contact wrote this request. It is for this request alone."""
    return carry_out(seat, number, DescribedTicket, requester.vouch, expected=expected)


def answer(desk: Desk, room: Room, visit: Visit, *, mine: bool) -> Ticket:
    """Take what the contact says by a button: that they wrote the request, or that they didn't.

    Raises DeskError `forbidden` for whoever can't be asked: a participant, and who holds a link that others were shown.
    """
    if not may_answer(visit):
        raise DeskError("forbidden", "Only the person this request was made for can say whether they made it.")

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return requester.answer(ticket, mine, moment)

    seat = visitors_seat(desk, room, visit)
    return carry_out(seat, visit.ticket.number, Ticket, decide, on_merged=True).ticket


def may_answer(visit: Visit) -> bool:
    """Return whether this visitor can say so: the contact, by a link that came to their address, not to where an
    unproven mail wanted answers."""
    theirs = visit.recipient.is_contact and visit.ticket.answers_to is None
    return visit.proven and theirs and visit.ticket.requester is not None


def is_asked(visit: Visit) -> bool:
    """Return whether they are asked: nothing has settled yet who made the request."""
    asked = visit.ticket.requester
    return may_answer(visit) and asked is not None and asked.standing is Standing.UNPROVEN
