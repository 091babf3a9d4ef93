"""Numbers in a model's words: amounts, years and references that it was never given are made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’]\d+)*")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](\d{2,4})")
_CENTS = re.compile(r"[.,]\d{1,2}$")
_NO_CENTS = re.compile(r"[.,]0{1,2}$")
_LONG = 3
"""Digits from which a number is looked for: small ones are counted, and come with any date."""


def made_up(text: str, known: frozenset[str]) -> bool:
    """Return whether a text has a long number that is not among the `known` ones, however either is written."""
    years = {match[1] for match in _DATE.finditer(text)}
    numbers = [*_NUMBER.findall(_DATE.sub(" ", text)), *years]
    return any(_is_long(number) and known.isdisjoint(_as_written(number)) for number in numbers)


def numbers_in(texts: Iterable[str]) -> frozenset[str]:
    """All numbers of some texts, as digits alone; of each group that stands by itself, too."""
    return frozenset(way for text in texts for way in _all(text))


def _all(text: str) -> Iterator[str]:
    for number in _NUMBER.findall(text):
        yield from _ways(number)
        yield from re.findall(r"\d+", number)


def _ways(number: str) -> set[str]:
    """With its cents and without: who read "3,480.50" may say 3480."""
    return {re.sub(r"\D", "", number), re.sub(r"\D", "", _CENTS.sub("", number))}


def _as_written(number: str) -> set[str]:
    """With its cents, and without where they are none: who read 3480 may say "3,480.00", and not "3,480.50"."""
    return {re.sub(r"\D", "", number), re.sub(r"\D", "", _NO_CENTS.sub("", number))}


def _is_long(number: str) -> bool:
    return sum(character.isdigit() for character in number) >= _LONG
