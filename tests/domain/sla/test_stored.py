"""Clocks and hours as they lie in the table. That every clock comes back the same is among the laws."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.domain.sla import clock as sla_clock
from chalicelib.domain.sla import state
from chalicelib.domain.sla.business_hours import ALWAYS
from chalicelib.domain.sla.clock import SlaClock, Target
from chalicelib.domain.sla.policies import DEFAULTS
from chalicelib.domain.sla.stored import clock_data, clock_from
from chalicelib.domain.vocabulary import Status
from tests.domain.sla.business_samples import at

NINE = at("2026-01-12T08:00Z")
MINUTE = timedelta(minutes=1)


def test_a_clock_is_short_even_after_a_long_life() -> None:
    clock = sla_clock.started(DEFAULTS[0], ALWAYS, NINE)
    clock = sla_clock.agent_replied(clock, ALWAYS, NINE + 20 * MINUTE)
    clock = sla_clock.customer_replied(clock, ALWAYS, NINE + 90 * MINUTE)
    clock = state.told(clock, state.crossed(clock, NINE + 200 * MINUTE))
    assert len(json.dumps(clock_data(clock), separators=(",", ":"))) < 300


def test_a_clock_that_measures_but_promises_nothing_comes_back_the_same() -> None:
    clock = SlaClock(
        policy=None,
        spent=timedelta(0),
        since=NINE,
        first=Target(minutes=None),
        resolution=Target(minutes=None),
        next=Target(minutes=None),
    )
    assert clock_from(json.loads(json.dumps(clock_data(clock)))) == clock


def test_numbers_may_come_back_from_the_table_as_any_kind_of_number() -> None:
    clock = sla_clock.started(DEFAULTS[0], ALWAYS, NINE)
    floats = json.loads(json.dumps(clock_data(clock)), parse_int=float)
    assert clock_from(floats) == clock


@pytest.mark.parametrize("status", Status)
def test_the_clock_understands_every_status_of_a_ticket(status: Status) -> None:
    clock = sla_clock.started(DEFAULTS[0], ALWAYS, NINE)
    after = sla_clock.followed(clock, status, ALWAYS, NINE + MINUTE)
    runs = status in (Status.OPEN, Status.IN_PROGRESS)
    assert (after.since is not None) is runs
    assert (after.resolution.done_at is not None) is (status in (Status.RESOLVED, Status.CLOSED))
