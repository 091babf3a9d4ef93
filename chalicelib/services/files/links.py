"""Where files lie, and links to those of messages for whoever may read the message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import UnionType

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.tickets.message import PublicMessage, Said
from chalicelib.domain.tickets.ticket import Attachment, Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit
from chalicelib.services.tickets.family import conversation, pages

_PAGE = 200


def file_key(workspace: str, attachment_id: str) -> str:
    return f"attachments/{workspace}/{attachment_id}"


def logo_key(workspace: str) -> str:
    """Return the key of a workspace's logo. Always the same, so that a new one takes the old one's place, wherever a
    change is cut off; what was replaced is an old version, which the file store drops after a while."""
    return f"logos/{workspace}"


def link_inside(desk: Desk, room: Room, ticket: Ticket, attachment_id: str, *, notes: bool) -> str:
    """A short-lived link to a file of the ticket, of a message, or, with `notes`, of a note. Raises not_found,
    and file_withheld for one with a virus."""
    return _link(desk, room, attachment_id, _files_of_all(room, ticket, Said if notes else PublicMessage))


def link_for_customer(desk: Desk, room: Room, visit: Visit, attachment_id: str) -> str:
    """The same, over what the holder of the link may read. Raises not_found for a note's file as for none."""
    said = (file for message in conversation(desk, room, visit) for file in message.attachments)
    own = visit.ticket.attachments if visit.reads_opening else ()
    return _link(desk, room, attachment_id, [*own, *said])


def _link(desk: Desk, room: Room, attachment_id: str, files: Iterable[Attachment]) -> str:
    for file in files:
        if file.id == attachment_id and file.withheld:
            raise DeskError("file_withheld", "Nobody is handed this file: a virus was found in it.")
        if file.id == attachment_id:
            return desk.files.link(file_key(room.workspace.id, file.id), file.name, file.type)
    raise not_found("file")


def _files_of_all(room: Room, ticket: Ticket, read: type[PublicMessage] | UnionType) -> Iterator[Attachment]:
    yield from ticket.attachments
    for page in pages(room, ticket, _PAGE, None, newest_first=False):
        for line in page:
            yield from line.duplicate.attachments if line.duplicate else ()
            yield from line.entry.attachments if isinstance(line.entry, read) else ()
