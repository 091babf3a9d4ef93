"""Thousands of deeds of chance: every cell of every report is what the recount comes to by the time lines."""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.reports.acting import BERLIN, POLICIES, Act, T, cast, promise, ref
from tests.reports.asking import items, recounted, report, reports, today
from tests.reports.compared import PAGES, Recounted, differences
from tests.reports.listing import all_cells, wrong_backlogs, wrong_lists
from tests.reports.playing import play
from tests.reports.promised import wrong_promises
from tests.reports.recount import cells
from tests.support.desk import Desk

SEED = int(os.environ.get("SEED", "1"))
FEW, MANY = 250, int(os.environ.get("ACTIONS", "5000"))
BEGINS = datetime(2026, 10, 20, 6, tzinfo=UTC)
"""Some days before clocks go back an hour in Berlin. They go forward before half a year is over."""
CLOCKS_GO_BACK = date(2026, 10, 25)
WEEK, HALF_A_YEAR = timedelta(days=8), timedelta(days=170)
LOOKED_AT = 5
"""How often a long play is looked at: that tells how much of it is enough for a difference."""
GONE = 20
LISTS, DAYS = 300, 40
"""Cells whose rows are looked at, and days that are looked at by themselves, of the many that a long play has."""


def begun(desk: Desk, patch: pytest.MonkeyPatch) -> Act:
    actors = cast(desk, patch, BEGINS)
    promise(actors, BERLIN, POLICIES)
    return Act(actors, random.Random(SEED))


def wrong_numbers(act: Act, counted: Recounted) -> list[str]:
    days = cells.days(counted.first_day, today(act.actors))
    return [wrong for answer in reports(act.actors, days) for wrong in differences(answer, counted)]


def wrong_days(act: Act, counted: Recounted, some: random.Random) -> list[str]:
    """Return what is wrong on single days, that on which the clocks go back among them."""
    days = cells.days(counted.first_day, today(act.actors))
    return [
        wrong
        for day in {CLOCKS_GO_BACK, *some.sample(days, min(DAYS, len(days)))}
        for name in PAGES
        for by in cells.DIMENSIONS
        for wrong in differences(report(act.actors, name, day, day, by), counted)
    ]


def told(act: Act, counted: Recounted, wrong: list[str]) -> str:
    """Return how to see it again, and what is wrong."""
    done = f"SEED={SEED} ACTIONS={act.done.total()}: {dict(act.done)}, refused {act.refused.total()}"
    return "\n".join([done, f"{len(counted.facts)} facts; {len(wrong)} differences", *wrong[:40]])


def test_every_cell_and_the_rows_behind_it_are_those_of_the_recount(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = begun(desk, monkeypatch)
    play(act, FEW, WEEK)
    counted = recounted(act.actors, max(act.numbers))
    wrong = wrong_promises(counted) + wrong_numbers(act, counted)
    wrong += wrong_lists(act.actors, counted, all_cells(counted))
    wrong += wrong_backlogs(act.actors, counted, cells.days(counted.first_day, counted.last_day))
    assert not wrong, told(act, counted, wrong)


@pytest.mark.sweep
def test_after_thousands_of_deeds_every_cell_is_that_of_the_recount(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = begun(desk, monkeypatch)
    for _ in range(LOOKED_AT):
        play(act, MANY // LOOKED_AT, HALF_A_YEAR / LOOKED_AT)
        counted = recounted(act.actors, max(act.numbers))
        wrong = wrong_promises(counted) + wrong_numbers(act, counted)
        assert not wrong, told(act, counted, wrong)
    assert act.done.total() >= MANY
    some = random.Random(SEED)
    listed = some.sample(all_cells(counted), LISTS)
    wrong = wrong_days(act, counted, some) + wrong_lists(act.actors, counted, listed)
    wrong += wrong_backlogs(act.actors, counted, [day for _, day, _, _ in listed[:20]])
    print(told(act, counted, wrong))
    assert not wrong, told(act, counted, wrong)


@pytest.mark.sweep
def test_what_is_gone_for_good_is_in_no_cell_and_who_was_erased_is_in_all_of_theirs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = begun(desk, monkeypatch)
    play(act, FEW, WEEK)
    listed = [row["number"] for row in items(act.actors, T)]
    assert len(listed) > GONE
    for number in act.chance.sample(listed, GONE):
        act.actors.admin("DELETE", f"{T}/{ref(number)}")
    contact = act.actors.admin("GET", f"{T}?sort=-created_at&limit=1")["items"][0]["contact"]["id"]
    job = act.actors.admin("POST", f"/v1/acme/contacts/{contact}/erasure")
    for span in (timedelta(days=31), *[timedelta(minutes=1)] * 8):
        act.desk.advance(span)
    assert act.actors.admin("GET", f"/v1/acme/jobs/{job['id']}")["state"] == "done"
    there = {row["number"] for row in [*items(act.actors, T), *items(act.actors, f"{T}?trash=true")]}
    assert len(there & set(listed)) <= len(listed) - GONE
    counted = recounted(act.actors, max(act.numbers))
    wrong = wrong_numbers(act, counted) + wrong_lists(act.actors, counted, all_cells(counted))
    assert not wrong, told(act, counted, wrong)
