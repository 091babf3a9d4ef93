"""Business hours as an admin writes them down, and how long what fails is put off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.sla.business_hours import BusinessHours, Interval
from chalicelib.domain.sla.due import Due, delay_after
from chalicelib.domain.sla.schedule import OWN_HOLIDAYS, Holiday, Schedule, checked, span
from tests.domain.sla.business_samples import at

FREE = ((),) * 6


def test_the_clocks_go_by_the_hours_that_were_written_down_and_by_both_lists_of_holidays() -> None:
    christmas, eve = Holiday("2026-12-25", "Christmas"), Holiday("2026-12-24")
    schedule = Schedule(
        zone="Europe/Berlin",
        always=False,
        week=(("09:00-12:30", "13:05-24:00"), *FREE),
        holidays=(christmas, eve),
        public_holidays=(Holiday("2026-12-25", "Noël"),),
        version=3,
    )
    assert schedule.hours == BusinessHours(
        zone="Europe/Berlin",
        week=((Interval(540, 750), Interval(785, 1440)), *FREE),
        holidays=(date(2026, 12, 24), date(2026, 12, 25)),
        always=False,
        version=3,
    )


def test_a_desk_that_wrote_nothing_down_works_around_the_clock() -> None:
    assert Schedule().hours == BusinessHours(always=True)
    assert Schedule().name == "UTC"


def test_a_schedule_is_kept_in_order_and_as_it_was_otherwise() -> None:
    given = Schedule(
        always=False,
        week=(("13:00-17:00", "09:00-12:00"), *FREE),
        holidays=(Holiday("2026-12-25", "Christmas"), Holiday("2026-01-01")),
        country="DE",
    )
    kept = checked(given)
    assert kept.week == (("09:00-12:00", "13:00-17:00"), *FREE)
    assert kept.holidays == (Holiday("2026-01-01"), Holiday("2026-12-25", "Christmas"))
    assert (kept.zone, kept.always, kept.country) == ("UTC", False, "DE")


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        (Schedule(zone="Mars/Olympus"), "zone"),
        (Schedule(week=(("17:00-09:00",), *FREE)), "week.0.0"),
        (Schedule(holidays=(Holiday("2026-12-24"), Holiday("2026-02-30"))), "holidays.1"),
        (Schedule(holidays=(Holiday("2026-12-24"), Holiday("2026-12-24", "Eve"))), "holidays.1"),
        (Schedule(holidays=tuple(Holiday(f"{2000 + n}-12-24") for n in range(OWN_HOLIDAYS + 1))), "holidays"),
    ],
)
def test_a_schedule_that_can_not_be_is_refused_at_the_field(schedule: Schedule, field: str) -> None:
    with pytest.raises(DeskError) as refusal:
        checked(schedule)
    assert [error.field for error in refusal.value.errors] == [field]


def test_as_many_days_as_a_desk_may_have_of_its_own_are_taken() -> None:
    most = tuple(Holiday(f"{2000 + n}-12-24") for n in range(100))
    assert checked(Schedule(holidays=most)).holidays == most


@pytest.mark.parametrize(
    ("start", "end", "written"), [(0, 1440, "00:00-24:00"), (9 * 60 + 5, 599, "09:05-09:59"), (60, 61, "01:00-01:01")]
)
def test_an_interval_is_written_as_hours_and_minutes(start: int, end: int, written: str) -> None:
    assert span(start, end) == written


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 1), (1, 2), (2, 4), (8, 256), (9, 360), (16, 360), (17, 360), (10**9, 360)]
)
def test_what_fails_is_put_off_twice_as_long_each_time_up_to_six_hours(failures: int, minutes: int) -> None:
    due = Due(workspace="acme", number=7, at=at("2026-01-12T09:00Z"), failures=failures)
    assert due.delay == delay_after(failures) == timedelta(minutes=minutes)
    assert Due(workspace="acme", number=7, at=due.at).delay == timedelta(minutes=1)
