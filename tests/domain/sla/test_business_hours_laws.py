"""What must hold of business time whatever the hours, the zone and the instants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.domain.sla.business_hours import BusinessHours, after, elapsed
from tests.domain.sla.business_oracle import slow_after, slow_elapsed
from tests.domain.sla.business_samples import ZONES, any_hours

# Days around which some zone of the list changes its offset, or leaves a day out.
EVENTFUL = (date(2011, 12, 30), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2010, 11, 7))
LAWS = settings(max_examples=100)
MINUTE = timedelta(minutes=1)


@st.composite
def cases(draw: st.DrawFn, step: timedelta = MINUTE, days: int = 4) -> tuple[BusinessHours, datetime, datetime]:
    """Hours and a span of some days around an eventful one."""
    around = draw(st.sampled_from(EVENTFUL))
    noon = datetime(around.year, around.month, around.day, 12, tzinfo=UTC)
    reach = timedelta(days=days) // step
    start, end = sorted(draw(st.tuples(st.integers(-reach, reach), st.integers(-reach, reach))))
    return draw(any_hours(around)), noon + start * step, noon + end * step


@LAWS
@given(cases(timedelta(milliseconds=1), days=900), st.integers(1, 90 * 24 * 3600 * 1000))
def test_adding_business_time_and_measuring_it_gives_back_what_was_added(
    case: tuple[BusinessHours, datetime, datetime], millis: int
) -> None:
    hours, start, _ = case
    business = timedelta(milliseconds=millis)
    due = after(hours, start, business)
    assume(due is not None)
    assert due is not None
    assert elapsed(hours, start, due) == business


@LAWS
@given(cases(timedelta(milliseconds=1)), st.integers(1, 20 * 3600))
def test_the_due_instant_is_the_earliest_of_all(case: tuple[BusinessHours, datetime, datetime], seconds: int) -> None:
    hours, start, _ = case
    business = timedelta(seconds=seconds)
    due = after(hours, start, business)
    assume(due is not None)
    assert due is not None
    assert elapsed(hours, start, due - timedelta(milliseconds=1)) < business


@LAWS
@given(cases(timedelta(milliseconds=1), days=900), st.floats(0, 1))
def test_the_parts_of_a_span_add_up(case: tuple[BusinessHours, datetime, datetime], part: float) -> None:
    hours, start, end = case
    middle = start + (end - start) * part
    assert elapsed(hours, start, middle) + elapsed(hours, middle, end) == elapsed(hours, start, end)


@LAWS
@given(cases(timedelta(milliseconds=1)))
def test_what_was_measured_is_due_by_the_end_of_the_span(case: tuple[BusinessHours, datetime, datetime]) -> None:
    hours, start, end = case
    due = after(hours, start, elapsed(hours, start, end))
    assert due is not None
    assert due <= end


@LAWS
@given(cases(timedelta(milliseconds=1)), st.sampled_from(ZONES))
def test_the_zone_in_which_an_instant_is_written_changes_nothing(
    case: tuple[BusinessHours, datetime, datetime], zone: str
) -> None:
    hours, start, end = case
    elsewhere = ZoneInfo(zone)
    there, then = start.astimezone(elsewhere), end.astimezone(elsewhere)
    assert elapsed(hours, there, then) == elapsed(hours, start, end)
    assert after(hours, there, timedelta(hours=9)) == after(hours, start, timedelta(hours=9))


@LAWS
@given(cases(timedelta(milliseconds=1)), st.integers(-11, 12))
def test_hours_further_east_are_the_same_hours_earlier(
    case: tuple[BusinessHours, datetime, datetime], east: int
) -> None:
    hours, start, end = case
    home, away = replace(hours, zone="UTC"), replace(hours, zone=f"Etc/GMT{-east:+d}" if east else "Etc/GMT")
    shift = timedelta(hours=east)
    assert elapsed(away, start - shift, end - shift) == elapsed(home, start, end)


@LAWS
@given(cases(timedelta(milliseconds=1)))
def test_a_span_has_no_more_business_time_than_time(case: tuple[BusinessHours, datetime, datetime]) -> None:
    hours, start, end = case
    whole = replace(hours, always=True)
    assert timedelta(0) <= elapsed(hours, start, end) <= elapsed(whole, start, end) == end - start


@settings(max_examples=60)
@given(cases())
def test_the_minutes_of_a_span_are_those_that_the_slow_clock_counts(
    case: tuple[BusinessHours, datetime, datetime],
) -> None:
    hours, start, end = case
    assert elapsed(hours, start, end) == slow_elapsed(hours, start, end)


@settings(max_examples=60)
@given(cases(), st.integers(1, 40 * 60))
def test_the_due_minute_is_the_one_that_the_slow_clock_finds(
    case: tuple[BusinessHours, datetime, datetime], minutes: int
) -> None:
    hours, start, _ = case
    limit = start + timedelta(days=8)
    due = after(hours, start, minutes * MINUTE)
    found = slow_after(hours, start, minutes * MINUTE, limit)
    assert (due if due and due <= limit else None) == found
