"""The words of a ticket that tell what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.assistant import alike, cues
from chalicelib.assistant.sentences import sentences
from chalicelib.assistant.stems import SHORTEST_STEM, stem
from chalicelib.domain.search_terms import address_in, is_spaceless, runs, terms_in_order, word

WORDS = 14
"""Words of a ticket that are looked for, at most."""
_TITLE, _TEXT = 1.5, 1.0
_CODE = 1.5
LITTLE, _NUMBER = 0.55, 0.6
_LONG_CODE = 4
_TOKEN = re.compile(r"[^\s<>()\[\]{},;:!?\"“”„«»'’|/]+")


@dataclass(frozen=True, slots=True)
class Telling:
    """A word to look for, and how much it tells of this ticket.

    `written` is how the ticket has it, `meanings` the stems that mean the same, and `others` are the terms that must
    stand beside it: a code such as LP-40 is two. `whole` words are looked for as they are.
    """

    stem: str
    term: str
    weight: float
    written: str = ""
    meanings: tuple[frozenset[str], ...] = ()
    others: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.code or (self.stem == self.term and len(self.term) < SHORTEST_STEM) or is_spaceless(self.term)

    @property
    def code(self) -> bool:
        return any(map(str.isdigit, self.term))

    @property
    def little(self) -> bool:
        return alike.tells_little(self.stem)


def telling_words(title: str, texts: Sequence[str], language: str, most: int = WORDS) -> list[Telling]:
    """The words to look for, the most telling first: codes, those of the title, long ones, early ones."""
    found: dict[str, Telling] = {}
    for text, worth in [(title, _TITLE), *((text, _TEXT) for text in texts)]:
        for position, one in enumerate(_words(text, language)):
            weight = one.weight * worth / (1 + position / 60)
            known = found.get(one.stem)
            if known is None or known.weight < weight:
                found[one.stem] = Telling(one.stem, one.term, weight, one.written, one.meanings, one.others)
    return sorted(found.values(), key=lambda one: (-one.weight * (0.5 + min(len(one.term), 9) / 9), one.stem))[:most]


def _words(text: str, language: str) -> Iterator[Telling]:
    said = " ".join(alike.without_courtesy(one) for one in sentences(text))
    for token in _TOKEN.findall(said):
        if "@" in token and address_in(token):
            continue
        parts = [word(run) for run in runs(token)]
        code = _code(token, parts)
        if code:
            yield code
        for part in parts:
            if is_spaceless(part):
                yield from (Telling(pair, pair, 1.0, pair) for pair in terms_in_order(part) if len(pair) > 1)
            elif _tells(part) and not (code and part == code.term):
                stemmed = stem(part)
                weight = _weight(part, stemmed)
                yield Telling(stemmed, part, weight, token.strip(".-"), alike.groups_of(part, language))


def _code(token: str, parts: Sequence[str]) -> Telling | None:
    """A word with a digit in it, such as VF-2203, LP-40 or 7.4.0, found by its part that tells most."""
    digits = [part for part in parts if any(map(str.isdigit, part))]
    version = len(parts) > 2 and "." in token and all(part.isdigit() and len(part) < 4 for part in parts)
    if not digits or not (version or any(letter.isalpha() for letter in token)):
        return None
    main = max(digits, key=len)
    others = () if len(main) >= _LONG_CODE else tuple(part for part in parts if part is not main)[:2]
    if len(main) < 2 and not others:
        return None
    return Telling(main, main, _CODE, token.strip(".-"), (), others)


def _weight(part: str, stemmed: str) -> float:
    if part.isdigit():
        return _NUMBER if len(part) < _LONG_CODE else 1.0
    return LITTLE if alike.tells_little(stemmed) else 1.0


def _tells(term: str) -> bool:
    if term.isdigit():
        return len(term) > 2
    return len(term) > 2 and term not in cues.stop_words()
