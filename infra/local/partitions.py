"""The items of a moto table in the order DynamoDB keeps them, so that a query reads what it returns and no more."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from moto.dynamodb.comparisons import get_comparison_func
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

Key = tuple[DynamoType, DynamoType | None]
Value = tuple[str, Any]  # a key attribute's type and value: sortable whatever was stored
Name = tuple[str | None, Value]  # an index (None: the table) and the value of its partition key
Place = tuple[Value, ...]  # the sort key; in an index followed by the table's key, since it need not be unique

_FROM_THE_START = ("<", "<=", "LT", "LE")
_TO_THE_END = (">", "GT")


@dataclass(frozen=True, slots=True)
class PartitionQuery:
    """The conditions of a query within a partition. `start` is the item that the previous page ended with."""

    comparison: str | None
    values: list[DynamoType]
    limit: int | None
    start: dict[str, Any] | None
    forward: bool


def stored(table: Table, key: Key) -> Item | None:
    """The item as the table holds it, without making an empty partition by looking."""
    found: Any = table.items.get(key[0])
    item: Item | None = found.get(key[1]) if found and table.has_range_key else found or None
    return item


def items_of(table: Table) -> Iterator[Item]:
    """Return all items, one partition after the other, in no order: moto's own answer sorts them each time."""
    for found in table.items.values():
        if table.has_range_key:
            yield from cast(dict[DynamoType, Item], found).values()
        else:
            yield cast(Item, found)


def _value(attribute: DynamoType | None) -> Value:
    return (attribute.type, attribute.cast_value) if attribute else ("", "")


class _Partition:
    def __init__(self) -> None:
        self.order: list[Place] = []
        self.items: dict[Place, Item] = {}

    def add(self, place: Place, item: Item) -> None:
        insort(self.order, place)
        self.items[place] = item

    def remove(self, place: Place) -> None:
        del self.order[bisect_left(self.order, place)]
        del self.items[place]

    def matching(self, question: PartitionQuery) -> tuple[int, int]:
        """Where in `order` the sort keys lie that the condition selects: always one unbroken run."""
        comparison = question.comparison
        if not comparison:
            return 0, len(self.order)
        first = _value(question.values[0])
        if comparison in _TO_THE_END:
            return bisect_right(self.order, first, key=lambda place: place[0]), len(self.order)
        low = 0 if comparison in _FROM_THE_START else bisect_left(self.order, (first,))
        matches, bounds = get_comparison_func(comparison), [value.cast_value for value in question.values]
        return low, bisect_left(self.order, True, lo=low, key=lambda place: not matches(place[0][1], *bounds))

    def page(self, question: PartitionQuery, start: Place | None) -> list[Item]:
        """The items asked for and one more, so that moto sees whether there is a next page."""
        low, high = self.matching(question)
        if start and question.forward:
            low = max(low, bisect_right(self.order, start))
        elif start:
            high = min(high, bisect_left(self.order, start))
        places = self.order[low:high] if low < high else []
        if question.limit:
            places = places[: question.limit + 1] if question.forward else places[-question.limit - 1 :]
        return [self.items[place] for place in places]


class Partitions:
    """All partitions of one table and its indexes. Whoever writes to the table calls `refresh`."""

    def __init__(self, table: Table) -> None:
        self.answer: list[Item] | None = None  # what the query under way may look at
        self._table = table
        self._partitions: dict[Name, _Partition] = {}
        self._entries: dict[Key, list[tuple[Name, Place]]] = {}
        for item in items_of(table):
            key = (item.hash_key, item.range_key)
            self._entries[key] = list(self._where(item, key))
            for name, place in self._entries[key]:
                self._partitions.setdefault(name, _Partition()).items[place] = item
        for partition in self._partitions.values():
            partition.order = sorted(partition.items)

    def refresh(self, key: Key) -> None:
        """Put the item where it belongs now, or nowhere when it is gone."""
        for name, place in self._entries.pop(key, ()):
            self._partitions[name].remove(place)
        item = stored(self._table, key)
        if item is None:
            return
        self._entries[key] = list(self._where(item, key))
        for name, place in self._entries[key]:
            self._partitions.setdefault(name, _Partition()).add(place, item)

    def page(self, index: str | None, hash_key: DynamoType, question: PartitionQuery) -> list[Item]:
        """Return what a query on the table (`index` None) or an index may give, in the table's order."""
        partition = self._partitions.get((index, _value(hash_key)))
        start = self._place(index, question.start) if question.start else None
        return partition.page(question, start) if partition else []

    def _where(self, item: Item, key: Key) -> Iterator[tuple[Name, Place]]:
        own = (_value(key[0]), _value(key[1]))
        yield (None, own[0]), (own[1],)
        for index in self._table.all_indexes():
            if item.attrs.keys() >= set(index.schema_key_attrs):
                hash_value, *sort_values = (_value(item.attrs[name]) for name in index.schema_key_attrs)
                yield (index.name, hash_value), (*sort_values, *own)

    def _place(self, index: str | None, start: dict[str, Any]) -> Place:
        def value(name: str | None) -> Value:
            return _value(DynamoType(start[name]) if name else None)

        own = (value(self._table.hash_key_attr), value(self._table.range_key_attr))
        if index is None:
            return (own[1],)
        return (*(value(name) for name in self._table.get_index(index).schema_key_attrs[1:]), *own)
