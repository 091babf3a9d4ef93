"""Reading everything a workspace has: for the operator's commands alone, which come with credentials of their own.

The desk's functions have no right to scan, and the wall between workspaces refuses it to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.storage.table.guard import scanning
from chalicelib.storage.table.keys import GENERAL, Keys
from chalicelib.storage.table.records import TicketRecord

Raw = dict[str, Any]


def partitions(keys: Keys) -> Iterator[tuple[str, list[Raw]]]:
    """Every partition of a workspace, once, with its items in the order of their sort keys.

    A scan goes through one partition after the other, so that a desk of any size is read in little memory. Raises
    RuntimeError should one be met again: then what was made of it is worth nothing.
    """
    met: set[str] = set()
    pk, items = "", list[Raw]()
    for item in scan(*of_workspace(keys)):
        if item["pk"]["S"] != pk:
            if pk:
                yield pk, items
            pk, items = item["pk"]["S"], []
            if pk in met:
                raise RuntimeError("the scan came back to a partition")
            met.add(pk)
        items.append(item)
    if pk:
        yield pk, items


def of_workspace(keys: Keys) -> tuple[str, dict[str, str]]:
    """Return the expression that holds for all partitions of a workspace, and no other's whose name begins alike."""
    return "pk = :root OR begins_with(pk, :parts)", {":root": keys.root, ":parts": keys.parts}


def workspaces() -> list[str]:
    """Return the workspaces that the table has, by name."""
    return sorted(item["pk"]["S"].removeprefix(Keys("").root) for item in scan("sk = :sk", {":sk": GENERAL}))


def scan(where: str, values: Mapping[str, str], names: str | None = None) -> Iterator[Raw]:
    """Return all items of the table for which the expression `where` holds, of them the attributes `names` or all.

    Each `:name` in `where` stands for a text in `values`.
    """
    for items, _ in pages(where, values, names):
        yield from items


def pages(
    where: str, values: Mapping[str, str], names: str | None = None, after: Raw | None = None
) -> Iterator[tuple[list[Raw], Raw | None]]:
    """Return the same by pages, many of which may be empty, each with the key to go on `after`; None with the last."""
    connection = TicketRecord._get_connection()
    asked: Raw = {
        "TableName": connection.table_name,
        "ConsistentRead": True,
        "FilterExpression": where,
        "ExpressionAttributeValues": {name: {"S": value} for name, value in values.items()},
        **({"ProjectionExpression": names} if names else {}),
        **({"ExclusiveStartKey": after} if after else {}),
    }
    while True:
        with scanning():
            answer = connection.connection.client.scan(**asked)
        last = answer.get("LastEvaluatedKey")
        yield answer["Items"], last
        if last is None:
            return
        asked["ExclusiveStartKey"] = last
