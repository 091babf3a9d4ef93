"""What the reports count of the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from chalicelib.domain.events import Action
from chalicelib.domain.facts import FiledFacts
from chalicelib.domain.reports.days import DAY, Zones
from chalicelib.domain.reports.facts import facts_of
from chalicelib.domain.reports.sums import WEEK, Sum, monday
from chalicelib.domain.reports.words import Dimension, cells
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.reports.summing import sum_of_week, sums_of
from chalicelib.storage.reports.reports import Reports, cell_record, sum_record
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.records import Item


class Counted:
    """The facts of what was decided, and what they come to. Days `before` one are over and summed up; on later ones
    more is counted."""

    def __init__(self, keys: k.Keys, zones: Zones, before: date) -> None:
        self._keys, self._zones, self._before = keys, zones, before
        self._cells: dict[date, Counter[str]] = {}
        self._days: dict[date, list[FiledFacts]] = {}

    def action(self, decision: Decision[Ticket]) -> Action | None:
        """Return what is stored of a decision: its action with the facts that it has, which are counted here."""
        if decision.action is None or _is_the_time_alone(decision):
            return decision.action
        facts = facts_of(decision, self._zones)
        for day, amounts in cells(facts).items():
            self._cells.setdefault(day, Counter()).update(amounts)
        return replace(decision.action, facts=facts)

    def file(self, action: Action) -> Iterator[Item]:
        """Return what is stored of an action's facts, day by day."""
        facts = action.facts or ()
        for day in sorted({fact.day for fact in facts}):
            of_day = tuple(fact for fact in facts if fact.day == day)
            self._days.setdefault(day, []).append(FiledFacts(action.id, action.number, of_day))
            yield Reports(self._keys).record(day, action, of_day)

    def items(self) -> Iterator[Item]:
        """Return what is stored of all facts together."""
        for day, amounts in self._cells.items():
            yield cell_record(self._keys, day, amounts)
        sums = [one for day, filed in sorted(self._days.items()) for one in self._sums(day, filed)]
        for one in (*sums, *self._weeks(sums)):
            yield sum_record(self._keys, one)

    def _sums(self, day: date, filed: list[FiledFacts]) -> list[Sum]:
        return sums_of(day, filed) if day < self._before else []

    def _weeks(self, sums: list[Sum]) -> Iterator[Sum]:
        found: dict[tuple[Dimension, date], list[Sum]] = {}
        for one in sums:
            found.setdefault((one.dimension, monday(one.first)), []).append(one)
        for (dimension, first), days in found.items():
            if first + WEEK * DAY <= self._before:
                yield sum_of_week(dimension, first, days)


def _is_the_time_alone(decision: Decision[Ticket]) -> bool:
    """Whether nobody did anything: of a time that is over reports are told nothing."""
    return decision.before is not None and decision.before.version == decision.ticket.version
