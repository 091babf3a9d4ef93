"""A page of the reports: its numbers over some days, by day, by what tells tickets apart, and of the days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.facts import FactKind
from chalicelib.domain.reports.days import DAY, Period, Zones, period
from chalicelib.domain.reports.pages import AGES, CONTENTS, Age, Contents, ReportName
from chalicelib.domain.reports.spans import BOUNDS
from chalicelib.domain.reports.words import INTO, OUT, STILL, Dimension, Measure, Tally, Timing, hour_word, span_word
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.tickets.filter import Order, TicketFilter
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Desk, Room
from chalicelib.services.reports.summing import Cells, Summed, summed

OPEN = (Status.OPEN, Status.IN_PROGRESS, Status.WAITING)
MOST_DUE = 25
"""Tickets that are counted of those at risk, or overdue: a list shows the others."""
Spans = Mapping[tuple[FactKind, Timing], Mapping[int, int]]
"""Histograms, by bucket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWish:
    """A page, as somebody asked for it. `only` is the member whose row alone they may see, None for all rows."""

    name: ReportName
    days: Period
    by: Dimension | None
    only: str | None = None

    def shows(self, member_id: str) -> bool:
        """Return whether they may see that something is of that member's doing."""
        return self.only in (None, member_id)

    @property
    def contents(self) -> Contents:
        return CONTENTS[self.name]


@dataclass(frozen=True, slots=True)
class PageNumbers:
    counts: Mapping[Measure, int]
    spans: Spans


@dataclass(frozen=True, slots=True)
class DueNow:
    """Tickets that are open, and so many of them at risk or overdue; `MOST_DUE` may be more."""

    open: int
    at_risk: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A page's numbers. `former` are those of as many days before. `hours` are arrivals by weekday, Monday first, and
    hour. `cut`: rows may lack some; `unfinished`: some days are still being counted."""

    wish: ReportWish
    today: date
    zone: str
    total: PageNumbers
    former: PageNumbers
    days: Sequence[tuple[date, Mapping[Measure, int]]]
    rows: Sequence[tuple[str, PageNumbers]]
    ages: Sequence[tuple[Age, int]] = ()
    due: DueNow | None = None
    hours: Sequence[Sequence[int]] = ()
    cut: bool = False
    unfinished: bool = False


def wished(
    desk: Desk, room: Room, name: ReportName, first: date | None, last: date | None, by: Dimension | None
) -> ReportWish:
    """Return what is asked for. Raises DeskError at `from` or `to`."""
    days = period(first, last, Zones.of(room.workspace.hours).day(desk.clock.now()))
    usual = CONTENTS[name].by
    return ReportWish(name=name, days=days, by=usual if name is ReportName.TEAM else by or usual)


def report(desk: Desk, room: Room, wish: ReportWish) -> Report:
    """Return a page's numbers, each of which the facts behind it add up to."""
    zones = Zones.of(room.workspace.hours)
    today = zones.day(desk.clock.now())
    contents, days = wish.contents, wish.days
    cells = room.reports.cells(_looked_at(days, today, contents))
    whole, before = _in_all(room, contents, days, cells)
    apart = summed(room, wish.by, days, cells) if wish.by else Summed({})
    backlog = _open_now(room) if contents.ages or contents.due or contents.daily else 0
    return Report(
        wish=wish,
        today=today,
        zone=zones.zone,
        total=_numbers(contents, _of_cells(days, cells), whole),
        former=_numbers(contents, _of_cells(days.before, cells), before),
        days=_by_day(contents, days, cells, backlog, today),
        rows=_rows(apart, wish),
        ages=_ages(cells, backlog, today) if contents.ages else (),
        due=_due(desk, room, backlog) if contents.due else None,
        hours=_hours(whole) if contents.hours else (),
        cut=apart.cut,
        unfinished=apart.unfinished,
    )


def _looked_at(days: Period, today: date, contents: Contents) -> Period:
    """All days whose cells a page needs: those asked for and before; since then, to know what was open; what is old."""
    first = days.before.first
    last = max(days.last, today) if contents.daily or contents.ages else days.last
    if contents.ages:
        first = min(first, today - AGES[-1].least * DAY)
    return Period(first, last)


