"""The formatting of what a sender wrote now, which a text in lines has no room for.

It is read beside the lines, and cut where they are: each piece of the page knows its line. It is kept only if it says
letter for letter what the text says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from chalicelib import formatted
from chalicelib.mail.html.few_tags import TOO_DEEP, Box, Drawing, OvergrownError, Piece
from chalicelib.mail.html.tree import overgrown
from chalicelib.mail.replies.html_lines import (
    SPACED,
    VOID,
    PageReader,
    one_blank,
    page_text,
    picture_text,
    tell,
    written_text,
)
from chalicelib.mail.replies.quotes import divide

MOST_BYTES = 8 * 1024
_DEEPEST = 64
_LONGEST_ALTERNATIVE = 200
_MARKS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
    "sup": "sup", "sub": "sub", "code": "code", "tt": "code", "kbd": "code", "samp": "code", "a": "a",
    "h1": "b", "h2": "b", "h3": "b", "h4": "b", "h5": "b", "h6": "b",
}  # fmt: skip
_BOXES = {
    "ul": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote", "pre": "pre", "table": "table",
    "thead": "thead", "tbody": "tbody", "tfoot": "tbody", "tr": "tr", "td": "td", "th": "th",
}  # fmt: skip
_INSIDE = {
    "li": ("ul", "ol"), "tr": ("table", "thead", "tbody"), "thead": ("table",), "tbody": ("table",),
    "td": ("tr",), "th": ("tr",),
}  # fmt: skip
"""What an element must be right inside of, if that matters."""
_HREF = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f]{1,2000}", re.I)
_CID = re.compile(r"cid:([^\s\x00-\x1f]{1,200})", re.I)
_SAID_OF_PICTURES = re.compile(r"\[(?:image|cid):[^\]\n]*\]")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|www\.)[^\s<>()\[\]\"]*", re.I)
_LETTERS = re.compile(r"[^\W_]+")


def formatted_part(html: str, text: str, *, whole: bool, forwarded: bool) -> str:
    """Return what a mail's HTML shows of `text`, which is its reply part or the `whole` of it, as HTML of
    `formatted.TAGS`; empty where that isn't sure or would be too long.

    `forwarded`: the subject says that it is somebody else's mail. Its pictures are `<img data-cid="…" alt="…">`.
    """
    if not html.strip() or len(text) > MOST_BYTES or overgrown(html):
        return ""
    reader = _Follower()
    tell(reader, html)
    reader.lines.flush()
    lines = reader.lines.lines
    parts = divide(lines, forwarded=forwarded)
    if len(parts.lines) != len(lines):
        return ""  # a line was parted, and its pieces would be, too
    shown = range(len(lines)) if whole else parts.reply
    drawn = _drawn(reader.pieces, {number: place for place, number in enumerate(shown)})
    return drawn if len(drawn.encode()) <= MOST_BYTES and _says(drawn, text) else ""


def _drawn(pieces: list[Piece], places: dict[int, int]) -> str:
    drawing = Drawing()
    try:
        for piece in pieces:
            if piece.line in places:
                piece.line = places[piece.line]
                drawing.add(piece)
        return drawing.html()
    except OvergrownError:
        return ""


def _says(drawn: str, text: str) -> bool:
    """Whether it reads like the text: the same letters, lists that count alike. Where links lead each tells in its
    own way."""
    letters = _letters(page_text(formatted.render(drawn, lambda _cid, _alt: "")))
    return bool(letters) and letters == _letters(_SAID_OF_PICTURES.sub("", text))


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(_ADDRESS.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class _Place:
    """An open element: what is drawn around whatever stands in it."""

    tag: str
    boxes: tuple[Box, ...] = ()
    marks: tuple[Box, ...] = ()


@dataclass(slots=True)
class _Follower:
    """Hands on to the reader of lines what it is told, and keeps of each piece where it stands."""

    lines: PageReader = field(default_factory=PageReader)
    open: list[_Place] = field(default_factory=lambda: [_Place("")])
    pieces: list[Piece] = field(default_factory=list)
    paragraph: int = 0
    spoken: int = -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        self.paragraph += tag in SPACED
        self.lines.start(tag, attributes)
        if tag == "img":
            self._picture(attributes)
        elif tag not in VOID:
            self.open.append(self._inside(tag, attributes))

    def end(self, tag: str) -> None:
        """Take an end tag."""
        self.lines.end(tag)
        self.paragraph += tag in SPACED
        if self.open[-1].tag == tag and len(self.open) > 1:
            self.open.pop()

    def text(self, text: str) -> None:
        """Take text."""
        here, line = self.lines.open[-1], len(self.lines.lines)
        self.lines.text(text)
        if here.hidden:
            return
        said = written_text(text)
        if not here.pre:
            self._keep(one_blank(said), line)
            return
        for number, part in enumerate(said.split("\n")):
            self._keep(part, line + number)

    def _picture(self, attributes: dict[str, str]) -> None:
        """A picture between two lines is the upper one's, unless it is quoted, or of the signature below."""
        if text := picture_text(attributes):
            self._keep(text, len(self.lines.lines))
            return
        here, found = self.lines.open[-1], _CID.fullmatch(attributes.get("src", "").strip())
        if found and not here.hidden:
            below = self.spoken < 0 or here.signature or here.depth
            line = len(self.lines.lines) if below else self.spoken
            alternative = escape(attributes.get("alt", "")[:_LONGEST_ALTERNATIVE])
            self._keep("", line, f'<img data-cid="{escape(unquote(found[1]))}" alt="{alternative}">')

    def _keep(self, text: str, line: int, picture: str = "") -> None:
        if text or picture:
            place = self.open[-1]
            self.pieces.append(Piece(text, line, self.paragraph, place.boxes, place.marks, picture))
        if text.strip():
            self.spoken = line

    def _inside(self, tag: str, attributes: dict[str, str]) -> _Place:
        above = self.open[-1]
        boxes, marks = above.boxes, above.marks
        if box := self._box(tag, attributes):
            boxes = (*boxes, box)
        elif (mark := _MARKS.get(tag)) and all(mark != one.tag for one in marks):
            href = attributes.get("href", "").strip()
            if tag != "a":
                marks = (*marks, Box(mark))
            elif _HREF.fullmatch(href):
                marks = (*marks, Box("a", f' href="{escape(href)}"'))
        return _Place(tag, boxes, marks)

    def _box(self, tag: str, attributes: dict[str, str]) -> Box | None:
        """The element to draw for one that just began, where it may stand; what programs quote in is a quote."""
        above, drawn = self.open[-1].boxes, _BOXES.get(tag, "")
        inner = above[-1].tag if above else ""
        quotes = self.lines.open[-1].depth > self.lines.open[-2].depth
        if quotes and not drawn:
            drawn = "blockquote"
        if not drawn or inner == TOO_DEEP or inner not in _INSIDE.get(drawn, (inner,)):
            return None
        if len(above) >= _DEEPEST:
            return Box(TOO_DEEP)
        numbers = [
            f' {name}="{value}"'
            for name, value in attributes.items()
            if name in formatted.NUMBERS.get(drawn, ()) and formatted.is_number(name, value)
        ]
        place = 0
        if inner == "tr":
            place = above[-1].cells = above[-1].cells + 1
        return Box(drawn, "".join(numbers), place)
