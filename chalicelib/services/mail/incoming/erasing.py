"""A mail as it came, in which something was masked, is erased once it is filed: it says all of it still."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chalicelib.domain.idempotency import SeenMail
from chalicelib.domain.mail.suspended import suspended_id
from chalicelib.services.mail.incoming.case import MailCase, Received
from chalicelib.services.ports import Desk, Room

if TYPE_CHECKING:
    from chalicelib.mail import ParsedMail

_ERASED = "erased"


def erase_if_masked(
    desk: Desk, received: Received, mail: ParsedMail, workspaces: Iterable[str], done_in: str = ""
) -> None:
    """Erase a mail in all its versions, if one of those workspaces masks something in it, and none has it parked: who
    does needs it to let it through. In `done_in` it is parked no more in a moment. Twice is once."""
    rooms = set(workspaces)
    for workspace in rooms:
        with desk.open(workspace) as room:
            if MailCase(desk, room, received, b"", mail).is_masked:
                break
    else:
        return
    erase_raw(desk, received, mail, rooms, done_in)


def erase_raw(desk: Desk, received: Received, mail: ParsedMail, workspaces: Iterable[str], done_in: str = "") -> None:
    """Erase a mail that nobody needs as it came, unless one of those workspaces has it parked. Twice is once."""
    parked_as, rooms = suspended_id(received.at, received.object_key), set(workspaces)
    for workspace in rooms - {done_in}:
        with desk.open(workspace) as room:
            if room.suspended.get(parked_as):
                return
    for workspace in rooms:
        with desk.open(workspace) as room:
            _note(room, received.object_key, mail.message_id)
    desk.raw_mail.erase(received.object_key)


def erased(room: Room, object_key: str) -> int | None:
    """Return the ticket that a mail was filed on before it was erased, 0 for one that was thrown away; None for one
    that nobody erased."""
    return room.repeats.ticket_of(object_key) if room.repeats.filed(object_key, _ERASED) else None


def _note(room: Room, object_key: str, message_id: str) -> None:
    """Note it before it is done: whoever looks for the mail again, as a carrier does who brings it twice, is told that
    it was dealt with."""
    number = room.repeats.ticket_of(message_id) or 0
    room.repeats.remember(SeenMail(message_id=object_key, content_digest=_ERASED, number=number))
