"""A mail's text as lines that know how deep they are quoted: the one form in which plain text and HTML are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LINES = 100_000
MAX_LINE = 1_000
_QUOTE = re.compile(r"[ \t]{0,3}((?:[>＞][ \t]?){1,50})")
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[\s\u00a0\u3000]+")


@dataclass(slots=True)
class Line:
    """`shown` is the line as people see it, without its quote marks; `depth` how often it is quoted.

    The flags come from the structure of HTML: `head` the line that introduces a quote, `cut` where history begins,
    `ruled` a line below a drawn rule, `signature` a line of the sender's signature.
    """

    raw: str
    shown: str
    depth: int = 0
    head: bool = False
    cut: bool = False
    ruled: bool = False
    signature: bool = False

    @property
    def blank(self) -> bool:
        """Return whether the line shows nothing."""
        return not self.shown


def visible(text: str) -> str:
    """Return the text as patterns see it: one kind of blank, nothing invisible, never longer than MAX_LINE."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text[:MAX_LINE])).strip()


def text_lines(text: str) -> list[Line]:
    """The lines of a plain text. `>` quotes, also after up to three blanks; `>From` is mbox's escape."""
    return [text_line(raw) for raw in text.split("\n", MAX_LINES)]


def text_line(raw: str) -> Line:
    """One of them."""
    found = _QUOTE.match(raw)
    if not found or raw.startswith(">From "):
        return Line(raw, visible(raw))
    return Line(raw, visible(raw[found.end() :]), found[1].count(">") + found[1].count("＞"))
