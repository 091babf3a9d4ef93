"""Words of questions and of what may answer them, made comparable: by their stems, and by what they mean in any of our
languages where a help desk speaks of it every day."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from chalicelib.assistant import cues
from chalicelib.assistant.likeness import stem
from chalicelib.domain.search_terms import is_spaceless, terms_in_order

_FOLDER = Path(__file__).parent
_PART = 5
"""Letters that a word needs to be found inside a longer one: "Jacke" in "Regenjacke"."""


@cache
def concept_of(word: str) -> str | None:
    """Return the name of what a folded word means, such as `refund`; None for words that aren't of a desk's every day.

    The longest beginning counts.
    """
    best = max((one for one in _beginnings() if word.startswith(one)), key=len, default=None)
    if best is None or (len(best) < _PART and word != best):
        return None
    return _beginnings()[best]


@cache
def term_of(word: str) -> str:
    """Return what a folded word is compared by."""
    return concept_of(word) or stem(word)


def terms(text: str) -> frozenset[str]:
    """Return what the words of a text are compared by, each once."""
    return frozenset(map(term_of, words(text)))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in their order; of a script without spaces its pairs of signs."""
    spaceless = [term for term in terms_in_order(text) if is_spaceless(term)]
    return [word for word in cues.plain(text).split() if not is_spaceless(word)] + spaceless


def has(term: str, among: frozenset[str]) -> bool:
    """Return whether a term is among others, or is part of one, or one of it, as in compound words."""
    if term in among:
        return True
    long_enough = len(term) >= _PART
    return long_enough and any(len(one) >= _PART and (term in one or one in term) for one in among)


@cache
def _beginnings() -> dict[str, str]:
    found: dict[str, str] = json.loads((_FOLDER / "concepts.json").read_text("utf-8"))
    return {beginning: name for name, beginnings in found.items() for beginning in beginnings.split()}
