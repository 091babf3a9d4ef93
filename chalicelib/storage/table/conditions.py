"""Writes that are to happen only under a condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from botocore.exceptions import ClientError
from pynamodb.exceptions import DeleteError, PutError, PynamoDBException, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.storage.table.records import Item

_REFUSED = "ConditionalCheckFailedException"


def code_of(fault: PynamoDBException) -> str:
    """Return the code with which DynamoDB refused; empty where no answer came. PynamoDB's own property fails there, for
    botocore's time-outs have a response that is None."""
    cause = fault.cause
    return str(cause.response["Error"]["Code"]) if isinstance(cause, ClientError) else ""


def try_update(record: Item, changes: Sequence[Action], condition: Condition) -> bool:
    """Change an item that is as `condition` says; return False when it isn't. What it holds besides is not read: it may
    be what nobody can read, and is put off, or let go, all the same."""
    item = Item._get_connection()
    key = {"hash_key": record.pk, "range_key": record.sk}
    return try_write(lambda: item.update_item(**key, actions=changes, condition=condition))


def try_write(write: Callable[[], object]) -> bool:
    """Carry the write out; return False when its condition didn't hold and nothing was written."""
    try:
        write()
    except (PutError, UpdateError, DeleteError) as refusal:
        if code_of(refusal) == _REFUSED:
            return False
        raise
    return True
