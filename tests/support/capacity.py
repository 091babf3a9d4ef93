"""What a read or a write costs in DynamoDB's capacity units, by AWS's rules.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html (reads: 4 KB a unit, half of
it when eventually consistent; writes: 1 KB a unit, twice that in a transaction) and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes (indexes).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.item_size import Item, size

READ_BYTES, WRITE_BYTES = 4096, 1024


@dataclass(frozen=True, slots=True)
class Index:
    """A global index. `attributes` are those it holds, None for all."""

    keys: tuple[str, ...]
    attributes: frozenset[str] | None

    def entry(self, item: Item | None) -> Item | None:
        """The item as the index holds it; None when it lacks one of the index's keys."""
        if item is None or any(key not in item for key in self.keys):
            return None
        return {name: item[name] for name in item if self.attributes is None or name in self.attributes}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's keys and its indexes."""

    keys: tuple[str, ...]
    indexes: tuple[Index, ...]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Layout:
        """From what CreateTable takes."""
        keys = _names(table["KeySchema"])
        return cls(keys, tuple(_index(index, keys) for index in table.get("GlobalSecondaryIndexes", ())))


def read_units(bytes_read: int, *, consistent: bool) -> float:
    """A read of nothing costs as much as one of a byte."""
    return max(1, math.ceil(bytes_read / READ_BYTES)) * (1 if consistent else 0.5)


def write_units(layout: Layout, before: Item | None, after: Item | None, *, in_transaction: bool) -> int:
    """One item's change, with what it makes every index do. A write that was refused leaves the item as it was."""
    own = _kilobytes(before, after) * (2 if in_transaction else 1)
    return own + sum(_index_units(index, before, after) for index in layout.indexes)


def _index_units(index: Index, before: Item | None, after: Item | None) -> int:
    """None when the entry stays the same, one write when it comes, goes or changes, two when its key does."""
    old, new = index.entry(before), index.entry(after)
    if old == new:
        return 0
    if old is None or new is None or all(old[key] == new[key] for key in index.keys):
        return _kilobytes(old, new)
    return _kilobytes(old, None) + _kilobytes(None, new)


def _kilobytes(before: Item | None, after: Item | None) -> int:
    return max(1, math.ceil(max(size(before or {}), size(after or {})) / WRITE_BYTES))


def _names(key_schema: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(key["AttributeName"] for key in key_schema)


def _index(index: Mapping[str, Any], table_keys: tuple[str, ...]) -> Index:
    keys, projection = _names(index["KeySchema"]), index["Projection"]
    if projection["ProjectionType"] == "ALL":
        return Index(keys, None)
    return Index(keys, frozenset((*table_keys, *keys, *projection.get("NonKeyAttributes", ()))))
