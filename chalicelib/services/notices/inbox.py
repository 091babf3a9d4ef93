"""A member's own inbox."""

from __future__ import annotations

from chalicelib.services.ports import Desk, Room

UNREAD_SHOWN = 99
"""More than that is shown as 99+."""
_PAGE = 100


def mark_read(desk: Desk, room: Room, member_id: str, ids: list[str]) -> None:
    room.inbox.mark_read(member_id, ids, desk.clock.now())


def mark_all_read(desk: Desk, room: Room, member_id: str) -> None:
    """Everything there is; it goes by itself after 90 days."""
    after: str | None = None
    while True:
        page = room.inbox.list(member_id, _PAGE, after)
        unread = [entry.id for entry in page.items if not entry.read]
        room.inbox.mark_read(member_id, unread, desk.clock.now())
        if page.position is None:
            return
        after = page.position
