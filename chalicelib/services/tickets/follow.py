"""Tickets follow their contact: each holds how its customer is called and where answers go, and a contact changes.

It may be many tickets, so it is on the work list. A mail that is about to leave doesn't wait for that: where answers go
is asked once more when it does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.people.people import Contact, ContactRef
from chalicelib.domain.tickets import change
from chalicelib.domain.tickets.decision import Decision, Moment, silenced
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary
from chalicelib.domain.vocabulary import Status
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import carry_out

KIND = "follow"
_PAGE = 25
_SURELY = timedelta(seconds=60)


def ask_to_follow(desk: Desk, room: Room, contact_id: str, *, changed: bool) -> None:
    """To be called before the contact is changed, lest it be forgotten when that is cut off, and once it is."""
    now = desk.clock.now()
    at = now if changed else now + _SURELY
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, id=contact_id, at=at, state={"position": None}))


def follow_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Have a page of the contact's tickets follow it, the newest first; closed and archived ones stay as they were."""
    contact = room.contacts.get(work.id)
    if contact is None:
        return None
    page = room.tickets.of_contact_page(work.id, _PAGE, work.state["position"])
    for row in page.items:
        if _is_behind(row, contact):
            follow(desk, room, row.number, contact)
    return replace(work, state={**work.state, "position": page.position}) if page.position else None


def follow(desk: Desk, room: Room, number: int, contact: Contact) -> Ticket:
    """Have one ticket of this contact's take their name and address, told to nobody; it stays where it is in lists."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        if ticket.contact is None or ticket.contact.id != contact.id:
            return Decision(ticket, ticket, None)
        decision = silenced(change.change(ticket, {"contact": ContactRef.of(contact)}, moment))
        return replace(decision, ticket=replace(decision.ticket, updated_at=ticket.updated_at))

    return carry_out(Seat(desk, room, SYSTEM), number, Ticket, decide, on_merged=True).ticket


def _is_behind(row: TicketSummary, contact: Contact) -> bool:
    over = row.status is Status.CLOSED or row.archived_at is not None or row.is_hushed
    return not over and row.contact != ContactRef.of(contact)
