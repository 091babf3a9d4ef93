"""Writes that are to happen only under a condition."""

from __future__ import annotations

from collections.abc import Callable

from botocore.exceptions import ClientError
from pynamodb.exceptions import DeleteError, PutError, PynamoDBException, UpdateError

_REFUSED = "ConditionalCheckFailedException"


def code_of(fault: PynamoDBException) -> str:
    """Return the code with which DynamoDB refused; empty where no answer came. PynamoDB's own property fails there, for
    botocore's time-outs have a response that is None."""
    cause = fault.cause
    return str(cause.response["Error"]["Code"]) if isinstance(cause, ClientError) else ""


def try_write(write: Callable[[], object]) -> bool:
    """Carry the write out; return False when its condition didn't hold and nothing was written."""
    try:
        write()
    except (PutError, UpdateError, DeleteError) as refusal:
        if code_of(refusal) == _REFUSED:
            return False
        raise
    return True
