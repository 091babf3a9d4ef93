"""Business hours: what they may be, what they cost, and what never comes."""

from __future__ import annotations

import timeit
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.sla.business_hours import (
    ALWAYS,
    HOLIDAYS,
    INTERVALS,
    BusinessHours,
    Interval,
    after,
    check,
    elapsed,
)
from tests.domain.sla.business_samples import at, weekdays

OFFICE = weekdays("Europe/Berlin", (9, 12), (13, 17), holidays=(date(2026, 5, 1),))
HOUR = timedelta(hours=1)


def test_around_the_clock_every_hour_counts() -> None:
    start = at("2026-01-03T23:30Z")
    assert elapsed(ALWAYS, start, start + 5 * HOUR) == 5 * HOUR
    assert after(ALWAYS, start, 5 * HOUR) == start + 5 * HOUR


def test_around_the_clock_an_hour_is_an_hour_on_the_day_the_clocks_change() -> None:
    berlin = timezone(timedelta(hours=1))
    start = datetime(2026, 3, 29, 1, 30, tzinfo=berlin)
    assert after(ALWAYS, start, HOUR) == at("2026-03-29T01:30Z")


def test_the_lunch_hour_the_night_the_weekend_and_the_holiday_dont_count() -> None:
    thursday_at_11, monday_at_10 = at("2026-04-30T11:00+02:00"), at("2026-05-04T10:00+02:00")
    assert elapsed(OFFICE, thursday_at_11, monday_at_10) == (1 + 4 + 1) * HOUR
    assert after(OFFICE, thursday_at_11, 6 * HOUR) == monday_at_10


def test_what_fills_the_day_is_due_when_the_day_ends_not_when_the_next_begins() -> None:
    assert after(OFFICE, at("2026-01-05T09:00+01:00"), 7 * HOUR) == at("2026-01-05T17:00+01:00")


def test_no_business_time_at_all_is_due_at_once_even_at_night() -> None:
    night = at("2026-01-05T02:00+01:00")
    assert after(OFFICE, night, timedelta(0)) == after(OFFICE, night, -HOUR) == night


def test_a_span_that_ends_before_it_starts_has_no_business_time() -> None:
    late, early = at("2026-01-06T12:00Z"), at("2026-01-05T12:00Z")
    assert elapsed(OFFICE, late, early) == elapsed(ALWAYS, late, early) == timedelta(0)


def test_results_are_in_utc() -> None:
    start = datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=1)))
    for hours in (OFFICE, ALWAYS):
        due = after(hours, start, HOUR)
        assert due is not None
        assert due.tzinfo is UTC


def test_an_instant_without_a_zone_is_an_error() -> None:
    with pytest.raises(TypeError):
        elapsed(OFFICE, datetime(2026, 1, 5), at("2026-01-06T00:00Z"))


def test_without_working_time_nothing_is_ever_due() -> None:
    closed = check(BusinessHours(zone="UTC"))
    assert closed.never
    assert after(closed, at("2026-01-05T00:00Z"), timedelta(minutes=1)) is None
    assert elapsed(closed, at("2026-01-05T00:00Z"), at("2027-01-05T00:00Z")) == timedelta(0)


def test_what_takes_longer_than_twenty_years_is_never_due() -> None:
    a_minute_a_week = BusinessHours(week=((Interval(0, 1),), *((),) * 6))
    start = at("2026-01-01T00:00Z")
    assert not a_minute_a_week.never
    assert after(a_minute_a_week, start, timedelta(minutes=1000)) is not None
    assert after(a_minute_a_week, start, timedelta(minutes=1100)) is None


def test_holidays_on_days_off_take_nothing_away() -> None:
    sundays = tuple(date(2026, 1, 4) + timedelta(weeks=week) for week in range(50))
    start, end = at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z")
    assert elapsed(replace(OFFICE, holidays=sundays), start, end) == elapsed(replace(OFFICE, holidays=()), start, end)


