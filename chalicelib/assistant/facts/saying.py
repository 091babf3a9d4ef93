"""The sentences of a ticket, each with who said it, when in the talk, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from chalicelib.assistant import cues
from chalicelib.assistant.case import Inside, Text
from chalicelib.assistant.facts.fact import FactLine
from chalicelib.assistant.likeness import stem
from chalicelib.assistant.sentences import is_question, sentences

_TELLING = 5
"""Letters that a word needs to show that two sentences are about the same."""
_REMEMBERED = 4096
MOST = 300
"""Sentences that are looked at: the first text's, and of the rest the newest."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence. `turn` counts the texts of a ticket, `writer` is `customer`, `agent` or `note`.

    `ref` and `said_by` are of what isn't in this ticket: where it is, and what people call that.
    """

    text: str
    source: str
    writer: str
    turn: int
    language: str
    ref: str = ""
    said_by: str = ""

    @property
    def ours(self) -> bool:
        return self.writer != "customer"

    @property
    def asks(self) -> bool:
        return is_question(self.text)

    def has(self, kind: str) -> bool:
        return self.count(kind) > 0

    def count(self, kind: str) -> int:
        """Return how many cues of a kind it has, small words like "also" between their parts left aside."""
        return _count(kind, self.language, self.text)

    def begins(self, kind: str) -> bool:
        """Return whether it begins with a cue of its language's."""
        return cues.opens(kind, self.language, self.text)

    def line(self) -> FactLine:
        return FactLine(self.text, self.source, quoted=True)

    def subject(self, letters: int = _TELLING) -> frozenset[str]:
        """The stems of its longer words: what it is about."""
        return _subject(self.text, letters)


def said(inside: Inside) -> list[Said]:
    """Return all sentences of a ticket in their order; how it was resolved comes last."""
    theirs = " ".join(text.body for text in inside.case.customer_texts())
    found = told(inside.texts(), cues.language_of(theirs, inside.case.language))
    opening = [one for one in found if one.turn == 0][: MOST // 4]
    return [*opening, *[one for one in found if one.turn > 0][len(opening) - MOST :]]


def told(texts: Sequence[Text], otherwise: str) -> list[Said]:
    """Return the sentences of some texts; one whose language doesn't show is in the language `otherwise`."""
    found: list[Said] = []
    for turn, text in enumerate(texts):
        language = cues.language_of(text.body, otherwise)
        found += [Said(one, text.source, text.writer, turn, language) for one in sentences(text.body)]
    return found


def later(among: Sequence[Said], one: Said) -> list[Said]:
    """Return what was said in the turns behind a sentence."""
    return [other for other in among if other.turn > one.turn]


@lru_cache(maxsize=_REMEMBERED)
def _count(kind: str, language: str, text: str) -> int:
    bare = " ".join(word for word in text.split() if cues.plain(word) not in _adverbs(language))
    return max(len(cues.spoken(kind, language, one)) for one in {text, bare})


@lru_cache(maxsize=_REMEMBERED)
def _subject(text: str, letters: int) -> frozenset[str]:
    words = set(cues.plain(text).split()) - cues.stop_words()
    return frozenset(stem(word) for word in words if len(word) >= letters or _names(word))


@cache
def _adverbs(language: str) -> frozenset[str]:
    return frozenset(cues.phrases("adverb", language))


def _names(word: str) -> bool:
    """Whether a short word is a number, which tells what a sentence is about, too."""
    return len(word) > 1 and word.isdigit()
