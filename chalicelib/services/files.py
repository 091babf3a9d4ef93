"""Files of messages: where they lie, and links to them for whoever may read the message."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.errors import not_found
from chalicelib.domain.events import Action
from chalicelib.domain.ticket import Attachment, Ticket
from chalicelib.services.ports import Desk, Room

_PAGE = 200


def file_key(workspace: str, attachment_id: str) -> str:
    return f"attachments/{workspace}/{attachment_id}"


def link_for_member(desk: Desk, room: Room, ticket: Ticket, attachment_id: str) -> str:
    """A short-lived link to a file of the ticket, of a message, or of a note. Raises not_found."""
    return _link(desk, room, attachment_id, _files_of_all(room, ticket))


def link_for_customer(desk: Desk, room: Room, ticket: Ticket, attachment_id: str) -> str:
    """The same, over the public messages alone. Raises not_found for a note's file as for none."""
    return _link(desk, room, attachment_id, _files_of_public(desk, room, ticket))


def _link(desk: Desk, room: Room, attachment_id: str, files: Iterator[Attachment]) -> str:
    for file in files:
        if file.id == attachment_id:
            return desk.files.link(file_key(room.workspace.id, file.id), file.name, file.type)
    raise not_found("file")


def _files_of_all(room: Room, ticket: Ticket) -> Iterator[Attachment]:
    yield from ticket.attachments
    after: str | None = None
    while True:
        page = room.timeline.page(ticket.number, _PAGE, after, newest_first=False)
        for entry in page.items:
            if not isinstance(entry, Action):
                yield from entry.attachments
        if page.position is None or page.position == after:
            return
        after = page.position


def _files_of_public(desk: Desk, room: Room, ticket: Ticket) -> Iterator[Attachment]:
    yield from ticket.attachments
    after: str | None = None
    while True:
        page = room.timeline.public_page(ticket.number, _PAGE, after, desk.clock.now())
        for message in page.items:
            yield from message.attachments
        if page.position is None:
            return
        after = page.position
