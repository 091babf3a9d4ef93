"""What the stories can't show: jobs that come late, and commands that must change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.sla import clock as sla_clock
from chalicelib.domain.sla import state as sla_state
from chalicelib.domain.sla.business_hours import ALWAYS, BusinessHours, Interval
from chalicelib.domain.sla.clock import Level, Target
from chalicelib.domain.sla.policies import DEFAULTS
from chalicelib.domain.sla.state import Crossing, SlaStatus, TargetName
from tests.domain.sla.business_samples import at, weekdays

URGENT = DEFAULTS[0]
NINE = at("2026-01-12T09:00+01:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFFICE = replace(weekdays("Europe/Berlin", (9, 17)), version=1)
MORNINGS = replace(weekdays("Europe/Berlin", (9, 10)), version=2)


def test_new_hours_move_what_is_open_and_the_same_hours_change_nothing() -> None:
    clock = sla_clock.started(URGENT, ALWAYS, NINE + 7 * HOUR)
    moved = sla_clock.hours_changed(clock, OFFICE, NINE + 7 * HOUR + MINUTE)
    assert moved.hours_version == OFFICE.version
    assert moved.resolution.due_at == at("2026-01-13T12:00+01:00")
    assert sla_clock.hours_changed(moved, OFFICE, NINE + 8 * HOUR) is moved


def test_new_hours_change_nothing_for_a_clock_that_stands() -> None:
    clock = sla_clock.followed(sla_clock.started(URGENT, ALWAYS, NINE), "waiting", ALWAYS, NINE + MINUTE)
    assert sla_clock.hours_changed(clock, OFFICE, NINE + HOUR) is clock


def test_what_the_old_hours_would_have_made_due_since_they_were_changed_isnt_missed() -> None:
    """The job that moves all tickets came late: at 14 o'clock for a change of 12, and 13 was due in between."""
    clock = sla_clock.hours_changed(sla_clock.started(URGENT, OFFICE, NINE), MORNINGS, NINE + 3 * HOUR)
    state = sla_state.state(clock, MORNINGS, NINE + 5 * HOUR)
    assert state is not None
    assert state.resolution is not None
    assert state.resolution.status is SlaStatus.ON_TRACK
    assert clock.resolution.due_at == at("2026-01-15T10:00+01:00")


def test_what_was_due_before_the_hours_were_changed_stays_a_breach_though_nobody_was_told() -> None:
    clock = sla_clock.hours_changed(sla_clock.started(URGENT, OFFICE, NINE), MORNINGS, NINE + 5 * HOUR)
    assert clock.resolution.due_at == NINE + 4 * HOUR
    assert [crossing.level for crossing in sla_state.crossed(clock, NINE + 5 * HOUR)] == [Level.BREACH, Level.BREACH]


def test_a_breach_that_was_told_before_the_new_hours_came_stays_a_breach() -> None:
    clock = sla_clock.started(URGENT, OFFICE, NINE)
    clock = sla_state.told(clock, sla_state.crossed(clock, NINE + 4 * HOUR))
    moved = sla_clock.hours_changed(clock, MORNINGS, NINE + 3 * HOUR)
    state = sla_state.state(moved, MORNINGS, NINE + 5 * HOUR)
    assert state is not None
    assert state.status is SlaStatus.BREACHED
    assert state.resolution is not None
    assert state.resolution.elapsed_percent == 100
    assert sla_state.crossed(moved, NINE + 99 * HOUR) == ()


def test_a_clock_knows_what_comes_first() -> None:
    clock = sla_clock.started(URGENT, ALWAYS, NINE)
    warning = Crossing(NINE + 45 * MINUTE, TargetName.FIRST_RESPONSE, Level.WARNING)
    assert sla_state.next_due(clock) == warning
    breach = sla_state.next_due(sla_state.told(clock, (warning,)))
    assert breach == Crossing(NINE + HOUR, TargetName.FIRST_RESPONSE, Level.BREACH)


def test_two_targets_that_cross_together_are_told_together() -> None:
    same = replace(URGENT, first_response_minutes=60, resolution_minutes=60)
    clock = sla_clock.started(same, ALWAYS, NINE)
    crossings = sla_state.crossed(clock, NINE + 45 * MINUTE)
    assert {crossing.target for crossing in crossings} == {TargetName.FIRST_RESPONSE, TargetName.RESOLUTION}
    assert sla_state.crossed(sla_state.told(clock, crossings), NINE + 45 * MINUTE) == ()


