"""What bare botocore does again is the same work, on the same items, as the app did."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from infra.local.aws import client as machinery
from tests.bench.bare import Bare, recording
from tests.support.desk import Desk

ENDPOINT = "https://dynamodb.us-east-1.amazonaws.com"
TICKETS = "/v1/acme/tickets"


def create(desk: Desk) -> str:
    wanted = {"title": "Twice", "contact": {"email": "maya@example.com"}}
    ref: str = desk.http("POST", TICKETS, json=wanted, token=desk.admin.token).json()["ref"]
    return ref


def items(desk: Desk) -> list[dict[str, Any]]:
    found = boto3.client("dynamodb", region_name="us-east-1").scan(TableName=desk.environment["TABLE_NAME"])["Items"]
    return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def test_played_again_it_leaves_the_same_items(desk: Desk) -> None:
    with recording() as recorded:
        ref = create(desk)
        desk.http("POST", f"{TICKETS}/{ref}/replies", json={"body": "Hello"}, token=desk.admin.token)
    once = items(desk)
    assert recorded.operations().count("TransactWriteItems") == 2
    for _ in range(2):
        assert Bare(ENDPOINT).milliseconds(recorded) > 0
        assert items(desk) == once


def test_what_was_written_since_is_in_its_way_only_if_it_is_not_put_back(desk: Desk) -> None:
    """A condition that held fails now, since nothing of this was written: that is another work, and no figure."""
    with recording() as recorded:
        create(desk)
    recorded.before.clear()
    with pytest.raises(Exception, match="TransactionCanceled"):
        Bare(ENDPOINT).milliseconds(recorded)


def test_the_machinery_around_the_desk_is_not_recorded(desk: Desk) -> None:
    table, key = desk.environment["TABLE_NAME"], {"pk": {"S": "a"}, "sk": {"S": "b"}}
    with recording() as recorded:
        machinery("dynamodb").put_item(TableName=table, Item=key)
        boto3.client("dynamodb", region_name="us-east-1").get_item(TableName=table, Key=key)
    assert recorded.operations() == ["GetItem"]
