"""What a form sends: its fields, and the files chosen in it. Whatever no form of ours sends is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import MOST_FILES
from chalicelib.portal.content import UPLOAD_FIELD

MOST_FORM = 2 * 1024 * 1024
"""In bytes, without files: the longest description in the form's percent-encoding takes 1.2 MB."""
MOST_FIELDS = 50
_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_BOUNDARY = re.compile(r'boundary="?([^\s";,]{1,70})"?', re.IGNORECASE)
_NAMES = re.compile(r'[;\s](name|filename)="([^"]*)"', re.IGNORECASE)
_TYPE = re.compile(r"^content-type:[ \t]*([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
_ESCAPED = (("%22", '"'), ("%0D", "\r"), ("%0A", "\n"))
"""What browsers escape in names (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html)."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as the browser names it, without the folders it lay in; `type` is what the browser takes it for."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """Each field once, but for the files kept from an earlier try, whose ids are one word each."""

    fields: Mapping[str, str]
    files: tuple[SentFile, ...] = ()


def read_form(content_type: str, body: bytes) -> Sent:
    """Raises DeskError for what no form of ours sends."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == _MULTIPART:
        return _multipart(content_type, body)
    if kind != _URLENCODED:
        raise DeskError("unsupported_media_type", "Please use the form on the page.")
    if len(body) > MOST_FORM:
        raise DeskError("too_large", "This is more than a form may hold.")
    text = body.decode("ascii", "replace")
    if text.count("&") >= MOST_FIELDS:
        raise _too_many()
    return Sent(_fields(parse_qs(text, keep_blank_values=True, errors="replace")))


def _multipart(content_type: str, body: bytes) -> Sent:
    """RFC 7578, as browsers write it."""
    fields: dict[str, list[str]] = {}
    files: list[SentFile] = []
    for head, content in _parts(content_type, body):
        names = {name.lower(): _unescaped(value) for name, value in _NAMES.findall(head)}
        if "filename" not in names:
            fields.setdefault(names.get("name", ""), []).append(content.decode("utf-8", "replace"))
        elif names["filename"] or content:
            kind = _TYPE.search(head)
            name = re.split(r"[/\\]", names["filename"])[-1]
            files.append(SentFile(name, kind[1].strip() if kind else "", content))
    if sum(len(value) for values in fields.values() for value in values) > MOST_FORM:
        raise DeskError("too_large", "This is more than a form may hold.")
    return Sent(_fields(fields), tuple(files))


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise DeskError("bad_request", "The form can't be read.")
    delimiter = b"\r\n--" + boundary[1].encode("latin-1", "replace")
    if body.count(delimiter) > MOST_FIELDS + MOST_FILES:
        raise _too_many()
    parts = (b"\r\n" + body).split(delimiter)[1:]
    if not parts or not parts[-1].startswith(b"--"):
        raise DeskError("bad_request", "The form didn't arrive as a whole. Please send it again.")
    for part in parts[:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        yield head.decode("utf-8", "replace"), content


def _fields(values: Mapping[str, list[str]]) -> dict[str, str]:
    first = {name: found[0].replace("\r\n", "\n").replace("\0", "") for name, found in values.items()}
    return first | {UPLOAD_FIELD: " ".join(values.get(UPLOAD_FIELD, ()))}


def _unescaped(name: str) -> str:
    for escaped, char in _ESCAPED:
        name = name.replace(escaped, char)
    return name


def _too_many() -> DeskError:
    return DeskError("bad_request", "This is more fields than a form of ours has.")
