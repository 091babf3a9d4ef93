"""Files that people send: how large, what they are called, and whether they are what they say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.errors import DeskError, invalid

MOST_BYTES = 25 * 1024 * 1024
NAME_LENGTH = 255
MOST_FILES = 20
ANY_TYPE = "application/octet-stream"
SNIFFED = 512
"""Bytes of a file's beginning that tell what it is."""

UPLOADED = "u_"
"""The beginning of the ids of files that were announced. All others begin with `a_`: those of mails, and old ones."""

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_ODD = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+')
"""Control characters, what file systems don't take, marks that turn the direction of writing, and halves of pairs."""

_SIGNATURES: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"\x89PNG\r\n\x1a\n", ("image/png", "image/apng")),
    (b"\xff\xd8\xff", ("image/jpeg", "image/jpg")),
    (b"GIF8", ("image/gif",)),
    (b"%PDF-", ("application/pdf",)),
    (b"\x1f\x8b", ("application/gzip", "application/x-gzip", "application/x-tgz")),
    (b"MZ", ("application/vnd.microsoft.portable-executable", "application/x-msdownload")),
    (b"\x7fELF", ("application/x-elf", "application/x-executable", "application/x-sharedlib")),
)
"""First bytes and the types they stand for, the usual one first (the formats' own specifications)."""

_CHECKED = {kind for _, types in _SIGNATURES for kind in types}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file somebody was allowed to send, to become part of a message of the same person.

    When it was asked for on a ticket, it is for that ticket alone. `etag` is what the file store calls the content that
    was taken, once it was: nothing else is ever taken for this file.
    """

    id: str
    name: str
    type: str
    size: int
    uploader: str
    number: int | None = None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first bytes of a file in the store, its length, and the name that the store has for just this content."""

    size: int
    etag: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """An upload by HTTP POST: `fields` go before the file, which is the last field and called `file`."""

    url: str
    fields: Mapping[str, str]


def is_upload(file_id: str) -> bool:
    """Return whether this is the id of a file that was announced before it was sent, and no part of a mail."""
    return file_id.startswith(UPLOADED)


def clean_name(name: str) -> str:
    """A name that is safe in headers and on any file system, still recognisable."""
    flat = _ODD.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    return flat[-NAME_LENGTH:] or "file"


def check_offer(content_type: str, size: int) -> None:
    if not _TYPE.fullmatch(content_type):
        raise invalid("type", "A type looks like image/png.")
    if size < 1:
        raise invalid("size", "The file is empty.")
    if size > MOST_BYTES:
        raise invalid("size", f"A file may have {MOST_BYTES // (1024 * 1024)} MB at most.")


def check_content(upload: Upload, size: int, beginning: bytes) -> None:
    """Raises DeskError when what was sent isn't what was announced."""
    if size != upload.size:
        raise DeskError("upload_differs", f"{upload.name} has {size} bytes; {upload.size} were announced.")
    found = _types(beginning)
    kind = upload.type.lower()
    generic = kind == ANY_TYPE
    if not generic and ((found and kind not in found) or (found is None and kind in _CHECKED)):
        raise DeskError("upload_differs", f"{upload.name} isn't what its type says ({upload.type}).")


def sniffed(beginning: bytes) -> str:
    """Return the media type that the first bytes of a file tell, or ANY_TYPE."""
    return (_types(beginning) or (ANY_TYPE,))[0]


def _types(beginning: bytes) -> tuple[str, ...] | None:
    return next((types for signature, types in _SIGNATURES if beginning.startswith(signature)), None)


COPIED = "y_"
"""How the ids of files begin that were copied from another ticket, all of one try with the same name behind it."""


def copied_id(copying: str, name: str) -> str:
    """Return the id of one of the copies that were made at once."""
    return f"{COPIED}{copying}_{name}"


def copying_of(file_id: str | None) -> str | None:
    """Return with which others a file was copied; None for one that was sent to the desk itself."""
    return file_id.split("_")[1] if file_id and file_id.startswith(COPIED) else None


def original_of(file_id: str) -> str | None:
    """Return of which file one is a copy, which is its name among those that were made at once; None for no copy."""
    return file_id.split("_", 2)[2] if file_id.startswith(COPIED) else None


def attachment_key(workspace: str, attachment_id: str) -> str:
    """Return where a file of a message lies."""
    return f"attachments/{workspace}/{attachment_id}"


def mail_html_key(workspace: str, html_id: str) -> str:
    """Return where the HTML of a mail lies."""
    return f"html/{workspace}/{html_id}"


def text_key(workspace: str, name: str) -> str:
    """Return where a long text lies, by its name: the number of its ticket, a slash, and what it is of that."""
    return f"text/{workspace}/{name}"


DESCRIPTION = "description"
"""How the names of long descriptions begin, behind the number of their ticket; those of messages do with their ids."""


def description_name(number: int, version: int) -> str:
    """Return the name of a long description, as of a version of its ticket."""
    return f"{number}/{DESCRIPTION}-{version}"
