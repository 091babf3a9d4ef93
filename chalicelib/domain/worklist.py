"""The work list: what becomes due and is no ticket, such as timing a whole desk anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.sla.due import delay_after

SHARDS = 2
"""Parts that the list is spread over. Each costs every tick a read, also when it is empty."""

GONE_THROUGH = "gone_through"
"""Under what name its state has how many tickets were gone through."""
LEASE_SECONDS = 120
"""The time that claimed work is one worker's. Longer than the tick's time-out, so that claims never overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A piece of work in the order of its instants. `id` tells it from others of its kind on that desk.

    `state` is how far it got, in the form JSON knows; what a later release added to it is handed on. `failures` is how
    often it was put off, because it failed or this release doesn't know its kind. `asked` is how often somebody made
    sure of it before it was claimed: it isn't done while somebody did so since.
    """

    workspace: str
    kind: str
    id: str = ""
    at: datetime
    state: Mapping[str, Any] = field(default_factory=dict)
    failures: int = 0
    asked: int = 0

    @property
    def delay(self) -> timedelta:
        """Return the time for which the work is put off when it fails now."""
        return delay_after(self.failures)

    def further(self, many: int, **state: Any) -> Work:
        """Return the work after so many more tickets, of which whoever looks on is told."""
        gone = self.state.get(GONE_THROUGH, 0) + many
        return replace(self, state={**self.state, **state, GONE_THROUGH: gone})
