"""The feed of changed tickets, which a console follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.services.ports import Desk, Room

OVERLAP = timedelta(seconds=5)
"""A slower transaction may be stored behind what was read already. So the last seconds are read again."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Tickets in the order of their last change, in every state, and where to go on. Some of them come twice."""

    items: list[TicketSummary]
    position: str


def changes(desk: Desk, room: Room, position: str | None, limit: int) -> FeedPage:
    """Return what changed since `position`; without one, nothing, and the position of now.

    A position is `<after>|<again>`: read on behind `after`, and, once there is no more, go back to `again`, the moment
    up to which everything was certainly there when the first page since was read.
    """
    settled = instant(desk.clock.now() - OVERLAP)
    if position is None:
        return FeedPage([], f"{settled}|")
    after, _, again = position.partition("|")
    page = room.tickets.changed(limit, after)
    if page.position is None:
        return FeedPage(page.items, f"{again or settled}|")
    if not again and page.position > settled:
        again = settled
    return FeedPage(page.items, f"{page.position}|{again}")


def instant(at: datetime) -> str:
    """A position in the order of changes."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
