"""Words without their endings."""

from __future__ import annotations

from functools import lru_cache

from chalicelib.domain.search_terms import is_spaceless

SHORTEST_STEM = 4
_SUFFIXES = (
    *("ations", "ation", "ungen", "ments", "ings", "ions", "ment", "ung", "ing", "ies", "ied", "ion", "ers", "ern"),
    *("er", "ed", "es", "en", "em", "e", "s", "y"),
)


@lru_cache(maxsize=8192)
def stem(term: str) -> str:
    """A word without its ending, as far as that is safe in all our languages at once."""
    if is_spaceless(term) or term.isdigit():
        return term
    for suffix in _SUFFIXES:
        if term.endswith(suffix) and len(term) - len(suffix) >= SHORTEST_STEM and not term.endswith("ss"):
            return _undoubled(term[: -len(suffix)])
    return _undoubled(term)


def _undoubled(term: str) -> str:
    """`cancell` as `cancel`: English doubles the last letter before an ending."""
    double = len(term) > SHORTEST_STEM and term[-1] == term[-2] and term[-1] not in "aeiou"
    return term[:-1] if double else term
