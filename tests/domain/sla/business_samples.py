"""Business hours for the tests: some by name, and a strategy for any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from chalicelib.domain.sla.business_hours import BusinessHours, Interval

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Gaza",
    "America/Sao_Paulo",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def daily(zone: str, *intervals: tuple[int, int], holidays: tuple[date, ...] = ()) -> BusinessHours:
    """The same intervals, in hours, on all seven days."""
    return BusinessHours(zone=zone, week=(_day(intervals),) * 7, holidays=holidays)


def weekdays(zone: str, *intervals: tuple[int, int], holidays: tuple[date, ...] = ()) -> BusinessHours:
    """The same intervals, in hours, Monday to Friday."""
    return BusinessHours(zone=zone, week=(*(_day(intervals),) * 5, (), ()), holidays=holidays)


def _day(intervals: tuple[tuple[int, int], ...]) -> tuple[Interval, ...]:
    return tuple(Interval(start * 60, end * 60) for start, end in intervals)


@st.composite
def days(draw: st.DrawFn) -> tuple[Interval, ...]:
    """One day: any intervals that don't overlap, some of them touching."""
    cuts = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    pairs = [Interval(*pair) for pair in pairwise(cuts)]
    kept = draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    return tuple(pair for pair, keep in zip(pairs, kept, strict=True) if keep)


@st.composite
def any_hours(draw: st.DrawFn, around: date) -> BusinessHours:
    near = st.integers(-10, 10).map(lambda number: around + timedelta(days=number))
    return BusinessHours(
        zone=draw(st.sampled_from(ZONES)),
        week=tuple(draw(days()) for _ in range(7)),
        holidays=tuple(sorted(draw(st.sets(near, max_size=4)))),
    )
