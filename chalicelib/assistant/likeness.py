"""Which earlier tickets are like this one: those that share its telling words, a rare word telling more than a common.

Words count by their stems, so that "exports" finds "exporting", and what means the same counts as much. What the index
has of a word is one page; from that page follows how rare the word is, too. Likeness is how much is shared, and how
much of what this ticket tells that is: little of much is as weak as much of little. It asks for no share of the other
ticket's words: customers tell one matter in two words or in two hundred.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.assistant import alike, cues
from chalicelib.assistant.pages import WordPages, read_pages
from chalicelib.assistant.stems import stem as stem
from chalicelib.assistant.telling import LITTLE, Telling, telling_words
from chalicelib.domain.search_terms import Hits

LEAST = 0.5
"""The likeness from which a ticket is worth showing. Of the 60 requests of the set that nothing is like, nine in ten
have none that is (`tests/assistant/scoring/similar.py`)."""
_BESIDE = 0.6
"""Of the likest one's likeness, what another must have to be shown beside it."""
_NEAR, _FIRST = 0.02, 0.1
"""What being solved is worth: to be among those shown, and to come before an open one that is shown."""
_HALF = 0.8
"""How much is shared, of the square root of what is told, when the likeness is one half."""
_FIRST_WORD = 1.0
_MEANT, _COMPOUND = 1.0, 0.6
_PART = 5
_FEWEST = 30
"""In a desk of fewer tickets words count as if there were as many: nothing is rare or common among three."""
_RAREST = 0.02
_OF_KIND = {"t": 1.4, "d": 1.0, "r": 0.6, "m": 0.6, "n": 0.5}
"""How much a word counts by where the other ticket has it: title, description, resolution, message, note."""
_SHARED = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likeness of another ticket, between 0 and 1, and the words that make it, the most telling first."""

    number: int
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A word found in another ticket, in one of its meanings: as itself if `exact`."""

    word: Telling
    meaning: str | frozenset[str]
    worth: float
    exact: bool


def likest(title: str, texts: Sequence[str], otherwise: str, look: WordPages, but: Collection[int]) -> list[Likeness]:
    """Every ticket that is like something, the likest first, without those of the numbers `but`.

    `otherwise` is the language where the words don't show it.
    """
    language = cues.language_of(" ".join([title, *texts]), otherwise)
    words = telling_words(title, texts, language)
    return rank(words, read_pages(words, look), but)


def rank(words: Sequence[Telling], pages: Sequence[Hits], but: Collection[int]) -> list[Likeness]:
    """Every ticket that has any of the words, the likest first. Of words of one meaning the best one counts."""
    found = _Found.of(pages, but)
    matches: defaultdict[int, dict[str | frozenset[str], _Match]] = defaultdict(dict)
    for one in words:
        for number, match in found.matches(one).items():
            known = matches[number].get(match.meaning)
            if known is None or known.worth < match.worth:
                matches[number][match.meaning] = match
    told = sum(one.weight * found.rarity([one.stem]) for one in words)
    ranked = [_likeness(number, list(of.values()), told) for number, of in matches.items()]
    return sorted(ranked, key=lambda one: (-one.score, -one.number))


def worth_reading(ranked: Sequence[Likeness], most: int) -> Sequence[Likeness]:
    """Those of which any may be worth showing, whatever becomes of the others."""
    return [one for one in ranked[:most] if ranked[0].score >= LEAST and one.score >= _BESIDE * LEAST]


def worth_showing(found: Sequence[Likeness], solved: Collection[int], most: int) -> list[Likeness]:
    """Nothing when none is like enough, else the likest ones; of those the solved first, unless an open one is far
    liker."""
    best = max((one.score for one in found), default=0.0)
    near = [one for one in found if best >= LEAST and one.score >= _BESIDE * best]
    shown = sorted(near, key=lambda one: -one.score - (_NEAR if one.number in solved else 0))[:most]
    return sorted(shown, key=lambda one: -one.score - (_FIRST if one.number in solved else 0))


def _likeness(number: int, matches: Sequence[_Match], told: float) -> Likeness:
    shared = sum(match.worth for match in matches)
    evidence = shared / math.sqrt(told + _FIRST_WORD)
    best = sorted(matches, key=lambda match: (not match.exact, -match.worth))
    written = dict.fromkeys(match.word.written for match in best if not match.word.little)
    return Likeness(number, evidence / (evidence + _HALF), tuple(written)[:_SHARED])


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found: by the stem of a word the tickets that have it, and how much it counts there.

    Of a word with more than a page, `reach` is the oldest of its tickets on it.
    """

    counts: Mapping[str, Mapping[int, float]]
    reach: Mapping[str, int]
    newest: int

    @classmethod
    def of(cls, pages: Sequence[Hits], but: Collection[int]) -> _Found:
        counts: defaultdict[str, dict[int, float]] = defaultdict(dict)
        reach: dict[str, int] = {}
        for posting in (one for hits in pages for one in hits.postings):
            if posting.kind in _OF_KIND and posting.number not in but:
                of = counts[stem(posting.term)]
                of[posting.number] = max(of.get(posting.number, 0.0), _OF_KIND[posting.kind])
        for hits in pages:
            if not hits.whole and hits.postings:
                reach[stem(hits.postings[0].term)] = min(posting.number for posting in hits.postings)
        newest = max([1, *but, *(number for of in counts.values() for number in of)])
        return cls(counts, reach, newest)

    def rarity(self, stems: Iterable[str]) -> float:
        """How few of all tickets have one of the words: 1 is about one of them."""
        of_all = max(self.newest, _FEWEST) + 1
        return max(_RAREST, math.log(of_all / (self._many(stems) + 0.5)) / math.log(of_all))

    def _many(self, stems: Iterable[str]) -> float:
        having: set[int] = set()
        most = 0.0
        for one in stems:
            numbers = self.counts.get(one, {}).keys()
            having |= numbers
            if one in self.reach:
                most = max(most, len(numbers) * self.newest / max(1, self.newest - self.reach[one] + 1))
        return max(most, len(having))

    def matches(self, word: Telling) -> dict[int, _Match]:
        """The tickets that have a word, or another in one of its meanings, each by what is worth most there."""
        found: dict[int, _Match] = {}
        for share, meaning, stems in self._meanings(word):
            rarity = self.rarity(stems)
            for one in stems:
                exact = one == word.stem
                worth = share * word.weight * rarity * (LITTLE if not exact and alike.tells_little(one) else 1.0)
                for number, counting in self.counts.get(one, {}).items():
                    if number not in found or found[number].worth < worth * counting:
                        found[number] = _Match(word, meaning, worth * counting, exact)
        beside = [self.counts.get(stem(one), {}) for one in word.others]
        return {number: match for number, match in found.items() if all(number in of for of in beside)}

    def _meanings(self, word: Telling) -> Iterator[tuple[float, str | frozenset[str], Collection[str]]]:
        """What each is worth, the meaning, and the stems that have it."""
        yield 1.0, word.meanings[0] if word.meanings else word.stem, [word.stem]
        for meaning in word.meanings:
            yield _MEANT, meaning, meaning
        if not word.code:
            for one in self.counts:
                if one != word.stem and (_is_part(one, word.stem) or _is_part(word.stem, one)):
                    yield _COMPOUND, one, [one]


def _is_part(part: str, word: str) -> bool:
    """Whether a word begins or ends with another one, as Rechnungsadresse does."""
    return len(part) >= _PART and (word.startswith(part) or word.endswith(part))
