"""What tickets mean to each other and to everything around them, gathered while they are gone through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain.check import Difference, FiledAs, StoredTicket, seal_of
from chalicelib.domain.reports.words import cells
from chalicelib.domain.tickets.counts import move
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets.pointers import addresses_of


@dataclass(frozen=True, slots=True)
class Entered:
    """Of one ticket. `posted` is a sum of what it must be found by, see `sum_of`."""

    merged_into: int | None
    duplicates: tuple[int, ...]
    addresses: frozenset[str]
    contact_id: str | None
    posted: int


@dataclass(slots=True)
class Ledger:
    """All tickets of a workspace by their numbers, and how many there are of each kind. `filed` are the facts of
    actions, whose ticket's they are and their seal, and `counted` what they come to."""

    tickets: dict[int, Entered] = field(default_factory=dict)
    tabs: Counter[str] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    filed: dict[FiledAs, tuple[int, int]] = field(default_factory=dict)
    counted: dict[date, Counter[str]] = field(default_factory=dict)

    def enter(self, stored: StoredTicket, ticket: DescribedTicket, posted: int) -> None:
        """Note a ticket as it must be."""
        self.tickets[stored.number] = Entered(
            ticket.merged_into,
            ticket.duplicates,
            frozenset(addresses_of(ticket)),
            ticket.contact.id if ticket.contact else None,
            posted,
        )
        counted = move(None, ticket.place)
        self.tabs.update(counted.tabs)
        self.members.update(counted.members)

    def enter_facts(self, stored: StoredTicket) -> None:
        """Note what a ticket's actions say to the reports, also where its own item is gone."""
        for action in stored.actions:
            facts = action.facts or ()
            for day in {fact.day for fact in facts}:
                self.filed[day, action.id] = stored.number, seal_of([fact for fact in facts if fact.day == day])
            for day, amounts in cells(facts).items():
                self.counted.setdefault(day, Counter()).update(amounts)

    def missing_duplicates(self) -> Mapping[int, tuple[int, ...]]:
        """Return the primaries that don't list just what was merged into them, each with what they must list. The
        duplicate's pointer counts: everything goes by that."""
        into: dict[int, list[int]] = {}
        for number, entry in sorted(self.tickets.items()):
            if entry.merged_into in self.tickets:
                into.setdefault(entry.merged_into, []).append(number)
        found = {}
        for number, entry in self.tickets.items():
            merged = into.get(number, [])
            if set(merged) != set(entry.duplicates):
                kept = [one for one in entry.duplicates if one in merged]
                found[number] = (*kept, *(one for one in merged if one not in kept))
        return found

    def lost(self) -> Iterator[Difference]:
        """Yield tickets that were merged into one that isn't there, or go round in a circle: nothing says what is
        right."""
        for number, entry in self.tickets.items():
            if entry.merged_into is not None and self._end_of(number) is None:
                yield Difference(where=f"ticket {number}", what="family", told="was merged into what isn't there")

    def _end_of(self, number: int) -> int | None:
        seen: set[int] = set()
        while number in self.tickets and number not in seen:
            seen.add(number)
            following = self.tickets[number].merged_into
            if following is None:
                return number
            number = following
        return None
