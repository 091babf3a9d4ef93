"""The repaired moto must keep the promises of DynamoDB that the desk is built on."""

from __future__ import annotations

import sys
import threading
import uuid
from collections.abc import Callable
from types import FrameType
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodbstreams.models import dynamodbstreams_backends

from infra.local.moto_streams import ITERATORS_KEPT

KEYS = ("pk", "sk", "gp", "gs")


class DynamoTable:
    """A table of its own with one index, and short ways to write to it and read its stream."""

    def __init__(self) -> None:
        self.client: Any = boto3.client("dynamodb")
        self.streams: Any = boto3.client("dynamodbstreams")
        self.name = f"t-{uuid.uuid4().hex}"
        self.client.create_table(
            TableName=self.name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in KEYS],
            KeySchema=_schema("pk", "sk"),
            GlobalSecondaryIndexes=[
                {"IndexName": "by_g", "KeySchema": _schema("gp", "gs"), "Projection": {"ProjectionType": "ALL"}}
            ],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )

    def put(self, pk: str, sk: str, **attributes: str) -> None:
        self.client.put_item(TableName=self.name, Item=strings(pk=pk, sk=sk, **attributes))

    def get(self, pk: str, sk: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.client.get_item(TableName=self.name, Key=strings(pk=pk, sk=sk)).get("Item")
        return found

    def update(self, pk: str, sk: str, expression: str, **values: str) -> None:
        self.client.update_item(TableName=self.name, **self.updating(pk, sk, expression, **values))

    def updating(self, pk: str, sk: str, expression: str, **values: str) -> dict[str, Any]:
        bound = {f":{name}": {"S": value} for name, value in values.items()}
        return {
            "Key": strings(pk=pk, sk=sk),
            "UpdateExpression": expression,
            **({"ExpressionAttributeValues": bound} if bound else {}),
        }

    def transact(self, *operations: dict[str, dict[str, Any]], **more: Any) -> None:
        items = [
            {kind: {"TableName": self.name, **body}} for operation in operations for kind, body in operation.items()
        ]
        self.client.transact_write_items(TransactItems=items, **more)

    def query(self, condition: str, index: str | None = None, **more: Any) -> dict[str, Any]:
        values = {f":{name}": {"S": value} for name, value in more.pop("values").items()}
        if index:
            more["IndexName"] = index
        answer: dict[str, Any] = self.client.query(
            TableName=self.name, KeyConditionExpression=condition, ExpressionAttributeValues=values, **more
        )
        return answer

    def records(self) -> list[dict[str, Any]]:
        arn = self.client.describe_table(TableName=self.name)["Table"]["LatestStreamArn"]
        shard = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = self.streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        found: list[dict[str, Any]] = self.streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
        return found

    def changes(self) -> list[tuple[str, str]]:
        return [(record["eventName"], record["dynamodb"]["Keys"]["sk"]["S"]) for record in self.records()]


def _schema(partition_key: str, sort_key: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition_key, "KeyType": "HASH"},
        {"AttributeName": sort_key, "KeyType": "RANGE"},
    ]


def strings(**attributes: str) -> dict[str, dict[str, str]]:
    return {name: {"S": value} for name, value in attributes.items()}


