"""A desk whose table answers in a fraction of moto's time: what most tests go on.

The table is put in the place of botocore's calls. What it doesn't know, how tables and backups are made among it, moto
is asked for as ever, and so it is for the tables that nobody wanted to be quick. A quick one has DynamoDB's limits of
size and number, but never too little capacity: tests/dynamodb is for that.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest
from botocore.client import BaseClient
from moto.dynamodb.models.table import Table

from infra.local import moto_repair, pumps, state
from infra.local.table_stream import AT_ONCE, Subscription, TableStream
from tests.support.quick_expressions import Item
from tests.support.quick_limits import fits
from tests.support.quick_operations import OPERATIONS, QuickTables, Request
from tests.support.quick_table import QuickTable, RefusalError, refuse_unless


class _Stream:
    """What `TableStream` is to the pumps: all records, for each of the consumers."""

    def __init__(self, table: QuickTable, environment: dict[str, str]) -> None:
        self.arn = environment["STREAM_ARN"]
        self._table, self._read, self._subscriptions = table, 0, list[Subscription]()
        self._lock = threading.Lock()

    def subscribe(self) -> Subscription:
        self._subscriptions.append(Subscription())
        return self._subscriptions[-1]

    def read(self, consumer: Subscription) -> None:
        with self._lock:
            if any(consumer.waiting.values()):
                return
            new = self._table.records[self._read : self._read + AT_ONCE]
            records = [{**record, "eventSourceARN": self.arn} for record in new]
            self._read += len(records)
            for one in self._subscriptions:
                one.add("shard", records)


def install(patch: pytest.MonkeyPatch) -> QuickTables:
    """Have tables of this process be quick ones, if they are wanted so, until `patch` ends."""
    tables, by_moto = QuickTables(), BaseClient._make_api_call

    def make_api_call(self: Any, operation: str, request: Request) -> Any:
        if self.meta.service_model.service_name != "dynamodb":
            return by_moto(self, operation, request)
        if operation not in OPERATIONS or not tables.know(request):
            answer = by_moto(self, operation, request)
            tables.note(operation, request, answer)
            return answer
        model = self.meta.service_model.operation_model(operation)
        self.meta.events.emit(f"provide-client-params.dynamodb.{operation}", params=request, model=model, context={})
        with tables.lock:
            try:
                refuse_unless(fits(operation, request))
                return OPERATIONS[operation](tables, request)
            except RefusalError as refusal:
                refused = self.exceptions.from_code(str(refusal))
                raise refused(refusal.answer, operation) from refusal

    def stream(environment: dict[str, str]) -> Any:
        table = tables.tables.get(environment["TABLE_NAME"])
        return TableStream(environment) if table is None else _Stream(table, environment)

    def put_aside(table: Table, items: Iterable[Item]) -> None:
        quick = tables.tables.get(table.name)
        (quick.put_aside if quick else partial(moto_repair.put_aside, table))(items)

    patch.setattr(BaseClient, "_make_api_call", make_api_call)
    patch.setattr(pumps, "TableStream", stream)
    patch.setattr(state, "put_aside", put_aside)
    return tables
