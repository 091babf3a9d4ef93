"""The shortcuts in moto may change no answer."""

from __future__ import annotations

import uuid
from typing import Any

import boto3
import pytest
from moto.core.utils import unix_time
from moto.sqs.models import sqs_backends

from infra.local.aws import ACCOUNT, REGION

EVERY_TYPE = {
    "pk": {"S": "a"},
    "number": {"N": "-1.5E+10"},
    "binary": {"B": b"\x00\xff"},
    "strings": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "binaries": {"BS": [b"\x01"]},
    "map": {"M": {"inner": {"L": [{"S": ""}, {"M": {}}, {"NULL": True}]}, "S": {"S": "named like a type"}}},
    "list": {"L": []},
    "null": {"NULL": True},
    "no": {"BOOL": False},
}


@pytest.fixture
def table(aws: None) -> str:
    name = f"t-{uuid.uuid4().hex}"
    boto3.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    return name


def test_an_item_with_every_type_comes_back_as_it_was(table: str) -> None:
    client = boto3.client("dynamodb")
    client.put_item(TableName=table, Item=EVERY_TYPE)
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"] == EVERY_TYPE
    assert client.scan(TableName=table)["Items"] == [EVERY_TYPE]


def test_the_same_expression_is_right_each_time_whatever_it_is_about(table: str) -> None:
    """Its tree is read once and shared: what one update puts into it must not be there for the next."""
    client = boto3.client("dynamodb")

    def update(key: str, number: int) -> dict[str, Any]:
        answer = client.update_item(
            TableName=table,
            Key={"pk": {"S": key}},
            UpdateExpression="SET #m = if_not_exists(#m, :none), #l = list_append(if_not_exists(#l, :none), :more), "
            "#n = if_not_exists(#n, :zero) + :n REMOVE #gone ADD #s :s",
            ExpressionAttributeNames={"#m": "m", "#l": "l", "#n": "n", "#gone": "gone", "#s": "s"},
            ExpressionAttributeValues={
                ":none": {"L": []},
                ":more": {"L": [{"N": str(number)}]},
                ":zero": {"N": "0"},
                ":n": {"N": str(number)},
                ":s": {"SS": [f"s{number}"]},
            },
            ReturnValues="ALL_NEW",
        )
        attributes: dict[str, Any] = answer["Attributes"]
        return attributes

    client.put_item(TableName=table, Item={"pk": {"S": "b"}, "gone": {"S": "x"}, "n": {"N": "10"}})
    for key, start in (("a", 0), ("b", 10)):
        first, second = update(key, 1), update(key, 2)
        assert first == {
            "pk": {"S": key}, "m": {"L": []}, "l": {"L": [{"N": "1"}]}, "n": {"N": str(start + 1)}, "s": {"SS": ["s1"]}
        }  # fmt: skip
        assert second["l"] == {"L": [{"N": "1"}, {"N": "2"}]}
        assert second["n"] == {"N": str(start + 3)}
        assert sorted(second["s"]["SS"]) == ["s1", "s2"]


@pytest.mark.parametrize(
    "expression", ["SET a.b = :v, a = :v", "SET a = :v, a = :v", "SET pk = :v", "SET a = b", "SET a = :v SET b = :v"]
)
def test_a_wrong_expression_is_refused_each_time(table: str, expression: str) -> None:
    client = boto3.client("dynamodb")
    client.put_item(TableName=table, Item={"pk": {"S": "a"}})
    for _ in range(2):
        with pytest.raises(client.exceptions.ClientError, match="ValidationException"):
            client.update_item(
                TableName=table,
                Key={"pk": {"S": "a"}},
                UpdateExpression=expression,
                ExpressionAttributeValues={":v": {"S": "x"}},
            )
    assert client.scan(TableName=table)["Items"] == [{"pk": {"S": "a"}}]


def test_an_item_that_is_too_large_is_refused(table: str) -> None:
    client = boto3.client("dynamodb")
    halves = {"pk": {"S": "a"}, "one": {"S": "x" * 200_000}, "two": {"S": "x" * 200_000}}
    client.put_item(TableName=table, Item=halves)
    with pytest.raises(client.exceptions.ClientError, match="Item size has exceeded the maximum allowed size"):
        client.put_item(TableName=table, Item=halves | {"more": {"S": "x" * 10_000}})
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"] == halves


@pytest.mark.parametrize(("seconds_left", "received"), [(5, True), (-5, False)])
def test_a_message_older_than_its_queue_keeps_them_is_not_received(
    aws: None, seconds_left: int, received: bool
) -> None:
    sqs, name = boto3.client("sqs"), f"q-{uuid.uuid4().hex}"
    url = sqs.create_queue(QueueName=name, Attributes={"MessageRetentionPeriod": "60"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    message: Any
    [message] = sqs_backends[ACCOUNT][REGION].get_queue(name)._messages
    message.sent_timestamp = (unix_time() - 60 + seconds_left) * 1000
    assert bool(sqs.receive_message(QueueUrl=url).get("Messages")) is received
