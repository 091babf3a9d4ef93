"""Which part of a text to show of a ticket that was found by it, and where the words stand that were looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from chalicelib.domain.search_query import Query
from chalicelib.domain.search_terms import is_spaceless, joined_digits, runs

BEFORE, LENGTH = 40, 160
"""Characters shown before the first hit, and in all."""
_HITS = 20
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an excerpt; `hit` when it is what was looked for."""

    text: str
    hit: bool


def excerpt(text: str, query: Query) -> tuple[Part, ...]:
    """The text around the first hit, in parts that make it up; nothing when there is no hit.

    Blanks and breaks are one space each; where it was cut stands an ellipsis.
    """
    text = " ".join(text.split())
    hits = list(islice(_hits(text, query), _HITS))
    if not hits:
        return ()
    start = _beginning(text, max(0, hits[0][0] - BEFORE), hits[0][0])
    end = min(len(text), max(start + LENGTH, hits[0][1]))
    parts, at = [Part("\u2026", hit=False)] if start else [], start
    for first, last in hits:
        if first < at or last > end:
            continue
        parts += [Part(text[at:first], hit=False), Part(text[first:last], hit=True)]
        at = last
    parts += [Part(text[at:end], hit=False), Part("\u2026" if end < len(text) else "", hit=False)]
    return tuple(part for part in parts if part.text)


def _beginning(text: str, start: int, hit: int) -> int:
    """Of a word, not in its middle."""
    space = text.find(" ", start, hit)
    return space + 1 if start and space >= 0 else start


def _hits(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Where the words are, in the order of the text."""
    queries = [query, query.other] if query.other else [query]
    whole = {term for one in queries for term in (*one.words, *(a for some in one.alike.values() for a in some))}
    begins = tuple(prefix for one in queries for prefix in one.prefixes)
    found = [
        *_words(text, whole, begins),
        *((start, end) for start, end, digits in joined_digits(text) if digits in whole or digits.startswith(begins)),
        *_literally(text, [term for term in (*whole, *begins) if "@" in term or is_spaceless(term)]),
    ]
    yield from sorted(set(found), key=lambda hit: (hit[0], -hit[1]))


def _words(text: str, whole: set[str], begins: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for found in _WORD.finditer(text):
        if any(normalize("NFC", run) in whole or normalize("NFC", run).startswith(begins) for run in runs(found[0])):
            yield found.span()


def _literally(text: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Addresses, and what is written without spaces."""
    for term in terms:
        yield from (found.span() for found in re.finditer(re.escape(term), text, re.IGNORECASE))
