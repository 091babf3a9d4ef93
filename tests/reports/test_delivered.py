"""However actions reach those who count them, again, in another order or cut off: the numbers are the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from chalicelib.jobs.react import react
from infra.local.table_stream import Record, number
from tests.reports.acting import Act
from tests.reports.asking import recounted, reports, today
from tests.reports.compared import Recounted, differences
from tests.reports.playing import play
from tests.reports.recount import cells
from tests.reports.test_recount import begun
from tests.support.cuts import cut
from tests.support.desk import Desk
from tests.support.quick_operations import QuickTables
from tests.support.quick_table import QuickTable

FEW, SOME_DAYS = 60, timedelta(days=2)
BATCH = 7
COUNTED = frozenset({"facts", "cell", "sum"})
"""The types of items that come of counting."""


@pytest.fixture
def act(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Act:
    played = begun(desk, monkeypatch)
    play(played, FEW, SOME_DAYS)
    return played


@pytest.fixture
def table(tables: QuickTables, desk: Desk) -> QuickTable:
    return tables.table(desk.environment["TABLE_NAME"])


def forget(table: QuickTable) -> None:
    """Have nothing be counted."""
    for key in [key for key, item in table.items.items() if item["type"]["S"] in COUNTED]:
        table.write(key, None)


def actions(table: QuickTable) -> list[Record]:
    """Return the records of the stream by which all actions were told, in an order of chance."""
    told = [record for record in table.records if record["eventName"] == "INSERT"]
    of_actions = [record for record in told if record["dynamodb"]["NewImage"]["type"]["S"] == "action"]
    return random.Random(1).sample(of_actions, len(of_actions))


def again_and_in_another_order(desk: Desk, table: QuickTable) -> None:
    index = next(pump.function for pump in desk.pumps.streams if pump.function.name == "index")
    told = actions(table)
    for records in (told, told[::-1]):
        for begin in range(0, len(records), BATCH):
            batch = records[begin : begin + BATCH]
            assert not index.failed({"Records": batch}, [number(record) for record in batch])


def cut_off_anywhere(_: Desk, table: QuickTable) -> None:
    for record in actions(table):
        image = record["dynamodb"]["NewImage"]
        ticket, action_id = int(image["pk"]["S"].rpartition("#")[2]), image["sk"]["S"].rpartition("#")[2]
        for place in count(1):
            with cut(after=place) as calls:
                assert react("reports", "acme", ticket, action_id)
            if not calls.was_cut:
                break
        else:
            raise AssertionError("it never ends")


@pytest.mark.parametrize("deliver", [again_and_in_another_order, cut_off_anywhere])
def test_crashes_and_repeats_change_nothing(
    act: Act, table: QuickTable, deliver: Callable[[Desk, QuickTable], None]
) -> None:
    counted = recounted(act.actors, max(act.numbers))
    forget(table)
    assert wrong(act, counted)
    deliver(act.desk, table)
    assert wrong(act, counted) == []
    deliver(act.desk, table)
    act.desk.advance(timedelta(hours=1))  # until the days that are over are summed up
    assert wrong(act, recounted(act.actors, max(act.numbers))) == []  # some are nearly late by then


def wrong(act: Act, counted: Recounted) -> list[str]:
    days = cells.days(counted.first_day, today(act.actors))
    return [one for answer in reports(act.actors, days) for one in differences(answer, counted)]


def leaves(answer: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where an answer has a whole number that was counted."""
    parts = answer.items() if isinstance(answer, dict) else enumerate(answer) if isinstance(answer, list) else ()
    for name, part in parts:
        if isinstance(part, int) and not isinstance(part, bool):
            yield (*path, name)
        else:
            yield from leaves(part, (*path, name))


def test_each_number_that_is_off_is_found(act: Act) -> None:
    counted = recounted(act.actors, max(act.numbers))
    days = cells.days(counted.first_day, today(act.actors))
    bounds = {"from_days", "to_days", "from_seconds", "below_seconds", "most"}
    for answer in list(reports(act.actors, days))[:: len(cells.DIMENSIONS)]:
        for path in leaves(answer):
            if path[-1] in bounds or (answer["by"] == "contact" and "rows" in path):
                continue
            place = answer
            for name in path[:-1]:
                place = place[name]
            place[path[-1]] += 2
            assert differences(answer, counted), f"{answer['name']} {path}"
            place[path[-1]] -= 2
