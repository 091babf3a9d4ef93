"""Tickets on hold, by themselves, by their contact, or by what was merged with them: a family is kept whole."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.holds import Hold, kept
from chalicelib.domain.tickets import holds as rules
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.people.holds import held_by
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import reference_of
from chalicelib.services.tickets.commands import ANY, Expected, carry_out
from chalicelib.services.tickets.family import duplicates_of, primary_of


def hold(seat: Seat, number: int, reason: str, *, expected: Expected = ANY) -> Decision[DescribedTicket]:
    """Keep a ticket from being deleted, redacted or erased, also one in the trash. Raises DeskError at `reason`."""

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return rules.hold(ticket, reason, moment)

    return carry_out(
        seat, number, DescribedTicket, decide, expected=expected, silent=True, on_merged=True, on_deleted=True
    )


def release(seat: Seat, number: int, *, expected: Expected = ANY) -> Decision[DescribedTicket]:
    """Keep it no longer, as far as its own hold is concerned."""
    return carry_out(
        seat, number, DescribedTicket, rules.release, expected=expected, silent=True, on_merged=True, on_deleted=True
    )


def hold_on(room: Room, ticket: Ticket) -> Hold | None:
    """Return what a ticket is held by; None for what may be deleted, redacted and erased."""
    return next((held for held, _ in _holds(room, ticket)), None)


def check_not_held(room: Room, ticket: Ticket, *, telling: bool = False) -> None:
    """Raise DeskError `held` for a ticket that is. Who holds it and why is told if `telling`: to who reads notes."""
    for held, subject in _holds(room, ticket):
        raise kept(held, subject, telling=telling)


def _holds(room: Room, ticket: Ticket) -> Iterator[tuple[Hold, str]]:
    """What holds it, and whom or what that is on: first what needs no further reading."""
    if ticket.held:
        yield ticket.held, f"Ticket {reference_of(room, ticket.number)}"
    together = [ticket, *_others(room, ticket)]
    for one in together[1:]:
        if one.held:
            yield one.held, f"Ticket {reference_of(room, one.number)}"
    people = {one.contact.id: one.contact for one in together if one.contact}
    for person in room.contacts.several(people).values():
        if held := held_by(room, person):
            yield held, person.name or person.email or "The contact"


def _others(room: Room, ticket: Ticket) -> list[Ticket]:
    """The rest of its family."""
    top = primary_of(room, ticket)
    return [one for one in (top, *duplicates_of(room, top, Ticket)) if one.number != ticket.number]
