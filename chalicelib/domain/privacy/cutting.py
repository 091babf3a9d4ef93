"""Words cut out of texts for good: however they are spelled, and wherever markup stands within them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

BLANK = "█████"
"""What stands where something was cut out. It is always as long, and in no language."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
"""Signs that nobody sees, which may stand within a word."""
_JOINER = "\u200d"
_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;|.", re.DOTALL)
_BREAKS = re.compile(r"<(?:/?(?:p|div|br|li|ul|ol|tr|td|th|table|blockquote|pre|h[1-6]))\b", re.IGNORECASE)
Span = tuple[int, int]


@dataclass(frozen=True)
class Cut:
    """Some words, and what is to stand `instead` of them. `whole`: only where they aren't part of a longer word."""

    words: tuple[str, ...]
    instead: str = BLANK
    whole: bool = False

    def text(self, text: str) -> str:
        """Return a text without the words."""
        return "".join(_replaced(text, self.found_in(text), self.instead))

    def html(self, html: str) -> str:
        """Return HTML without the words; tags stay where they are, also those that stood within a word. What a tag
        says of itself goes with a word in it, such as where a link leads."""
        pieces = [_bare(one) if _is_tag(one) and self.found_in(unescape(one)) else one for one in _MARKUP.findall(html)]
        shown = [_shown(piece) for piece in pieces]
        plain = "".join(shown)
        if not (spans := self.found_in(plain)):
            return "".join(pieces)
        starts = [0]
        for one in shown:
            starts.append(starts[-1] + len(one))
        made = list(pieces)
        for begin, end in spans:
            first = bisect_right(starts, begin) - 1
            for place in range(first, len(pieces)):
                if starts[place] >= end:
                    break
                if shown[place] and not _is_tag(pieces[place]):
                    made[place] = escape(self.instead) if starts[place] <= begin < starts[place + 1] else ""
        return "".join(made)

    def found_in(self, text: str) -> list[Span]:
        """Return where the words stand, without any overlap, in order."""
        folded, origins = _folded(text)
        found = sorted({span for word in self._wanted for span in self._places(word, folded, origins, text)})
        return list(_joined(found))

    @cached_property
    def _wanted(self) -> Sequence[str]:
        wanted = {_folded(word)[0].strip() for word in self.words}
        return sorted(wanted - {""}, key=len, reverse=True)

    def _places(self, word: str, folded: str, origins: Sequence[int], text: str) -> Iterator[Span]:
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            if not self.whole or not (_goes_on(folded, at) or _goes_on(folded, end)):
                begin, until = origins[at], origins[end - 1] + 1
                yield _with_its_parts(text, begin, until)
            at = folded.find(word, at + 1)


def _replaced(text: str, spans: Iterable[Span], instead: str) -> Iterator[str]:
    position = 0
    for begin, end in spans:
        yield text[position:begin]
        yield instead
        position = end
    yield text[position:]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as words are compared: without case, accents' spelling, unseen signs and the width of spaces; and of
    each sign where it comes from."""
    letters: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        if sign in _UNSEEN:
            continue
        for one in unicodedata.normalize("NFKD", sign).casefold():
            if unicodedata.combining(one):
                continue
            seen = " " if one.isspace() else one
            if seen == " " and letters and letters[-1] == " ":
                continue
            letters.append(seen)
            origins.append(place)
    return "".join(letters), origins


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on across a place in a text."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _with_its_parts(text: str, begin: int, end: int) -> Span:
    """The span with what belongs to its last sign: accents, variants, and what is joined to an emoji on either side."""
    while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _UNSEEN or _is_modifier(text[end])):
        end += 1
        if text[end - 1] == _JOINER and end < len(text):
            end += 1
    while begin > 1 and text[begin - 1] == _JOINER:
        begin -= 2
        while begin > 0 and (text[begin] in _UNSEEN or _is_modifier(text[begin])):
            begin -= 1
    return begin, end


def _is_modifier(sign: str) -> bool:
    """Whether it gives the emoji before it a skin."""
    return "\U0001f3fb" <= sign <= "\U0001f3ff"


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for begin, end in spans:
        if last and begin < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (begin, end)
    if last:
        yield last


def _is_tag(piece: str) -> bool:
    return piece.startswith("<") and piece.endswith(">")


def _bare(tag: str) -> str:
    return f"{tag.split()[0]}>"


def _shown(piece: str) -> str:
    """What a reader sees of a piece of HTML: of a tag nothing, or the gap that it makes."""
    if _is_tag(piece):
        return " " if _BREAKS.match(piece) else ""
    return unescape(piece)
