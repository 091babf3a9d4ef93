"""Many items at once. DynamoDB may leave part of a batch undone; that part is sent again after a growing pause."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from chalicelib.storage.table.ranks import tries
from chalicelib.storage.table.records import Item

MOST_READ, MOST_WRITTEN = 100, 25
"""BatchGetItem and BatchWriteItem take no more: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"""

_FIRST_PAUSE = 0.05
Raw = dict[str, Any]


class BusyError(Exception):
    """The table left part of a batch undone time and again."""


def read_all(keys: Sequence[tuple[str, str]], *, consistent: bool = False) -> list[Raw]:
    """Those of the items that are there, in no order. No key may come twice."""
    wanted = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]
    pages = (wanted[start : start + MOST_READ] for start in range(0, len(wanted), MOST_READ))
    return [item for page in pages for item in _read(page, consistent)]


def write_all(puts: Sequence[Item], deletes: Sequence[Item] = ()) -> None:
    """Write and delete whatever is there. Not a transaction: when this is cut off, part of it is done."""
    requests: list[Raw] = [{"PutRequest": {"Item": item.serialize()}} for item in puts]
    requests += [{"DeleteRequest": {"Key": {"pk": {"S": item.pk}, "sk": {"S": item.sk}}}} for item in deletes]
    _write_all(requests)


def put_all(items: Iterable[Raw]) -> None:
    """Write items that are as they are sent, in the same way."""
    _write_all([{"PutRequest": {"Item": item}} for item in items])


def delete_all(keys: Iterable[tuple[str, str]]) -> None:
    """Delete items by their keys, in the same way. What isn't there is no fault."""
    _write_all([{"DeleteRequest": {"Key": {"pk": {"S": pk}, "sk": {"S": sk}}}} for pk, sk in keys])


def _write_all(requests: list[Raw]) -> None:
    for start in range(0, len(requests), MOST_WRITTEN):
        _write(requests[start : start + MOST_WRITTEN])


def _read(keys: list[Raw], consistent: bool) -> Iterator[Raw]:
    connection = Item._get_connection()
    for _ in _tries():
        answer = connection.batch_get_item(keys, consistent_read=consistent)  # type: ignore[arg-type]
        yield from answer["Responses"].get(connection.table_name, ())
        keys = answer["UnprocessedKeys"].get(connection.table_name, {}).get("Keys", [])
        if not keys:
            return


def _write(requests: list[Raw]) -> None:
    connection = Item._get_connection()
    for _ in _tries():
        answer = connection.batch_write_item(
            put_items=[request["PutRequest"]["Item"] for request in requests if "PutRequest" in request],
            delete_items=[request["DeleteRequest"]["Key"] for request in requests if "DeleteRequest" in request],
        )
        requests = answer["UnprocessedItems"].get(connection.table_name, [])
        if not requests:
            return


def _tries() -> Iterator[None]:
    yield
    for number in range(2 * tries() - 1):
        time.sleep(random.uniform(0, _FIRST_PAUSE * 2**number))  # noqa: S311 - not a secret
        yield
    raise BusyError
