"""Days on which clocks are changed, worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.sla import business_zones as zones
from chalicelib.domain.sla.business_hours import BusinessHours, Interval, after, elapsed
from tests.domain.sla.business_samples import ZONES, at, daily, weekdays

BERLIN, NEW_YORK, KATHMANDU, APIA = "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"

# Each day from its midnight to the next, as UTC instants.
BERLIN_SPRING = ("2026-03-28T23:00Z", "2026-03-29T22:00Z")
BERLIN_AUTUMN = ("2026-10-24T22:00Z", "2026-10-25T23:00Z")
NEW_YORK_SPRING = ("2026-03-08T05:00Z", "2026-03-09T04:00Z")
NEW_YORK_AUTUMN = ("2026-11-01T04:00Z", "2026-11-02T05:00Z")
KATHMANDU_DAY = ("2026-05-04T18:15Z", "2026-05-05T18:15Z")
KATHMANDU_QUARTER = ("1985-12-31T18:30Z", "1986-01-01T18:15Z")


@pytest.mark.parametrize(
    ("zone", "day", "interval", "minutes"),
    [
        (BERLIN, BERLIN_SPRING, "00:00-24:00", 23 * 60),
        (BERLIN, BERLIN_SPRING, "01:00-04:00", 2 * 60),
        (BERLIN, BERLIN_SPRING, "02:00-03:00", 0),
        (BERLIN, BERLIN_SPRING, "02:30-03:30", 30),
        (BERLIN, BERLIN_SPRING, "09:00-17:00", 8 * 60),
        (BERLIN, BERLIN_AUTUMN, "00:00-24:00", 25 * 60),
        (BERLIN, BERLIN_AUTUMN, "02:00-03:00", 2 * 60),
        (BERLIN, BERLIN_AUTUMN, "02:30-03:30", 90),
        (BERLIN, BERLIN_AUTUMN, "09:00-17:00", 8 * 60),
        (NEW_YORK, NEW_YORK_SPRING, "00:00-24:00", 23 * 60),
        (NEW_YORK, NEW_YORK_SPRING, "01:30-03:30", 60),
        (NEW_YORK, NEW_YORK_AUTUMN, "00:00-24:00", 25 * 60),
        (NEW_YORK, NEW_YORK_AUTUMN, "01:00-02:00", 2 * 60),
        (NEW_YORK, NEW_YORK_AUTUMN, "01:30-02:30", 90),
        (KATHMANDU, KATHMANDU_DAY, "00:00-24:00", 24 * 60),
        (KATHMANDU, KATHMANDU_QUARTER, "00:00-24:00", 23 * 60 + 45),
        (KATHMANDU, KATHMANDU_QUARTER, "00:00-00:20", 5),
    ],
)
def test_a_day_on_which_the_clocks_change_has_the_minutes_its_wall_clock_shows(
    zone: str, day: tuple[str, str], interval: str, minutes: int
) -> None:
    start, end = (at(instant) for instant in day)
    assert elapsed(_every_day(zone, interval), start, end) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("zone", "interval", "start", "minutes", "due"),
    [
        (BERLIN, "01:00-04:00", "2026-03-29T00:30Z", 45, "2026-03-29T01:15Z"),
        (BERLIN, "02:00-03:00", "2026-03-28T23:00Z", 1, "2026-03-30T00:01Z"),
        (BERLIN, "02:30-03:30", "2026-10-24T22:00Z", 45, "2026-10-25T01:45Z"),
        (BERLIN, "02:30-03:30", "2026-10-24T22:00Z", 30, "2026-10-25T01:00Z"),
        (BERLIN, "09:00-17:00", "2026-03-28T15:00Z", 120, "2026-03-29T08:00Z"),
        (BERLIN, "09:00-17:00", "2026-10-24T14:00Z", 120, "2026-10-25T09:00Z"),
        (NEW_YORK, "01:00-02:00", "2026-11-01T04:00Z", 90, "2026-11-01T06:30Z"),
        (NEW_YORK, "22:00-24:00", "2026-11-01T03:00Z", 90, "2026-11-02T03:30Z"),
        (NEW_YORK, "02:00-03:00", "2026-03-08T05:00Z", 60, "2026-03-09T07:00Z"),
        (KATHMANDU, "09:00-17:00", "2026-05-05T11:00Z", 30, "2026-05-06T03:30Z"),
    ],
)
def test_a_due_instant_near_a_change_of_the_clocks_is_the_one_a_person_would_find(
    zone: str, interval: str, start: str, minutes: int, due: str
) -> None:
    assert after(_every_day(zone, interval), at(start), timedelta(minutes=minutes)) == at(due)


def test_the_friday_that_samoa_left_out_has_no_hours() -> None:
    """Thursday 29 December 2011 was followed by Saturday 31st: UTC−10 became UTC+14 at the end of Thursday."""
    hours = weekdays(APIA, (9, 17))
    thursday_at_16, monday_at_10 = at("2011-12-29T16:00-10:00"), at("2012-01-02T10:00+14:00")
    assert elapsed(hours, thursday_at_16, monday_at_10) == timedelta(hours=2)
    assert after(hours, thursday_at_16, timedelta(hours=2)) == monday_at_10


def test_around_the_day_that_samoa_left_out_two_whole_days_are_48_hours() -> None:
    start, end = at("2011-12-29T00:00-10:00"), at("2012-01-01T00:00+14:00")
    assert end - start == timedelta(hours=48)
    assert elapsed(daily(APIA, (0, 24)), start, end) == timedelta(hours=48)


def test_a_holiday_on_the_day_that_was_left_out_takes_nothing_away() -> None:
    free = daily(APIA, (0, 24), holidays=(date(2011, 12, 30),))
    assert elapsed(free, at("2011-12-29T00:00-10:00"), at("2012-01-01T00:00+14:00")) == timedelta(hours=48)


def test_a_holiday_on_the_longer_day_takes_all_25_hours() -> None:
    free = daily(BERLIN, (0, 24), holidays=(date(2026, 10, 25),))
    start, end = at("2026-10-24T12:00Z"), at("2026-10-26T12:00Z")
    assert elapsed(daily(BERLIN, (0, 24)), start, end) - elapsed(free, start, end) == timedelta(hours=25)


def test_a_clock_set_back_over_midnight_gives_the_end_of_the_old_day_twice() -> None:
    """In 2010 Newfoundland set 00:01 back to 23:01: the 6th of November went on for another 59 minutes."""
    late = _every_day("America/St_Johns", "23:00-24:00")
    start, end = at("2010-11-06T12:00-02:30"), at("2010-11-07T12:00-03:30")
    assert elapsed(late, start, end) == timedelta(minutes=60 + 59)


def test_instants_may_be_given_in_any_zone() -> None:
    hours = weekdays(BERLIN, (9, 17))
    here = datetime.fromisoformat("2026-01-05T10:00+01:00")
    there = datetime.fromisoformat("2026-01-05T04:00-05:00")
    assert after(hours, here, timedelta(hours=9)) == after(hours, there, timedelta(hours=9))
    assert elapsed(hours, there, here + timedelta(days=1)) == timedelta(hours=8)


@pytest.mark.parametrize("zone", ZONES)
def test_no_change_of_an_offset_is_overlooked_in_fifty_years(zone: str) -> None:
    first, last = (int(at(f"{year}-01-01T00:00Z").timestamp()) for year in (2010, 2060))
    place, day = ZoneInfo(zone), 24 * 60 * 60
    offsets = [datetime.fromtimestamp(second, place).utcoffset() for second in range(first, last + 1, day)]
    changes = sum(one != other for one, other in pairwise(offsets))
    assert len(list(zones.stretches(zone, first * zones.SECOND, last * zones.SECOND))) == changes + 1


def _every_day(zone: str, interval: str) -> BusinessHours:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in interval.split("-"))
    return BusinessHours(zone=zone, week=((Interval(start, end),),) * 7)
