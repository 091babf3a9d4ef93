"""What is read of the search index for one ticket: pages of the words it tells most by, and of what means the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from chalicelib.assistant.stems import SHORTEST_STEM
from chalicelib.assistant.telling import Telling
from chalicelib.domain.search_terms import Hits

PAGES = 24
"""Read for one ticket, each about half a read unit. A rare word takes one and a common one two, so the more it has of
rare words, the more of them are looked for."""
_BEGINNING = 8
"""Letters that a long word is looked for by: those of Rechnungsadresse find Rechnungen, too."""


class WordPages(Protocol):
    """The page that the index has of a word, see `hits` of the port `Search`."""

    def __call__(self, stem: str, term: str) -> Hits: ...


def read_pages(words: Sequence[Telling], look: WordPages) -> list[Hits]:
    """The pages of the words themselves, then those of their meanings, until it is enough."""
    read: dict[str, Hits] = {}
    left = PAGES
    for beginning, term in _wanted(words, read):
        if left <= 0:
            break
        if not any(hits.whole and beginning.startswith(known) for known, hits in read.items()):
            read[beginning] = look(beginning, term)
            left -= read[beginning].pages
    return list(read.values())


def _wanted(words: Sequence[Telling], read: Mapping[str, Hits]) -> Iterator[tuple[str, str]]:
    """How the words begin that are looked for, and the words. What means the same as a common word tells little."""
    for one in words:
        yield _beginning(one), one.term
        yield from ((f"{other}#", other) for other in one.others)
    for one in words:
        known = read.get(_beginning(one))
        if not one.little and (known is None or known.whole):
            for meant in sorted({stem for meaning in one.meanings for stem in meaning}):
                yield (meant if len(meant) >= SHORTEST_STEM else f"{meant}#"), meant


def _beginning(word: Telling) -> str:
    """How it is looked for; the index has a `#` where a word ends."""
    if word.whole:
        return f"{word.term}#"
    return word.stem[:_BEGINNING] if len(word.stem) > _BEGINNING + 1 else word.stem
