"""Writes that are to happen only under a condition."""

from __future__ import annotations

from collections.abc import Callable

from pynamodb.exceptions import DeleteError, PutError, UpdateError

_REFUSED = "ConditionalCheckFailedException"


def try_write(write: Callable[[], object]) -> bool:
    """Carry the write out; return False when its condition didn't hold and nothing was written."""
    try:
        write()
    except (PutError, UpdateError, DeleteError) as refusal:
        if refusal.cause_response_code == _REFUSED:
            return False
        raise
    return True
