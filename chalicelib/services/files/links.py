"""Where files lie, and links to those of messages for whoever may read the message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.files import attachment_key
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.message import PublicMessage, Said
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit
from chalicelib.services.tickets.family import conversation, pages

_PAGE = 50


def file_key(workspace: str, attachment_id: str) -> str:
    return attachment_key(workspace, attachment_id)


def logo_key(workspace: str) -> str:
    """Return the key of a workspace's logo. Always the same, so that a new one takes the old one's place, wherever a
    change is cut off; what was replaced is an old version, which the file store drops after a while."""
    return f"logos/{workspace}"


def link_inside(desk: Desk, room: Room, ticket: Ticket, attachment_id: str, *, notes: bool) -> str:
    """A short-lived link to a file of the ticket, of a message, or, with `notes`, of a note. Raises not_found,
    and file_withheld for one with a virus."""
    return _link(desk, room, _named(_files_inside(room, ticket, notes=notes), attachment_id))


def shown_inside(
    desk: Desk, room: Room, ticket: Ticket, attachment_ids: Collection[str], *, notes: bool
) -> dict[str, str]:
    """Short-lived addresses of those of the files that are pictures, by their ids. Others are left out, whether they
    are no pictures, withheld, or none that may be read: one that is gone keeps nobody from the rest."""
    wanted, found = set(attachment_ids), dict[str, str]()
    for file in _files_inside(room, ticket, notes=notes):
        if file.id in wanted:
            wanted.remove(file.id)
            if file.is_shown:
                found[file.id] = _shown(desk, room, file)
        if not wanted:
            break
    return found


def link_for_customer(desk: Desk, room: Room, visit: Visit, attachment_id: str) -> str:
    """The same, over what the holder of the link may read. Raises not_found for a note's file as for none."""
    return _link(desk, room, _named(_files_outside(desk, room, visit), attachment_id))


def shown_to_customer(desk: Desk, room: Room, visit: Visit, attachment_id: str) -> str:
    """The same, of a picture to be shown. Raises not_found for what is none."""
    file = _named(_files_outside(desk, room, visit), attachment_id)
    if not file.is_shown:
        raise not_found("picture")
    return _shown(desk, room, file)


def _named(files: Iterable[Attachment], attachment_id: str) -> Attachment:
    found = next((file for file in files if file.id == attachment_id), None)
    if found is None:
        raise not_found("file")
    return found


def _link(desk: Desk, room: Room, file: Attachment) -> str:
    if file.withheld:
        raise DeskError("file_withheld", "Nobody is handed this file: a virus was found in it.")
    return desk.files.link(file_key(room.workspace.id, file.id), file.name, file.type)


def _shown(desk: Desk, room: Room, file: Attachment) -> str:
    assert file.picture is not None, "only a picture is shown"
    return desk.files.link(file_key(room.workspace.id, file.id), file.name, file.picture.type, shown=True)


def _files_outside(desk: Desk, room: Room, visit: Visit) -> Iterator[Attachment]:
    yield from visit.ticket.attachments if visit.reads_opening else ()
    for message in conversation(desk, room, visit):
        yield from message.attachments


def _files_inside(room: Room, ticket: Ticket, *, notes: bool) -> Iterator[Attachment]:
    """The newest first, which are looked at most."""
    read = Said if notes else PublicMessage
    yield from ticket.attachments
    for page in pages(room, ticket, _PAGE, None, newest_first=True):
        for line in page:
            yield from line.duplicate.attachments if line.duplicate else ()
            yield from line.entry.attachments if isinstance(line.entry, read) else ()
