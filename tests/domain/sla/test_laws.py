"""What must hold of a clock whatever happens to its ticket."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.domain.sla import clock as sla_clock
from chalicelib.domain.sla import state as sla_state
from chalicelib.domain.sla.business_hours import ALWAYS, BusinessHours, elapsed
from chalicelib.domain.sla.clock import Level, SlaClock, Target
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.sla.stored import clock_data, clock_from
from tests.domain.sla.sla_lives import Command, Life, calendars, commands, policies

LAWS = settings(max_examples=150)
INSTANT = timedelta(milliseconds=1)
PROMISE = SlaPolicy(id="p_1", priority="high", first_response_minutes=1, resolution_minutes=2)


@LAWS
@given(policies, calendars, commands)
def test_the_stopwatch_shows_the_business_time_of_the_spans_it_ran_in(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(happenings)
    assert life.clock.reading(hours, life.now) == sum((elapsed(hours, *span) for span in life.ran), timedelta(0))


@LAWS
@given(policies, calendars, commands)
def test_the_clock_runs_only_for_a_ticket_that_the_desk_has(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(happenings)
    assert (life.clock.since is not None) == life.should_run
    if not life.should_run:
        assert sla_state.next_due(life.clock) is None
        assert sla_state.crossed(life.clock, life.now + timedelta(days=99)) == ()


@LAWS
@given(policies, calendars, commands)
def test_following_the_status_again_changes_nothing(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(happenings)
    later = life.now + timedelta(hours=5)
    assert sla_clock.followed(life.clock, life.status, hours, later, away=life.away) == life.clock


@LAWS
@given(policies, calendars, commands, commands)
def test_a_target_that_was_missed_is_never_anything_else_again(
    policy: SlaPolicy | None, hours: BusinessHours, before: list[Command], after: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(before)
    was_missed = _missed(life)
    life.lives(after)
    assert was_missed <= _missed(life)


@LAWS
@given(policies, calendars, commands)
def test_the_state_changes_at_the_very_instants_that_the_clock_names(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(happenings)
    for target in (life.clock.first, life.clock.resolution):
        if _ahead(life, target) and target.due_at and target.warn_at:
            assert target.warn_at < target.due_at
            assert _reached(life.clock, target, hours, target.due_at - INSTANT) < target.length
            assert _reached(life.clock, target, hours, target.due_at) == target.length
            assert target.level(target.due_at - INSTANT) is Level.WARNING
            assert target.level(target.due_at) is Level.BREACH


@LAWS
@given(policies.filter(bool), calendars, st.integers(0, 10**9))
def test_the_percentage_never_contradicts_the_colour(policy: SlaPolicy, hours: BusinessHours, millis: int) -> None:
    life = Life.of(policy, hours)
    state = sla_state.state(life.clock, hours, life.now + millis * INSTANT)
    assert state is not None
    for target in (state.first_response, state.resolution):
        assert target is not None
        percent = target.elapsed_percent
        colour = SlaStatus.BREACHED if percent >= 100 else SlaStatus.WARNING if percent >= 75 else SlaStatus.ON_TRACK
        assert target.status is colour


@LAWS
@given(policies.filter(bool), calendars, commands.map(lambda all: [c for c in all if c.name != "priority"]))
def test_while_the_promise_stays_nobody_is_told_the_same_twice(
    policy: SlaPolicy, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(happenings)
    assert not [twice for twice, count in Counter((c.target, c.level) for c in life.told).items() if count > 1]


@LAWS
@given(policies, calendars, commands)
def test_once_everything_is_told_the_next_tick_has_something_later_or_nothing(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives([*happenings, Command("tick", 1)])
    due = sla_state.next_due(life.clock)
    assert due is None or due.at > life.now
    if due:
        assert due in sla_state.crossed(life.clock, due.at)
        assert due.target in {
            crossing.target for crossing in sla_state.crossed(life.clock, due.at + timedelta(days=400))
        }


@LAWS
@example(PROMISE, ALWAYS, [Command("priority", 60_000)])  # the first response is late when the promise is taken away
@given(policies, calendars, commands)
def test_an_indicator_that_stands_is_the_same_at_any_time_and_any_other_turns_at_its_due_instant(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    life = Life.of(policy, hours).lives(happenings)
    standing, due_at = sla_state.standing(life.clock), sla_state.due_at(life.clock)
    later = {sla_state.indicator(life.clock, life.now + timedelta(days=days)) for days in (0, 1, 9_000)}
    if standing or due_at is None:
        assert later == {standing}
    else:
        assert due_at is not None
        before = sla_state.indicator(life.clock, due_at - timedelta(microseconds=1))
        assert before in (SlaStatus.ON_TRACK, SlaStatus.WARNING)
        assert sla_state.indicator(life.clock, due_at) is SlaStatus.BREACHED


@LAWS
@given(policies, calendars, commands)
def test_what_is_stored_comes_back_the_same(
    policy: SlaPolicy | None, hours: BusinessHours, happenings: list[Command]
) -> None:
    clock = replace(Life.of(policy, hours).lives(happenings).clock, hours_version=7)
    assert clock_from(clock_data(clock)) == clock


def _missed(life: Life) -> set[str]:
    state = sla_state.state(life.clock, life.hours, life.now)
    targets = {"first": state.first_response, "resolution": state.resolution} if state else {}
    late = (SlaStatus.BREACHED, SlaStatus.MISSED)
    return {name for name, target in targets.items() if target and target.status in late}


def _ahead(life: Life, target: Target) -> bool:
    """Whether the target is still to come, so that its instants are those of the running stopwatch."""
    return (
        life.clock.since is not None
        and target.done_at is None
        and target.minutes is not None
        and target.level(life.now) is Level.NONE
    )


def _reached(clock: SlaClock, target: Target, hours: BusinessHours, now: datetime) -> timedelta:
    return clock.reading(hours, now) - target.begins
