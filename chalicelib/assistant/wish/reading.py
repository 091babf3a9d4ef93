"""The ways to read each clause of a sentence, and the cheapest one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chalicelib.assistant.wish.grammar import Match, matches, phrase, words_of
from chalicelib.assistant.wish.items import FILLERS, UNKNOWN, Who, WishContact, WishItem, makes_sense, meaning
from chalicelib.assistant.wish.lines import WishToken, tokens_of
from chalicelib.assistant.wish.names import Names
from chalicelib.assistant.wish.people import Mention, People
from chalicelib.assistant.wish.slots import Slots

_COSTS = {"says": 1, "object": 3, "pronoun": 2, "reported": 2, "adjective": 2}
"""What goes only with something else is taken last."""


_MOST_TOKENS = 1_500
"""What comes behind so many words and marks is the matter: four thousand characters are seldom a thousand words."""
_HYPHENS = 8
MOST_ITEMS = 30
"""Of one clause. Nobody means more."""


@dataclass(slots=True)
class Clauses:
    """The tokens of a sentence, and how they can be read."""

    text: str
    tokens: Sequence[WishToken]
    people: People
    slots: Slots
    _items: dict[int, list[WishItem]] = field(default_factory=dict)
    _covers: list[tuple[int, WishItem | None]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, names: Names) -> Clauses:
        tokens = tokens_of(text, words_of("title"), words_of("short"))[:_MOST_TOKENS]
        people = People.of(text, tokens, names)
        return cls(text, tokens, people, Slots(tokens, names, people))

    def __post_init__(self) -> None:
        self._covers = self._cheapest()

    def stops(self, at: int) -> bool:
        return at >= len(self.tokens) or bool(self.tokens[at].mark)

    def end_of(self, start: int) -> int:
        """Return where the clause ends that a token stands in."""
        while not self.stops(start):
            start += 1
        return start

    def first(self, start: int) -> WishItem | None:
        """The first item of what makes up everything to the end of a clause."""
        return self._covers[start][1]

    def cover(self, start: int) -> list[WishItem]:
        """The items that make up everything from here to the end of a clause; none when something else stands there."""
        found: list[WishItem] = []
        at = start
        while not self.stops(at):
            item = self._covers[at][1]
            if item is None:
                return []
            found.append(item)
            at = item.end
            if len(found) > MOST_ITEMS:
                return []
        return found if makes_sense(found) else []

    def _cheapest(self) -> list[tuple[int, WishItem | None]]:
        """For each token the first item of the cheapest way to the end of a clause, and what that costs, backwards."""
        never = 1_000_000
        best: list[tuple[int, WishItem | None]] = [(never, None)] * (len(self.tokens) + 1)
        best[len(self.tokens)] = (0, None)
        for at in range(len(self.tokens) - 1, -1, -1):
            if self.tokens[at].mark:
                best[at] = (0, None)
                continue
            for item in self.items(at):
                rest = 0 if self.stops(item.end) else best[item.end][0]
                cost = 1 + item.cost + rest
                if rest < never and cost < best[at][0]:
                    best[at] = (cost, item)
        return best

    def items(self, start: int) -> list[WishItem]:
        """Return what can begin at a token, the longest first."""
        if start not in self._items:
            found = [*self._signed(start), *self._phrases(start), *self._contacts(start), *self._bare_member(start)]
            self._items[start] = sorted(found, key=lambda one: (-one.end, one.cost))
        return self._items[start]

    def _signed(self, start: int) -> Iterator[WishItem]:
        """ "@Ben Ortiz", "#VIP"."""
        sign = self.tokens[start].key
        if sign == "@":
            yield from (WishItem("assign", start, one.end, one.value, one.cost) for one in self.slots.who(start + 1))
        elif sign == "#":
            for end, label in self.slots.labels_at(start + 1):
                yield WishItem("label", start, end, (label,))
            end = start + 2
            while end < min(len(self.tokens), start + _HYPHENS) and self.tokens[end].glued and not self.stops(end):
                end += 1
            unknown = self.people.said(start + 1, min(end, len(self.tokens)))
            if not unknown.isdigit():
                yield WishItem("label", start, end, (unknown,), UNKNOWN)

    def _phrases(self, start: int) -> Iterator[WishItem]:
        for found in matches(self.tokens, start, self.slots):
            kind, value = meaning(found)
            if kind and not self._cut_off(found) and not self._guessed(found):
                loose = found.kind.endswith("_end") or self.tokens[start].key in words_of("joins")
                yield WishItem(kind, start, found.end, value, found.cost + _COSTS.get(kind, kind in FILLERS), loose)

    def _guessed(self, found: Match) -> bool:
        """Whether an unknown name stands where the words around it say too little: "an Kunden", "Kunden bitte"."""
        if found.kind != "assign" or found.cost < UNKNOWN or not isinstance(found.value, Who):
            return False
        first = self.tokens[found.start]
        return first.key in words_of("for") | words_of("towards") or self.text.startswith(found.value.name, first.start)

    def _cut_off(self, found: Match) -> bool:
        """Whether the phrase ends inside a word that is written with a hyphen: "high-resolution"."""
        end = found.end
        if self.stops(end) or not self.tokens[end].glued:
            return False
        return self.text[self.tokens[end - 1].end : self.tokens[end].start] == "-"

    def _contacts(self, start: int) -> Iterator[WishItem]:
        """ "for Maya at Globex", "customer is Maya", "reported by Maya", "Maya"."""
        for kind in ("for", "by", "role", "inside"):
            begin = phrase(kind, self.tokens, start)
            if begin == start:
                continue
            begin = phrase("is", self.tokens, begin) if kind == "role" else begin
            begin = self._past(begin)
            for mention in self.people.at(begin, cued=kind != "inside"):
                if mention.sure or kind != "inside":
                    yield WishItem(
                        "contact", start, mention.end, WishContact(mention, kind), 0 if mention.sure else UNKNOWN
                    )
        for mention in self.people.at(start, cued=False):
            if self._may_stand_alone(mention, start):
                yield WishItem("contact", start, mention.end, WishContact(mention), 1 if mention.sure else 2 * UNKNOWN)

    def _past(self, begin: int) -> int:
        """Past "our customer" and "the", as far as a name follows."""
        for kind in ("role", "article"):
            after = phrase(kind, self.tokens, begin)
            if after > begin and any(one.sure or kind == "role" for one in self.people.at(after, cued=True)):
                begin = after
        return begin

    def _may_stand_alone(self, mention: Mention, start: int) -> bool:
        """A name without a cue: with a capital, or all of it."""
        named = self.tokens[phrase("title", self.tokens, start)] if not self.stops(start) else None
        if named is None or (mention.email and not mention.person and not mention.company):
            return bool(mention.email)
        if not mention.sure:
            return mention.words > 1 and not (mention.email and not mention.person)
        return named.capital or (mention.words > 1 and (mention.whole or bool(mention.company and mention.person)))

    def _bare_member(self, start: int) -> Iterator[WishItem]:
        yield from (WishItem("member", start, end, Who(name)) for end, name in self.slots.whole_members_at(start))
