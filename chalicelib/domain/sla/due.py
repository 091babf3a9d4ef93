"""What is due: tickets that the tick has to look at, and work on a whole desk that it carries on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHARDS = 8
"""Parts that what is due is spread over: many workspaces, each with bursts, share them."""

_FIRST_DELAY, _LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something in the order of its instants. `number` is the ticket's; None means that a desk's tickets are to be
    timed anew. `failures` is how often it was put off because it failed."""

    workspace: str
    number: int | None
    at: datetime
    failures: int = 0

    @property
    def delay(self) -> timedelta:
        """How long it is put off when it fails again: a minute, two, four, up to six hours."""
        doubled: int = 2 ** min(self.failures, 16)
        return min(_FIRST_DELAY * doubled, _LONGEST_DELAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retiming:
    """How far timing anew got: statuses still to do, and where in the first of them. `id` tells one from the next."""

    id: str
    statuses: tuple[str, ...]
    position: str | None = None