def new(pk: str, sk: str, **attributes: str) -> dict[str, Any]:
    item = strings(pk=pk, sk=sk, **attributes)
    return {"Put": {"Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def sort_keys(answer: dict[str, Any]) -> list[str]:
    return [item["sk"]["S"] for item in answer["Items"]]


def at_once(count: int, act: Callable[[int], None]) -> list[BaseException | None]:
    """Run `act` in `count` threads that start together; what each of them raised."""
    outcomes: list[BaseException | None] = [None] * count
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        try:
            act(number)
        except ClientError as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def table(aws: None) -> DynamoTable:
    return DynamoTable()


def test_of_fifty_threads_racing_on_one_conditional_transaction_exactly_one_wins(table: DynamoTable) -> None:
    table.put("a", "prize", version="0")
    claim = {
        **table.updating("a", "prize", "SET version = :new", new="1", old="0"),
        "ConditionExpression": "version = :old",
    }
    outcomes = at_once(50, lambda number: table.transact({"Update": claim}, new("a", f"winner-{number}")))
    assert outcomes.count(None) == 1
    assert len(table.query("pk = :pk AND begins_with(sk, :w)", values={"pk": "a", "w": "winner"})["Items"]) == 1


def test_fifty_threads_adding_to_one_counter_lose_nothing(table: DynamoTable) -> None:
    add = {
        "TableName": table.name,
        "Key": strings(pk="a", sk="counter"),
        "UpdateExpression": "ADD amount :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    at_once(50, lambda _: table.client.update_item(**add))
    assert table.get("a", "counter")["amount"] == {"N": "50"}  # type: ignore[index]


def test_a_failed_transaction_leaves_nothing_in_table_index_or_stream(table: DynamoTable) -> None:
    table.put("a", "old", gp="g", gs="1", text="before")
    table.put("a", "gone", text="still here")
    before = table.records()
    with pytest.raises(ClientError, match="TransactionCanceledException"):
        table.transact(
            new("a", "fresh", gp="g", gs="2"),
            {
                "Update": table.updating("a", "old", "SET #t = :t", t="after")
                | {"ExpressionAttributeNames": {"#t": "text"}}
            },
            {"Update": table.updating("a", "upserted", "SET x = :x", x="y")},
            {"Delete": {"Key": strings(pk="a", sk="gone")}},
            {"ConditionCheck": {"Key": strings(pk="a", sk="none"), "ConditionExpression": "attribute_exists(pk)"}},
        )
    assert table.records() == before
    assert sort_keys(table.query("pk = :pk", values={"pk": "a"})) == ["gone", "old"]
    found = table.query("gp = :g", index="by_g", values={"g": "g"})
    assert [item["text"] for item in found["Items"]] == [{"S": "before"}]


def test_a_failed_transaction_names_the_item_at_fault(table: DynamoTable) -> None:
    table.put("a", "taken")
    with pytest.raises(ClientError) as caught:
        table.transact(new("a", "free"), new("a", "taken"))
    reasons = caught.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"]


def test_a_failed_update_leaves_neither_a_stub_nor_half_a_change(table: DynamoTable) -> None:
    table.put("a", "1", text="word")
    for sort_key in ("1", "absent"):
        with pytest.raises(ClientError):
            table.client.update_item(
                TableName=table.name,
                Key=strings(pk="a", sk=sort_key),
                UpdateExpression="SET other = :t ADD #t :n",
                ExpressionAttributeNames={"#t": "text"},
                ExpressionAttributeValues={":t": {"S": "new"}, ":n": {"S": "not a number"}},
            )
    assert table.get("a", "1") == strings(pk="a", sk="1", text="word")
    assert table.get("a", "absent") is None
    assert table.changes() == [("INSERT", "1")]


def test_the_same_request_token_runs_a_transaction_once(table: DynamoTable) -> None:
    for _ in range(2):
        table.transact(new("a", "1"), ClientRequestToken="token-1")
    assert table.changes() == [("INSERT", "1")]


def test_a_request_token_with_other_content_is_refused(table: DynamoTable) -> None:
    table.transact(new("a", "1"), ClientRequestToken="token-2")
    with pytest.raises(ClientError, match="IdempotentParameterMismatchException"):
        table.transact(new("a", "2"), ClientRequestToken="token-2")
    assert table.get("a", "2") is None


def test_a_transaction_that_failed_may_be_tried_again_with_its_token(table: DynamoTable) -> None:
    table.put("a", "1")
    with pytest.raises(ClientError):
        table.transact(new("a", "1"), ClientRequestToken="token-3")
    table.client.delete_item(TableName=table.name, Key=strings(pk="a", sk="1"))
    table.transact(new("a", "1"), ClientRequestToken="token-3")
    assert table.get("a", "1") is not None


def test_an_upsert_is_one_insert_with_the_whole_item(table: DynamoTable) -> None:
    table.update("a", "1", "SET x = :x", x="y")
    table.update("a", "1", "SET x = :x", x="z")
    first, second = table.records()
    assert (first["eventName"], second["eventName"]) == ("INSERT", "MODIFY")
    assert first["dynamodb"]["NewImage"] == strings(pk="a", sk="1", x="y")
    assert second["dynamodb"]["OldImage"] == strings(pk="a", sk="1", x="y")
    assert int(second["dynamodb"]["SequenceNumber"]) == int(first["dynamodb"]["SequenceNumber"]) + 1


def test_a_write_that_changes_nothing_leaves_no_record(table: DynamoTable) -> None:
    table.put("a", "1", x="y")
    table.put("a", "1", x="y")
    table.update("a", "1", "SET x = :x", x="y")
    table.client.delete_item(TableName=table.name, Key=strings(pk="a", sk="absent"))
    assert table.changes() == [("INSERT", "1")]


def test_an_image_in_the_stream_does_not_change_with_a_later_write(table: DynamoTable) -> None:
    table.client.put_item(TableName=table.name, Item=strings(pk="a", sk="1") | {"m": {"M": {"inner": {"S": "first"}}}})
    table.update("a", "1", "SET m.later = :x", x="second")
    insert, modify = table.records()
    assert insert["dynamodb"]["NewImage"]["m"] == {"M": {"inner": {"S": "first"}}}
    assert modify["dynamodb"]["OldImage"]["m"] == {"M": {"inner": {"S": "first"}}}


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("pk = :pk", {}, ["a1", "a2", "b1", "b2", "c"]),
        ("pk = :pk AND sk = :x", {"x": "b1"}, ["b1"]),
        ("pk = :pk AND sk < :x", {"x": "b1"}, ["a1", "a2"]),
        ("pk = :pk AND sk <= :x", {"x": "b1"}, ["a1", "a2", "b1"]),
        ("pk = :pk AND sk > :x", {"x": "b1"}, ["b2", "c"]),
        ("pk = :pk AND sk >= :x", {"x": "b1"}, ["b1", "b2", "c"]),
        ("pk = :pk AND sk BETWEEN :x AND :y", {"x": "a2", "y": "b1"}, ["a2", "b1"]),
        ("pk = :pk AND begins_with(sk, :x)", {"x": "b"}, ["b1", "b2"]),
        ("pk = :pk AND begins_with(sk, :x)", {"x": "z"}, []),
    ],
)
def test_a_condition_on_the_sort_key_selects_in_order(
    table: DynamoTable, condition: str, values: dict[str, str], expected: list[str]
) -> None:
    for sort_key in ("b2", "a1", "c", "a2", "b1"):
        table.put("p", sort_key, gp="p", gs=sort_key)
        table.put("other", sort_key)
    bound = {"pk": "p", **values}
    assert sort_keys(table.query(condition, values=bound)) == expected
    assert sort_keys(table.query(condition, values=bound, ScanIndexForward=False)) == expected[::-1]
    on_index = condition.replace("pk =", "gp =").replace("sk", "gs")
    assert sort_keys(table.query(on_index, index="by_g", values=bound)) == expected


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("index", [None, "by_g"])
def test_pages_of_a_query_join_up_without_gap_or_repeat(table: DynamoTable, index: str | None, forward: bool) -> None:
    for number in range(10):
        table.put("p", f"{number}", gp="p", gs=f"{number // 3}")  # equal sort keys in the index
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        condition = "gp = :p" if index else "pk = :p"
        page = table.query(condition, index, values={"p": "p"}, Limit=3, ScanIndexForward=forward, **more)
        found += sort_keys(page)
        if "LastEvaluatedKey" not in page:
            break
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    expected = [str(number) for number in range(10)]
    assert found == (expected if forward else expected[::-1])


def test_an_index_follows_every_write(table: DynamoTable) -> None:
    def indexed(partition: str) -> list[str]:
        return sort_keys(table.query("gp = :g", index="by_g", values={"g": partition}))

    assert indexed("open") == []
    table.put("a", "1", gp="open", gs="1")
    table.update("a", "2", "SET gp = :g, gs = :s", g="open", s="2")
    assert indexed("open") == ["1", "2"]
    table.update("a", "1", "SET gp = :g", g="closed")
    assert (indexed("open"), indexed("closed")) == (["2"], ["1"])
    table.update("a", "1", "REMOVE gs")
    assert indexed("closed") == []
    table.transact({"Delete": {"Key": strings(pk="a", sk="2")}})
    assert indexed("open") == []


def filled(items: int) -> DynamoTable:
    """A table with so many items in one partition, and a hundred partitions of its index."""
    table = DynamoTable()
    stored = dynamodb_backends["123456789012"]["us-east-1"].tables[table.name]
    for number in range(items):  # past the API, which would take half a minute
        stored.put_item(strings(pk="p", sk=f"{number:05}", gp=f"g{number % 100}", gs=f"{number:05}"))
    return table


def steps(work: Callable[[], None]) -> int:
    """How many bytecodes `work` takes: what a loop over every item shows in, and another process' load doesn't."""
    taken = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal taken
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        taken += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken


def read_and_write(table: DynamoTable) -> None:
    """A query on the index, one on the table, and a transaction."""
    table.query("gp = :g", index="by_g", values={"g": "g7"}, Limit=25, ScanIndexForward=False)
    table.query("pk = :p AND sk > :s", values={"p": "p", "s": "00010"}, Limit=25)
    table.transact(new("q", uuid.uuid4().hex), {"Update": table.updating("p", "00007", "SET x = :x", x="1")})


def test_queries_and_transactions_cost_the_same_at_two_thousand_and_at_twenty_thousand_items(aws: None) -> None:
    small, large = filled(2_000), filled(20_000)
    for table in (small, large):
        read_and_write(table)
    assert steps(lambda: read_and_write(large)) < 1.1 * steps(lambda: read_and_write(small))
    newest = large.query("gp = :g", index="by_g", values={"g": "g7"}, Limit=2, ScanIndexForward=False)
    assert sort_keys(newest) == ["19907", "19807"]


def test_polling_a_stream_does_not_pile_up_iterators(table: DynamoTable) -> None:
    arn = table.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
    backend = dynamodbstreams_backends["123456789012"]["us-east-1"]
    shard = backend.describe_stream(arn)["Shards"][0]["ShardId"]
    iterator = backend.get_shard_iterator(arn, shard, "TRIM_HORIZON").arn
    for _ in range(ITERATORS_KEPT + 50):
        iterator = backend.get_records(iterator, 10)["NextShardIterator"]
    assert len(backend.shard_iterators) == ITERATORS_KEPT
