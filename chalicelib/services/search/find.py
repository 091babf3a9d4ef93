"""Finding tickets by words, or by a reference typed whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from chalicelib.domain.paging import Page
from chalicelib.domain.search_query import Query, parse_query
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.ticket import TicketSummary, parse_reference
from chalicelib.services.ports import Room

MOST_ROWS = 100
"""Matching tickets one request looks at. When filters leave out many of them, the page is shorter and goes on."""

_HOPS = 10
_REMEMBERED = 100


def search(
    room: Room, text: str, wanted: TicketFilter, limit: int, position: str | None, *, notes: bool
) -> Page[TicketSummary]:
    """The tickets with all words of `text`, the newest first; before them the one that `text` is the reference of.

    That one comes whatever is `wanted`. Internal notes are searched only with `notes`. Raises DeskError at `q` for a
    text that nothing can be found by.
    """
    found = _Search(room, parse_query(text), wanted, notes)
    start = found.go_on_from(position)
    number = _reference(room, text)
    exact = room.tickets.rows([number]) if number and position is None else []
    rows, rest = found.page(start, limit - len(exact), leave_out=number)
    return Page([*exact, *rows], rest)


def _reference(room: Room, text: str) -> int | None:
    """The number in `TKT-0042`, or in `42`."""
    prefix = room.workspace.prefix
    return parse_reference(prefix, text) or parse_reference(prefix, f"{prefix}-{text.strip()}")


@dataclass(slots=True)
class _Search:
    """One request. `stood_in` are the primaries that were shown where a duplicate of theirs matched.

    A position is the number to go on from, and those primaries, so that later pages don't show them again.
    """

    room: Room
    query: Query
    wanted: TicketFilter
    notes: bool
    stood_in: list[int] = field(default_factory=list)

    def go_on_from(self, position: str | None) -> int | None:
        number, *self.stood_in = (int(part) for part in position.split(",")) if position else (None,)
        return number

    def page(self, start: int | None, limit: int, leave_out: int | None) -> tuple[list[TicketSummary], str | None]:
        matches = self.room.search.matches(self.query, start, notes=self.notes)
        numbers = (number for number in matches if number != leave_out)
        rows: list[TicketSummary] = []
        looked_at = 0
        while len(rows) < limit and looked_at < MOST_ROWS:
            some = list(islice(numbers, min(limit - len(rows), MOST_ROWS - looked_at)))
            if not some:
                return rows, self._position(matches.position)
            looked_at += len(some)
            rows += self._shown(some)
        following = next(numbers, None)
        return rows, self._position(str(following) if following else matches.position)

    def _position(self, number: str | None) -> str | None:
        return number and ",".join([number, *map(str, self.stood_in[-_REMEMBERED:])])

    def _shown(self, numbers: list[int]) -> Iterator[TicketSummary]:
        for row in self.room.tickets.rows(numbers):
            ticket = self._primary(row) if row.merged_into else row
            if ticket and ticket.number not in self.stood_in and self.wanted.admits(ticket):
                if ticket is not row:
                    self.stood_in.append(ticket.number)
                yield ticket

    def _primary(self, duplicate: TicketSummary) -> TicketSummary | None:
        """What stands for a duplicate that matches: its primary, unless that matches itself and so came before."""
        ticket = duplicate
        for _ in range(_HOPS):
            if ticket.merged_into is None:
                came_before = ticket.number > duplicate.number and self._matches(ticket.number)
                return None if came_before else ticket
            rows = self.room.tickets.rows([ticket.merged_into])
            if not rows:
                return None
            ticket = rows[0]
        return None

    def _matches(self, number: int) -> bool:
        return next(iter(self.room.search.matches(self.query, number, notes=self.notes)), None) == number
