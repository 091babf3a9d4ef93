"""When the weekly report goes out, on whatever clock, and which week it is about."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.settings.weekly_report import NOBODY, WeeklyReport, is_stale, last_week, monday_of

BERLIN = "Europe/Berlin"
SUNDAY = 6


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def runs(chosen: WeeklyReport, zone: str, since: str, until: str) -> list[datetime]:
    """Every instant at which it goes out between two."""
    found, now = [], at(since)
    while (now := chosen.next_after(now, zone)) <= at(until):
        found.append(now)
    return found


def test_it_goes_out_on_mondays_at_eight_by_the_wall_while_nobody_chose_otherwise() -> None:
    before = NOBODY.next_after(at("2026-10-20T12:00"), BERLIN)
    after = NOBODY.next_after(before, BERLIN)
    assert [before, after] == [at("2026-10-26T07:00"), at("2026-11-02T07:00")]
    assert NOBODY.next_after(at("2026-10-12T00:00"), BERLIN) == at("2026-10-12T06:00"), "still summer"


def test_the_instant_itself_is_over() -> None:
    due = NOBODY.next_after(at("2026-11-25T12:00"), "UTC")
    assert due == at("2026-11-30T08:00")
    assert NOBODY.next_after(due - timedelta(microseconds=1), "UTC") == due
    assert NOBODY.next_after(due, "UTC") == at("2026-12-07T08:00")


def test_an_hour_that_the_clock_leaves_out_is_the_first_one_after_the_gap() -> None:
    chosen = WeeklyReport(weekday=SUNDAY, hour=2)
    found = runs(chosen, BERLIN, "2027-03-15T00:00", "2027-04-05T00:00")
    assert found == [at("2027-03-21T01:00"), at("2027-03-28T01:00"), at("2027-04-04T00:00")]
    assert chosen.week_told(found[1], BERLIN) == date(2027, 3, 15)


def test_an_hour_that_the_clock_has_twice_comes_once() -> None:
    chosen = WeeklyReport(weekday=SUNDAY, hour=2)
    found = runs(chosen, BERLIN, "2026-10-19T00:00", "2026-11-02T00:00")
    assert found == [at("2026-10-25T00:00"), at("2026-11-01T01:00")]
    again = chosen.next_after(at("2026-10-25T00:59"), BERLIN)
    assert again == at("2026-11-01T01:00"), "in the second of the two hours it is over"


@pytest.mark.parametrize("zone", ["UTC", BERLIN, "America/St_Johns", "Pacific/Kiritimati", "Australia/Lord_Howe"])
@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("hour", [0, 2, 23])
def test_it_goes_out_once_each_week_of_a_year_in_every_zone(zone: str, weekday: int, hour: int) -> None:
    chosen = WeeklyReport(weekday=weekday, hour=hour)
    found = runs(chosen, zone, "2026-06-01T12:00", "2027-06-01T12:00")
    weeks = [monday_of(one, zone) for one in found]
    assert len(weeks) in (52, 53)
    assert {later - earlier for earlier, later in itertools.pairwise(weeks)} == {timedelta(weeks=1)}
    told = [chosen.week_told(one, zone) for one in found]
    assert told == [week - timedelta(weeks=1) for week in weeks]


def test_it_tells_of_the_last_week_that_was_over_on_its_day_however_late_it_is() -> None:
    chosen = WeeklyReport(weekday=SUNDAY, hour=23)
    assert chosen.week_told(at("2026-11-29T23:00"), "UTC") == date(2026, 11, 16)
    assert chosen.week_told(at("2026-11-30T00:10"), "UTC") == date(2026, 11, 16), "on the next day it is that one still"
    assert NOBODY.week_told(at("2026-11-30T07:59"), "UTC") == date(2026, 11, 16)
    assert NOBODY.week_told(at("2026-11-30T08:00"), "UTC") == date(2026, 11, 23)


def test_a_week_is_of_interest_until_a_later_one_was_told_on_whatever_day() -> None:
    week = date(2026, 11, 16)
    assert last_week(at("2026-11-29T23:59"), "UTC") == week
    assert not is_stale(week, at("2026-12-06T23:59"), "UTC")
    assert is_stale(week, at("2026-12-07T00:00"), "UTC")
