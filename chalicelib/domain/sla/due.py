"""What is due: tickets that the tick has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHARDS = 8
"""Parts that what is due is spread over: many workspaces, each with bursts, share them."""

_FIRST_DELAY, _LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something in the order of its instants. `number` is the ticket's; None means that a desk's tickets are to be
    timed anew, as releases before the work list asked for it here. `failures` is how often it was put off."""

    workspace: str
    number: int | None
    at: datetime
    failures: int = 0

    @property
    def delay(self) -> timedelta:
        """Return the time for which it is put off when it fails again."""
        return delay_after(self.failures)


def delay_after(failures: int) -> timedelta:
    """A minute after the first failure, then two, four, up to six hours."""
    doubled: int = 2 ** min(failures, 16)
    return min(_FIRST_DELAY * doubled, _LONGEST_DELAY)
