"""The list behind a number: the facts themselves, so that it has as many rows as the number says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.facts import FactKind, FiledFacts, ReportFact
from chalicelib.domain.ids import instant_of
from chalicelib.domain.paging import items_of
from chalicelib.domain.reports.days import DAY, Period, Zones
from chalicelib.domain.reports.words import FACTS, Dimension, Measure, Timing, flow, measures, values
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.services.ports import Desk, Room
from chalicelib.services.reports.report import OPEN
from chalicelib.services.reports.summing import MOST_READ, filed_on

_MOST_OF_PAGE = 5_000
"""Items of facts that one page reads: it may be shorter for it, and the list goes on."""
_LISTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number of a report: what it counts, and all that it was narrowed down by. `least` and `below` are seconds by
    that clock."""

    measure: Measure
    by: Dimension | None = None
    value: str = ""
    clock: Timing = Timing.WALL
    least: int | None = None
    below: int | None = None
    weekday: int | None = None
    hour: int | None = None

    def counts(self, fact: ReportFact) -> bool:
        """Return whether the number has that fact in it."""
        return (
            self.measure in measures(fact)
            and (self.by is None or self.value in values(fact, self.by))
            and self._is_long(fact)
            and self.weekday in (None, fact.day.weekday())
            and self.hour in (None, fact.hour)
        )

    def _is_long(self, fact: ReportFact) -> bool:
        if self.least is None and self.below is None:
            return True
        seconds = fact.wall if self.clock is Timing.WALL else fact.business
        if seconds is None:
            return False
        return (self.least or 0) <= seconds and (self.below is None or seconds < self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact, or a ticket that was open at the end of a day, of which `fact` is None. `ticket` is None once it is
    gone; `at` is when it happened, or when the ticket arrived."""

    day: date
    number: int
    at: datetime
    fact: ReportFact | None
    ticket: TicketSummary | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of them, and where the next one begins. `count` is how many there are in all, when that is known."""

    rows: Sequence[Row]
    position: str | None
    count: int | None


def rows(desk: Desk, room: Room, cell: Cell, days: Period, limit: int, after: str | None) -> Rows:
    """Return a page of the facts that a number is made of, the newest days first.

    Raises DeskError `too_many` for what was open at the end of a day too long ago to be found out.
    """
    if cell.measure is Measure.BACKLOG:
        return _open_at(desk, room, days.last, limit, after)
    cells = room.reports.cells(days)
    found: list[Row] = []
    read, (day, offset) = 0, begins(after, days.last)
    while day >= days.first and len(found) < limit and read <= _MOST_OF_PAGE:
        if FACTS in cells.get(day, {}):
            read += cells[day][FACTS]
            of_day = _of_day(room, cell, day)
            taken = of_day[offset : offset + limit - len(found)]
            found += taken
            if offset + len(taken) < len(of_day):
                return Rows(_told(room, found), f"{day}/{offset + len(taken)}", None)
        day, offset = day - DAY, 0
    more = any(FACTS in cells.get(one, {}) for one in Period(days.first, day)) if day >= days.first else False
    return Rows(_told(room, found), f"{day}/0" if more else None, None if more or after else len(found))


def facts_left(filed: Iterable[FiledFacts]) -> Iterator[tuple[str, int, ReportFact]]:
    """Yield the action, the ticket and the fact of all that wasn't taken back, by facts in the order of their actions.
    Of two that are alike the later one was. What an arrival counts as now is one, at the time it came."""
    left: dict[tuple[int, ReportFact], list[str]] = {}
    arrived: dict[int, str] = {}
    for one in filed:
        for fact in one.facts:
            alike = left.setdefault((one.number, _same(fact)), [])
            if fact.kind is FactKind.ARRIVED:
                arrived.setdefault(one.number, one.action_id)
            if fact.sign > 0:
                alike.append(one.action_id)
            elif alike:
                alike.pop()
    for (number, fact), action_ids in left.items():
        for action_id in action_ids:
            yield arrived.get(number, action_id) if fact.kind is FactKind.ARRIVED else action_id, number, fact


def _same(fact: ReportFact) -> ReportFact:
    """What a fact and the one that takes it back have in common."""
    kind = FactKind.ARRIVED if fact.kind is FactKind.REFILED else fact.kind
    return replace(fact, sign=1, kind=kind)


def begins(after: str | None, usual: date) -> tuple[date, int]:
    """Return the day at which a page begins, and how many of its rows were told before."""
    if after is None:
        return usual, 0
    day, _, offset = after.partition("/")
    return date.fromisoformat(day), int(offset)


def _of_day(room: Room, cell: Cell, day: date) -> list[Row]:
    left = (one for one in facts_left(filed_on(room, day, None)) if cell.counts(one[2]))
    rows = [Row(day=day, fact=fact, number=number, at=instant_of(action_id)) for action_id, number, fact in left]
    return sorted(rows, key=lambda row: (row.at, row.number), reverse=True)


def _told(room: Room, found: Sequence[Row]) -> list[Row]:
    """The rows with their tickets as they are now, and with the words of a rating."""
    numbers = list(dict.fromkeys(row.number for row in found))
    tickets = {ticket.number: ticket for ticket in room.tickets.rows(numbers)}
    commented = [row.number for row in found if row.fact and row.fact.commented]
    comments = room.reports.comments(commented) if commented else {}
    return [_with_ticket(row, tickets.get(row.number), comments) for row in found]


def _with_ticket(row: Row, ticket: TicketSummary | None, comments: Mapping[int, str]) -> Row:
    arrived = row.fact is None or row.fact.kind is FactKind.ARRIVED
    comment = comments.get(row.number) if row.fact and row.fact.commented else None
    return replace(row, at=ticket.created_at if arrived and ticket else row.at, ticket=ticket, comment=comment)


def _open_at(desk: Desk, room: Room, day: date, limit: int, after: str | None) -> Rows:
    """What was open at the end of a day: what is open now, less what became so since, and what was until then."""
    zones = Zones.of(room.workspace.hours)
    since = _moved_since(room, Period(day + DAY, zones.day(desk.clock.now())))
    now = set(_open_now(room))
    numbers = sorted(number for number in now | since.keys() if (number in now) - since.get(number, 0) > 0)
    start = int(after or 0)
    shown = numbers[start : start + limit]
    ended = zones.end_of(day)
    found = _told(room, [Row(day=day, number=number, at=ended, fact=None) for number in shown])
    position = str(start + limit) if start + limit < len(numbers) else None
    return Rows([replace(row, day=zones.day(row.at)) if row.ticket else row for row in found], position, len(numbers))


def _moved_since(room: Room, days: Period) -> Mapping[int, int]:
    """By how much each ticket came to be open in these days: 1, 0 or −1, unless it did so on and off."""
    cells = room.reports.cells(days) if days.first <= days.last else {}
    if sum(cell.get(FACTS, 0) for cell in cells.values()) > MOST_READ:
        raise DeskError(
            "too_many", "Too much happened since that day to find out what was open then. Choose a later day."
        )
    moved: Counter[int] = Counter()
    for day in cells:
        for one in filed_on(room, day, None):
            moved[one.number] += sum(map(flow, one.facts))
    return moved


def _open_now(room: Room) -> Iterator[int]:
    wanted = TicketFilter(wanted={"status": frozenset(status.value for status in OPEN)})
    listed = items_of(lambda position: room.tickets.list(wanted, _LISTED, position))
    return (ticket.number for ticket in listed)
