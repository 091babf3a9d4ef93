"""What DynamoDB's operations do to quick tables, as far as the desk uses them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import Any

from tests.support.item_size import size
from tests.support.quick_expressions import Item, condition
from tests.support.quick_limits import LARGEST_ITEM, LARGEST_PAGE
from tests.support.quick_table import INDEXES, Key, QuickTable, RefusalError, key_of, refuse_unless, words_of

Request = dict[str, Any]
Answer = dict[str, Any]
_REFUSED = "ConditionalCheckFailed"


@dataclass
class QuickTables:
    """The quick tables by name, the items of those that were backed up by the backup's ARN, and the tokens of requests
    with what was asked for."""

    tables: dict[str, QuickTable] = field(default_factory=dict)
    backups: dict[str, dict[Key, Item]] = field(default_factory=dict)
    tokens: dict[str, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _wanted: bool = False

    @contextmanager
    def made(self, quick: bool) -> Iterator[None]:
        """Whether the tables made meanwhile are to be quick. All others are moto's."""
        self._wanted = quick
        try:
            yield
        finally:
            self._wanted = False

    @contextmanager
    def dropped(self) -> Iterator[None]:
        """Be without the tables that were made meanwhile, afterwards: nobody asks for them any more."""
        known = set(self.tables)
        yield
        for name in self.tables.keys() - known:
            del self.tables[name]

    def table(self, name: str) -> QuickTable:
        return self.tables[name]

    def know(self, request: Request) -> bool:
        """Whether a request is about tables that are quick."""
        if "TransactItems" in request:
            return next(iter(request["TransactItems"][0].values()))["TableName"] in self.tables
        return all(name in self.tables for name in request.get("RequestItems") or [request.get("TableName")])

    def note(self, operation: str, request: Request, answer: Answer) -> None:
        """Follow what moto did with a whole table."""
        name = request.get("TableName", "")
        match operation:
            case "CreateTable" if self._wanted:
                self.tables[name] = QuickTable()
            case "CreateBackup" if name in self.tables:
                self.backups[answer["BackupDetails"]["BackupArn"]] = deepcopy(self.table(name).items)
            case "DeleteTable":
                self.tables.pop(name, None)
            case "RestoreTableFromBackup" if request["BackupArn"] in self.backups:
                table = self.tables[request["TargetTableName"]] = QuickTable()
                table.put_aside(self.backups[request["BackupArn"]].values())


def _get(tables: QuickTables, request: Request) -> Answer:
    item = tables.table(request["TableName"]).items.get(key_of(request))
    return {} if item is None else {"Item": dict(item)}


def _write(kind: str) -> Callable[[QuickTables, Request], Answer]:
    def write(tables: QuickTables, request: Request) -> Answer:
        table, key = tables.table(request["TableName"]), key_of(request)
        before = table.items.get(key)
        if not table.holds(request, key):
            raise RefusalError(f"{_REFUSED}Exception", [])
        table.write(key, table.outcome(kind, request))
        wanted = request.get("ReturnValues", "NONE")
        if wanted not in ("NONE", "ALL_NEW", "ALL_OLD"):
            raise NotImplementedError(wanted)
        told = {"ALL_NEW": table.items.get(key), "ALL_OLD": before}.get(wanted)
        return {"Attributes": dict(told)} if told else {}

    return write


def _query(tables: QuickTables, request: Request) -> Answer:
    table, limit = tables.table(request["TableName"]), request.get("Limit")
    places = list(islice(table.matching(request), limit + 1 if limit else None))
    items = _page([table.items[place[1:]] for place in places[:limit]])
    keep = condition(request["FilterExpression"]) if request.get("FilterExpression") else None
    _check_filter(request)
    found = [_projected(item, request) for item in items if keep is None or keep(item, *words_of(request))]
    answer: Answer = {"Items": found, "Count": len(found), "ScannedCount": len(items)}
    return answer | ({"LastEvaluatedKey": _position(items[-1], request)} if len(places) > len(items) else {})


def _page(items: list[Item]) -> list[Item]:
    """As many of the items as one query reads."""
    if len(items) * LARGEST_ITEM <= LARGEST_PAGE:
        return items
    sizes = accumulate(map(size, items))
    return items[: sum(read < LARGEST_PAGE for read in sizes) + 1]


def _check_filter(request: Request) -> None:
    """DynamoDB refuses a filter that names a key of what is read."""
    index = request.get("IndexName")
    keys = INDEXES[index][:2] if index else ("pk", "sk")
    named = re.findall(r"#\w+", request.get("FilterExpression") or "")
    refuse_unless(all(request["ExpressionAttributeNames"][name] not in keys for name in named))


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
    _write_all(
        [
            (tables.table(name), kind.removesuffix("Request"), what)
            for name, writes in request["RequestItems"].items()
            for write in writes
            for kind, what in write.items()
        ]
    )
    return {"UnprocessedItems": {}}


def _transact(tables: QuickTables, request: Request) -> Answer:
    token = request.get("ClientRequestToken", "")
    if token in tables.tokens:
        if tables.tokens[token] != request["TransactItems"]:
            raise RefusalError("IdempotentParameterMismatchException", [])
        return {}
    writes = [
        (tables.table(what["TableName"]), kind, what) for one in request["TransactItems"] for kind, what in one.items()
    ]
    met = [table.holds(what, key_of(what)) for table, _, what in writes]
    if not all(met):
        raise RefusalError("TransactionCanceledException", ["None" if one else _REFUSED for one in met])
    _write_all([write for write in writes if write[1] != "ConditionCheck"])
    if token:
        tables.tokens[token] = request["TransactItems"]
    return {}


def _write_all(writes: list[tuple[QuickTable, str, Request]]) -> None:
    """All of them, or none if one is refused. They are about different items."""
    outcomes = [table.outcome(kind, what) for table, kind, what in writes]
    for (table, _, what), outcome in zip(writes, outcomes, strict=True):
        table.write(key_of(what), outcome)


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
