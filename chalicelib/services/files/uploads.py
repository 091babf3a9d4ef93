"""Files on their way in: sent straight to the file store, then checked and made part of a message."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.files import (
    ANY_TYPE,
    MOST_BYTES,
    MOST_FILES,
    SNIFFED,
    UPLOADED,
    Beginning,
    Form,
    Upload,
    check_content,
    check_offer,
    clean_name,
    sniffed,
)
from chalicelib.domain.pictures import HEADER, picture_of
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.vocabulary import Scanned
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Desk, Room

_PLACE = re.compile(r"[0-9a-f]{26}/[^/]{1,900}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A form to send a file by, and the id to name in the message."""

    upload: Upload
    form: Form


def offer(desk: Desk, room: Room, uploader: str, name: str, content_type: str, size: int, number: int | None) -> Offer:
    """The file store takes exactly that many bytes for a few minutes."""
    upload = _announced(uploader, name, content_type, size, number)
    room.uploads.add(upload)
    return Offer(upload, desk.files.form(_pending(room, upload.id), size))


def received(
    desk: Desk, room: Room, uploader: str, name: str, content_type: str, content: bytes, number: int | None
) -> Upload:
    """A file that came with a form, checked, and kept until its message is complete."""
    upload = _announced(uploader, name, content_type, len(content), number)
    check_content(upload, len(content), content[:SNIFFED])
    desk.files.put(_pending(room, upload.id), content, upload.type)
    room.uploads.add(upload)
    return upload


def offer_any(desk: Desk, room: Room, uploader: str, back: str) -> Form:
    """A form for one file of any kind and size, which a page without scripts can't know. `back` is where the file store
    sends the browser, with the file's key, of which `place_of` makes the place that `arrived` takes."""
    folder = f"{_folder(room, uploader)}{secrets.token_hex(13)}"
    return desk.files.open_form(folder, MOST_BYTES, back)


def place_of(room: Room, uploader: str, key: str) -> str | None:
    """Return a key's place among its uploader's files; None for what is none of theirs."""
    place = key.removeprefix(_folder(room, uploader))
    return place if place != key and _PLACE.fullmatch(place) else None


def arrived(desk: Desk, room: Room, uploader: str, place: str, number: int | None) -> Upload:
    """The file that was sent by such a form, checked and kept like any other. Called again, it is the same one,
    whatever was sent there since."""
    key = _folder(room, uploader) + place
    upload_id = f"{UPLOADED}{hashlib.sha256(key.encode()).hexdigest()[:26]}"
    if known := room.uploads.get(upload_id):
        return known
    found = desk.files.beginning(key, SNIFFED) if _PLACE.fullmatch(place) else None
    if found is None:
        raise invalid("attachments", "The file isn't there. Send it again.")
    upload = Upload(
        id=upload_id,
        name=clean_name(place.partition("/")[2]),
        type=sniffed(found.content),
        size=found.size,
        uploader=uploader,
        number=number,
    )
    check_offer(upload.type, found.size)
    _copy(desk, upload, found, key, _pending(room, upload.id))
    room.uploads.add(upload)
    return upload


def sent_by(room: Room, uploader: str, ids: Sequence[str], number: int | None) -> tuple[Upload, ...]:
    """Those of the files that were announced by this uploader for that ticket, in order."""
    found = (room.uploads.get(upload_id) for upload_id in ids)
    return tuple(one for one in found if one and one.uploader == uploader and one.number in (None, number))


def _announced(uploader: str, name: str, content_type: str, size: int, number: int | None) -> Upload:
    kind = content_type.strip().lower() or ANY_TYPE
    check_offer(kind, size)
    return Upload(
        id=f"{UPLOADED}{secrets.token_hex(13)}",
        name=clean_name(name),
        type=kind,
        size=size,
        uploader=uploader,
        number=number,
    )


