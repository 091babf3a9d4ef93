"""Files on their way in: sent straight to the file store, then checked and made part of a message."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import invalid
from chalicelib.domain.ticket import Attachment
from chalicelib.domain.uploads import MOST_FILES, SNIFFED, Form, Upload, check_content, check_offer, clean_name
from chalicelib.services.files import file_key
from chalicelib.services.ports import Desk, Room


@dataclass(frozen=True, slots=True)
class Offer:
    """Where and how to send the file, and the id to name in the message."""

    upload: Upload
    form: Form


def offer(desk: Desk, room: Room, uploader: str, name: str, content_type: str, size: int, number: int | None) -> Offer:
    """The file store takes exactly that many bytes for a few minutes."""
    kind = content_type.strip().lower()
    check_offer(kind, size)
    upload = Upload(
        id=f"a_{secrets.token_hex(13)}",
        name=clean_name(name),
        type=kind,
        size=size,
        uploader=uploader,
        number=number,
    )
    room.uploads.add(upload)
    return Offer(upload, desk.files.form(_pending(room, upload.id), size))


def taken(desk: Desk, room: Room, uploader: str, ids: Sequence[str], number: int | None) -> tuple[Attachment, ...]:
    """The files of a message, checked and moved to where they stay."""
    if len(set(ids)) > MOST_FILES:
        raise invalid("attachments", f"A message may have {MOST_FILES} files at most.")
    return tuple(_taken(desk, room, uploader, upload_id, number) for upload_id in dict.fromkeys(ids))


def _taken(desk: Desk, room: Room, uploader: str, upload_id: str, number: int | None) -> Attachment:
    upload = room.uploads.get(upload_id)
    if upload is None or upload.uploader != uploader or upload.number not in (None, number):
        raise invalid("attachments", "One of the files isn't there. Send it again.")
    _keep(desk, room, upload)
    return Attachment(id=upload.id, name=upload.name, type=upload.type, size=upload.size)


def _keep(desk: Desk, room: Room, upload: Upload) -> None:
    """Check what was sent, and move it where it stays. What stays there is never replaced: its form may still be used,
    but not to change a file that a message has already."""
    kept, pending = file_key(room.workspace.id, upload.id), _pending(room, upload.id)
    if desk.files.size(kept) is not None:
        return
    size = desk.files.size(pending)
    if size is None:
        raise invalid("attachments", f"{upload.name} was announced, but never sent.")
    check_content(upload, size, desk.files.beginning(pending, SNIFFED))
    desk.files.copy(pending, kept)


def _pending(room: Room, upload_id: str) -> str:
    return f"pending/{room.workspace.id}/{upload_id}"
