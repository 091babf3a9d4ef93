"""The repair of moto's DynamoDB, so that it can stand in for the real one while developing and testing.

moto 5.2.5 copies whole tables in a transaction and takes no lock, leaves behind what a failed write did, ignores
ClientRequestToken, reads the whole table for every query, takes filters that DynamoDB refuses, and puts two records
into the stream for one upsert. With the repair requests run one after the other, a failed write leaves nothing, and a
query costs what it returns.
"""

# mypy: disable-error-code="method-assign, attr-defined, assignment, arg-type, union-attr"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import copy
import functools
import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

from infra.local import moto_filters, moto_streams
from infra.local.partitions import Key, PartitionQuery, Partitions, stored

TOKEN_LIFE = 600  # seconds that DynamoDB remembers a ClientRequestToken (API reference, TransactWriteItems)

LOCK = threading.RLock()
"""Held during every request: whoever reads past the API takes it, not to see half a transaction."""

_known: WeakKeyDictionary[Table, Partitions] = WeakKeyDictionary()
_tokens: dict[tuple[str, str], tuple[str, float]] = {}
_installed = threading.Event()


def install() -> None:
    """Put the repair into moto, once per process and before the first table is made."""
    with LOCK:
        if _installed.is_set():
            return
        _installed.set()
        _serialise(DynamoHandler)
        _serialise(DynamoDBStreamsHandler)
        _repair_queries()
        moto_filters.install()
        _repair_table_writes()
        _repair_updates()
        _repair_transactions()
        _repair_tokens()
        moto_streams.install()


def _serialise(handler: type) -> None:
    original = handler.call_action

    @functools.wraps(original)
    def one_at_a_time(self: Any) -> Any:
        with LOCK:
            return original(self)

    handler.call_action = one_at_a_time


def _repair_queries() -> None:
    whole_query, every_item = Table.query, Table.all_items

    def query(
        self: Table,
        hash_key: DynamoType,
        comparison: str | None,
        values: list[DynamoType],
        limit: int | None,
        start: dict[str, Any] | None,
        forward: bool,
        projection: Any,
        index: str | None = None,
        *rest: Any,
        **more: Any,
    ) -> Any:
        if self not in _known:
            _known[self] = Partitions(self)
        partitions = _known[self]
        partitions.answer = partitions.page(index, hash_key, PartitionQuery(comparison, values, limit, start, forward))
        try:
            return whole_query(
                self, hash_key, comparison, values, limit, start, forward, projection, index, *rest, **more
            )
        finally:
            partitions.answer = None

    def all_items(self: Table) -> list[Item]:
        known = _known.get(self)
        return every_item(self) if known is None or known.answer is None else known.answer

    Table.query, Table.all_items = query, all_items


def _repair_table_writes() -> None:
    put, delete = Table.put_item, Table.delete_item

    def put_item(self: Table, *args: Any, **kwargs: Any) -> Item:
        item = put(self, *args, **kwargs)
        _refresh(self, (item.hash_key, item.range_key))
        return item

    def delete_item(self: Table, hash_key: DynamoType, range_key: DynamoType | None) -> Item | None:
        item = delete(self, hash_key, range_key)
        _refresh(self, (hash_key, range_key))
        return item

    Table.put_item, Table.delete_item = put_item, delete_item


def _repair_updates() -> None:
    original = DynamoDBBackend.update_item

    def update_item(self: DynamoDBBackend, table_name: str, key: dict[str, Any], *args: Any, **kwargs: Any) -> Item:
        table = self.get_table(table_name)
        item_key = self.get_keys_value(table, key)
        with _all_or_nothing([(table, item_key)]):
            _replace(table, item_key, copy.deepcopy(stored(table, item_key)))  # moto changes an item in place
            before = _stream_length(table)
            item = original(self, table_name, key, *args, **kwargs)
            _drop_stub_record(table, before)
        _refresh(table, item_key)
        return item

    DynamoDBBackend.update_item = update_item


def _repair_transactions() -> None:
    original = DynamoDBBackend.transact_write_items
    Table.__deepcopy__ = lambda table, _memo: table  # moto's copies of whole tables; ours are of the items touched

    def transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        with _all_or_nothing(list(_touched(self, transact_items))):
            original(self, transact_items)

    DynamoDBBackend.transact_write_items = transact_write_items


def _touched(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> Iterator[tuple[Table, Key]]:
    for entry in transact_items:
        for operation in entry.values():
            table = backend.get_table(operation["TableName"])
            attributes = operation["Item"] if "Item" in operation else operation["Key"]
            yield table, backend.get_keys_value(table, attributes)


@contextmanager
def _all_or_nothing(touched: list[tuple[Table, Key]]) -> Iterator[None]:
    """Put back items and stream as they were, should anything go wrong."""
    items = [(table, key, stored(table, key)) for table, key in touched]
    lengths = {table: _stream_length(table) for table, _ in touched}
    try:
        yield
    except BaseException:
        for table, key, item in items:
            _replace(table, key, item)
            _refresh(table, key)
        for table, length in lengths.items():
            if table.stream_shard:
                del table.stream_shard.items[length:]
        raise


def _replace(table: Table, key: Key, item: Item | None) -> None:
    siblings, name = (table.items[key[0]], key[1]) if table.has_range_key else (table.items, key[0])
    if item is None:
        siblings.pop(name, None)
    else:
        siblings[name] = item


def put_aside(table: Table, items: Iterable[dict[str, Any]]) -> None:
    """Put items into a table, as they would be sent, and nothing into its stream: many at once, quickly.

    Whatever queries go by is put together anew by the next one.
    """
    with LOCK:
        for attributes in items:
            item = Item(DynamoType(attributes["pk"]), DynamoType(attributes["sk"]), attributes)
            _replace(table, (item.hash_key, item.range_key), item)
        _known.pop(table, None)


def _refresh(table: Table, key: Key) -> None:
    if table in _known:
        _known[table].refresh(key)


def _repair_tokens() -> None:
    original = DynamoHandler.transact_write_items

    def transact_write_items(self: DynamoHandler) -> ActionResult:
        items, token = self.body["TransactItems"], self.body.get("ClientRequestToken") or ""
        name = (_table_of(items), token)  # AWS keeps them by account; here every table stands for one of its own
        content = json.dumps(items, sort_keys=True, default=repr)
        _forget_old_tokens()
        if name in _tokens and _tokens[name][0] != content:
            raise _MismatchError
        if name in _tokens:
            return ActionResult({})
        result = original(self)
        if token:
            _tokens[name] = (content, time.monotonic())
        return result

    DynamoHandler.transact_write_items = transact_write_items


def _table_of(items: list[dict[str, Any]]) -> str:
    table: str = next(iter(items[0].values()))["TableName"]
    return table


class _MismatchError(JsonRESTError):
    def __init__(self) -> None:
        super().__init__("IdempotentParameterMismatchException", "The token was used with other parameters.")


def _forget_old_tokens() -> None:
    limit = time.monotonic() - TOKEN_LIFE
    while _tokens and next(iter(_tokens.values()))[1] < limit:
        del _tokens[next(iter(_tokens))]


def _stream_length(table: Table) -> int:
    return len(table.stream_shard.items) if table.stream_shard else 0


def _drop_stub_record(table: Table, before: int) -> None:
    """moto records an upsert twice: first the bare key, then the item. Keep the second, in the place of the first."""
    if _stream_length(table) - before < 2:
        return
    shard = table.stream_shard
    del shard.items[before]
    shard.items[before].record["dynamodb"]["SequenceNumber"] = str(before + shard.starting_sequence_number)
