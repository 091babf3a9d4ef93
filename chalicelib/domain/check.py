"""Taking stock of a workspace: all that is stored of it, to be compared with what follows from its actions and
messages.

Those are only ever added. Whatever else there is can be derived from them, or from what they changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from hashlib import sha256
from operator import xor

from chalicelib.domain.events import Action
from chalicelib.domain.facts import ReportFact
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.tickets.ticket import DescribedTicket

FiledAs = tuple[date, str]
"""Where an action's facts lie: on which day, and under which action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTicket:
    """The partition of one ticket. `ticket` is None where its own item is gone; `terms` are those that each source was
    indexed by, without the ones that somebody is at; `stale` the attributes of its item, keys of indexes most of them,
    that don't follow from the others."""

    number: int
    ticket: DescribedTicket | None
    entries: Sequence[Said | Action]
    terms: Mapping[str, frozenset[str]]
    stale: Sequence[str] = ()

    @property
    def actions(self) -> list[Action]:
        """Return its actions, in the order in which they were stored."""
        found = [entry for entry in self.entries if isinstance(entry, Action)]
        return sorted(found, key=lambda action: (action.version, action.id))


@dataclass(slots=True)
class Stock:
    """Everything else of a workspace. `addresses` are whose each address is, `pointers` the tickets that it is on;
    `posted` is of each ticket the sum (see `sum_of`) of what it is found by, `terms` are all terms that tickets are
    found by, and `words` those the dictionary has; `inboxes` are each entry by whose it is and its id. `filed` are the
    facts of actions by their days, and `cells` what is told of those days."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    pointers: dict[str, set[int]] = field(default_factory=dict)
    posted: dict[int, int] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    inboxes: dict[tuple[str, str], int] = field(default_factory=dict)
    filed: dict[FiledAs, int] = field(default_factory=dict)
    cells: dict[date, Counter[str]] = field(default_factory=dict)
    newest_number: int = 0


def sum_of(posted: Iterable[str]) -> int:
    """Return a number that two sets share only if they are the same: sets themselves would fill the memory."""
    return reduce(xor, (int.from_bytes(sha256(one.encode()).digest()[:8]) for one in posted), 0)


def seal_of(facts: Sequence[ReportFact]) -> int:
    """Return a number that two sequences of facts share only if they are the same."""
    return sum_of([repr(tuple(facts))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that is otherwise than it must be. `where` names it for people (`ticket 42`, `contact c_…`), `what` is
    one word for its kind, `told` says how it is and how it should be, without anything that somebody wrote."""

    where: str
    what: str
    told: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.told}"
