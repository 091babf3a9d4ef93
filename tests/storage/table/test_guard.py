"""No request leaves the process for a partition of another workspace, whatever the operation."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.storage.table.guard import ForeignKeyError, refuse_foreign_keys, workspace_scope
from chalicelib.storage.table.keys import GLOBAL, Keys, workspace_of
from chalicelib.storage.table.records import Item
from tests.support.desk import Desk


def check(operation: str, params: dict[str, Any]) -> None:
    refuse_foreign_keys(params, SimpleNamespace(name=operation))


def key(pk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": "X"}}


def query(pk: str, condition: str = "#0 = :0 AND #1 BETWEEN :1 AND :2") -> dict[str, Any]:
    values = {":0": {"S": pk}, ":1": {"S": "W#acme"}, ":2": {"S": "W#acme"}}
    return {"KeyConditionExpression": condition, "ExpressionAttributeValues": values}


MINE = "W#acme#T#0000000001"
REQUESTS = {
    "GetItem": lambda pk: {"Key": key(pk)},
    "PutItem": lambda pk: {"Item": key(pk)},
    "UpdateItem": lambda pk: {"Key": key(pk)},
    "DeleteItem": lambda pk: {"Key": key(pk)},
    "Query": query,
    "BatchGetItem": lambda pk: {"RequestItems": {"desk": {"Keys": [key(MINE), key(pk)]}}},
    "BatchWriteItem": lambda pk: {
        "RequestItems": {"desk": [{"PutRequest": {"Item": key(MINE)}}, {"DeleteRequest": {"Key": key(pk)}}]}
    },
    "TransactGetItems": lambda pk: {"TransactItems": [{"Get": {"Key": key(MINE)}}, {"Get": {"Key": key(pk)}}]},
    "TransactWriteItems": lambda pk: {"TransactItems": [{"Put": {"Item": key(MINE)}}, {"Update": {"Key": key(pk)}}]},
}
operations = pytest.mark.parametrize("operation", list(REQUESTS))


@operations
@pytest.mark.parametrize("pk", ["W#acme", MINE, "W#acme#S#open", *(f"{prefix}x" for prefix in GLOBAL)])
def test_its_own_partitions_and_the_lookups_are_a_workspaces(operation: str, pk: str) -> None:
    with workspace_scope("acme"):
        check(operation, REQUESTS[operation](pk))


@operations
@pytest.mark.parametrize(
    "pk", ["W#other", "W#other#T#0000000001", "W#acme2", "W#acm", "W#", "W", "", "acme", "W#ACME", " W#acme", "X#acme"]
)
def test_any_other_partition_is_refused(operation: str, pk: str) -> None:
    with workspace_scope("acme"), pytest.raises(ForeignKeyError):
        check(operation, REQUESTS[operation](pk))


@operations
def test_outside_of_a_workspace_only_the_lookups_pass(operation: str) -> None:
    with pytest.raises(ForeignKeyError):
        check(operation, REQUESTS[operation](MINE))
    with workspace_scope("acme"):
        check(operation, REQUESTS[operation](MINE))
    with pytest.raises(ForeignKeyError):
        check(operation, REQUESTS[operation](MINE))


@pytest.mark.parametrize("part", ["Put", "Update", "Delete", "ConditionCheck"])
def test_every_part_of_a_transaction_is_looked_at(part: str) -> None:
    body = {"Item" if part == "Put" else "Key": key("W#other")}
    with workspace_scope("acme"), pytest.raises(ForeignKeyError):
        check("TransactWriteItems", {"TransactItems": [{"Put": {"Item": key(MINE)}}, {part: body}]})


@pytest.mark.parametrize("operation", ["Scan", "ExecuteStatement", "BatchExecuteStatement", "ExportTable", "New"])
def test_operations_the_desk_does_not_use_are_refused(operation: str) -> None:
    with workspace_scope("acme"), pytest.raises(ForeignKeyError):
        check(operation, {"TableName": "desk"})


@pytest.mark.parametrize("condition", ["#1 = :1 AND #0 = :0", "begins_with(#0, :0)", ":0 = #0"])
def test_a_query_is_judged_by_its_first_condition_only_when_that_is_its_partition(condition: str) -> None:
    with workspace_scope("other"), pytest.raises(ForeignKeyError):
        check("Query", query("W#other", condition))


def test_a_scope_within_a_scope_ends_where_it_began() -> None:
    with workspace_scope("acme"):
        with workspace_scope("other"), pytest.raises(ForeignKeyError):
            check("GetItem", REQUESTS["GetItem"](MINE))
        check("GetItem", REQUESTS["GetItem"](MINE))


def test_each_thread_works_for_its_own_workspace() -> None:
    refused: list[str] = []

    def elsewhere() -> None:
        try:
            check("GetItem", REQUESTS["GetItem"](MINE))
        except ForeignKeyError as refusal:
            refused.append(str(refusal))

    with workspace_scope("acme"):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert len(refused) == 1


def test_the_wall_stands_on_the_very_client_that_the_records_use(bare_desk: Desk) -> None:
    table, dynamodb = bare_desk.environment["TABLE_NAME"], Item._get_connection().connection.client
    with workspace_scope("acme"):
        dynamodb.put_item(TableName=table, Item=key("W#acme"))
        with pytest.raises(ForeignKeyError):
            dynamodb.get_item(TableName=table, Key=key("W#other"))
        with pytest.raises(ForeignKeyError):
            dynamodb.scan(TableName=table)


def test_a_refusal_names_no_key() -> None:
    with workspace_scope("acme"), pytest.raises(ForeignKeyError) as refusal:
        check("GetItem", REQUESTS["GetItem"]("W#other#ADDR#maya@example.com"))
    assert "maya" not in str(refusal.value)


@pytest.mark.parametrize(
    ("pk", "owner"), [("W#acme", "acme"), (MINE, "acme"), ("W#", ""), ("MAILBOX#a@b", None), ("KEY#W#acme", None)]
)
def test_the_owner_of_a_partition_is_read_off_its_key(pk: str, owner: str | None) -> None:
    assert workspace_of(pk) == owner


def test_every_key_of_a_workspace_begins_with_it() -> None:
    keys = Keys("acme")
    made = [
        keys.root, keys.ticket(1), keys.status("open"), keys.live, keys.assignee(None), keys.assignee("m"),
        keys.contact("c"), keys.contacts, keys.address("a@b.example"), keys.message_id("<x>"), keys.inbox("m"),
        keys.pending("m"),
        keys.canned, keys.suspended, keys.once("p", "r", "k"), keys.counters, keys.counted("a"),
    ]  # fmt: skip
    assert {workspace_of(pk) for pk in made} == {"acme"}
    assert len(set(made)) == len(made)


def test_keys_of_parts_that_run_into_each_other_differ() -> None:
    keys = Keys("acme")
    assert keys.once("ab", "c", "k") != keys.once("a", "bc", "k")
    assert keys.once("a", "b", "c") == keys.once("a", "b", "c")