def test_the_order_of_intervals_and_holidays_doesnt_matter() -> None:
    days = (date(2026, 3, 2), date(2026, 1, 5))
    mixed = replace(OFFICE, week=tuple(tuple(reversed(day)) for day in OFFICE.week), holidays=days)
    start, end = at("2026-01-01T00:00Z"), at("2026-04-01T00:00Z")
    assert elapsed(mixed, start, end) == elapsed(replace(OFFICE, holidays=days), start, end)
    assert after(mixed, start, 90 * HOUR) == after(replace(OFFICE, holidays=days), start, 90 * HOUR)
    assert check(mixed) == replace(OFFICE, holidays=tuple(reversed(days)))


def test_a_year_costs_microseconds() -> None:
    full = replace(OFFICE, holidays=tuple(date(2026, 1, 1) + timedelta(days=3 * n) for n in range(120)))
    start, end = at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z")
    elapsed(full, start, end)
    best = min(timeit.repeat(lambda: elapsed(full, start, end), number=50, repeat=7)) / 50
    assert best < 200e-6


@pytest.mark.parametrize(
    ("day", "field", "says"),
    [
        ([(540, 540)], "week.2.0", "ends after it starts"),
        ([(1020, 540)], "week.2.0", "split a night shift"),
        ([(-1, 60)], "week.2.0", "00:00–24:00"),
        ([(60, 1441)], "week.2.0", "00:00–24:00"),
        ([(540, 720), (660, 1020)], "week.2.1", "On Wednesday, 09:00–12:00 and 11:00–17:00 overlap."),
        ([(660, 1020), (540, 720)], "week.2.0", "overlap"),
        ([(540, 720), (540, 720)], "week.2.1", "overlap"),
        ([(n, n + 1) for n in range(INTERVALS + 1)], "week.2", "12 intervals"),
    ],
)
def test_intervals_that_cant_be_are_refused_at_their_place(day: list[tuple[int, int]], field: str, says: str) -> None:
    week = ((), (), tuple(Interval(*interval) for interval in day), (), (), (), ())
    assert says in _refusal(BusinessHours(week=week), field)


def test_intervals_that_touch_are_allowed_and_so_is_the_whole_day() -> None:
    day = (Interval(0, 720), Interval(720, 1440))
    assert check(BusinessHours(week=(day,) * 7)).week == (day,) * 7


@pytest.mark.parametrize(
    "zone",
    ["", "Mars/Olympus", "europe/berlin", "../../etc/passwd", "/etc/localtime", "localtime", "America", "\0", "ü"],
)
def test_a_zone_that_isnt_one_is_refused(zone: str) -> None:
    assert "IANA" in _refusal(BusinessHours(zone=zone), "zone")


@pytest.mark.parametrize("days", [0, 6, 8])
def test_a_week_has_seven_days(days: int) -> None:
    assert "seven" in _refusal(BusinessHours(week=((),) * days), "week")


def test_a_holiday_twice_is_refused_where_it_comes_again() -> None:
    twice = (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 25))
    assert "2026-12-25" in _refusal(BusinessHours(holidays=twice), "holidays.2")


def test_more_holidays_than_anybody_has_are_refused() -> None:
    many = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(HOLIDAYS + 1))
    assert "1000" in _refusal(BusinessHours(holidays=many), "holidays")


def test_as_many_intervals_and_holidays_as_there_may_be_are_taken() -> None:
    day = tuple(Interval(n, n + 1) for n in range(12))
    days = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(1000))
    hours = BusinessHours(week=(day,) * 7, holidays=days)
    assert check(hours) == hours


def test_what_is_due_at_the_end_of_the_twenty_years_is_due_and_a_moment_later_never() -> None:
    all_week = BusinessHours(week=((Interval(0, 1440),),) * 7)
    start, twenty_years = at("2026-01-01T00:00Z"), timedelta(days=20 * 366)
    assert after(all_week, start, twenty_years) == start + twenty_years
    assert after(all_week, start, twenty_years + timedelta(microseconds=1)) is None
    assert after(all_week, at("9989-12-31T00:00Z"), timedelta(days=2)) is None


def test_around_the_clock_is_never_never_whatever_the_week() -> None:
    assert not ALWAYS.never
    assert not OFFICE.never


def _refusal(hours: BusinessHours, field: str) -> str:
    with pytest.raises(DeskError) as refused:
        check(hours)
    assert [error.field for error in refused.value.errors] == [field]
    return refused.value.detail
