"""The recount's own time: business hours, days of a zone, and how long most take."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.lines import Line, moment
from tests.reports.recount import cells
from tests.reports.recount.facts import Rules, told_of
from tests.reports.recount.story import read
from tests.reports.recount.times import Hours, day_of, instant

BERLIN = Hours("Europe/Berlin", False, (((540, 750), (795, 1020)),) * 5 + ((), ((0, 270),)), frozenset({"2026-12-24"}))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 330),  # clocks show the hour from two twice
        ("2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z", 210),  # and skip it
        ("2026-12-23T23:00:00Z", "2026-12-24T23:00:00Z", 0),
        ("2026-11-02T08:00:00Z", "2026-11-02T08:00:30Z", 0.5),
        ("2026-11-02T11:00:00Z", "2026-11-02T12:30:00Z", 45),  # with the break at noon
        ("2026-11-06T15:00:00Z", "2026-11-09T09:00:00Z", 60 + 270 + 60),  # over a weekend
        ("2026-11-02T12:00:00Z", "2026-11-02T11:00:00Z", 0),
    ],
)
def test_business_time_is_what_clocks_on_the_wall_show_of_work(start: str, end: str, minutes: float) -> None:
    assert BERLIN.between(instant(start), instant(end)) == minutes * 60_000


def test_a_day_is_one_of_the_zone_that_held_then() -> None:
    at = instant("2026-11-02T23:30:00.000Z")
    assert [day_of(at, [(0, zone)]).day for zone in ("UTC", "Europe/Berlin")] == [2, 3]
    assert day_of(at, [(0, "UTC"), (at + 1, "Europe/Berlin")]).day == 2


@pytest.mark.parametrize(
    ("taken", "median"),
    [
        ([], None),
        ([30], 30),  # half of one lies half way through the first minute
        ([60, 60], 90),
        ([10, 70, 80, 90], 60 + 60 / 3),
        ([129_600 * 60] * 3, 129_600 * 60),
    ],
)
def test_a_quantile_lies_evenly_in_its_bucket(taken: list[int], median: Any) -> None:
    assert cells.quantile(taken, 0.5) == (median if median is None else pytest.approx(median))


def test_hours_are_those_of_the_zone() -> None:
    line = Line("01 23:30")
    rules = Rules(Hours(), {}, [(0, "Europe/Berlin")])
    (one,) = told_of([read(line.ticket, line.entries)], rules)
    assert cells.hours(one.facts)[0][0] == 1  # Monday, the hour after midnight
    assert one.facts[0].at == instant(moment("01 23:30"))
