"""Counters add up whoever counts at once, and count no action twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain.idempotency import RepeatedError
from chalicelib.domain.tickets.counts import Counts
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.tickets.counters import Counters
from infra.local import template
from tests.support.capacity import Layout
from tests.support.desk import Desk
from tests.support.meter import metering

LATER = 4_000_000_000


@pytest.fixture
def counters(bare_desk: Desk) -> Iterator[Counters]:
    with workspace_scope("acme"):
        yield Counters(Keys("acme"))


def test_nothing_is_counted_at_first(counters: Counters) -> None:
    assert counters.read("m_ana") == Counts({}, 0)


def test_tabs_and_members_are_counted_together(counters: Counters) -> None:
    counters.add("01A", {"open": 1, "unassigned": 1}, {}, LATER)
    counters.add("01B", {"unassigned": -1}, {"m_ana": 1}, LATER)
    counters.add("01C", {"open": 1}, {"m_ben": 1}, LATER)
    assert counters.read("m_ana") == Counts({"open": 2, "unassigned": 0}, 1)
    assert counters.read(None) == Counts({"open": 2, "unassigned": 0}, 0)


def test_an_action_counts_once(counters: Counters) -> None:
    counters.add("01A", {"open": 1}, {"m_ana": 1}, LATER)
    with pytest.raises(RepeatedError):
        counters.add("01A", {"open": 1}, {"m_ana": 1}, LATER)
    assert counters.read("m_ana") == Counts({"open": 1}, 1)


def test_workspaces_count_apart(counters: Counters) -> None:
    counters.add("01A", {"open": 1}, {}, LATER)
    with workspace_scope("other"):
        Counters(Keys("other")).add("01A", {"open": 5}, {}, LATER)
    assert counters.read(None).tabs == {"open": 1}


def test_nothing_is_lost_when_many_count_at_once(counters: Counters) -> None:
    def one(number: int) -> None:
        with workspace_scope("acme"):
            counters.add(f"01{number}", {"open": 1}, {"m_ana": 1}, LATER)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(24)))
    assert counters.read("m_ana") == Counts({"open": 24}, 24)


def test_reading_costs_the_same_whatever_was_counted(counters: Counters) -> None:
    def cost() -> float:
        with metering(Layout.of(template.table())) as meter:
            counters.read("m_ana")
        return meter.reads

    assert cost() <= 1
    for number in range(20):
        counters.add(f"01{number}", {"open": 1000}, {"m_ana": 1000}, LATER)
    assert cost() == 1
