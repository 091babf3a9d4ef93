"""Sums of days and weeks: made when a day is over, and read together with what isn't summed up yet.

The cell of a day says how many facts it has. A sum of fewer isn't used: what was counted late, or taken back, is found
by that, whatever was cut off in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.facts import FiledFacts
from chalicelib.domain.paging import items_of
from chalicelib.domain.reports.days import DAY, Period, Zones
from chalicelib.domain.reports.sums import (
    MOST_OF_DAY,
    MOST_OF_WEEK,
    WEEK,
    Rows,
    Sum,
    added,
    cut_to,
    monday,
    stretches,
    weeks,
)
from chalicelib.domain.reports.words import FACTS, Dimension, Tally, tables
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room

MOST_READ = 20_000
"""Items of facts that one report reads where days aren't summed up: a few seconds' worth."""
_PAGE = 500
_MANY = 200
"""Items of facts since a day was last summed up, from which on it is worth doing so."""
Cells = Mapping[date, Tally]


@dataclass(frozen=True, slots=True)
class Summed:
    """A period added up, by the values of a dimension. `cut`: there may be more, and of other values;
    `unfinished`: some days are yet to be summed up, and are left out."""

    rows: Rows
    cut: bool = False
    unfinished: bool = False


def summed(room: Room, dimension: Dimension, period: Period, cells: Cells, most: int = MOST_READ) -> Summed:
    """Return what the facts of a period come to. `cells` has those of all its days."""
    sums = [one for one in _weeks(room, dimension, period) if one.facts == _facts_of(one.first, WEEK, cells)]
    covered = {one.first + number * DAY for one in sums for number in range(WEEK)}
    days = [day for day in period if day not in covered and FACTS in cells.get(day, {})]
    stored = {one.first: one for part in stretches(days) for one in room.reports.sums(dimension, part)}
    unfinished = False
    for day in days:
        one = stored.get(day)
        if one is None or one.facts != _facts_of(day, 1, cells):
            one = _with_newest(room, dimension, day, one, cells[day][FACTS], most)
            unfinished = unfinished or one is None
            most -= one.facts if one else 0
        if one:
            sums.append(one)
    return Summed(added(one.rows for one in sums), any(one.cut for one in sums), unfinished)


def sum_up(_: Desk, room: Room, work: Work) -> Work | None:
    """Sum up a day that is over, the week that ended with it, and the one before, where that isn't."""
    day = date.fromisoformat(work.id)
    room.reports.put_sums(sums_of(day, list(filed_on(room, day, None))))
    today = Zones.of(room.workspace.hours).day(work.at)
    for first in (monday(day), monday(day) - WEEK * DAY):
        if first + WEEK * DAY <= today:
            sum_up_week(room, first)
    return None


def _weeks(room: Room, dimension: Dimension, period: Period) -> Sequence[Sum]:
    whole = weeks(period)
    return room.reports.sums(dimension, Period(whole[0], whole[-1]), weeks=True) if whole else ()


def _facts_of(first: date, days: int, cells: Cells) -> int:
    return sum(cells.get(first + number * DAY, {}).get(FACTS, 0) for number in range(days))


def _with_newest(room: Room, dimension: Dimension, day: date, known: Sum | None, facts: int, most: int) -> Sum | None:
    """A day with what was counted since it was summed up, or all anew where that isn't all; None when it's too much."""
    fresh = Sum(dimension=dimension, first=day, facts=0)
    for begun in (known, fresh) if known and known.until else (fresh,):
        if facts - begun.facts > most:
            return None
        newer = list(filed_on(room, day, begun.until))
        if begun is fresh or begun.facts + _count(newer) >= facts:
            if len(newer) > _MANY:
                _keep_up(room, day, newer, begun)
            return _grown(begun, newer)
    return None


def _keep_up(room: Room, day: date, newer: Sequence[FiledFacts], begun: Sum) -> None:
    """Store what was read, so that the next one reads less, unless somebody else did so meanwhile."""
    stored = room.reports.day_sums(day) if begun.until else {}
    known = [stored.get(one, Sum(dimension=one, first=day, facts=0)) for one in Dimension]
    if all(one.until == begun.until for one in known):
        room.reports.put_sums([_grown(one, newer) for one in known])


def _grown(known: Sum, newer: Sequence[FiledFacts]) -> Sum:
    rows = tables(fact for one in newer for fact in one.facts)[known.dimension]
    until = newer[-1].action_id if newer else known.until
    return replace(known, facts=known.facts + _count(newer), rows=added((known.rows, rows)), until=until)


def sums_of(day: date, filed: Sequence[FiledFacts]) -> list[Sum]:
    """Return what all facts of a day that is over add up to."""
    found = tables(fact for one in filed for fact in one.facts)
    sums = [Sum(dimension=one, first=day, facts=_count(filed), rows=rows) for one, rows in found.items()]
    return [_bounded(one, MOST_OF_DAY) for one in sums]


def sum_up_week(room: Room, first: date) -> None:
    """Sum up the week that begins with a Monday, by what its days say. Where one of those isn't summed up as its cell
    has it, the week is left to another time."""
    days = Period(first, first + (WEEK - 1) * DAY)
    cells = room.reports.cells(days)
    made = []
    for dimension in Dimension:
        known = {one.first: one for one in room.reports.sums(dimension, days)}
        if any(known.get(day) is None or known[day].facts != cell.get(FACTS, 0) for day, cell in _with_facts(cells)):
            return
        made.append(sum_of_week(dimension, first, list(known.values())))
    room.reports.put_sums(made)


def sum_of_week(dimension: Dimension, first: date, days: Sequence[Sum]) -> Sum:
    """Return what the sums of a week's days add up to."""
    week = Sum(
        dimension=dimension,
        first=first,
        days=WEEK,
        facts=sum(one.facts for one in days),
        rows=added(one.rows for one in days),
        cut=any(one.cut for one in days),
    )
    return _bounded(week, MOST_OF_WEEK)


def _with_facts(cells: Cells) -> Iterator[tuple[date, Tally]]:
    return ((day, cell) for day, cell in cells.items() if cell.get(FACTS))


def _bounded(one: Sum, most: int) -> Sum:
    if one.dimension is not Dimension.CONTACT:
        return one
    rows, cut = cut_to(one.rows, most)
    return replace(one, rows=rows, cut=one.cut or cut)


def filed_on(room: Room, day: date, after: str | None) -> Iterator[FiledFacts]:
    """Return the facts of a day, from behind an action on."""
    return items_of(lambda position: room.reports.facts(day, _PAGE, position), after)


def _count(filed: Iterable[FiledFacts]) -> int:
    return sum(len(one.facts) for one in filed)
