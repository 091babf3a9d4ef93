"""A desk whose table answers in a fraction of moto's time: what tests of thousands of commands go on.

The table is put in the place of botocore's calls. What it doesn't know, how tables and backups are made among it, moto
is asked for as ever. It has no limits and no throttling: tests/dynamodb is for that.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pytest
from botocore.client import BaseClient

from infra.local import pumps
from infra.local.table_stream import AT_ONCE, Subscription
from tests.support.quick_expressions import Item, condition
from tests.support.quick_table import INDEXES, Key, QuickTable, key_of, words_of

Request = dict[str, Any]
Answer = dict[str, Any]
_REFUSED = "ConditionalCheckFailed"


class _RefusalError(Exception):
    """What DynamoDB answers instead, with the reason for each write of a transaction."""

    def __init__(self, code: str, reasons: list[str]) -> None:
        super().__init__(code)
        told = [{"Code": reason, "Message": reason} for reason in reasons]
        self.answer = {"Error": {"Code": code, "Message": code}, "CancellationReasons": told}


@dataclass
class QuickTables:
    """All tables by name, the items of those that were backed up by the backup's ARN, and the tokens of requests."""

    tables: dict[str, QuickTable] = field(default_factory=dict)
    backups: dict[str, dict[Key, Item]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def table(self, name: str) -> QuickTable:
        return self.tables.setdefault(name, QuickTable())

    def note(self, operation: str, request: Request, answer: Answer) -> None:
        """Follow what moto did with a whole table."""
        match operation:
            case "CreateBackup":
                arn = answer["BackupDetails"]["BackupArn"]
                self.backups[arn] = deepcopy(self.table(request["TableName"]).items)
            case "DeleteTable":
                self.tables.pop(request["TableName"], None)
            case "RestoreTableFromBackup":
                table = self.table(request["TargetTableName"])
                for key, item in self.backups[request["BackupArn"]].items():
                    table.write(key, item)
                table.records.clear()  # nobody hears of what was there before


def _get(tables: QuickTables, request: Request) -> Answer:
    item = tables.table(request["TableName"]).items.get(key_of(request))
    return {} if item is None else {"Item": dict(item)}


def _write(kind: str) -> Callable[[QuickTables, Request], Answer]:
    def write(tables: QuickTables, request: Request) -> Answer:
        table, key = tables.table(request["TableName"]), key_of(request)
        before = table.items.get(key)
        if not table.holds(request, key):
            raise _RefusalError(f"{_REFUSED}Exception", [])
        table.carry_out(kind, request)
        wanted = request.get("ReturnValues", "NONE")
        if wanted not in ("NONE", "ALL_NEW", "ALL_OLD"):
            raise NotImplementedError(wanted)
        told = {"ALL_NEW": table.items.get(key), "ALL_OLD": before}.get(wanted)
        return {"Attributes": dict(told)} if told else {}

    return write


def _query(tables: QuickTables, request: Request) -> Answer:
    table, limit = tables.table(request["TableName"]), request.get("Limit")
    places = list(islice(table.matching(request), limit + 1 if limit else None))
    read = places[:limit] if limit else places
    items = [table.items[place[1:]] for place in read]
    keep = condition(request["FilterExpression"]) if request.get("FilterExpression") else None
    _check_filter(request)
    found = [_projected(item, request) for item in items if keep is None or keep(item, *words_of(request))]
    answer: Answer = {"Items": found, "Count": len(found), "ScannedCount": len(read)}
    return answer | ({"LastEvaluatedKey": _position(items[-1], request)} if len(places) > len(read) else {})


def _check_filter(request: Request) -> None:
    """DynamoDB refuses a filter that names a key of what is read."""
    index = request.get("IndexName")
    keys = INDEXES[index][:2] if index else ("pk", "sk")
    named = re.findall(r"#\w+", request.get("FilterExpression") or "")
    if any(request["ExpressionAttributeNames"][name] in keys for name in named):
        raise _RefusalError("ValidationException", [])


def _position(item: Item, request: Request) -> Item:
    index = request.get("IndexName")
    return {name: item[name] for name in ("pk", "sk", *(INDEXES[index][:2] if index else ()))}


def _projected(item: Item, request: Request) -> Item:
    index, wanted = request.get("IndexName"), request.get("ProjectionExpression")
    if index and INDEXES[index][2] == "KEYS_ONLY":
        item = _position(item, request)
    if wanted:
        names = words_of(request)[0]
        asked = [names.get(name.strip(), name.strip()) for name in wanted.split(",")]
        return {name: item[name] for name in asked if name in item}
    return dict(item)


def _scan(tables: QuickTables, request: Request) -> Answer:
    table, keep = tables.table(request["TableName"]), condition(request.get("FilterExpression") or "pk = pk")
    ordered = (table.items[key] for key in sorted(table.items))
    found = [_projected(item, request) for item in ordered if keep(item, *words_of(request))]
    return {"Items": found, "Count": len(found), "ScannedCount": len(table.items)}


def _read_batch(tables: QuickTables, request: Request) -> Answer:
    found = {
        name: [_projected(tables.table(name).items[key_of({"Key": key})], wanted)
               for key in wanted["Keys"] if key_of({"Key": key}) in tables.table(name).items]
        for name, wanted in request["RequestItems"].items()
    }  # fmt: skip
    return {"Responses": found, "UnprocessedKeys": {}}


def _write_batch(tables: QuickTables, request: Request) -> Answer:
    for name, writes in request["RequestItems"].items():
        for write in writes:
            ((kind, what),) = write.items()
            tables.table(name).carry_out(kind.removesuffix("Request"), what)
    return {"UnprocessedItems": {}}


def _transact(tables: QuickTables, request: Request) -> Answer:
    token = request.get("ClientRequestToken", "")
    if token in tables.tokens:
        return {}
    writes = [next(iter(one.items())) for one in request["TransactItems"]]
    keys = [(what["TableName"], key_of(what)) for _, what in writes]
    if len(set(keys)) < len(keys):
        raise _RefusalError("ValidationException", [])
    met = [tables.table(what["TableName"]).holds(what, key_of(what)) for _, what in writes]
    if not all(met):
        raise _RefusalError("TransactionCanceledException", ["None" if one else _REFUSED for one in met])
    for kind, what in writes:
        tables.table(what["TableName"]).carry_out(kind, what)
    tables.tokens |= {token} - {""}
    return {}


OPERATIONS: Mapping[str, Callable[[QuickTables, Request], Answer]] = {
    "GetItem": _get,
    "PutItem": _write("Put"),
    "UpdateItem": _write("Update"),
    "DeleteItem": _write("Delete"),
    "Query": _query,
    "Scan": _scan,
    "BatchGetItem": _read_batch,
    "BatchWriteItem": _write_batch,
    "TransactWriteItems": _transact,
}


class _Stream:
    """What `TableStream` is to the pumps: all records, for each of the consumers."""

    def __init__(self, table: QuickTable, environment: dict[str, str]) -> None:
        self.arn = environment["STREAM_ARN"]
        self._table, self._read, self._subscriptions = table, 0, list[Subscription]()

    def subscribe(self) -> Subscription:
        self._subscriptions.append(Subscription())
        return self._subscriptions[-1]

    def read(self, consumer: Subscription) -> None:
        if any(consumer.waiting.values()):
            return
        new = self._table.records[self._read : self._read + AT_ONCE]
        records = [{**record, "eventSourceARN": self.arn} for record in new]
        self._read += len(records)
        for one in self._subscriptions:
            one.add("shard", records)


def install(patch: pytest.MonkeyPatch) -> QuickTables:
    """Have all tables of this process be quick ones until `patch` ends. To be called before a desk is made."""
    tables, by_moto = QuickTables(), BaseClient._make_api_call

    def make_api_call(self: Any, operation: str, request: Request) -> Any:
        if self.meta.service_model.service_name != "dynamodb":
            return by_moto(self, operation, request)
        if operation not in OPERATIONS:
            answer = by_moto(self, operation, request)
            tables.note(operation, request, answer)
            return answer
        model = self.meta.service_model.operation_model(operation)
        self.meta.events.emit(f"provide-client-params.dynamodb.{operation}", params=request, model=model, context={})
        with tables.lock:
            try:
                return OPERATIONS[operation](tables, request)
            except _RefusalError as refusal:
                refused = self.exceptions.from_code(str(refusal))
                raise refused(refusal.answer, operation) from refusal

    patch.setattr(BaseClient, "_make_api_call", make_api_call)
    patch.setattr(
        pumps, "TableStream", lambda environment: _Stream(tables.table(environment["TABLE_NAME"]), environment)
    )
    return tables
