"""The meter must say what DynamoDB Local says, for everything but transactions, whose figures there are made up."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.local import template
from tests.support.capacity import Layout
from tests.support.meter import Meter, metering

INDEXES = {
    "st": "by_status",
    "up": "by_updated",
    "as": "by_assignee",
    "co": "by_contact",
    "sl": "by_sla",
    "du": "by_due",
}


class Table:
    """A table like the desk's, with few keys, so that most writes meet an item that is there."""

    def __init__(self, url: str, seed: int) -> None:
        self.client = boto3.client("dynamodb", endpoint_url=url)
        self.name = f"meter-{uuid.uuid4().hex}"
        self.client.create_table(TableName=self.name, **template.table())
        self._chance = random.Random(seed)

    def item(self) -> dict[str, Any]:
        chance = self._chance
        item = {
            "pk": {"S": "p"},
            "sk": {"S": str(chance.randrange(6))},
            "t": {"S": "ä" * chance.choice([1, 100, 500, 1200, 3000])},
            "n": {"N": str(chance.choice([0, 1, -1, 100, 123456, -98765.4321, 1e20]))},
            "l": {"L": [{"S": "x" * chance.randrange(1, 300)}, {"M": {"a": {"BOOL": True}}}]},
        }
        for prefix in INDEXES:
            if chance.random() < 0.6:
                item[f"{prefix}_pk"] = {"S": chance.choice("AB")}
                item[f"{prefix}_sk"] = {"S": chance.choice("XY")}
        return item

    def ask(self, operation: str, **parameters: Any) -> float:
        """Make a request; the units it is said to have taken."""
        call = getattr(self.client, operation)
        answer = call(TableName=self.name, ReturnConsumedCapacity="INDEXES", **parameters)
        units: float = answer["ConsumedCapacity"]["CapacityUnits"]
        return units

    def put(self, **condition: str) -> float:
        return self.ask("put_item", Item=self.item(), **condition)

    def delete(self) -> float:
        return self.ask("delete_item", Key=self._key(self.item()))

    def update(self) -> float:
        """Set everything a new item has, and remove the index keys that it lacks."""
        item = self.item()
        key = self._key(item)
        rest = [name for name in item if name not in key]
        gone = [f"{prefix}_pk" for prefix in INDEXES if f"{prefix}_pk" not in item]
        expression = "SET " + ", ".join(f"#{name} = :{name}" for name in rest)
        expression += f" REMOVE {', '.join(gone)}" if gone else ""
        names, values = {f"#{name}": name for name in rest}, {f":{name}": item[name] for name in rest}
        return self.ask(
            "update_item",
            Key=key,
            UpdateExpression=expression,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
        )

    def get(self) -> float:
        consistent = self._chance.random() < 0.5
        return self.ask("get_item", Key=self._key(self.item()), ConsistentRead=consistent, ProjectionExpression="pk")

    def query(self) -> float:
        return self.ask(
            "query",
            KeyConditionExpression="pk = :p AND sk < :s",
            FilterExpression="#n > :n",
            ExpressionAttributeNames={"#n": "n"},
            ExpressionAttributeValues={":p": {"S": "p"}, ":s": {"S": str(self._chance.randrange(7))}, ":n": {"N": "0"}},
            Limit=self._chance.randrange(1, 5),
            ConsistentRead=self._chance.random() < 0.5,
        )

    def query_index(self) -> float:
        prefix = self._chance.choice(sorted(INDEXES))
        return self.ask(
            "query",
            IndexName=INDEXES[prefix],
            KeyConditionExpression=f"{prefix}_pk = :p",
            ExpressionAttributeValues={":p": {"S": "A"}},
        )

    def _key(self, item: dict[str, Any]) -> dict[str, Any]:
        return {name: item[name] for name in ("pk", "sk")}


@pytest.fixture
def table(dynamodb: str) -> Table:
    return Table(dynamodb, seed=4)


@pytest.fixture
def meter() -> Iterator[Meter]:
    with metering(Layout.of(template.table())) as meter:
        yield meter


@pytest.mark.parametrize("operation", ["put", "update", "delete", "get"])
def test_single_items_cost_what_dynamodb_local_says(table: Table, meter: Meter, operation: str) -> None:
    for _ in range(60):
        table.put()
        said = getattr(table, operation)()
        assert meter.requests[-1].reads + meter.requests[-1].writes == said


@pytest.mark.parametrize("operation", ["query", "query_index"])
def test_queries_cost_what_dynamodb_local_says_unless_they_find_nothing(
    table: Table, meter: Meter, operation: str
) -> None:
    """AWS bills a read of nothing like one of a byte; DynamoDB Local does not."""
    compared = 0
    for _ in range(60):
        table.put()
        if said := getattr(table, operation)():
            assert meter.requests[-1].reads == said
            compared += 1
    assert compared > 30


def test_a_refused_write_costs_what_is_there(table: Table, meter: Meter) -> None:
    for _ in range(60):
        table.put()
    meter.requests.clear()
    with pytest.raises(table.client.exceptions.ConditionalCheckFailedException):
        table.put(ConditionExpression="attribute_not_exists(pk)")
    (refused,) = meter.requests
    assert refused.writes >= 1
