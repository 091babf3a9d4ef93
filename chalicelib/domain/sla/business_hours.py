"""Business time: how much of it lies between two instants, and which instant comes after so much of it.

An instant is working time when the clock on the wall of the zone shows a minute of one of the weekday's intervals and
the day is no holiday. Nothing else is defined, and what happens at clock changes follows: an hour that is skipped
can't be worked, an hour that is repeated is worked twice, a day that a zone leaves out has no hours.

A span is cut where the zone's offset changes, a few times a year; between two cuts the wall clock runs evenly. So the
price of a span doesn't grow with its minutes. Instants are aware datetimes, of whatever zone; results are UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from chalicelib.domain.errors import invalid
from chalicelib.domain.sla import business_zones as zones
from chalicelib.domain.sla.business_week import WallWeek

HORIZON = timedelta(days=20 * 366)
"""The furthest that hours are looked ahead: an instant beyond these twenty years is never due."""

INTERVALS = 12
HOLIDAYS = 1000
_DAY_END = 24 * 60
_NOT_AN_INTERVAL = "An interval ends after it starts, within one day (00:00–24:00); split a night shift at midnight."
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MICROSECOND = timedelta(microseconds=1)
_LAST = datetime(9990, 1, 1, tzinfo=UTC)


class Interval(NamedTuple):
    """Working time of one day: minutes since midnight on the wall, `end` not included; 1440 is the day's end."""

    start: int
    end: int

    def __str__(self) -> str:
        return "–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in self)


@dataclass(frozen=True, kw_only=True)
class BusinessHours:
    """A workspace's working time. `week` has seven days, Monday first. `always` is 24×7 and looks at nothing else.

    `version` grows with every change, so that a ticket can tell whether its instants were made with these hours.
    `former_zones` are those that the desk had before, each with the instant until which it held; clocks don't care.
    """

    zone: str = "UTC"
    week: tuple[tuple[Interval, ...], ...] = ((),) * 7
    holidays: tuple[date, ...] = ()
    always: bool = False
    version: int = 0
    former_zones: tuple[tuple[datetime, str], ...] = ()

    @property
    def never(self) -> bool:
        """Return whether no week has any working time: then nothing is ever due."""
        return not self.always and not any(self.week)

    @cached_property
    def _wall(self) -> WallWeek:
        return WallWeek.of(self.week, self.holidays)


ALWAYS = BusinessHours(always=True)


def elapsed(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """Business time from `start` to `end`; none when `end` isn't later."""
    first, last = _micros(start), _micros(end)
    if hours.always or last <= first:
        return timedelta(microseconds=max(last - first, 0))
    worked, parts = hours._wall.worked, zones.stretches(hours.zone, first, last)
    return timedelta(microseconds=sum(worked(to + offset) - worked(begin + offset) for begin, to, offset in parts))


def after(hours: BusinessHours, start: datetime, business: timedelta) -> datetime | None:
    """The earliest instant by which `business` has gone by since `start`; None when that is beyond the horizon."""
    if hours.always or business <= timedelta(0):
        return start.astimezone(UTC) + max(business, timedelta(0))
    if hours.never:
        return None
    left, wall, first = business // _MICROSECOND, hours._wall, _micros(start)
    last = min(first + HORIZON // _MICROSECOND, _micros(_LAST))
    for begin, to, offset in zones.stretches(hours.zone, first, last):
        before = wall.worked(begin + offset)
        here = wall.worked(to + offset) - before
        if here >= left:
            reading = wall.reading(before + left, begin + offset, to + offset)
            return zones.EPOCH + timedelta(microseconds=reading - offset)
        left -= here
    return None


def check(hours: BusinessHours) -> BusinessHours:
    """The same hours in order, or a refusal at the field (`week.0.1`: Monday's second interval).

    Hours without any working time are allowed; they are `never`.
    """
    zones.check(hours.zone)
    if len(hours.week) != len(_DAYS):
        raise invalid("week", "A week has seven days, Monday first.")
    for weekday, day in enumerate(hours.week):
        _check_day(weekday, day)
    _check_holidays(hours.holidays)
    week = tuple(tuple(sorted(day)) for day in hours.week)
    return replace(hours, week=week, holidays=tuple(sorted(hours.holidays)))


def _check_day(weekday: int, day: tuple[Interval, ...]) -> None:
    if len(day) > INTERVALS:
        raise invalid(f"week.{weekday}", f"A day may have {INTERVALS} intervals at most.")
    for place, interval in enumerate(day):
        if not 0 <= interval.start < interval.end <= _DAY_END:
            raise invalid(f"week.{weekday}.{place}", _NOT_AN_INTERVAL)
    for (_, one), (place, other) in pairwise(sorted(enumerate(day), key=lambda placed: placed[1])):
        if other.start < one.end:
            raise invalid(f"week.{weekday}.{place}", f"On {_DAYS[weekday]}, {one} and {other} overlap.")


def _check_holidays(holidays: Iterable[date]) -> None:
    seen: set[date] = set()
    for place, holiday in enumerate(holidays):
        if holiday in seen:
            raise invalid(f"holidays.{place}", f"{holiday.isoformat()} is in the list twice.")
        seen.add(holiday)
    if len(seen) > HOLIDAYS:
        raise invalid("holidays", f"There may be {HOLIDAYS} holidays at most.")


def _micros(instant: datetime) -> int:
    return (instant - zones.EPOCH) // _MICROSECOND
