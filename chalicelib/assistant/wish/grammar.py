"""The cues of all languages as one tree of words. A template such as "assign [it|this] to {who}" is a path in it.

All languages are looked for at once: people mix them, and the few phrases that two share mean much the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from chalicelib.assistant.wish.lines import WishToken, keys_of

_FOLDER = Path(__file__).parent / "cues"
LANGUAGES = ("en", "de", "es", "fr")
LEVELS = ("urgent", "high", "medium", "low")
SAYS = ("says", "says_phone", "says_email", "says_chat")
CHANNELS = ("phone", "email", "chat", "portal", "api")


@dataclass(slots=True)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    slots: dict[str, _Node] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot's value, from where it began to `end`. `cost` is how far-fetched it is: 0 for what the desk knows."""

    end: int
    value: object
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of a kind from `start` to `end`, with what stood in its slot."""

    kind: str
    start: int
    end: int
    value: object = None
    cost: int = 0


Slots = Callable[[str, int], Sequence[Filled]]


def matches(tokens: Sequence[WishToken], start: int, slots: Slots) -> list[Match]:
    """Every phrase that begins at a token, the longest first."""
    found: list[Match] = []
    paths: list[tuple[_Node, int, object, int]] = [(tree(), start, None, 0)]
    while paths:
        node, at, value, cost = paths.pop()
        found += [Match(kind, start, at, value, cost) for kind in node.kinds]
        if at < len(tokens) and (following := node.words.get(tokens[at].key)):
            paths.append((following, at + 1, value, cost))
        for name, following in node.slots.items():
            paths += [(following, one.end, one.value, cost + one.cost) for one in slots(name, at)]
    return sorted(found, key=lambda one: -one.end)


def phrase(kind: str, tokens: Sequence[WishToken], start: int) -> int:
    """Return where the longest phrase of a kind, without slots, ends that begins at a token; `start` for none."""
    node, end = _trees().get(kind), start
    for at in range(start, len(tokens) + 1):
        if node is None:
            break
        if node.kinds:
            end = at
        node = node.words.get(tokens[at].key) if at < len(tokens) else None
    return end


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the keys of the phrases of a kind that are of one word."""
    return frozenset(
        keys[0] for language in LANGUAGES for one in _catalogue(language)[kind] if len(keys := keys_of(one)) == 1
    )


@cache
def phrases(kind: str) -> frozenset[str]:
    """Return the phrases of a kind as they are written, in all languages."""
    return frozenset(one for language in LANGUAGES for one in _catalogue(language)[kind])


@cache
def joining(language: str) -> frozenset[str]:
    """Return the words that stand between a person and their company in one language; none of one that isn't known."""
    if language not in LANGUAGES:
        return frozenset()
    return frozenset(keys[0] for one in _catalogue(language)["at"] if len(keys := keys_of(one)) == 1)


@cache
def tree() -> _Node:
    root = _Node()
    for language in LANGUAGES:
        for kind, templates in _catalogue(language).items():
            for template in templates:
                _grow(root, template, kind)
    return root


@cache
def _trees() -> Mapping[str, _Node]:
    found: dict[str, _Node] = {}
    for language in LANGUAGES:
        for kind, templates in _catalogue(language).items():
            for template in templates:
                _grow(found.setdefault(kind, _Node()), template, kind)
    return found


def _grow(root: _Node, template: str, kind: str) -> None:
    for path in _paths(template):
        node = root
        for step in path:
            branches = node.slots if step.startswith("{") else node.words
            node = branches.setdefault(step.strip("{}"), _Node())
        if kind not in node.kinds:
            node.kinds.append(kind)


def _paths(template: str) -> Iterator[list[str]]:
    """The ways to read a template: `[a|b c]` is one of them or nothing, `{who}` a slot."""
    before, bracket, rest = template.partition("[")
    if not bracket:
        yield _steps(template)
        return
    inside, _, after = rest.partition("]")
    for way in ("", *inside.split("|")):
        yield from ([*_steps(before), *_steps(way), *tail] for tail in _paths(after))


def _steps(text: str) -> list[str]:
    return [step for part in text.split() for step in ((part,) if part[0] in "{" else keys_of(part))]


@cache
def _catalogue(language: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return found
