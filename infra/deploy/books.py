"""All that a workspace stores, for those commands that compare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk, Room
    from chalicelib.services.ports.check import Books


def books_of(desk: Desk, room: Room) -> Books:
    """Return the books of a workspace that was opened."""
    from chalicelib.storage import check  # late: it needs the table that the desk was connected to
    from chalicelib.storage.table.keys import Keys
    from chalicelib.storage.table.long_texts import Texts

    return check.Books(Keys(room.workspace.id), Texts(desk.files, room.workspace.id))
