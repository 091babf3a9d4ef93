"""Reports taken out: what their numbers count, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.facts import ReportFact
from chalicelib.domain.ids import instant_of
from chalicelib.domain.reports.days import DAY, Period
from chalicelib.domain.reports.pages import Contents
from chalicelib.domain.reports.words import FACTS, measures
from chalicelib.services.ports import Room
from chalicelib.services.reports.rows import Row, begins, facts_left
from chalicelib.services.reports.summing import filed_on

LINES = 2_000


@dataclass(frozen=True, slots=True)
class Lines:
    """Some of them, and where the next begin. `done` are the days that were gone through, those before included."""

    rows: Sequence[Row]
    position: str | None
    done: int


def export(room: Room, contents: Contents, days: Period, after: str | None) -> Lines:
    """Return what the page counts, day by day, LINES at most."""
    cells = room.reports.cells(days)
    first, offset = begins(after, days.first)
    found: list[Row] = []
    for day in Period(first, days.last) if first <= days.last else ():
        of_day = list(_of_day(room, contents, day)) if FACTS in cells.get(day, {}) else []
        taken = of_day[offset : offset + LINES - len(found)]
        found += taken
        done = (day - days.first).days
        if offset + len(taken) < len(of_day):
            return Lines(found, f"{day}/{offset + len(taken)}", done)
        if len(found) == LINES and day < days.last:
            return Lines(found, f"{day + DAY}/0", done + 1)
        offset = 0
    return Lines(found, None, len(days))


def _of_day(room: Room, contents: Contents, day: date) -> Iterator[Row]:
    for action_id, number, fact in facts_left(filed_on(room, day, None)):
        if _counts(fact, contents):
            yield Row(day=day, number=number, at=instant_of(action_id), fact=fact)


def _counts(fact: ReportFact, contents: Contents) -> bool:
    return any(measure in contents.measures for measure in measures(fact))
