"""A table in dictionaries, with its indexes and its stream: what `quick_desk` answers from."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from infra.local import template
from infra.local.aws import REGION
from infra.local.table_stream import Record
from tests.support.item_size import size
from tests.support.quick_expressions import Item, condition
from tests.support.quick_limits import LARGEST_ITEM
from tests.support.quick_updates import update

Key = tuple[str, str]
Place = tuple[str, str, str]
"""A sort key, and behind it the table's own key: in an index it need not be unique."""
Bound = tuple[str, ...]
"""Lies before every place that begins with it."""
Partition = tuple[str | None, str]
"""The index, None for the table, and the value of its partition key."""

INDEXES = {
    index["IndexName"]: (*(key["AttributeName"] for key in index["KeySchema"]), index["Projection"]["ProjectionType"])
    for index in template.table()["GlobalSecondaryIndexes"]
}
_KEYS = ("pk", "sk", *(name for hash_name, sort_name, _ in INDEXES.values() for name in (hash_name, sort_name)))
_KEY_CONDITION = re.compile(
    r"\(?\s*#?\w+ = (:\w+)"
    r"(?: AND (?:#?\w+ (=|<=|>=|<|>) (:\w+)|begins_with ?\(#?\w+, ?(:\w+)\)|#?\w+ BETWEEN (:\w+) AND (:\w+)))?\s*\)?"
)
_END = "\U0010ffff"


class RefusalError(Exception):
    """What DynamoDB answers instead, with the reason for each write of a transaction."""

    def __init__(self, code: str, reasons: list[str]) -> None:
        super().__init__(code)
        told = [{"Code": reason, "Message": reason} for reason in reasons]
        self.answer = {"Error": {"Code": code, "Message": code}, "CancellationReasons": told}


def refuse_unless(valid: bool) -> None:
    if not valid:
        raise RefusalError("ValidationException", [])


@dataclass
class QuickTable:
    """One table's items, in the order of every index, and the records of its stream."""

    items: dict[Key, Item] = field(default_factory=dict)
    order: dict[Partition, list[Place]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    def write(self, key: Key, item: Item | None, *, heard: bool = True) -> None:
        """Put an item, or nothing, in the place of what is there; of what is `heard` the stream has a record."""
        before = self.items.pop(key, None)
        for partition, place in _places(key, before):
            places = self.order[partition]
            del places[bisect_left(places, place)]
        if item is not None:
            self.items[key] = item
        for partition, place in _places(key, item):
            insort(self.order.setdefault(partition, []), place)
        if heard and before != item:
            self.records.append(self._record(key, before, item))

    def put_aside(self, items: Iterable[Item]) -> None:
        """Put items where they belong, without anybody hearing of it."""
        for item in items:
            self.write(key_of({"Item": item}), item, heard=False)

    def put_back(self, items: dict[Key, Item]) -> None:
        """Have these items alone, and nothing in the stream. An item is never changed in place."""
        self.items.clear()
        self.order.clear()
        self.put_aside(items.values())
        self.records.clear()

    def _record(self, key: Key, before: Item | None, item: Item | None) -> Record:
        images = {"OldImage": before, "NewImage": item}
        told = {name: image for name, image in images.items() if image is not None}
        number = len(self.records) + 1
        about = {"Keys": named(key), "SequenceNumber": str(number), "StreamViewType": "NEW_AND_OLD_IMAGES"}
        name = "REMOVE" if item is None else "INSERT" if before is None else "MODIFY"
        return {
            "eventID": str(number),
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "dynamodb": {**about, **told, "ApproximateCreationDateTime": int(time.time())},
        }

    def holds(self, request: dict[str, Any], key: Key) -> bool:
        """Whether the condition of a write is met."""
        text = request.get("ConditionExpression")
        return not text or condition(text)(self.items.get(key, {}), *words_of(request))

    def outcome(self, kind: str, request: dict[str, Any]) -> Item | None:
        """What a write makes of its item, if that can be stored. The table stays as it is."""
        item: Item | None = None
        match kind:
            case "Put":
                item = request["Item"]
            case "Update":
                key = key_of(request)
                there = self.items.get(key) or named(key)
                item = update(request["UpdateExpression"])(there, *words_of(request))
        refuse_unless(item is None or (all(_has_keys(item)) and size(item) <= LARGEST_ITEM))
        return item

    def matching(self, request: dict[str, Any]) -> Iterator[Place]:
        """The places that a query comes by, in its order."""
        partition, low, high = _asked_for(request["KeyConditionExpression"], words_of(request)[1])
        places = self.order.get((request.get("IndexName"), partition), [])
        first, last = bisect_left(places, low), bisect_left(places, high)
        start = _start(request)
        if request.get("ScanIndexForward", True):
            first = first if start is None else max(first, bisect_right(places, start))
            return (places[at] for at in range(first, last))
        last = last if start is None else min(last, bisect_left(places, start))
        return (places[at] for at in range(last - 1, first - 1, -1))


def _asked_for(text: str, values: dict[str, Any]) -> tuple[str, Bound, Bound]:
    """The partition of a key condition, and the first place it may come by and the first behind those."""
    found = _KEY_CONDITION.fullmatch(text)
    if found is None:
        raise NotImplementedError(text)
    hashed, sign, compared, prefix, low, high = (
        values[name]["S"] if name and name[0] == ":" else name for name in found.groups()
    )
    if prefix is not None:
        return hashed, (prefix,), (prefix + _END,)
    if low is not None:
        return hashed, (low,), (high, _END)
    match sign:
        case None:
            return hashed, (), (_END,)
        case "=":
            return hashed, (compared,), (compared, _END)
        case "<":
            return hashed, (), (compared,)
        case "<=":
            return hashed, (), (compared, _END)
        case ">":
            return hashed, (compared, _END), (_END,)
    return hashed, (compared,), (_END,)


def _start(request: dict[str, Any]) -> Place | None:
    """Where the page before ended."""
    last, index = request.get("ExclusiveStartKey"), request.get("IndexName")
    if last is None:
        return None
    return last[INDEXES[index][1] if index else "sk"]["S"], last["pk"]["S"], last["sk"]["S"]


def _has_keys(item: Item) -> Iterator[bool]:
    """Whether each of an item's keys is a text, and not an empty one."""
    for name in _KEYS:
        yield name not in item or bool(item[name].get("S"))


def _places(key: Key, item: Item | None) -> Iterator[tuple[Partition, Place]]:
    if item is None:
        return
    yield (None, key[0]), (key[1], *key)
    for index, (hash_name, sort_name, _) in INDEXES.items():
        if hash_name in item and sort_name in item:
            yield (index, item[hash_name]["S"]), (item[sort_name]["S"], *key)


def key_of(request: dict[str, Any]) -> Key:
    item = request.get("Item") or request["Key"]
    return item["pk"]["S"], item["sk"]["S"]


def named(key: Key) -> Item:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def words_of(request: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    return request.get("ExpressionAttributeNames", {}), request.get("ExpressionAttributeValues", {})
