"""A question taken apart: what kinds of thing it asks for, and which words it asks about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.assistant import cues
from chalicelib.assistant.asking.terms import term_of, words
from chalicelib.assistant.case import Inside

_FOLDER = Path(__file__).parent
KINDS = (
    *("promised", "tried", "wanting", "outstanding", "who", "last_answered", "last_writer", "since", "due", "before"),
    *("similar", "ended", "cause", "wanted", "mood", "next", "status", "priority", "type", "labels", "channel"),
    *("customer", "email", "opened", "amount", "many", "when", "person", "code", "version", "number", "other"),
    *("how", "name", "which", "by_when", "about", "where"),
)
_LONGEST = 400
"""Characters of a question that count: what comes behind is hardly part of it."""
_REFERENCE = re.compile(r"\b[A-Za-z]{2,5}-\d{3,6}\b")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`kinds` are what it asks for, `about` the terms of the words that no kind explains.

    `numbers` are phrases such as "order number". `theirs` and `ours` say whose acts are meant, as far as that is said;
    `foreign`: it is in another language than the ticket, so that its words needn't be found there.
    """

    text: str
    language: str
    kinds: frozenset[str]
    about: tuple[str, ...]
    theirs: bool
    ours: bool
    foreign: bool
    references: frozenset[str]
    numbers: tuple[str, ...]

    def asks(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


def taken_apart(text: str, inside: Inside, talk_language: str) -> Inquiry:
    """Return what a question asks for."""
    asked = text[:_LONGEST]
    language = _language(asked, talk_language)
    found = {kind: _spoken(kind, language, asked) for kind in KINDS}
    explained = {word for phrases in found.values() for phrase in phrases for word in phrase.split()}
    people = _names(inside)
    left = [word for word in words(asked) if word not in explained | people | _noise()]
    plain = set(words(asked))
    return Inquiry(
        text=asked,
        language=language,
        kinds=frozenset(kind for kind, phrases in found.items() if phrases),
        about=tuple(dict.fromkeys(term_of(word) for word in left if len(word) > 1 or word.isdigit())),
        theirs=bool(plain & (_side("theirs", language) | _parts(inside.case.customer))),
        ours=bool(plain & (_side("ours", language) | (people - _parts(inside.case.customer)))),
        foreign=language != talk_language,
        numbers=tuple(found["number"]),
        references=frozenset(match[0].upper() for match in _REFERENCE.finditer(asked)),
    )


def _language(asked: str, otherwise: str) -> str:
    """By the words that questions are made of, which are more than the little words of a language."""
    plain = words(asked)
    hits = {one: sum(word in _noise(one) for word in plain) for one in cues.LANGUAGES}
    best = max(hits, key=lambda one: (hits[one], one == otherwise))
    return best if hits[best] else otherwise


def _spoken(kind: str, language: str, asked: str) -> list[str]:
    """In the question's language; of a question of one or two words in any."""
    if len(words(asked)) > 2:
        return cues.spoken(kind, language, asked, _FOLDER)
    return [phrase for one in cues.LANGUAGES for phrase in cues.spoken(kind, one, asked, _FOLDER)]


@cache
def _noise(language: str | None = None) -> frozenset[str]:
    languages = (language,) if language else cues.LANGUAGES
    return frozenset(
        word for one in languages for phrase in cues.phrases("noise", one, _FOLDER) for word in phrase.split()
    )


@cache
def _side(name: str, language: str) -> frozenset[str]:
    return frozenset(cues.phrases(name, language, _FOLDER))


def _names(inside: Inside) -> frozenset[str]:
    """The parts of the names of all who take part: whoever names them asks about what they did."""
    people = {one.author.name for one in inside.case.messages} | {one.author.name for one in inside.notes}
    return frozenset().union(*map(_parts, (*people, inside.case.customer, inside.case.assignee)))


def _parts(name: str) -> frozenset[str]:
    return frozenset(part for part in words(name) if len(part) > 1)
