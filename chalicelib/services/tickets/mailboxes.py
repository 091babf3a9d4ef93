"""Which address of ours a ticket was written to, noted where lists look for it.

New tickets have it from the start, and those from before once they are changed. The others are gone through when asked
for, on the work list.
"""

from __future__ import annotations

from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

KIND = "mailboxes"
_PAGE = 25


def ask_for_mailboxes(desk: Desk, room: Room) -> None:
    """Have it noted for all tickets from before. Asked again, it begins anew, which does no harm."""
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, at=desk.clock.now(), state={"position": ""}))


def note_mailboxes(_: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of tickets, in the order of their last change: one that is changed meanwhile is noted by that."""
    page = room.tickets.changed(_PAGE, work.state["position"])
    for row in page.items:
        ticket = None if row.mailbox_noted else find_ticket(room, row.number, Ticket)
        if ticket:
            room.ticking.note_mailbox(row.number, ticket.mailbox)
    return work.further(len(page.items), position=page.position) if page.position else None
