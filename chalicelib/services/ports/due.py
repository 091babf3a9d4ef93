"""What the tick needs of storage, as Protocols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.paging import Page
from chalicelib.domain.sla.due import Due, Retiming
from chalicelib.domain.tickets.ticket import TicketSummary


class DueList(Protocol):
    """What is due of all workspaces, in as many parts as there are SHARDS."""

    def pages(self, shard: int, until: datetime) -> Iterator[list[Due]]:
        """What is due by `until`, the oldest first. One cheap read when there is nothing."""
        ...

    def put_off(self, due: Due, until: datetime) -> None:
        """It failed. Does nothing when it is due at another time meanwhile."""
        ...


class Ticking(Protocol):
    """What the tick does in one workspace."""

    def rows(self, numbers: Sequence[int], *, consistent: bool = False) -> list[TicketSummary]: ...

    def page(self, status: str, limit: int, after: str | None) -> Page[TicketSummary]:
        """Tickets of a status, the oldest change first."""
        ...

    def retiming(self) -> Retiming | None: ...

    def ask_for_retiming(self, retiming: Retiming, at: datetime) -> None:
        """To be begun at that moment. It takes the place of one that is under way."""
        ...

    def move_on(self, before: Retiming, after: Retiming | None) -> None:
        """It got further; None when it is done. Raises ConflictError when another one was asked for."""
        ...
