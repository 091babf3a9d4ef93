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