def test_an_answer_that_wasnt_the_one_withdrawn_stays() -> None:
    clock = sla_clock.agent_replied(sla_clock.started(URGENT, ALWAYS, NINE), ALWAYS, NINE + MINUTE)
    assert sla_clock.reply_withdrawn(clock, NINE + 2 * MINUTE, ALWAYS, NINE + 3 * MINUTE) is clock


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_what_was_put_away_before_it_was_done_is_not_done_by_that(status: str) -> None:
    clock = sla_clock.started(URGENT, ALWAYS, NINE)
    away = sla_clock.followed(clock, status, ALWAYS, NINE + MINUTE, away=True)
    assert (away.resolution.done_at, away.since, away.spent) == (None, None, MINUTE)
    done = sla_clock.followed(away, status, ALWAYS, NINE + HOUR)
    assert (done.resolution.done_at, done.resolution.took) == (NINE + HOUR, MINUTE)


def test_another_priority_gives_what_is_open_its_length_and_what_is_done_stays_as_it_was_judged() -> None:
    clock = sla_clock.agent_replied(sla_clock.started(URGENT, ALWAYS, NINE), ALWAYS, NINE + MINUTE)
    clock = sla_clock.customer_replied(clock, ALWAYS, NINE + 10 * MINUTE)
    slower = replace(URGENT, first_response_minutes=5, next_response_minutes=30, resolution_minutes=480)
    moved = sla_clock.priority_changed(clock, slower, ALWAYS, NINE + 20 * MINUTE)
    assert moved.next is not None
    assert (moved.next.minutes, moved.next.due_at) == (30, NINE + 40 * MINUTE)
    assert (moved.resolution.minutes, moved.resolution.due_at) == (480, NINE + 480 * MINUTE)
    assert moved.first == clock.first


def test_hours_older_than_those_a_clock_goes_by_move_nothing() -> None:
    clock = sla_clock.started(URGENT, MORNINGS, NINE)
    assert sla_clock.hours_changed(clock, OFFICE, NINE + MINUTE) is clock


def test_a_target_without_any_time_left_is_past_at_once_while_the_clock_stands() -> None:
    clock = sla_clock.followed(sla_clock.started(URGENT, ALWAYS, NINE), "waiting", ALWAYS, NINE + 30 * MINUTE)
    shorter = replace(URGENT, first_response_minutes=30, resolution_minutes=31)
    moved = sla_clock.priority_changed(clock, shorter, ALWAYS, NINE + HOUR)
    assert (moved.first.warn_at, moved.first.due_at) == (NINE + HOUR, NINE + HOUR)
    assert (moved.resolution.warn_at, moved.resolution.due_at) == (None, None)


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({}, Level.NONE),
        ({"missed": True}, Level.BREACH),
        ({"missed": True, "due_at": NINE + HOUR}, Level.BREACH),
        ({"due_at": NINE}, Level.BREACH),
        ({"warn_at": NINE, "due_at": NINE + HOUR}, Level.WARNING),
        ({"warn_at": NINE + MINUTE, "due_at": NINE + HOUR}, Level.NONE),
    ],
)
def test_a_target_has_come_as_far_as_its_instants_say_and_missed_stays_missed(
    fields: dict[str, Any], level: Level
) -> None:
    assert Target(minutes=60, **fields).level(NINE) is level


def test_crossings_are_told_with_the_instants_they_happened_at_the_earliest_first() -> None:
    clock = sla_clock.started(URGENT, ALWAYS, NINE)
    assert sla_state.crossed(clock, NINE + 3 * HOUR) == (
        Crossing(NINE + HOUR, TargetName.FIRST_RESPONSE, Level.BREACH),
        Crossing(NINE + 3 * HOUR, TargetName.RESOLUTION, Level.WARNING),
    )


def test_what_the_calendar_has_no_instant_for_never_comes() -> None:
    never, rare = BusinessHours(), BusinessHours(week=((Interval(0, 1),), *((),) * 6))
    assert sla_state.next_due(sla_clock.started(URGENT, never, NINE)) is None
    long = replace(URGENT, first_response_minutes=1100, resolution_minutes=1100)
    clock = sla_clock.started(long, rare, NINE)
    warning = sla_state.next_due(clock)
    assert warning is not None
    told = sla_state.told(clock, sla_state.crossed(clock, warning.at))
    assert (warning.level, sla_state.next_due(told)) == (Level.WARNING, None)
