"""What people wrote as HTML, in the way that it is meant to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from chalicelib import formatted, markdown, typed_text
from chalicelib.domain.tickets.attachment import Attachment, named_picture
from chalicelib.domain.tickets.body_format import BodyFormat

_MARK = re.compile(r"<a\b.*?</a>|<[^>]*>|\[(image: |cid:)([^\[\]<>]{1,400})\]", re.DOTALL)
"""What mail programs put into a text for a picture in it, by its name or its content id. Links and tags are passed by:
nothing is put into them."""


@dataclass(frozen=True, slots=True)
class PictureMark:
    """The place in an HTML text, from `start` to `end`, of the words that stand for the picture `file`."""

    start: int
    end: int
    file: Attachment


def body_html(text: str, body_format: BodyFormat) -> str:
    """Return harmless HTML of a text. It never raises; what a later release meant otherwise is shown as it was typed.

    Of a text that isn't Markdown the blanks are meant, too: show it with `white-space: pre-wrap`.
    """
    return markdown.render(text) if body_format is BodyFormat.MARKDOWN else typed_text.render(text)


def mail_html(kept: str, files: tuple[Attachment, ...]) -> str:
    """Return harmless HTML of what is kept of an HTML mail; its pictures, which are `files`, are words in it."""
    return formatted.render(kept, lambda content_id, _alternative: _words_for(content_id, files))


def _words_for(content_id: str, files: tuple[Attachment, ...]) -> str:
    file = named_picture(content_id, files)
    if file is None:
        return ""
    return escape(f"[cid:{file.content_id}]" if file.is_shown else f"[image: {file.name}]")


def picture_marks(html: str, files: Iterable[Attachment], *, mailed: bool = False) -> list[PictureMark]:
    """Return where in HTML that was made here there are words for one of a text's pictures, each picture once: of those
    that pages show or, in what is `mailed`, mail programs do."""
    left = [file for file in files if file.content_id and (file.is_mailed if mailed else file.is_shown)]
    found = []
    for mark in _MARK.finditer(html) if left else ():
        named = unescape(mark[2] or "")
        of_mark = (one for one in left if named == (one.content_id if mark[1] == "cid:" else one.name))
        if mark[1] and (file := next(of_mark, None)):
            left.remove(file)
            found.append(PictureMark(mark.start(), mark.end(), file))
    return found
