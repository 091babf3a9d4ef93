"""Sending the replies that are due, each once, however often and wherever it is cut off.

Nothing is queued before: a queue can't wait for so long.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import KEY_MARK, SYSTEM, Actor, ActorKind
from chalicelib.domain.people import permissions
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.planned import KIND, Planned, Unsent, named
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.worklist import Work
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import later
from chalicelib.services.tickets.access import find_ticket

__all__ = ["KIND", "send_on"]
_ASKED_AGAIN = frozenset({"conflict", "unavailable", "unknown_place"})
"""What is no word on the reply: the desk tries again."""


def send_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Send a reply that is due; what came of one that isn't to be sent is seen in its ticket."""
    number, reply_id = named(work)
    ticket = find_ticket(room, number, Ticket)
    planned = next((one for one in ticket.planned if one.id == reply_id), None) if ticket else None
    if planned is None:
        _forget(desk, room, number, reply_id)
    elif planned.at > desk.clock.now() and not planned.stopped:
        return replace(work, at=planned.at)
    elif not planned.stopped:
        _send_due(desk, room, number, planned)
    return None


def _send_due(desk: Desk, room: Room, number: int, planned: Planned) -> None:
    author = _author_now(desk, room, planned.author)
    if author is None:
        later.stop(Seat(desk, room, SYSTEM), number, planned.id, Unsent.AUTHOR_GONE)
        return
    try:
        later.send_due(Seat(desk, room, author), number, planned.id)
    except DeskError as refusal:
        if refusal.code in _ASKED_AGAIN:
            raise
        later.stop(Seat(desk, room, SYSTEM), number, planned.id, Unsent.REFUSED)


def _forget(desk: Desk, room: Room, number: int, reply_id: str) -> None:
    """Erase what one said that was taken off; of one that was sent nothing is there. Its files go first, for it alone
    knows of them."""
    reply = room.later.several(number, [reply_id]).get(reply_id)
    if reply is None:
        return
    for key in (*(file_key(room.workspace.id, file.id) for file in reply.attachments), reply.text_key):
        if key:
            desk.files.erase(key)
    room.later.forget(number, reply_id)


def _author_now(desk: Desk, room: Room, author: str) -> Actor | None:
    """Return who wrote it as they are now; None for somebody who may not answer any more."""
    if author.startswith(KEY_MARK):
        used = desk.accounts.api_key(author.removeprefix(KEY_MARK))
        key = used.key if used else None
        if key is None or key.workspace != room.workspace.id or key.expired(desk.clock.now()):
            return None
        name, may = key.name, permissions.of_key(key)
    else:
        found = desk.settings.member_now(room.workspace.id, author)
        if found is None:
            return None
        name, may = found.member.name, permissions.of_member(found.member)
    return Actor(ActorKind.AGENT, author, name) if Permission.TICKETS_WRITE in may else None
