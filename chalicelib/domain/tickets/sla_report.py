"""How a desk kept what it promised, over tickets that came in within some days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import invalid
from chalicelib.domain.sla.clock import Level, Target
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.tickets.timing import is_away
from chalicelib.domain.vocabulary import Priority

DEFAULT_DAYS, LONGEST_DAYS = 30, 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days of a zone, both included."""

    first: date
    last: date
    zone: str

    @property
    def start(self) -> datetime:
        return self._midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return self._midnight(self.last + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One target of many tickets. `missed` counts what is too late already, done or not; `undecided` may still be met.

    `median` is the business time that it took, of all that are done: also where nothing was promised.
    """

    met: int
    missed: int
    undecided: int
    median: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPriority:
    priority: Priority
    tickets: int
    first_response: Kept
    resolution: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaReport:
    """`labels` maps a label's id to how many tickets have it."""

    tickets: int
    priorities: tuple[OfPriority, ...]
    labels: Mapping[str, int]


def period(first: date | None, last: date | None, today: date, zone: str) -> Period:
    """From `first` to `last`, or a refusal at the field. Without them, the thirty days that end with `today`."""
    for name, day in (("from", first), ("to", last)):
        if day and not 2000 <= day.year <= 2999:
            raise invalid(name, "Choose a day of this millennium.")
    last = last or today
    first = first or last - timedelta(days=DEFAULT_DAYS - 1)
    if last < first:
        raise invalid("to" if last != today else "from", "The last day is before the first.")
    if (last - first).days >= LONGEST_DAYS:
        raise invalid("from", f"A report covers {LONGEST_DAYS} days at most.")
    return Period(first=first, last=last, zone=zone)


def report(tickets: Iterable[TicketSummary], days: Period, now: datetime) -> SlaReport:
    """Archived tickets are left out, and so are merged ones: the clock of the primary counts."""
    counted = [one for one in tickets if days.start <= one.created_at < days.end and not is_away(one)]
    labels = Counter(label for ticket in counted for label in ticket.label_ids)
    return SlaReport(
        tickets=len(counted),
        priorities=tuple(_of_priority(priority, counted, now) for priority in Priority),
        labels=dict(labels.most_common()),
    )


def _of_priority(priority: Priority, tickets: Sequence[TicketSummary], now: datetime) -> OfPriority:
    clocks = [ticket.clock for ticket in tickets if ticket.priority is priority]
    return OfPriority(
        priority=priority,
        tickets=len(clocks),
        first_response=_kept([clock.first for clock in clocks], now),
        resolution=_kept([clock.resolution for clock in clocks], now),
    )


def _kept(targets: Sequence[Target], now: datetime) -> Kept:
    promised = [target for target in targets if target.minutes is not None]
    missed = sum(_is_missed(target, now) for target in promised)
    met = sum(target.done_at is not None and not target.missed for target in promised)
    took = [target.took.total_seconds() for target in targets if target.done_at]
    middle = timedelta(seconds=median(took)) if took else None
    return Kept(met=met, missed=missed, undecided=len(promised) - met - missed, median=middle)


def _is_missed(target: Target, now: datetime) -> bool:
    return target.missed if target.done_at else target.level(now) is Level.BREACH
