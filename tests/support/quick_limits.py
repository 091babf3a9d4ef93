"""What DynamoDB refuses whatever its table holds: too many at once, one item twice, and words that nothing asks for.

Figures: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

Request = dict[str, Any]

LARGEST_ITEM = 400 * 1024  # bytes
LARGEST_PAGE = 1024 * 1024  # bytes read by one query
_MOST = {"TransactWriteItems": 100, "BatchGetItem": 100, "BatchWriteItem": 25}
_EXPRESSIONS = (
    "KeyConditionExpression",
    "FilterExpression",
    "ProjectionExpression",
    "ConditionExpression",
    "UpdateExpression",
)
_WORD = re.compile(r"[#:]\w+")


def fits(operation: str, request: Request) -> bool:
    """Whether DynamoDB would read on."""
    parts = list(_parts(operation, request))
    keys = [_key(part) for part in parts if "Key" in part or "Item" in part]
    return (
        len(parts) <= _MOST.get(operation, 1)
        and len(set(keys)) == len(keys)
        and all(_says_what_it_names(part) for part in (*parts, *request.get("RequestItems", {}).values()))
    )


def _parts(operation: str, request: Request) -> Iterator[Request]:
    match operation:
        case "TransactWriteItems":
            yield from (part for one in request["TransactItems"] for part in one.values())
        case "BatchWriteItem":
            for name, writes in request["RequestItems"].items():
                yield from ({"TableName": name, **part} for one in writes for part in one.values())
        case "BatchGetItem":
            for name, wanted in request["RequestItems"].items():
                yield from ({"TableName": name, "Key": key} for key in wanted["Keys"])
        case _:
            yield request


def _key(part: Request) -> Hashable:
    item = part.get("Key") or part["Item"]
    return part["TableName"], item["pk"]["S"], item["sk"]["S"]


def _says_what_it_names(part: Any) -> bool:
    """Names and values are those of the expressions, all of them and no others."""
    if not isinstance(part, dict):
        return True
    given = {*part.get("ExpressionAttributeNames", ()), *part.get("ExpressionAttributeValues", ())}
    texts = tuple(part[name] for name in _EXPRESSIONS if part.get(name))
    return given == _words(texts)


@lru_cache(2000)
def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(text))
