"""The sentences of a ticket that have the words of a question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.assistant import cues
from chalicelib.assistant.asking.question import Inquiry
from chalicelib.assistant.asking.terms import has, term_of, terms, words
from chalicelib.assistant.facts.saying import Said

MOST = 3
ENOUGH = 0.75
"""The share of a question's words, a rare one counting more, that a sentence needs to be shown as an answer."""
_NEARLY = 0.75
_LITTLE = 3
"""Letters of a word that says little when nobody else has it: "lie" in "Where does it lie?"."""
_NEAR = 0.35
"""How much a word counts that stands in the sentence before or behind."""
_NAME = re.compile(r"[\"“„«(]?[^\W\d_a-zß-ÿ]")
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"\b(?=\w*\d)[A-Za-z]*[-\w]*\d{2,}|\d+[.,]\d+|\d{3,}")
_VERSION = re.compile(r"\d+\.\d+|\b\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may answer, and the share of the question's words that it has."""

    said: Said
    share: float


def passages(talk: Sequence[Said], question: Inquiry, enough: float = ENOUGH) -> list[Passage]:
    """Return the sentences that have enough of the words and are of the kind asked for, the best first."""
    if not question.about:
        return []
    inside = [terms(one.text) for one in talk]
    weights = _weights(question, inside)
    fits = _fitting(question)
    found = []
    for place, one in enumerate(talk):
        share = _share(question, weights, inside, place, talk)
        if share >= enough and fits(one):
            found.append(Passage(one, share))
    best = max((one.share for one in found), default=0.0)
    good = [one for one in found if one.share >= _NEARLY * best]
    return sorted(good, key=lambda one: -one.share)[:MOST]


def _weights(question: Inquiry, inside: Sequence[frozenset[str]]) -> dict[str, float]:
    """A term that few sentences have counts more; one that none has counts most, unless it is a little word."""
    every = len(inside) + 1
    having = {term: sum(has(term, words) for words in inside) for term in question.about}
    known = {term: math.log(1 + every / count) for term, count in having.items() if count}
    unknown = max(known.values(), default=1.0)
    return {term: known.get(term, unknown if len(term) > _LITTLE else unknown / 2) for term in question.about}


def _share(
    question: Inquiry,
    weights: dict[str, float],
    inside: Sequence[frozenset[str]],
    place: int,
    talk: Sequence[Said],
) -> float:
    own = inside[place]
    near: frozenset[str] = frozenset()
    for other in (place - 1, place + 1):
        if 0 <= other < len(talk) and talk[other].turn == talk[place].turn:
            near |= inside[other]
    if not any(has(term, own) for term in question.about):
        return 0.0
    worth = sum(
        weight if has(term, own) else _NEAR * weight if has(term, near) else 0.0 for term, weight in weights.items()
    )
    return worth / sum(weights.values())


def _fitting(question: Inquiry) -> Callable[[Said], bool]:
    """What a sentence must hold to answer at all: a number for "how much", a day for "when"."""
    valued = question.asks("amount", "many", "number", "code", "version")
    needed: list[Callable[[Said], bool]] = [lambda one: valued or not (one.asks or one.has("demand"))]
    if question.asks("how") and not question.asks("amount", "many"):
        needed.append(lambda one: one.ours)
    if question.asks("by_when") and question.theirs:
        needed.append(lambda one: not one.ours)
    if question.asks("amount", "many"):
        needed.append(_counts)
    if question.asks("number", "code"):
        needed.append(lambda one: _CODE.search(one.text) is not None)
    if question.asks("version"):
        needed.append(lambda one: _VERSION.search(one.text) is not None)
    if question.asks("when", "due", "since"):
        needed.append(_dates)
    if question.asks("name") or (len(question.about) == 1 and question.asks("which") and not valued):
        needed.append(lambda one: any(_is_specified(term, one) for term in question.about))
    return lambda one: all(check(one) for check in needed)


def _is_specified(term: str, one: Said) -> bool:
    """Whether a sentence says which: a name or a number stands right behind the word, or behind its "is"."""
    spelt = one.text.split()
    for place, word in enumerate(spelt):
        plain = words(word)
        if plain and has(term, frozenset(map(term_of, plain))):
            behind = spelt[place + 1 : place + 4]
            if one.language == "de" and behind and not _DIGIT.search(behind[0]):
                behind = behind[1:] if cues.spoken("is", "de", behind[0]) else []
            if any(_NAME.match(each) or _DIGIT.search(each) for each in behind):
                return True
    return False


def _counts(one: Said) -> bool:
    return _DIGIT.search(one.text) is not None or one.has("numerals")


def _dates(one: Said) -> bool:
    kinds = ("soon", "since_when", "ever_since", "dated", "day")
    return any(one.has(kind) for kind in kinds) or cues.has("months", one.text)
