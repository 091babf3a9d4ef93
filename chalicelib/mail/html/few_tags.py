"""HTML of few tags, written piece by piece: what stays open between two pieces, and what is closed and opened anew.

Elements are opened by what is in them, so that none is empty and any pieces can be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

_MOST = 64_000
"""Characters. Tables that arrange a page take many, and are left out in the end."""
_IN_TABLE = re.compile(r"<td></td>|</?(?:table|thead|tbody|tr|td|th)(?: [^<>]*)?>")
TOO_DEEP = "too deep"
"""The tag of an element in which nothing is drawn any more."""
_EMPTY_CELL = "<td></td>"
_LINES_APART = 2
_MARKS = {"a", "b", "code", "i", "s", "sub", "sup", "u"}
_HOLDS_TEXT = ("li", "pre")


class OvergrownError(Exception):
    """It is more than anybody would draw, or deeper."""


@dataclass(slots=True, eq=False)
class Box:
    """An element of one tag. A cell has its `place` in its row, counted from 1; a row knows how many cells began
    (`cells`), which was drawn last (`drawn`) and how many have something in them; a table whether a row has several."""

    tag: str
    attributes: str = ""
    place: int = 0
    cells: int = 0
    drawn: int = 0
    filled: int = 0
    wide: bool = False


@dataclass(slots=True)
class Piece:
    """Text or the HTML of a picture, in `boxes` from the outermost in, with `marks` on it. `line` and `paragraph` count
    where it stands."""

    text: str
    line: int
    paragraph: int
    boxes: tuple[Box, ...]
    marks: tuple[Box, ...]
    picture: str = ""


@dataclass(slots=True)
class Drawing:
    """The HTML so far. Raises OvergrownError when it would be too long."""

    out: list[str] = field(default_factory=list)
    open: list[tuple[Box, int]] = field(default_factory=list)
    paragraph: tuple[int, Box] = (-1, Box("p"))
    line: int = 0
    blank: bool = False
    size: int = 0

    def add(self, piece: Piece) -> None:
        """Draw what comes next."""
        if piece.boxes[-1:] and piece.boxes[-1].tag == "pre":
            self._open(piece)
            self._write(escape(piece.text, quote=False) or piece.picture)
            return
        said = piece.picture or escape(piece.text.strip(" "), quote=False)
        self.blank = self.blank or piece.text.startswith(" ")
        if said:
            self._open(piece)
            self._write(said)
            self.blank = piece.text.endswith(" ")

    def html(self) -> str:
        """Return it whole."""
        self._close(0)
        return "".join(self.out)

    def _open(self, piece: Piece) -> None:
        path = self._path(piece)
        common = 0
        for (was, _), box in zip(self.open, path, strict=False):
            if was is not box:
                break
            common += 1
        anew = any(box.tag not in _MARKS for box in [*(was for was, _ in self.open[common:]), *path[common:]])
        self._close(common)
        lines = 0 if anew else min(piece.line - self.line, _LINES_APART)
        if lines:
            self._write(("\n" if piece.boxes and piece.boxes[-1].tag == "pre" else "<br>") * lines)
        elif self.blank and not anew:
            self._write(" ")
        for box in path[common:]:
            self._begin(box)
        self.line = piece.line

    def _path(self, piece: Piece) -> list[Box]:
        if piece.boxes and piece.boxes[-1].tag in _HOLDS_TEXT:
            return [*piece.boxes, *piece.marks]
        if self.paragraph[0] != piece.paragraph:
            self.paragraph = (piece.paragraph, Box("p"))
        return [*piece.boxes, self.paragraph[1], *piece.marks]

    def _begin(self, box: Box) -> None:
        if box.tag == TOO_DEEP:
            raise OvergrownError
        if box.place:
            self._cell(box)
        self.open.append((box, len(self.out)))
        self._write(f"<{box.tag}{box.attributes}>")

    def _cell(self, cell: Box) -> None:
        """The cells before it that nothing is in keep its place; those behind the last one do so where the row ends."""
        row = self.open[-1][0]
        self._write(*[_EMPTY_CELL] * min(cell.place - row.drawn - 1, _MOST))
        row.drawn = cell.place
        row.filled += 1
        if row.filled > 1:
            next(box for box, _ in reversed(self.open) if box.tag == "table").wide = True

    def _close(self, common: int) -> None:
        while len(self.open) > common:
            box, start = self.open.pop()
            self._write(*[_EMPTY_CELL] * min(box.cells - box.drawn, _MOST), f"</{box.tag}>")
            if box.tag == "table":
                kept = [part for part in self.out[start:] if box.wide or not _IN_TABLE.fullmatch(part)]
                self.out[start:] = ["".join(kept)]

    def _write(self, *parts: str) -> None:
        self.size += sum(map(len, parts))
        if self.size > _MOST:
            raise OvergrownError
        self.out += parts