def _in_all(room: Room, contents: Contents, days: Period, cells: Cells) -> tuple[Tally, Tally]:
    """What spans and hours come to, in the days and before them; nothing where a page has neither."""
    if not contents.spans and not contents.hours:
        return {}, {}
    now = summed(room, Dimension.ALL, days, cells)
    before = summed(room, Dimension.ALL, days.before, cells) if contents.spans else Summed({})
    return now.rows.get("", {}), before.rows.get("", {})


def _open_now(room: Room) -> int:
    tabs = room.counters.read(None).tabs
    return sum(tabs.get(status, 0) for status in OPEN)


def _of_cells(days: Period, cells: Cells) -> Tally:
    found: Counter[str] = Counter()
    for day in days:
        found.update(cells.get(day, {}))
    return found


def _numbers(contents: Contents, counts: Tally, words: Tally) -> PageNumbers:
    spans = {
        (kind, clock): {
            bucket: words[word]
            for bucket in range(len(BOUNDS) + 1)
            if (word := span_word(kind, clock, bucket)) in words
        }
        for kind in contents.spans
        for clock in Timing
    }
    return PageNumbers({one: counts.get(one, 0) for one in contents.measures}, spans)


def _by_day(
    contents: Contents, days: Period, cells: Cells, backlog: int, today: date
) -> list[tuple[date, Mapping[Measure, int]]]:
    """Each day's counts, and how many tickets were open at its end: what is open now, less what came since."""
    open_then, still_open = {}, backlog
    for day in reversed(list(Period(days.first, max(days.last, today)))) if contents.daily else ():
        open_then[day] = still_open
        cell = cells.get(day, {})
        still_open -= cell.get(INTO, 0) - cell.get(OUT, 0)
    found: list[tuple[date, Mapping[Measure, int]]] = []
    for day in days:
        counts = {one: cells.get(day, {}).get(one, 0) for one in contents.measures}
        found.append((day, {**counts, Measure.BACKLOG: open_then[day]} if contents.daily else counts))
    return found


def _rows(apart: Summed, wish: ReportWish) -> list[tuple[str, PageNumbers]]:
    """What the page counts of each value; of the team, members see their own row, and all of it."""
    shown = apart.rows
    if wish.by is Dimension.MEMBER and wish.only is not None:
        shown = {wish.only: apart.rows.get(wish.only, {})}
    rows = [(value, _numbers(wish.contents, words, words)) for value, words in shown.items()]
    return [(value, numbers) for value, numbers in rows if value == wish.only or any(numbers.counts.values())]


def _ages(cells: Cells, backlog: int, today: date) -> list[tuple[Age, int]]:
    """Open tickets by the days since they arrived: of those from before the days looked at, what is left."""
    found = []
    for age in AGES[:-1]:
        days = range(age.least, (age.most or 0) + 1)
        found.append((age, sum(cells.get(today - ago * DAY, {}).get(STILL, 0) for ago in days)))
    older = backlog - sum(tickets for _, tickets in found)
    return [*found, (AGES[-1], max(0, older))]


def _due(desk: Desk, room: Room, backlog: int) -> DueNow:
    def number(state: SlaStatus) -> int:
        wanted = TicketFilter(wanted={"sla": frozenset({state.value})}, order=Order.DUE, at=desk.clock.now())
        return len(room.tickets.list(wanted, MOST_DUE, None).items)

    return DueNow(backlog, number(SlaStatus.WARNING), number(SlaStatus.BREACHED))


def _hours(words: Tally) -> list[list[int]]:
    return [[words.get(hour_word(weekday, hour), 0) for hour in range(24)] for weekday in range(7)]


def for_viewer(wish: ReportWish, member_id: str | None, *, sees_all: bool) -> ReportWish:
    """Return the wish of somebody who sees their own row and the sum, unless they see all."""
    return wish if sees_all else replace(wish, only=member_id or "")
