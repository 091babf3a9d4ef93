"""Bounded reads of the table: every query here has a partition, a bounded sort key and a page size."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.storage.table.records import Item

MOST_READ = 1000
"""Items one request may read through for a filtered page; the page is then shorter and its cursor goes on."""
_CHUNK = 200
_MOST_FURTHER = 4
"""How many times as much as by the last query may be read by the next: what was found in a few rows can mislead."""
_MARGIN = 1.25
_FEW = 4
"""Rows that half a read unit pays for. It pays for none as well: so a range costs the same, however little is in it."""
_END = "\U0010ffff"
_LATER = "~"
"""Sorts behind the `#` that ends an instant in a key."""
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Range:
    """Part of one partition: sort keys that begin with `prefix`, or lie between it and `until`, both included.

    Behind the prefix they begin at `since`, and end before `before`.
    """

    pk: str
    prefix: str = ""
    index: str | None = None
    sort_key: str = "sk"
    until: str | None = None
    since: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """One query's answer. `last` is the sort key the read stopped at, None at the end of the range."""

    items: list[dict[str, Any]]
    last: str | None


def query(
    part: Range,
    limit: int,
    *,
    after: str | None = None,
    newest_first: bool = False,
    inclusive: bool = False,
    consistent: bool = False,
    where: Condition | None = None,
) -> Raw:
    """At most `limit` items of a range are read; those that `where` keeps come back.

    `after` is the rest of a sort key behind the prefix: reading starts beyond it in the direction of travel, or at it
    when `inclusive`.
    """
    low, high = part.prefix + part.since or "\0", part.until or part.prefix + (part.before or _END)
    if after is not None:
        edge = part.prefix + after
        if newest_first:
            high = edge if inclusive else _before(edge)
        else:
            low = edge if inclusive else edge + "\0"
    answer = Item._get_connection().query(
        part.pk,
        range_key_condition=Path([part.sort_key]).between({"S": low}, {"S": high}),
        filter_condition=where,
        index_name=part.index,
        limit=limit,
        scan_index_forward=not newest_first,
        consistent_read=consistent,
    )
    last = answer.get("LastEvaluatedKey")
    return Raw(answer["Items"], last[part.sort_key]["S"].removeprefix(part.prefix) if last else None)


def every(
    part: Range, *, page: int = _CHUNK, newest_first: bool = False, consistent: bool = True
) -> Iterator[dict[str, Any]]:
    """Yield all of a range, as it is this moment if `consistent`, read `page` items at a time, as far as somebody
    looks."""
    after: str | None = None
    while True:
        raw = query(part, page, after=after, newest_first=newest_first, consistent=consistent)
        yield from raw.items
        if raw.last is None:
            return
        after = raw.last


def bytes_of(items: Iterable[Mapping[str, Any]]) -> int:
    """Return the bytes of some items, a little more than less where they hold lists or maps."""
    values = ((name, next(iter(value.values()))) for item in items for name, value in item.items())
    return sum(len(name) + len(str(value).encode()) for name, value in values)


def pages(pk: str, index: str, sort_key: str, until: str) -> Iterator[list[dict[str, Any]]]:
    """All items of an index's partition whose instants are up to `until`, the oldest first; no page is empty."""
    part, after = Range(pk, index=index, sort_key=sort_key, until=until + _LATER), None
    while True:
        raw = query(part, _PAGE, after=after)
        if raw.items:
            yield raw.items
        if raw.last is None:
            return
        after = raw.last


def merged(
    parts: Sequence[Range], limit: int, after: str | None, where: Condition | None, *, newest_first: bool = True
) -> tuple[list[dict[str, Any]], str | None]:
    """The newest (or oldest) `limit` items of several ranges whose sort keys compare, behind their prefixes.

    Returns them with the position to go on from, None at the end.
    """
    budget = _Budget(MOST_READ)
    first = limit + 1 if len(parts) == 1 else max(_FEW, limit // (2 * len(parts)))
    streams = [_stream(part, first, after, where, budget, newest_first) for part in parts]
    page: list[dict[str, Any]] = []
    position = None
    for key, item in heapq.merge(*streams, key=lambda entry: entry[0], reverse=newest_first):
        if len(page) == limit:
            return page, position
        position = key
        if item is None:
            return page, position
        page.append(item)
    return page, None


@dataclass(slots=True)
class _Budget:
    left: int


def _stream(
    part: Range, goal: int, after: str | None, where: Condition | None, budget: _Budget, newest_first: bool
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """A range's items, in order, read in chunks. An item of None says that the budget ended there.

    The first `goal` rows are to come with few queries and little read in vain, and as many again, if they are wanted.
    """
    chunk, read, found = goal, 0, 0
    while True:
        raw = query(part, chunk, after=after, newest_first=newest_first, where=where)
        budget.left -= chunk
        for item in raw.items:
            yield item[part.sort_key]["S"].removeprefix(part.prefix), item
        if raw.last is None:
            return
        after = raw.last
        if budget.left <= 0:
            yield after, None
            return
        read, found = read + chunk, found + len(raw.items)
        goal = goal if found < goal else 2 * goal
        chunk = min(_promising(goal - found, read, found), _MOST_FURTHER * chunk, _CHUNK, budget.left)


def _promising(missing: int, read: int, found: int) -> int:
    """How many items to read for so many more rows, when so many were found among those read: rather a few too many."""
    return missing if found == read else ceil(_MARGIN * missing * read / max(found, 1))


def _before(edge: str) -> str:
    """The upper bound that leaves `edge` out: DynamoDB's BETWEEN takes both its ends in."""
    return edge[:-1] + chr(ord(edge[-1]) - 1) + _END
