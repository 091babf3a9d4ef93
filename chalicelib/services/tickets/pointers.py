"""Which tickets an address is on: pointers beside the address, for whoever has to find all that is kept of a person.

They are written behind the action, never in its transaction, and stay when somebody is taken off a ticket: what they
said there stays, too.
"""

from __future__ import annotations

from chalicelib.domain.events import Action, EventType
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

KIND = "pointers"
_PAGE = 25
_PEOPLE = frozenset({"contact", "participants"})
"""The fields that people come to a ticket by, whatever event tells of it: a merge brings some, too."""


def point(_: Desk, room: Room, action: Action) -> None:
    """Point from every address on the action's ticket to it, if the action may have brought one. Twice is once."""
    changed = {name for event in action.events for name in event.changes}
    if action.unproven or EventType.CREATED in action.types() or changed & _PEOPLE:
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
    return work.further(len(page.items), position=page.position) if page.position else None


def _point_to(room: Room, number: int) -> None:
    ticket = find_ticket(room, number, Ticket)
    if ticket:
        room.contacts.point(sorted(addresses_of(ticket)), number)


def addresses_of(ticket: Ticket) -> set[str]:
    """Return the addresses of the contact, of who takes part, and of whom an unproven mail had in copy."""
    people = [one.address for one in (*ticket.participants, *ticket.proposed)]
    contact = ticket.contact.email if ticket.contact else None
    return {address_in_dns(one) for one in (contact, ticket.answers_to, *people) if one}
