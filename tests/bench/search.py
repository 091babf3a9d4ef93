"""What finding tickets costs among 10,000 and 100,000 of them, and whether what is found is right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import quote

from chalicelib.storage.search.find import EXPANDED, EXPANDED_ALONE
from tests.bench import data_sets, texts
from tests.bench.results import Section
from tests.bench.scale import REQUESTS, Comparison, Request
from tests.bench.scenes import Day

SMALL, LARGE = 10_000, 100_000
TOLERANCE = 0.15
MOST_UNITS = 30
PAGE = 25

TEXT = f"""

A first page of a search has {PAGE} tickets, and may take {MOST_UNITS} units. The last word is looked for as a
beginning, as always. What is found is compared with a plain scan of all texts: the same tickets, the newest first. Of
the hundreds of words that begin with the same two letters, the {EXPANDED_ALONE} are looked for that were most likely
written last ({EXPANDED} beside other words): there, what is found has to match and to come in order, and may leave
out tickets whose only such word is a rare one."""

SEARCHES: dict[str, str] = {
    "a rare word": texts.RARE,
    "a common word": texts.common(8),
    "two common words": f"{texts.common(8)} {texts.common(12)}",
    "three words, one of them rare": f"{texts.common(2)} {texts.RARE} {texts.common(1)}",
    "three letters": texts.common(8)[:3],
    "a word and three letters": f"{texts.common(8)} {texts.common(12)[:3]}",
    "two letters of hundreds of words": "ta",
    "an address": "maya77@northpier.example",
    "a word that nobody wrote": "zzyzx",
}


def measure() -> Section:
    requests = {**REQUESTS, **{f"search: {name}": _search(text) for name, text in SEARCHES.items()}}
    section = Comparison("Search, tabs and filters at 100,000", SMALL, LARGE, TOLERANCE, requests).measure()
    dear = [
        f"{name}: {units:g} units, more than {MOST_UNITS}"
        for name, *figures in section.rows
        for units in figures[::2]
        if str(name).startswith("search") and isinstance(units, float | int) and units > MOST_UNITS
    ]
    return replace(section, text=section.text + TEXT, broken=[*section.broken, *dear])


def _search(text: str) -> Request:
    """A request that fails when it doesn't find what a plain scan finds."""

    def ask(day: Day, tickets: int) -> None:
        found = [ticket["number"] for ticket in day.list(f"?q={quote(text)}")]
        ages = _scanned(text, tickets)
        expected = [tickets - age for age in ages[:PAGE]]
        if _has_few_words(text):
            assert found == expected, f"“{text}” at {tickets}: found {found}, there are {expected}"
        else:
            assert found == sorted({tickets - age for age in ages}.intersection(found), reverse=True)
            assert len(found) == PAGE

    return ask


def _has_few_words(text: str) -> bool:
    """Whether a search looks for all the words that begin as its last one does."""
    *others, beginning = text.split()
    return sum(word.startswith(beginning) for word in texts.vocabulary()) <= (EXPANDED if others else EXPANDED_ALONE)


@cache
def _scanned(text: str, tickets: int) -> Sequence[int]:
    """The ages of the tickets that have every word of `text`, the last one as a beginning: several pages of them."""
    *words, beginning = text.split()
    found: list[int] = []
    for age, has in enumerate(_all_words(tickets)):
        if has.issuperset(words) and any(word.startswith(beginning) for word in has):
            found.append(age)
            if len(found) == 40 * PAGE:
                break
    return found


def _all_words(tickets: int) -> Iterator[frozenset[str]]:
    """What each ticket says, the newest first: its words, and the customer's address as a whole."""
    for age in range(tickets):
        said = f"{texts.title(age)} {texts.description(age)} {data_sets.customer(age)}"
        yield frozenset([*re.findall(r"\w+", said.lower()), *said.lower().split()])
