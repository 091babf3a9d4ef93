"""Indexing tickets anew that aren't found by what they say: whatever was lost on the way, or was indexed by other rules
once."""

from __future__ import annotations

from chalicelib.services.check.words import misread
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Room
from chalicelib.services.ports.check import Books


def reindex(room: Room, books: Books, number: int) -> int | None:
    """Index a ticket by what it says, where it isn't. Return of how many of its sources that was so, None where there
    is no ticket."""
    stored = books.ticket(number)
    if stored is None or stored.ticket is None:
        return None
    wrong = misread(room, stored)
    return retry_on_conflict(lambda: _index(room, books, number, [*wrong]), patient=True) if wrong else 0


def _index(room: Room, books: Books, number: int, sources: list[str]) -> int:
    """What is indexed is read before the text, as `Search.index` asks for: the text is never the older one."""
    before = room.search.indexed(number, sources)
    stored = books.ticket(number)
    wanted = misread(room, stored) if stored and stored.ticket else {}
    changes = [(one, wanted[one.source]) for one in before if one.source in wanted]
    room.search.index(changes)
    return len(changes)
