"""A meter for capacity units: counts what DynamoDB would bill for every request that the app makes.

moto makes its figures up, and DynamoDB Local says four units for any transaction, so the meter looks at the items
itself: before and after each write, and at everything a query reads. So it is meant for one operation at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from infra.local.aws import USER_AGENT
from tests.support.capacity import Layout, read_units, write_units
from tests.support.item_size import Item, size

_FREE = frozenset({"CreateTable", "DescribeTable", "ListTables"})
READS = frozenset({"GetItem", "Query", "BatchGetItem", "TransactGetItems"})
_STILL_PAID = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException"})
_PLACEHOLDER = re.compile(r"[#:]\w+")

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request and the units it took. `partitions` tell where they went."""

    operation: str
    partitions: tuple[str, ...]
    reads: float = 0
    writes: int = 0

    def touches(self, parts: tuple[str, ...]) -> bool:
        """Whether one of its partitions has one of `parts` in its name."""
        return any(part in name for name in self.partitions for part in parts)


@dataclass(slots=True)
class Meter:
    """Every request made within the block, in order."""

    requests: list[Request] = field(default_factory=list)

    @property
    def reads(self) -> float:
        return sum(request.reads for request in self.requests)

    @property
    def writes(self) -> int:
        return sum(request.writes for request in self.requests)

    def writes_to(self, *parts: str) -> int:
        """Those of requests to partitions that have one of `parts` in their names."""
        return sum(request.writes for request in self.requests if request.touches(parts))


class Place(NamedTuple):
    """Where an item is, or would be."""

    table: str
    key: Item


@contextmanager
def metering(layout: Layout) -> Iterator[Meter]:
    """Count the app's requests to tables of this layout. The local machinery's own are not among them."""
    meter, make = Meter(), BaseClient._make_api_call

    def watch(self: Any, operation: str, parameters: Parameters) -> Any:
        if self.meta.service_model.service_name != "dynamodb" or operation in _FREE:
            return make(self, operation, parameters)
        if self.meta.config.user_agent_extra == USER_AGENT:
            return make(self, operation, parameters)
        counter = _Counter(layout, meter, lambda name, asked: make(self, name, asked))
        return counter.read(operation, parameters) if operation in READS else counter.write(operation, parameters)

    BaseClient._make_api_call = watch
    try:
        yield meter
    finally:
        BaseClient._make_api_call = make


@dataclass(frozen=True, slots=True)
class _Counter:
    """Makes one request and counts it. `ask` makes requests that aren't counted, by the same client."""

    layout: Layout
    meter: Meter
    ask: Callable[[str, Parameters], Any]

    def read(self, operation: str, parameters: Parameters) -> Any:
        answer = self.ask(operation, parameters)
        if operation == "Query":
            partition, units = _partition_of(parameters), self._query_units(parameters)
            self.meter.requests.append(Request(operation, (partition,), reads=units))
            return answer
        wanted = _read(operation, parameters)
        factor = 2 if operation == "TransactGetItems" else 1
        units = sum(
            factor * read_units(size(self._item(place) or {}), consistent=consistent) for place, consistent in wanted
        )
        self.meter.requests.append(Request(operation, _partitions([place for place, _ in wanted]), reads=units))
        return answer

    def write(self, operation: str, parameters: Parameters) -> Any:
        places = written(self.layout, operation, parameters)
        before = [self._item(place) for place in places]
        try:
            answer = self.ask(operation, parameters)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] in _STILL_PAID:
                self._add_writes(operation, places, before, before)
            raise
        self._add_writes(operation, places, before, [self._item(place) for place in places])
        return answer

    def _add_writes(
        self, operation: str, places: list[Place], before: list[Item | None], after: list[Item | None]
    ) -> None:
        in_transaction = operation == "TransactWriteItems"
        units = [
            write_units(self.layout, old, new, in_transaction=in_transaction)
            for old, new in zip(before, after, strict=True)
        ]
        self.meter.requests.append(Request(operation, _partitions(places), writes=sum(units)))

    def _item(self, place: Place) -> Item | None:
        answer = self.ask("GetItem", {"TableName": place.table, "Key": place.key, "ConsistentRead": True})
        found: Item | None = answer.get("Item")
        return found

    def _query_units(self, parameters: Parameters) -> float:
        items = self.ask("Query", _unfiltered(parameters))["Items"]
        return read_units(sum(map(size, items)), consistent=bool(parameters.get("ConsistentRead")))


def _unfiltered(query: Parameters) -> Parameters:
    """What a filter drops, and what isn't asked for, is read all the same: the query without either."""
    dropped = ("FilterExpression", "ProjectionExpression", "Select", "ReturnConsumedCapacity")
    whole = {name: value for name, value in query.items() if name not in dropped}
    used = set(_PLACEHOLDER.findall(query["KeyConditionExpression"]))
    for names in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        kept = {name: value for name, value in whole.pop(names, {}).items() if name in used}
        whole |= {names: kept} if kept else {}
    return whole


def _read(operation: str, parameters: Parameters) -> list[tuple[Place, bool]]:
    """The items a request asks for by their keys, and whether it wants them consistent."""
    match operation:
        case "GetItem":
            return [(Place(parameters["TableName"], parameters["Key"]), bool(parameters.get("ConsistentRead")))]
        case "BatchGetItem":
            return [
                (Place(table, key), bool(wanted.get("ConsistentRead")))
                for table, wanted in parameters["RequestItems"].items()
                for key in wanted["Keys"]
            ]
        case "TransactGetItems":
            gets = [action["Get"] for action in parameters["TransactItems"]]
            return [(Place(get["TableName"], get["Key"]), True) for get in gets]
    raise AssertionError(operation)


def written(layout: Layout, operation: str, parameters: Parameters) -> list[Place]:
    """The items a request changes, or only looks at, as a transaction's condition check does."""

    def place(table: str, request: Parameters) -> Place:
        return Place(table, request.get("Key") or {name: request["Item"][name] for name in layout.keys})

    match operation:
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return [place(parameters["TableName"], parameters)]
        case "TransactWriteItems":
            requests = [request for action in parameters["TransactItems"] for request in action.values()]
            return [place(request["TableName"], request) for request in requests]
        case "BatchWriteItem":
            return [
                place(table, request)
                for table, actions in parameters["RequestItems"].items()
                for action in actions
                for request in action.values()
            ]
    raise NotImplementedError(f"the meter doesn't know what {operation} costs")


def _partition_of(query: Parameters) -> str:
    """The value that the condition's first equation asks for, as text."""
    placeholder = re.search(r"= (:\w+)", query["KeyConditionExpression"])
    assert placeholder is not None
    return _text(query["ExpressionAttributeValues"][placeholder[1]])


def _partitions(places: list[Place]) -> tuple[str, ...]:
    return tuple(_text(next(iter(place.key.values()))) for place in places)


def _text(value: Any) -> str:
    return str(next(iter(value.values())))
