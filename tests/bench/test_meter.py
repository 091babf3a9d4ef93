"""The meter at work: it counts the app's requests, transactions too, by examples worked out by hand."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local import template
from infra.local.aws import client as machinery
from tests.support.capacity import Layout
from tests.support.meter import Meter, metering

TICKET_INDEXES = ("st", "up", "as", "co")


@pytest.fixture
def table(aws: None) -> str:
    name = f"meter-{uuid.uuid4().hex}"
    machinery("dynamodb").create_table(TableName=name, **template.table())
    return name


@pytest.fixture
def meter() -> Iterator[Meter]:
    with metering(Layout.of(template.table())) as meter:
        yield meter


@pytest.fixture
def client(aws: None) -> Any:
    return boto3.client("dynamodb", region_name="us-east-1")


def item(sk: str, text: str = "x", **more: str) -> dict[str, Any]:
    given = {"pk": "W#acme", "sk": sk, "t": text, **more}
    return {name: {"S": value} for name, value in given.items()}


def indexed(sk: str, text: str = "x", position: str = "1") -> dict[str, Any]:
    """An item in the four indexes that every ticket is in."""
    keys = {f"{index}_{part}": position for index in TICKET_INDEXES for part in ("pk", "sk")}
    return item(sk, text, **keys)


def key(sk: str) -> dict[str, Any]:
    return {name: value for name, value in item(sk).items() if name != "t"}


def put(table: str, stored: dict[str, Any], **condition: str) -> dict[str, Any]:
    return {"Put": {"TableName": table, "Item": stored, **condition}}


def test_a_transaction_costs_twice_its_items_and_once_their_indexes(table: str, meter: Meter, client: Any) -> None:
    """Two for a small item, six for one of 2.5 KB, two and one for each of four indexes for a ticket."""
    large = put(table, item("b", "x" * 2500))
    client.transact_write_items(TransactItems=[put(table, item("a")), large, put(table, indexed("c"))])
    (request,) = meter.requests
    assert request.writes == 2 + 6 + (2 + 4)
    assert request.partitions == ("W#acme",) * 3


def test_a_transaction_that_moves_a_ticket_in_an_index_pays_for_both_places(
    table: str, meter: Meter, client: Any
) -> None:
    client.put_item(TableName=table, Item=indexed("a"))
    change = {
        "TableName": table,
        "Key": key("a"),
        "UpdateExpression": "SET st_sk = :new",
        "ExpressionAttributeValues": {":new": {"S": "2"}},
    }
    client.transact_write_items(TransactItems=[{"Update": change}])
    first, second = meter.requests
    assert first.writes == 1 + 4
    assert second.writes == 2 + 2 + 3  # twice the item, out and in at the one index, a changed entry in the others


def test_a_refused_transaction_is_paid_for_its_items_alone(table: str, meter: Meter, client: Any) -> None:
    client.put_item(TableName=table, Item=indexed("a", "x" * 1500))
    again = put(table, indexed("a"), ConditionExpression="attribute_not_exists(pk)")
    with pytest.raises(ClientError):
        client.transact_write_items(TransactItems=[put(table, item("b")), again])
    assert meter.requests[-1].writes == 2 + 2 * 2


def test_a_refused_write_is_paid_by_what_is_there(table: str, meter: Meter, client: Any) -> None:
    client.put_item(TableName=table, Item=indexed("a", "x" * 2500))
    with pytest.raises(ClientError):
        client.put_item(TableName=table, Item=item("a"), ConditionExpression="attribute_not_exists(pk)")
    assert meter.requests[-1].writes == 3


def test_what_was_not_even_tried_costs_nothing(table: str, meter: Meter, client: Any) -> None:
    with pytest.raises(ClientError):
        client.put_item(TableName=f"{table}-other", Item=item("a"))
    assert meter.requests == []


def test_a_query_pays_for_what_its_filter_drops(table: str, meter: Meter, client: Any) -> None:
    for number in range(4):
        client.put_item(TableName=table, Item=item(f"{number}", "x" * 3000))
    found = client.query(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        FilterExpression="t = :nothing",
        ExpressionAttributeValues={":pk": {"S": "W#acme"}, ":nothing": {"S": "nothing"}},
        Limit=3,
    )
    assert found["Items"] == []
    assert meter.requests[-1].reads == 1.5  # 9,000 bytes are three times 4 KB, at half a unit


def test_items_asked_for_together_are_rounded_each_by_itself(table: str, meter: Meter, client: Any) -> None:
    for number in range(3):
        client.put_item(TableName=table, Item=item(f"{number}", "x" * 100))
    keys = [key(f"{number}") for number in range(3)]
    client.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
    assert meter.requests[-1].reads == 3
    client.batch_get_item(RequestItems={table: {"Keys": keys}})
    assert meter.requests[-1].reads == 1.5
    client.transact_get_items(TransactItems=[{"Get": {"TableName": table, "Key": one}} for one in keys])
    assert meter.requests[-1].reads == 6


def test_items_written_together_are_counted_each_by_itself(table: str, meter: Meter, client: Any) -> None:
    client.put_item(TableName=table, Item=indexed("a"))
    requests = [{"PutRequest": {"Item": indexed("b", "x" * 1500)}}, {"DeleteRequest": {"Key": key("a")}}]
    client.batch_write_item(RequestItems={table: requests})
    assert meter.requests[-1].writes == (2 + 4 * 2) + (1 + 4)


def test_the_machinery_around_the_desk_is_not_counted(table: str, meter: Meter) -> None:
    machinery("dynamodb").put_item(TableName=table, Item=item("a"))
    assert meter.requests == []


def test_an_operation_whose_price_is_not_known_is_not_passed_over(table: str, meter: Meter, client: Any) -> None:
    with pytest.raises(NotImplementedError, match="Scan"):
        client.scan(TableName=table)
