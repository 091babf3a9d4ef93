"""The quick table answers as moto's does, as far as it answers at all."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local import template
from infra.local.aws import client
from tests.support.quick_parity import by_both

NAMES = {"#n": "n", "#s": "s", "#m": "m", "#a": "a", "#t": "t"}
VALUES: dict[str, Any] = {
    ":one": {"N": "1"},
    ":ten": {"N": "10"},
    ":x": {"S": "x"},
    ":y": {"S": "y"},
    ":set": {"SS": ["x", "z"]},
    ":list": {"L": [{"S": "z"}]},
}
CONDITIONS = [
    *("#n = :one", "#n <> :one", "#n < :ten", "#n >= :ten", "#n BETWEEN :one AND :ten", "#a BETWEEN :x AND :y"),
    *("#a IN (:y, :x)", "NOT #a = :x", "#a = :x OR #n = :ten AND #n = :one", "(#a = :x OR #n = :ten) AND #n = :ten"),
    *("attribute_exists(#a)", "attribute_not_exists(#t)", "attribute_exists(#m.#a)", "#m.#a = :y", "#t <> :x"),
    *("begins_with(#a, :x)", "begins_with(#t, :x)", "contains(#s, :x)", "contains(#s, :y)", "contains(#a, :x)"),
    *("#t = :x", "#t < :ten"),
]
RANGES = [
    *(
        "",
        " AND #s BETWEEN :l AND :t",
        " AND #s = :t",
        " AND #s < :t",
        " AND #s <= :t",
        " AND #s > :l",
        " AND #s >= :l",
    ),
    " AND begins_with(#s, :l)",
]
UPDATES = [
    *("SET #n = #n + :one", "SET #n = #n - :ten, #t = :y", "SET #n = if_not_exists(#n, :ten) + :one", "SET #m.#t = :x"),
    *("SET #t = if_not_exists(#t, :x)", "ADD #n :ten", "ADD #t :ten", "ADD #s :set", "ADD #t :set", "DELETE #s :set"),
    *("REMOVE #a, #m.#a", "REMOVE #t", "SET #t = list_append(:list, :list) REMOVE #a ADD #n :one"),
]
ITEMS = [
    {"n": {"N": "1"}, "s": {"SS": ["x", "y"]}, "m": {"M": {"a": {"S": "y"}}}, "a": {"S": "x"}},
    {"n": {"N": "10"}, "s": {"SS": ["x", "z"]}, "m": {"M": {}}},
]


@pytest.fixture
def table(aws: None) -> str:
    name = f"t-{uuid.uuid4().hex}"
    client("dynamodb").create_table(TableName=name, **template.table())
    return name


def put(dynamodb: Any, table: str, pk: str, sk: str, item: dict[str, Any]) -> None:
    dynamodb.put_item(TableName=table, Item={"pk": {"S": pk}, "sk": {"S": sk}, **item})


def words(text: str) -> dict[str, Any]:
    names = {name: value for name, value in NAMES.items() if name in text}
    values = {name: value for name, value in VALUES.items() if name in text}
    given = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
    return {name: value for name, value in given.items() if value}


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_keeps_and_refuses_the_same(table: str, text: str) -> None:
    def ask(dynamodb: Any) -> Any:
        found = []
        for number, item in enumerate(ITEMS):
            put(dynamodb, table, "p", str(number), item)
        found.append(dynamodb.scan(TableName=table, FilterExpression=text, **words(text))["Items"])
        for number in range(3):
            key = {"pk": {"S": "p"}, "sk": {"S": str(number)}}
            write = {"TableName": table, "Key": key, "ConditionExpression": text, **words(text)}
            try:
                found.append(dynamodb.delete_item(**write, ReturnValues="ALL_OLD"))
            except ClientError as refused:
                found.append(refused.response["Error"]["Code"])
        return found

    moto, quick = by_both(client("dynamodb"), table, ask)
    assert quick == moto


@pytest.mark.parametrize("text", UPDATES)
@pytest.mark.parametrize("item", ITEMS)
def test_an_update_makes_the_same_of_an_item(table: str, text: str, item: dict[str, Any]) -> None:
    def ask(dynamodb: Any) -> Any:
        put(dynamodb, table, "p", "0", item)
        key = {"pk": {"S": "p"}, "sk": {"S": "0"}}
        made = dynamodb.update_item(
            TableName=table, Key=key, UpdateExpression=text, ReturnValues="ALL_NEW", **words(text)
        )
        return [made, dynamodb.get_item(TableName=table, Key=key)]

    moto, quick = by_both(client("dynamodb"), table, ask)
    assert quick == moto


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("index", [None, "by_status", "by_due"])
@pytest.mark.parametrize("ranged", RANGES)
def test_a_query_walks_the_same_way_page_by_page(table: str, index: str | None, forward: bool, ranged: str) -> None:
    hash_name, sort_name = {"by_status": ("st_pk", "st_sk"), "by_due": ("du_pk", "du_sk")}.get(
        index or "", ("pk", "sk")
    )
    names, values = {"#h": hash_name, "#s": sort_name}, {":h": {"S": "h"}, ":l": {"S": "1"}, ":t": {"S": "3"}}
    text = f"#h = :h{ranged}"
    asked: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": text,
        "ExpressionAttributeNames": {name: value for name, value in names.items() if name in text},
        "ExpressionAttributeValues": {name: value for name, value in values.items() if name in text},
        "ScanIndexForward": forward,
        "Limit": 2,
        **({"IndexName": index} if index else {}),
    }

    def ask(dynamodb: Any) -> Any:
        for number in range(9):
            sorts = {f"{part}_sk": {"S": str(number // 2)} for part in ("st", "du")}
            put(dynamodb, table, "h", str(number), {"st_pk": {"S": "h"}, "du_pk": {"S": "h"}, **sorts})
        pages, start = [], {}
        while True:
            page = dynamodb.query(**asked, **start)
            pages.append(page["Items"])
            if "LastEvaluatedKey" not in page:
                return pages
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    moto, quick = by_both(client("dynamodb"), table, ask)
    assert quick == moto
    assert quick[0]


def test_a_transaction_is_all_or_nothing_and_names_its_reasons(table: str) -> None:
    def ask(dynamodb: Any) -> Any:
        put(dynamodb, table, "p", "0", ITEMS[0])
        key = {"pk": {"S": "p"}, "sk": {"S": "0"}}
        new = {"Put": {"TableName": table, "Item": {"pk": {"S": "p"}, "sk": {"S": "new"}}}}
        told = []
        for text in ("attribute_exists(pk)", "attribute_not_exists(pk)"):
            check = {"ConditionCheck": {"TableName": table, "Key": key, "ConditionExpression": text}}
            try:
                dynamodb.transact_write_items(TransactItems=[check, new])
            except dynamodb.exceptions.TransactionCanceledException as refused:
                told.append([reason["Code"] for reason in refused.response["CancellationReasons"]])
            told.append(dynamodb.scan(TableName=table)["Items"])
            dynamodb.delete_item(TableName=table, Key={"pk": {"S": "p"}, "sk": {"S": "new"}})
        return told

    moto, quick = by_both(client("dynamodb"), table, ask)
    assert quick == moto
    assert len(quick) == 3
