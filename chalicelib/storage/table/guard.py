"""The wall between workspaces: a botocore hook that refuses any request whose partition isn't the workspace's own.

The edges say which workspace they work for (`workspace_scope`); keys built wrongly, or from another workspace's id,
never leave the process. Outside of a scope only the global lookups pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from chalicelib.storage.table.keys import GLOBAL, workspace_of

_scope: ContextVar[str | None] = ContextVar("workspace", default=None)
_scans: ContextVar[bool] = ContextVar("scans", default=False)
_HASH_CONDITION = re.compile(r"^\(?\s*#\w+ = (:\w+)")


class ForeignKeyError(RuntimeError):
    """A programming error, never a user's: the code asked for a partition outside the workspace it works for."""


@contextmanager
def workspace_scope(workspace: str) -> Iterator[None]:
    """Within it, this thread may touch that workspace's partitions and the global lookups."""
    token = _scope.set(workspace)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def scanning() -> Iterator[None]:
    """Within it, this thread may read the whole table: for an operator's command, which sees to what it takes of it."""
    token = _scans.set(True)
    try:
        yield
    finally:
        _scans.reset(token)


def refuse_foreign_keys(params: dict[str, Any], model: Any, **_: Any) -> None:
    """Handler for botocore's `provide-client-params.dynamodb.*`."""
    for pk in _partitions(model.name, params):
        if not (pk.startswith(GLOBAL) if (owner := workspace_of(pk)) is None else owner == _scope.get()):
            raise ForeignKeyError(f"{model.name} on a partition outside workspace {_scope.get()!r}")


def _partitions(operation: str, params: dict[str, Any]) -> Iterator[str]:
    match operation:
        case "Query":
            condition = _HASH_CONDITION.match(params["KeyConditionExpression"])
            if condition is None:
                raise ForeignKeyError("a query whose first condition isn't its partition")
            yield params["ExpressionAttributeValues"][condition[1]]["S"]
        case "TransactWriteItems" | "TransactGetItems":
            for action in params["TransactItems"]:
                for request in action.values():
                    yield _pk(request)
        case "BatchGetItem":
            for table in params["RequestItems"].values():
                yield from (key["pk"]["S"] for key in table["Keys"])
        case "BatchWriteItem":
            for requests in params["RequestItems"].values():
                for request in requests:
                    yield from (_pk(body) for body in request.values())
        case "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem":
            yield _pk(params)
        case "Scan" if _scans.get():
            return
        case _:
            raise ForeignKeyError(f"{operation} is not used by the desk")


def _pk(request: dict[str, Any]) -> str:
    pk: str = (request.get("Item") or request["Key"])["pk"]["S"]
    return pk
