"""What can stand in the slots of a template: members, labels, levels, channels, types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chalicelib.assistant.wish.grammar import CHANNELS, LEVELS, Filled, phrase, words_of
from chalicelib.assistant.wish.items import NOUNS, UNKNOWN, Who
from chalicelib.assistant.wish.lines import WishToken, keys_of
from chalicelib.assistant.wish.names import DeskName, Names
from chalicelib.assistant.wish.people import People

_MOST_LABELS = 20
_EMPHASIS = 3
_FEW = 6
_RANKS = dict(zip("1234", LEVELS, strict=True))
_Ways = dict[str, list[tuple[str, ...]]]
"""Names in keys, by the first key."""


@dataclass(slots=True)
class Slots:
    """The slots' values in one sentence, each looked for once."""

    tokens: Sequence[WishToken]
    names: Names
    people: People
    _known: dict[tuple[str, int], Sequence[Filled]] = field(default_factory=dict)
    _members: _Ways = field(default_factory=dict)
    _labels: _Ways = field(default_factory=dict)
    _whole: frozenset[tuple[str, ...]] = frozenset()

    def __post_init__(self) -> None:
        self._members = _by_first_word(self.names.members, parts=True)
        self._labels = _by_first_word(self.names.labels, parts=False)
        self._whole = frozenset(keys_of(one.name) for one in self.names.members)

    def stops(self, at: int) -> bool:
        return at >= len(self.tokens) or bool(self.tokens[at].mark)

    def _end_of(self, start: int) -> int:
        """Where a clause of a few words ends; somewhere inside of a longer one."""
        end = start
        while not self.stops(end) and end - start < _FEW:
            end += 1
        return end

    def labels_at(self, start: int) -> Iterator[tuple[int, str]]:
        """The labels that are named here: where each ends, and how it is written."""
        yield from self._named(self._labels, start)

    def members_at(self, start: int) -> Iterator[tuple[int, str]]:
        """The same for members, by any part of their names."""
        yield from self._named(self._members, start)

    def whole_members_at(self, start: int) -> Iterator[tuple[int, str]]:
        """The same by whole names of several words."""
        for end, name in self.members_at(start):
            if end - start > 1 and keys_of(name) in self._whole:
                yield end, name

    def __call__(self, name: str, start: int) -> Sequence[Filled]:
        """What a template's slot can hold at a token."""
        if (name, start) not in self._known:
            self._known[name, start] = list(self._fill(name, start)) if not self.stops(start) else ()
        return self._known[name, start]

    def _fill(self, name: str, start: int) -> Iterator[Filled]:
        match name:
            case "who":
                yield from self.who(start)
            case "labels":
                yield from self._label_lists(start)
            case "level":
                yield from self._level(start)
            case "rank":
                if self.tokens[start].key in _RANKS:
                    yield Filled(start + 1, _RANKS[self.tokens[start].key])
            case "via":
                yield from (Filled(end, one) for one in CHANNELS if (end := phrase(one, self.tokens, start)) > start)
            case "type":
                named = ((phrase(kind, self.tokens, start), value) for kind, value in NOUNS.items() if value)
                yield from (Filled(end, value) for end, value in named if end > start)

    def _level(self, start: int) -> Iterator[Filled]:
        begin = start
        for _ in range(_EMPHASIS):
            begin = phrase("very", self.tokens, begin)
        for level in LEVELS:
            if (end := phrase(f"level_{level}", self.tokens, begin)) > begin:
                yield Filled(end, level)

    def who(self, start: int) -> Iterator[Filled]:
        """A member, whoever speaks, nobody, or a name that no member has."""
        if self.stops(start):
            return
        begin = phrase("title", self.tokens, start)
        known = list(self.members_at(begin))
        yield from (Filled(end, Who(name)) for end, name in known)
        if (end := phrase("me", self.tokens, start)) > start:
            yield Filled(end, Who(me=True))
        if (end := phrase("none", self.tokens, start)) > start:
            yield Filled(end, None)
        if not known:
            for one in self.people.at(begin, cued=True):
                name = one.person or one.company
                if name and not (one.person and one.company) and not one.email and self.tokens[begin].capital:
                    yield Filled(one.end, Who(name), UNKNOWN)

    def _label_lists(self, start: int) -> Iterator[Filled]:
        """A label or several, and what is none of the desk's but was called one."""
        at, found = start, list[str]()
        ends: list[Filled] = []
        while len(found) < _MOST_LABELS:
            known = next(self.labels_at(at), None)
            if known is None:
                break
            at, label = known
            found.append(label)
            ends.append(Filled(at, tuple(found)))
            at = self._past_joint(at)
        yield from reversed(ends)
        if not found or (at > ends[-1].end and not self.tokens[at - 1].mark):
            end = self._end_of(at)
            words = [token for token in self.tokens[at:end] if not token.glued]
            if (
                at < end
                and self.stops(end)
                and len(words) <= 2
                and self.tokens[at].key not in words_of("and") | words_of("joins")
            ):
                yield Filled(end, (*found, self.people.said(at, end)), UNKNOWN)

    def _past_joint(self, at: int) -> int:
        """Past the comma, the "and" or both between two labels."""
        if at < len(self.tokens) and self.tokens[at].mark == ",":
            at += 1
        if at < len(self.tokens) and self.tokens[at].key in words_of("and"):
            at += 1
        return at

    def _named(self, ways: _Ways, start: int) -> Iterator[tuple[int, str]]:
        """Where the names end that begin at a token, the longest first, and how they are written."""
        if self.stops(start):
            return
        for way in ways.get(self.tokens[start].key, ()):
            end = start + len(way)
            here = tuple(token.key for token in self.tokens[start:end])
            goes_on = not self.stops(end) and self.tokens[end].glued and self.tokens[end].key != "s"
            if here == way and not goes_on:
                yield end, self.people.said(start, end)


def _by_first_word(named: Sequence[DeskName], *, parts: bool) -> _Ways:
    """The names, by the first of the words that they can be written with, the longest first."""
    ways: set[tuple[str, ...]] = set()
    for one in named:
        keys = keys_of(one.name)
        ways.add(keys)
        if parts:
            ways |= {keys[:end] for end in range(1, len(keys))} | {keys[at:] for at in range(1, len(keys))}
    found: _Ways = {}
    for way in sorted((way for way in ways if way), key=lambda way: (-len(way), way)):
        found.setdefault(way[0], []).append(way)
    return found
