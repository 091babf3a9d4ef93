"""How often the table is asked for what it has no room for: that depends on who asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from chalicelib.domain.ranks import ANSWERS, Rank

_rank: ContextVar[Rank] = ContextVar("rank", default=ANSWERS)

_NO_ROOM = frozenset({"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"})


@contextmanager
def in_rank(rank: Rank) -> Iterator[None]:
    """Let everything within the block be asked of the table in this rank."""
    token = _rank.set(rank)
    try:
        yield
    finally:
        _rank.reset(token)


def tries() -> int:
    """Return how often the table is asked for what it has no room for."""
    return _rank.get().tries


def yield_when_busy(attempts: int, response: Any, **_: Any) -> bool | None:
    """Handler for botocore's `needs-retry.dynamodb`: `False` ends the tries, `None` leaves them to botocore, with
    those of the most patient rank and pauses of up to one, two and four seconds."""
    refused = response is not None and response[1].get("Error", {}).get("Code") in _NO_ROOM
    return False if refused and attempts >= tries() else None
