"""Finding the tickets that have several terms: sorted lists of numbers, leaping over one another from the newest down.

Every list answers one question, `seek`: which is the highest of its numbers up to a given one? A list that doesn't have
a number sends all the others to its own next one, so what a search reads is set by its rarest term.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.storage.table import keys as k
from chalicelib.storage.table.reading import Range, query

HIGHEST = 9_999_999_999
PAGE, _PAGE_BYTES = 64, 4096
"""Postings one query reads, if they are no more than what half a read unit pays for."""
_KINDS = 7
"""Postings of one ticket: a page has more than these, so that it gets to another."""
_POSTING_BYTES = 27
"""Of a posting beside its partition and its term: the names and values of what else it has."""

MOST_QUERIES = 32
"""Pages one request reads: 16 units. They are more than there are lists, so that every request gets on."""


@dataclass(slots=True)
class Budget:
    """The pages that may yet be read. `spent` says that one was refused, so answers are only upper bounds by now.

    `kinds` are those that each ticket's postings had, in whatever was read.
    """

    left: int = MOST_QUERIES
    spent: bool = False
    kinds: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self) -> bool:
        """Take one page from the budget; False when there is none left."""
        if self.left <= 0:
            self.spent = True
            return False
        self.left -= 1
        return True


class Numbers(Protocol):
    def seek(self, number: int) -> int:
        """The highest number not above `number`, 0 when there is none."""
        ...

    def reach(self, start: int) -> int:
        """Return the number that one page from `start` reaches down to: the lower, the rarer these numbers are."""
        ...


def postings_of_a_page(partition: str, beginning: str) -> int:
    """The postings that half a unit pays for: fewer where names and words are long."""
    each = len(partition.encode()) + len(beginning.encode()) + _POSTING_BYTES
    return min(PAGE, max(_KINDS + 1, _PAGE_BYTES // each))


@dataclass(slots=True)
class Postings:
    """The tickets that have one term, in a source of a kind that may be seen."""

    part: Range
    kinds: frozenset[str]
    budget: Budget
    _loaded: list[int] = field(default_factory=list)
    _unread: int = HIGHEST

    @classmethod
    def of(cls, keys: k.Keys, term: str, kinds: frozenset[str], budget: Budget) -> Postings:
        return cls(Range(keys.postings(term), k.joined(term, "")), kinds, budget)

    @property
    def _page(self) -> int:
        return postings_of_a_page(self.part.pk, self.part.prefix)

    def reach(self, start: int) -> int:
        self.seek(start)
        return self._unread

    def known(self, number: int) -> int:
        """The answer to `seek` as far as it needs no reading, else 0."""
        while self._loaded and self._loaded[-1] > number:
            self._loaded.pop()
        return self._loaded[-1] if self._loaded else 0

    def seek(self, number: int) -> int:
        while not self.known(number) and self._unread:
            if not self.budget.take():
                return min(number, self._unread)
            self._load(min(number, self._unread))
        return self.known(number)

    def _load(self, start: int) -> None:
        """Read the page from ticket `start` down. The last ticket of a page is read again: it may be there in part."""
        raw = query(self.part, self._page, after=f"{k.padded(start)}~", newest_first=True, inclusive=True)
        found = [item["sk"]["S"].removeprefix(self.part.prefix).partition(k.SEPARATOR) for item in raw.items]
        seen = {int(number) for number, _, kind in found if kind in self.kinds}
        for number, _, kind in found:
            if kind in self.kinds:
                self.budget.kinds[int(number)].add(kind)
        self._loaded = sorted(seen)
        self._unread = int(k.cut(raw.last)[0]) if raw.last else 0


@dataclass(slots=True)
class AnyOf:
    """The tickets that have any of several terms. Each comes with a number that it has no newer ticket than.

    They stand in the order of that number, and a list is not read before it matters.
    """

    lists: Sequence[tuple[int, Postings]]

    def reach(self, start: int) -> int:
        """Asked last, when the other lists say where it matters: nothing is read for this."""
        return start

    def seek(self, number: int) -> int:
        best = max((postings.known(number) for _, postings in self.lists), default=0)
        for newest, postings in self.lists:
            if best == number or newest <= best:
                break
            best = max(best, postings.seek(number))
        return best


@dataclass(slots=True)
class Either:
    """The tickets that any of some lists has: a word in all its spellings, or two ways to say one thing."""

    lists: Sequence[Numbers]

    def reach(self, start: int) -> int:
        return max(numbers.reach(start) for numbers in self.lists)

    def seek(self, number: int) -> int:
        best = 0
        for numbers in self.lists:
            best = max(best, numbers.seek(number))
            if best == number:
                break
        return best


@dataclass(slots=True)
class Together:
    """The tickets that all of some lists have."""

    lists: Sequence[Numbers]

    def reach(self, start: int) -> int:
        return min(numbers.reach(start) for numbers in self.lists)

    def seek(self, number: int) -> int:
        while number:
            lowest = min(numbers.seek(number) for numbers in self.lists)
            if lowest == number:
                break
            number = lowest
        return number


@dataclass(slots=True)
class Matches:
    """The numbers that all lists have, from `at` down; `at` is where to go on, 0 at the end."""

    lists: list[Numbers]
    budget: Budget
    at: int

    def __iter__(self) -> Iterator[int]:
        """Ends when there is no more, or when the budget is spent."""
        self.lists.sort(key=lambda numbers: numbers.reach(self.at))
        while self.at:
            highest = min(self.at, self._highest())
            if self.budget.spent:
                self.at = highest
                return
            if highest == self.at:
                self.at -= 1
                yield highest
            else:
                self.at = highest

    @property
    def units(self) -> float:
        return (MOST_QUERIES - self.budget.left) / 2

    def kinds(self, number: int) -> Set[str]:
        return self.budget.kinds[number]

    @property
    def position(self) -> str | None:
        return str(self.at) if self.at else None

    def _highest(self) -> int:
        """`at` if all lists have it, else a lower number that nothing is above."""
        for numbers in self.lists:
            number = numbers.seek(self.at)
            if number < self.at:
                return number
        return self.at