def accept_uploads(
    desk: Desk, room: Room, uploader: str, ids: Sequence[str], number: int | None
) -> tuple[Attachment, ...]:
    """Check the files of a message and move them to where they stay. Raises DeskError when one isn't there."""
    _check_count(ids)
    return tuple(_accept(desk, room, uploader, upload_id, number) for upload_id in dict.fromkeys(ids))


def announced_files(room: Room, uploader: str, ids: Sequence[str], number: int | None) -> tuple[Attachment, ...]:
    """Return the files of a message that isn't there yet, as far as they were announced: nothing is moved, nor has all
    of it to be sent. Raises DeskError as `accept_uploads` does."""
    _check_count(ids)
    uploads = (_announced_by(room, uploader, upload_id, number) for upload_id in dict.fromkeys(ids))
    return tuple(Attachment(id=one.id, name=one.name, type=one.type, size=one.size) for one in uploads)


def _check_count(ids: Sequence[str]) -> None:
    if len(set(ids)) > MOST_FILES:
        raise invalid("attachments", f"A message may have {MOST_FILES} files at most.")


def _announced_by(room: Room, uploader: str, upload_id: str, number: int | None) -> Upload:
    upload = room.uploads.get(upload_id)
    if upload is None or upload.uploader != uploader or upload.number not in (None, number):
        raise invalid("attachments", "One of the files isn't there. Send it again.")
    return upload


def _accept(desk: Desk, room: Room, uploader: str, upload_id: str, number: int | None) -> Attachment:
    upload = _announced_by(room, uploader, upload_id, number)
    kept, key = _kept(desk, room, upload), file_key(room.workspace.id, upload.id)
    return Attachment(
        id=upload.id,
        name=upload.name,
        type=upload.type,
        size=upload.size,
        scanned=Scanned.UNSCANNED,
        picture=picture_of(kept.content, kept.size, lambda at: desk.files.part(key, at, HEADER)),
    )


def _kept(desk: Desk, room: Room, upload: Upload) -> Beginning:
    """Check what was sent, and move it where it stays. One content is taken for a file, and never replaced: its form
    may be used again, by whoever saw it, but not to change a file that a message has already."""
    kept, pending = file_key(room.workspace.id, upload.id), _pending(room, upload.id)
    if there := desk.files.beginning(kept, HEADER):
        _check_same(upload, desk.files.beginning(pending, SNIFFED))
        return there
    found = _sent(desk, upload, pending)
    if not room.uploads.bind(upload, found.etag, desk.clock.now()):
        raise _sent_again(upload)
    _copy(desk, upload, found, pending, kept)
    return found


def _check_same(upload: Upload, found: Beginning | None) -> None:
    """Raise DeskError when something else was sent since. What was sent is forgotten before what was kept is."""
    if found and upload.etag and found.etag != upload.etag:
        raise _sent_again(upload)


def _sent(desk: Desk, upload: Upload, pending: str) -> Beginning:
    found = desk.files.beginning(pending, HEADER)
    if found is None:
        raise invalid("attachments", f"{upload.name} was announced, but never sent.")
    check_content(upload, found.size, found.content)
    return found


def _copy(desk: Desk, upload: Upload, found: Beginning, key: str, to: str) -> None:
    if not desk.files.copy(key, to, found.etag):
        raise _sent_again(upload)


def _sent_again(upload: Upload) -> DeskError:
    return DeskError("upload_differs", f"Something else was sent as {upload.name} since. Send it as a file of its own.")


def moved(desk: Desk, room: Room, upload: Upload, key: str) -> None:
    """A file that is no message's, checked and put at `key`, in place of what lies there."""
    pending = _pending(room, upload.id)
    _copy(desk, upload, _sent(desk, upload, pending), pending, key)


def _folder(room: Room, uploader: str) -> str:
    return f"pending/{room.workspace.id}/{uploader}/"


def _pending(room: Room, upload_id: str) -> str:
    return f"pending/{room.workspace.id}/{upload_id}"
