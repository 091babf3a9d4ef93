"""The quick table refuses what DynamoDB refuses whatever it holds, and takes what lies just within."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from infra.local import template
from infra.local.aws import client
from tests.support.quick_limits import LARGEST_ITEM
from tests.support.quick_parity import by_both

REFUSED = "ValidationException", []
Ask = Callable[[Any, str], Any]


@pytest.fixture
def table(aws: None, dynamodb: str) -> str:
    name = f"t-{uuid.uuid4().hex}"
    client("dynamodb", dynamodb).create_table(TableName=name, **template.table())
    return name


def key(number: int) -> dict[str, Any]:
    return {"pk": {"S": "p"}, "sk": {"S": str(number)}}


def put(**more: Any) -> Ask:
    return lambda db, table: db.put_item(TableName=table, Item={**key(0), **more})


def update(text: str, **words: Any) -> Ask:
    return lambda db, table: db.update_item(TableName=table, Key=key(0), UpdateExpression=text, **words)


def transaction(numbers: list[int]) -> Ask:
    return lambda db, table: db.transact_write_items(
        TransactItems=[{"Put": {"TableName": table, "Item": key(number)}} for number in numbers]
    )


def writes(numbers: list[int]) -> Ask:
    return lambda db, table: db.batch_write_item(
        RequestItems={table: [{"PutRequest": {"Item": key(number)}} for number in numbers]}
    )


def reads(numbers: list[int]) -> Ask:
    return lambda db, table: db.batch_get_item(RequestItems={table: {"Keys": [key(number) for number in numbers]}})


def query(**more: Any) -> Ask:
    names, values = more.pop("names", {}), more.pop("values", {})
    given = {"ExpressionAttributeNames": names} if names else {}
    return lambda db, table: db.query(
        TableName=table,
        KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": "p"}, **values},
        **given,
        **more,
    )


def text(length: int) -> dict[str, str]:
    """With the item's keys and names of 7 bytes."""
    return {"S": "x" * (length - 7)}


WRONG: dict[str, Ask] = {
    "a larger item": put(t=text(LARGEST_ITEM + 1)),
    "an empty key": lambda db, table: db.put_item(TableName=table, Item={**key(0), "sk": {"S": ""}}),
    "an empty key of an index": put(st_pk={"S": ""}, st_sk={"S": "x"}),
    "a number as a key of an index": put(st_pk={"N": "1"}, st_sk={"S": "x"}),
    "101 writes at once": transaction(list(range(101))),
    "one item twice in a transaction": transaction([1, 1]),
    "26 writes in a batch": writes(list(range(26))),
    "one item twice in a batch": writes([1, 1]),
    "101 reads in a batch": reads(list(range(101))),
    "one item read twice": reads([1, 1]),
    "a value that nothing uses": update("SET a = :a", ExpressionAttributeValues={":a": {"S": "x"}, ":b": {"S": "x"}}),
    "a name that nothing uses": update(
        "SET a = :a", ExpressionAttributeNames={"#a": "a"}, ExpressionAttributeValues={":a": {"S": "x"}}
    ),
    "a value that is not there": update("SET a = :a"),
    "a name that is not there": update("REMOVE #a"),
    "a filter on a key": query(FilterExpression="#s = :s", names={"#s": "sk"}, values={":s": {"S": "1"}}),
}
RIGHT: dict[str, Ask] = {
    "the largest item": put(t=text(LARGEST_ITEM)),
    "10 writes at once": transaction(list(range(10))),  # DynamoDB takes 100, its local one no more
    "25 writes in a batch": writes(list(range(25))),
    "100 reads in a batch": reads(list(range(100))),
    "a filter on something else": query(FilterExpression="#t = :t", names={"#t": "t"}, values={":t": {"S": "1"}}),
}


@pytest.mark.parametrize("ask", WRONG.values(), ids=WRONG)
def test_what_is_wrong_whatever_is_stored_is_refused_by_both(dynamodb: str, table: str, ask: Ask) -> None:
    assert by_both(client("dynamodb", dynamodb), table, lambda db: ask(db, table)) == (REFUSED, REFUSED)


@pytest.mark.parametrize("ask", RIGHT.values(), ids=RIGHT)
def test_what_lies_just_within_is_taken_by_both(dynamodb: str, table: str, ask: Ask) -> None:
    real, quick = by_both(client("dynamodb", dynamodb), table, lambda db: ask(db, table))
    assert quick == real
    assert isinstance(real, dict)


def test_a_token_is_taken_once_and_with_what_it_came_with_alone(dynamodb: str, table: str) -> None:
    token = uuid.uuid4().hex

    def ask(db: Any) -> Any:
        def write(number: int) -> Any:
            put_one = {"Put": {"TableName": table, "Item": key(number)}}
            return db.transact_write_items(TransactItems=[put_one], ClientRequestToken=token)

        write(1)
        db.delete_item(TableName=table, Key=key(1))
        write(1)
        assert "Item" not in db.get_item(TableName=table, Key=key(1))
        return write(2)

    different = ("IdempotentParameterMismatchException", [])
    assert by_both(client("dynamodb", dynamodb), table, ask) == (different, different)


def test_of_a_batch_with_one_too_large_nothing_is_written(dynamodb: str, table: str) -> None:
    def ask(db: Any) -> Any:
        new = [key(0), {**key(1), "t": text(LARGEST_ITEM + 1)}]
        with pytest.raises(db.exceptions.ClientError):
            db.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}} for item in new]})
        return db.scan(TableName=table)["Items"]

    assert by_both(client("dynamodb", dynamodb), table, ask) == ([], [])


def test_a_page_ends_with_a_megabyte(dynamodb: str, table: str) -> None:
    def ask(db: Any) -> Any:
        for number in range(6):
            db.put_item(TableName=table, Item={**key(number), "t": text(300_000)})
        page = query()(db, table)
        return [[item["sk"] for item in page["Items"]], page["LastEvaluatedKey"]]

    real, quick = by_both(client("dynamodb", dynamodb), table, ask)
    assert quick == real
