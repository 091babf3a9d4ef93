"""Which tickets an address is on: pointers beside the address, for whoever has to find all that is kept of a person.

They are written behind the action, never in its transaction, and stay when somebody is taken off a ticket: what they
said there stays, too.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import Action, EventType
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

KIND = "pointers"
_PAGE = 25
_BRINGS_PEOPLE = frozenset({EventType.CREATED, EventType.CONTACT_CHANGED, EventType.PARTICIPANTS_CHANGED})


def point(_: Desk, room: Room, action: Action) -> None:
    """Point from every address on the action's ticket to it, if the action may have brought one. Twice is once."""
    if action.unproven or action.types() & _BRINGS_PEOPLE:
        _point_to(room, action.number)


def ask_for_pointers(desk: Desk, room: Room) -> None:
    """Have those of all tickets written: of those from before there were any, nobody else does."""
    work = Work(workspace=room.workspace.id, kind=KIND, at=desk.clock.now(), state={"position": ""})
    desk.work.ask(work)


def point_on(_: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of tickets, in the order of their last change: one that is changed meanwhile comes again."""
    page = room.tickets.changed(_PAGE, work.state["position"])
    for row in page.items:
        _point_to(room, row.number)
    return replace(work, state={**work.state, "position": page.position}) if page.position else None


def _point_to(room: Room, number: int) -> None:
    ticket = find_ticket(room, number, Ticket)
    if ticket:
        room.contacts.point(sorted(_addresses(ticket)), number)


def _addresses(ticket: Ticket) -> set[str]:
    """Of the contact, of who takes part, and of whom an unproven mail had in copy."""
    people = [one.address for one in (*ticket.participants, *ticket.proposed)]
    contact = ticket.contact.email if ticket.contact else None
    return {address_in_dns(one) for one in (contact, ticket.answers_to, *people) if one}
