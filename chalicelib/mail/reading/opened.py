"""What stands between a mail and its words, opened: Outlook's winmail.dat. The original stays beside what was in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.mail.reading.bodies import is_text
from chalicelib.mail.reading.headers import Headers
from chalicelib.mail.reading.mime import MAX_PARTS, MimePart, MimePosition
from chalicelib.mail.reading.names import type_of
from chalicelib.mail.reading.tnef import SIGNATURE, Tnef, read_tnef

_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_TNEF_IN_BASE64 = b"eJ8+I"
_TYPE = re.compile(r"[\w!#$&^+.-]{1,120}/[\w!#$&^+.-]{1,120}", re.ASCII)
_OPENED_GROUP = 1_000_000
"""Above every group that the walk through a mail gives."""


def opened(parts: list[MimePart]) -> list[MimePart]:
    """Return the parts with what is in them before those that hold others; the text of one where the mail has none."""
    found: list[MimePart] = []
    for part in parts:
        if _is_tnef(part) and len(found) < MAX_PARTS:
            spoken = any(is_text(one, parts) and one.body.strip() for one in parts)
            found += _of_tnef(read_tnef(part.content()), _OPENED_GROUP + len(found), spoken)
        found.append(part)
    return found


def _is_tnef(part: MimePart) -> bool:
    """Whether it begins like one, and is called one, or nothing in particular."""
    if part.type not in _TNEF and part.type != "application/octet-stream" and part.filename.lower() != "winmail.dat":
        return False
    return part.body.lstrip()[:5] == _TNEF_IN_BASE64 or part.body.startswith(SIGNATURE)


def _of_tnef(tnef: Tnef, group: int, spoken: bool) -> Iterator[MimePart]:
    place = MimePosition(group, alternative=True)
    if not spoken:
        for kind, text in (("text/plain", tnef.text), ("text/html", tnef.html)):
            if text.strip():
                yield _leaf(text.encode("utf-8", "replace"), kind, place)
        if tnef.rtf:
            yield _leaf(tnef.rtf, "application/rtf", MimePosition(), "message.rtf")
    for file in tnef.files:
        kind = file.type.lower() if _TYPE.fullmatch(file.type) else type_of(file.name)
        yield _leaf(file.content, kind, MimePosition(), file.name or "", file.content_id)


def _leaf(content: bytes, kind: str, place: MimePosition, name: str = "", content_id: str = "") -> MimePart:
    headers = Headers((("Content-ID", content_id.encode()),) if content_id else ())
    if place.alternative:
        return MimePart(headers, content, kind, {"charset": "utf-8"}, "", name, place)
    return MimePart(headers, content, kind, {}, "attachment", name, place)
