"""The same in HTML, whose tags may stand in the midst of a number, and whose signs may be written as entities."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from chalicelib.domain.privacy.masking import edited, found, masked, shown
from chalicelib.domain.settings.masking import Masking

_PIECE = re.compile(
    r"<(?=[A-Za-z/!?])[^<>]*>|&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});?|\s+|[^<&\s]+|.", re.DOTALL
)
_MARKS = (
    "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong"
    "|sub|sup|tt|u|var|wbr"
)
_PARTS_WORDS = re.compile(rf"</?(?!(?:{_MARKS}|td|th)\b)[A-Za-z]", re.IGNORECASE)
"""The beginning of tags that end a line: all but those that mark words."""
_CELL = re.compile(r"</?t[dh]\b", re.IGNORECASE)
_VALUE = re.compile(r"""(\b[\w:-]+\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
_NO_WORDS = re.compile(r"(?:src|srcset|style|class|id|width|height|background)\b", re.IGNORECASE)
"""Attributes that nobody reads, and without whose value a page falls apart."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Text that a page shows, in pieces of its source: each of one character, or of as many as it has there."""

    text: str
    at: tuple[int, ...]
    pieces: tuple[tuple[int, int], ...]

    def sources(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what of the source shows the text between these places."""
        index = bisect_right(self.at, start) - 1
        while index < len(self.at) and self.at[index] < end:
            first, last = self.pieces[index]
            length = (self.at[index + 1] if index + 1 < len(self.at) else len(self.text)) - self.at[index]
            if length == last - first:
                yield first + max(0, start - self.at[index]), first + min(length, end - self.at[index])
            elif last > first:
                yield first, last
            index += 1


def masked_html(html: str, what: Masking) -> str:
    """Return the HTML with what is masked in its words, and in those of its attributes that people read or follow."""
    if not what.is_on or not html:
        return html
    words = _words(html)
    edits: list[tuple[int, int, str]] = []
    for span in found(words.text, what):
        instead = shown(span)
        for start, end in words.sources(span.start, span.end):
            edits.append((start, end, instead))
            instead = ""
    return _PIECE.sub(lambda piece: _tag(piece[0], what), edited(html, edits))


def _words(html: str) -> _Words:
    texts: list[str] = []
    at: list[int] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for piece in _PIECE.finditer(html):
        text, source = _shown(piece[0]), piece.span()
        if piece[0].startswith("<") and len(piece[0]) > 1:
            source = (piece.start(), piece.start())
        if text:
            texts.append(text)
            at.append(length)
            pieces.append(source)
            length += len(text)
    return _Words("".join(texts), tuple(at), tuple(pieces))


def _shown(piece: str) -> str:
    if piece.startswith("<") and len(piece) > 1:
        return " " if _CELL.match(piece) else "\n" if _PARTS_WORDS.match(piece) else ""
    if piece.isspace():
        return " "
    return unescape(piece) if piece.startswith("&") else piece


def _tag(piece: str, what: Masking) -> str:
    if not piece.startswith("<") or len(piece) == 1:
        return piece
    if piece.startswith(("<!", "<?")):
        return masked(piece, what)
    return _VALUE.sub(lambda value: value[0] if _NO_WORDS.match(value[1]) else value[1] + masked(value[2], what), piece)
