"""The business hours as an admin writes them down: a week, holidays of a country, days of the desk's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from chalicelib.domain.errors import invalid
from chalicelib.domain.sla.business_hours import BusinessHours, Interval, check

OWN_HOLIDAYS = 100
FORMER_ZONES = 50
"""Moves that are remembered."""
DAYS = 7
COMPUTED = {"derived": True}


class Holiday(NamedTuple):
    """A day without working hours; `date` is such as `2026-12-24`."""

    date: str
    name: str = ""


class FormerZone(NamedTuple):
    """A zone that the desk had, and the instant until which its days were those of that zone, in ISO 8601."""

    until: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """`always` is 24×7 and looks at nothing else. `week` has a tuple of intervals such as `09:00-12:30` for each day,
    Monday first. `public_holidays` are those of the country, and of its region, worked out when this was saved.

    `version` grows with every change of the hours. `former_zones` are what reports go by for days of the past.
    """

    zone: str = "UTC"
    always: bool = True
    week: tuple[tuple[str, ...], ...] = ((),) * DAYS
    country: str | None = None
    region: str | None = None
    holidays: tuple[Holiday, ...] = ()
    public_holidays: tuple[Holiday, ...] = field(default=(), metadata=COMPUTED)
    former_zones: tuple[FormerZone, ...] = field(default=(), metadata=COMPUTED)
    version: int = field(default=0, metadata=COMPUTED)

    @property
    def name(self) -> str:
        return self.zone

    @cached_property
    def hours(self) -> BusinessHours:
        """Return the hours that clocks go by. A day that is in both lists of holidays is free once."""
        days = sorted({holiday.date for holiday in (*self.holidays, *self.public_holidays)})
        return BusinessHours(
            zone=self.zone,
            week=_intervals(self.week),
            holidays=tuple(map(date.fromisoformat, days)),
            always=self.always,
            version=self.version,
            former_zones=tuple((datetime.fromisoformat(one.until), one.zone) for one in self.former_zones),
        )


def checked(schedule: Schedule) -> Schedule:
    """The same in order, or a refusal at the field: `week.0.1` is Monday's second interval."""
    if len(schedule.holidays) > OWN_HOLIDAYS:
        raise invalid("holidays", f"There may be {OWN_HOLIDAYS} days at most.")
    own = tuple(_date(place, holiday.date) for place, holiday in enumerate(schedule.holidays))
    hours = check(BusinessHours(zone=schedule.zone, week=_intervals(schedule.week), holidays=own))
    week = tuple(tuple(span(one.start, one.end) for one in day) for day in hours.week)
    return replace(schedule, week=week, holidays=tuple(sorted(schedule.holidays)))


def moved(schedule: Schedule, former: str, until: datetime) -> Schedule:
    """Return the schedule of a desk that had another zone until an instant."""
    zones = (*schedule.former_zones, FormerZone(until.isoformat(timespec="seconds"), former))
    return replace(schedule, former_zones=zones[-FORMER_ZONES:])


def span(start: int, end: int) -> str:
    """An interval as it is stored, from minutes of the day."""
    return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (start, end))


def _intervals(week: tuple[tuple[str, ...], ...]) -> tuple[tuple[Interval, ...], ...]:
    return tuple(tuple(Interval(*map(_minutes, one.split("-"))) for one in day) for day in week)


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _date(place: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as refusal:
        raise invalid(f"holidays.{place}", "Write a date of the calendar as 2026-12-24.") from refusal
