"""Several containers count the same actions, and others of the same day, at the very same time: each counts once."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from chalicelib.jobs.react import react
from infra.local.aws import client
from tests.dynamodb.racing import race
from tests.dynamodb.test_races_jobs import crowded
from tests.reports.acting import Act
from tests.reports.asking import recounted, reports, today
from tests.reports.compared import Recounted, differences
from tests.reports.playing import play
from tests.reports.recount import cells
from tests.reports.test_recount import begun
from tests.support.desk import Desk

FEW, HOURS = 50, timedelta(hours=10)
AT_ONCE = 8


COUNTED = frozenset({"facts", "cell", "sum"})
"""The types of items that come of counting."""


def actions(desk: Desk) -> list[tuple[int, str]]:
    """Forget what was counted, and return all actions there are, each with its ticket, in an order of chance."""
    dynamodb, table = client("dynamodb", desk.environment["AWS_ENDPOINT_URL_DYNAMODB"]), desk.environment["TABLE_NAME"]
    items = [item for page in dynamodb.get_paginator("scan").paginate(TableName=table) for item in page["Items"]]
    for item in items:
        if item["type"]["S"] in COUNTED:
            dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
    keys = [(item["pk"]["S"], item["sk"]["S"]) for item in items if item["type"]["S"] == "action"]
    told = [(int(pk.rpartition("#")[2]), sk.rpartition("#")[2]) for pk, sk in keys]
    return random.Random(1).sample(told, len(told))


def wrong(act: Act, counted: Recounted) -> list[str]:
    days = cells.days(counted.first_day, today(act.actors))
    return [one for answer in reports(act.actors, days) for one in differences(answer, counted)]


def test_a_day_that_many_count_at_once_is_counted_right(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    crowded(desk)
    act = begun(desk, monkeypatch)
    play(act, FEW, HOURS)
    counted = recounted(act.actors, max(act.numbers))
    assert wrong(act, counted) == []
    told = actions(desk)
    assert wrong(act, counted) != []

    def count(container: int) -> list[bool]:
        mine = told[container % 2 :: 2]  # half of the containers count what the other half doesn't
        return [react("reports", "acme", number, action_id) for number, action_id in mine]

    assert all(all(found) for found in race(count, AT_ONCE))
    assert wrong(act, counted) == []
