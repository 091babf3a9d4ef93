"""A mail's text as lines that know how deep they are quoted: the one form in which plain text and HTML are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chalicelib.mail.replies import phrases

MAX_LINES = 100_000
MAX_LINE = 1_000
_QUOTE = re.compile(r"[ \t]{0,3}((?:[>＞][ \t]?){1,50})")
_GLUED = re.compile(r"(?<!-)-{4,40} ?[^\s-](?:[^-]|-(?!-)){1,60}?-{4,40}(?!-)")
_LABELLED = re.compile(r"\s?[^\W\d][^:：@<>]{0,29}[:：]\s")
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


def unglued(lines: list[Line]) -> list[Line]:
    """Put `----- Original message -----` on a line of its own where a phone wrote on in the same one."""
    found: list[Line] = []
    for line in lines:
        rule = None if line.depth or "----" not in line.raw else _GLUED.search(line.raw)
        if rule is None or not _parts_mails(line.raw, rule):
            found.append(line)
            continue
        pieces = (line.raw[: rule.start()], rule[0], line.raw[rule.end() :])
        found += [replace(line, raw=piece, shown=visible(piece)) for piece in pieces if piece.strip()]
    return found


def _parts_mails(raw: str, rule: re.Match[str]) -> bool:
    """Whether more stands on the line, and the title is known, or a label follows as in a mail's header."""
    above, below = raw[: rule.start()], raw[rule.end() : rule.end() + 40]
    title = rule[0].strip("- ")
    known = phrases.any_of("original", "forwarded").match(title)
    return bool((above.strip() or below.strip()) and (known or _LABELLED.match(below)))
