"""The counts of tickets, compared with the tickets, and put right while the desk goes on counting.

The counts follow the tickets by actions, each counted once, some time after it was stored. What an action that isn't
counted yet moves is still to come, and no fault. Nobody can look at counts and tickets at one instant; so a count is
believed only when it was the same before all tickets were read and after, and put right only when two such looks agree
and it still is the same.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.tickets.counts import move
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.services.ports import Desk, Room
from chalicelib.services.ports.check import Books
from chalicelib.services.search.index import MARKED_SECONDS, count_action

LOOKS = 6
"""Looks at all tickets, at most: a count that moves during each of them stays as it is, until a quieter hour."""
PAUSE = 2.0
"""Seconds between two looks: what one of them met on its way is there by the next."""
_PAGE = 100
_MEMBER = "member "


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look. `off` is by how much each count is too small, of those that stood still, and `counts` what they were;
    `moved` are the others. `pending` are the actions that aren't counted yet."""

    tickets: int
    counts: Mapping[str, int]
    off: Mapping[str, int]
    moved: frozenset[str]
    pending: tuple[Action, ...]

    @property
    def right(self) -> bool:
        return not (self.off or self.moved or self.pending)

    def __str__(self) -> str:
        off = ", ".join(f"{name} {by:+}" for name, by in self.off.items()) or "none"
        still = f"{len(self.pending)} actions to be counted, {len(self.moved)} counts just changing"
        return f"{self.tickets} tickets, {still}; off: {off}"


@dataclass(slots=True)
class Recount:
    """Looks at the counts of one workspace. `progress` is given each look."""

    desk: Desk
    room: Room
    books: Books
    progress: Callable[[Sighting], None] = lambda _: None
    _all_counted: dict[int, int] = field(default_factory=dict)

    def put_right(self) -> tuple[Mapping[str, int], Sighting]:
        """Count what isn't counted, and add to the counts what two looks found missing. Return what was added, and the
        last look."""
        added: Counter[str] = Counter()
        former = look = self.look()
        for _ in range(LOOKS - 1):
            if look.right:
                break
            for action in look.pending:
                count_action(self.room, action)
            agreed = {name: by for name, by in look.off.items() if former is not look and former.off.get(name) == by}
            if agreed and self._added(look, agreed):
                added.update(agreed)
            time.sleep(PAUSE)
            former, look = look, self.look()
        return added, look

    def look(self) -> Sighting:
        """Compare the counts with the tickets."""
        before, tickets = self._counts(), 0
        must: Counter[str] = Counter()
        pending: list[Action] = []
        for row in self._rows():
            tickets += 1
            must.update(_named(move(None, row.place).tabs, move(None, row.place).members))
            pending += self._uncounted(row)
        for moved in (move(action.was, action.now) for action in pending):
            must.subtract(_named(moved.tabs, moved.members))
        after = self._counts()
        names = sorted(must.keys() | before.keys() | after.keys())
        changing = frozenset(name for name in names if before.get(name, 0) != after.get(name, 0))
        off = {name: must[name] - after.get(name, 0) for name in names if name not in changing}
        look = Sighting(tickets, after, {name: by for name, by in off.items() if by}, changing, tuple(pending))
        self.progress(look)
        return look

    def _counts(self) -> dict[str, int]:
        return _named(*self.room.counters.whole())

    def _rows(self) -> Iterator[TicketSummary]:
        last = self.room.tickets.last_number()
        for first in range(1, last + 1, _PAGE):
            numbers = range(first, min(first + _PAGE, last + 1))
            yield from self.room.ticking.rows(numbers, consistent=True)

    def _uncounted(self, row: TicketSummary) -> list[Action]:
        """The ticket's actions, as far as the row knows of them, that aren't counted though it is known which are."""
        now = self.desk.clock.now()
        if (now - max(row.updated_at, row.last_at)).total_seconds() >= MARKED_SECONDS:
            return []
        if self._all_counted.get(row.number) == row.version:
            return []
        stored = self.books.ticket(row.number)
        moving = [
            action
            for action in (stored.actions if stored else ())
            if action.version <= row.version
            and (now - action.at).total_seconds() < MARKED_SECONDS
            and move(action.was, action.now)
        ]
        counted = self.room.counters.counted([action.id for action in moving])
        if len(counted) == len(moving):
            self._all_counted[row.number] = row.version
        return [action for action in moving if action.id not in counted]

    def _added(self, look: Sighting, amounts: Mapping[str, int]) -> bool:
        """False when somebody counted meanwhile."""
        changes = {name: (look.counts.get(name, 0), by) for name, by in amounts.items()}
        tabs = {name: change for name, change in changes.items() if not name.startswith(_MEMBER)}
        members = {name.removeprefix(_MEMBER): changes[name] for name in changes.keys() - tabs.keys()}
        try:
            self.room.counters.correct(tabs, members)
        except ConflictError:
            return False
        return True


def _named(tabs: Mapping[str, int], members: Mapping[str, int]) -> dict[str, int]:
    """The counts of tabs and members by one name each."""
    return {**tabs, **{_MEMBER + member: by for member, by in members.items()}}
