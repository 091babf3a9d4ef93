"""Where in a sentence names of contacts may stand, by the words around and by capitals: those are looked up."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.assistant.wish.grammar import SAYS, phrase, words_of
from chalicelib.assistant.wish.lines import WishToken

_NAME_WORDS = 5
_LOWER_WORDS = 2
"""Of a name that is looked up, with capitals and without."""


def candidates(tokens: Sequence[WishToken]) -> list[tuple[int, int]]:
    """The words to look contacts up by, the likeliest to be names first."""
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(tokens):
        weight, end = _weight(tokens, at)
        if weight:
            found.append((weight, at, end))
        at = max(end, at + 1)
    found.sort(key=lambda one: (-one[0], one[1]))
    return [(start, end) for _, start, end in found]


def _weight(tokens: Sequence[WishToken], start: int) -> tuple[int, int]:
    """How likely it is that a name begins here, 0 for not at all, and where it ends."""
    token = tokens[start]
    if token.mark or token.address or not token.key[0].isalpha() or (token.glued and not elided(tokens, start)):
        return 0, start + 1
    if phrase("title", tokens, start) > start:
        return 0, start + 1
    end = _end_of_name(tokens, start)
    cue = _cue_before(tokens, start)
    first = start == 0 or bool(tokens[start - 1].mark)
    if not token.capital:
        small = words_of("article") | words_of("noun") | words_of("me") | words_of("pronoun")
        lone = first and start + 1 < len(tokens) and phrase("at", tokens, start + 1) > start + 1
        said = first and end < len(tokens) and any(phrase(kind, tokens, end) > end for kind in SAYS)
        sought = token.key not in small and (cue > 1 or lone or said)
        return (2 if cue > 2 or lone else 1, end) if sought else (0, start + 1)
    alone = end >= len(tokens) or bool(tokens[end].mark)
    speaks = any(phrase(kind, tokens, end) > end for kind in ("does", *SAYS, "at"))
    weight = max(cue + 1 if cue else 0, 3 if first and (alone or speaks) else 0, 2 if first else 0)
    return (weight, end) if weight else (0, start + 1)


def _end_of_name(tokens: Sequence[WishToken], start: int) -> int:
    """Where a name ends at the latest: with its capitals, or without any after two words."""
    capital, end = tokens[start].capital, start + 1
    most = _NAME_WORDS if capital else _LOWER_WORDS
    while end < len(tokens) and end - start < most and not tokens[end].mark and not tokens[end].address:
        goes_on = tokens[end].glued or tokens[end].capital if capital else phrase("at", tokens, end) == end
        if not goes_on:
            break
        end += 1
    return end


def _cue_before(tokens: Sequence[WishToken], start: int) -> int:
    """How strongly the words before say that somebody follows: 3 for "customer", 2 for "for", 1 for "at"."""
    for kinds, weight in ((("title", "role", "firm"), 3), (("for", "by"), 2), (("at", "inside"), 1)):
        for width in range(1, 5):
            begin = start - width
            if begin < 0:
                break
            for kind in kinds:
                end = phrase(kind, tokens, begin)
                if end == start or (end > begin and _only_link(tokens, end, start)):
                    return weight
    return 0


def _only_link(tokens: Sequence[WishToken], begin: int, end: int) -> bool:
    """Whether nothing but "is", a colon or an article stands there."""
    linked = phrase("is", tokens, begin)
    return max(linked, phrase("article", tokens, linked)) == end


def elided(tokens: Sequence[WishToken], at: int) -> bool:
    """Return whether an article without its vowel stands before, as in "l'Atelier"."""
    return at > 0 and tokens[at - 1].key in ("l", "d") and not tokens[at - 1].mark
