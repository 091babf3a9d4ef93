"""Which earlier tickets are like this one: those that share its telling words, a rare word telling more than a common.

Words count by their stems, so that "exports" finds "exporting". What the index has of a word is one page; from that
page follows how rare the word is, too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.assistant import cues
from chalicelib.domain.search_terms import Hits, is_spaceless, terms_in_order

WORDS = 8
"""Words of a ticket that are looked for: each costs a page of the index, or two."""

LEAST = 0.16
_SHORTEST_STEM = 4
_SUFFIXES = (
    *("ations", "ation", "ungen", "ments", "ings", "ions", "ment", "ung", "ing", "ies", "ied", "ion", "ers", "ern"),
    *("er", "ed", "es", "en", "em", "e", "s", "y"),
)
_OF_KIND = {"t": 1.0, "d": 0.8, "m": 0.6, "n": 0.5}
"""How much a word counts by where the other ticket has it: title, description, message, note."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A word to look for, and how much it tells of this ticket. `whole` words are looked for as they are."""

    stem: str
    term: str
    weight: float

    @property
    def whole(self) -> bool:
        return (self.stem == self.term and len(self.term) < _SHORTEST_STEM) or is_spaceless(self.term)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likeness of another ticket, between 0 and 1, and the words that make it."""

    number: int
    score: float
    shared: tuple[str, ...]


def stem(term: str) -> str:
    """A word without its ending, as far as that is safe in all our languages at once."""
    if is_spaceless(term) or term.isdigit():
        return term
    for suffix in _SUFFIXES:
        if term.endswith(suffix) and len(term) - len(suffix) >= _SHORTEST_STEM and not term.endswith("ss"):
            return _undoubled(term[: -len(suffix)])
    return _undoubled(term)


def _undoubled(term: str) -> str:
    """`cancell` as `cancel`: English doubles the last letter before an ending."""
    double = len(term) > _SHORTEST_STEM and term[-1] == term[-2] and term[-1] not in "aeiou"
    return term[:-1] if double else term


def telling_words(title: str, texts: Sequence[str], most: int = WORDS) -> list[Telling]:
    """The words to look for, the most telling first: those of the title, long ones, repeated ones."""
    terms: dict[str, str] = {}
    weights: defaultdict[str, float] = defaultdict(float)
    for text, worth in [(title, 2.0), *((text, 1.0) for text in texts)]:
        for position, term in enumerate(terms_in_order(text)):
            if _tells(term):
                terms.setdefault(stem(term), term)
                weights[stem(term)] += worth / (1 + position / 60)
    ranked = sorted(weights, key=lambda one: (-weights[one] * (0.5 + min(len(terms[one]), 9) / 9), one))
    return [Telling(one, terms[one], min(3.0, weights[one])) for one in ranked[:most]]


def rank(words: Mapping[Telling, Hits], newest: int, leave_out: Iterable[int]) -> list[Likeness]:
    """Every ticket that has enough of the words, the likest first; `newest` is the highest number there is."""
    rarities = {word: _rarity(hits, newest) for word, hits in words.items()}
    total = sum(word.weight * rarities[word] for word in words)
    scores: dict[int, float] = defaultdict(float)
    shared: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for word, hits in words.items():
        for number, share in _best(word, hits).items():
            worth = word.weight * rarities[word]
            scores[number] += worth * share
            shared[number].append((worth, word.term))
    left_out = set(leave_out)
    found = [
        Likeness(number, score / total, tuple(term for _, term in sorted(shared[number], reverse=True)))
        for number, score in scores.items()
        if number not in left_out and total
    ]
    return sorted((one for one in found if _enough(one)), key=lambda one: (-one.score, -one.number))


def _best(word: Telling, hits: Hits) -> dict[int, float]:
    """For each ticket that has the word, how much it counts there."""
    found: dict[int, float] = {}
    for posting in hits.postings:
        if posting.kind in _OF_KIND and (posting.term == word.term or stem(posting.term) == word.stem):
            found[posting.number] = max(found.get(posting.number, 0.0), _OF_KIND[posting.kind])
    return found


def _rarity(hits: Hits, newest: int) -> float:
    """The logarithm of how few tickets have a word. Of a word with more than a page the page's reach tells."""
    numbers = {posting.number for posting in hits.postings}
    if not numbers:
        return 0.0
    many: float = len(numbers)
    if not hits.whole:
        many *= newest / max(1, newest - min(numbers) + 1)
    return max(0.05, math.log((newest + 1) / (many + 0.5)))


def _enough(one: Likeness) -> bool:
    """Two words in common, or one that tells nearly all."""
    return one.score >= LEAST and (len(one.shared) > 1 or one.score >= 2 * LEAST)


def _tells(term: str) -> bool:
    if is_spaceless(term):
        return len(term) > 1
    if term.isdigit():
        return len(term) > 2
    return len(term) > 2 and term not in cues.stop_words() and "@" not in term
