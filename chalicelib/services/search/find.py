"""Finding tickets by words, or by a reference typed whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from chalicelib.domain.search_query import Query, corrected, parse_query, text_of, with_typo_of
from chalicelib.domain.search_terms import CUT
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.ticket import TicketSummary, parse_reference
from chalicelib.services.ports import Room
from chalicelib.services.ports.search import Matches

MOST_ROWS = 100
"""Matching tickets one request looks at. When filters leave out many of them, the page is shorter and goes on."""

_DICTIONARY, _MISTYPED, _MEANT, _DICTIONARY_UNITS = 900, 2, 3, 5
"""Entries of the dictionary that are looked through for what was meant, of how many words, and what is tried of each:
5 units, and half a one or one for each of 6 tries."""

_INSTEAD = "|"
"""What a position says behind: the words that were searched for instead."""

_HOPS, _ROW = 10, 0.5
_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what was found. `sources` are the tickets that the rows matched by, which may be their duplicates, and
    the kinds of their texts that did.

    `instead` says what was searched for when nothing had the words as they were typed. `texts_cut`: nothing was found,
    and some texts are longer than what they are found by. `units` are the read units that finding took, without
    those for the rows.
    """

    items: Sequence[TicketSummary]
    position: str | None
    query: Query
    sources: Mapping[int, tuple[int, Set[str]]] = field(default_factory=dict)
    instead: str | None = None
    texts_cut: bool = False
    units: float = 0


def search(room: Room, text: str, wanted: TicketFilter, limit: int, position: str | None, *, notes: bool) -> FoundPage:
    """The tickets with all words of `text`, the newest first; before them the one that `text` is the reference of.

    That one comes whatever is `wanted`. Internal notes are searched only with `notes`. When no ticket has the words,
    one typo is forgiven. Raises DeskError at `q` for a text that nothing can be found by.
    """
    if position and _INSTEAD in position:
        position, instead = position.split(_INSTEAD)
        return _meant(_Search(room, parse_query(instead), wanted, notes), limit, position)
    found = _Search(room, parse_query(text), wanted, notes)
    start = found.go_on_from(position)
    number = _reference(room, text)
    exact = room.tickets.rows([number]) if number and position is None else []
    rows, rest = found.page(start, limit - len(exact), leave_out=number)
    if not exact and position is None and rest is None and not found.matched:
        return _forgiven(found, limit) or FoundPage([], None, found.query, texts_cut=_some_cut(room, notes=notes))
    return FoundPage([*exact, *rows], rest, found.query, found.sources, units=found.units)


def _forgiven(asked: _Search, limit: int) -> FoundPage | None:
    """What is found when one word is taken for a typo."""
    mistyped, units = with_typo_of(asked.query)[:_MISTYPED], asked.units + _DICTIONARY_UNITS
    for typed in mistyped:
        for meant in asked.room.search.nearly(typed, _DICTIONARY // len(mistyped))[:_MEANT]:
            query = corrected(asked.query, typed, meant)
            found = _meant(_Search(asked.room, query, asked.wanted, asked.notes), limit, None)
            units += found.units
            if found.sources:
                return replace(found, units=units)
    return None


def _meant(found: _Search, limit: int, position: str | None) -> FoundPage:
    rows, rest = found.page(found.go_on_from(position), limit, leave_out=None)
    instead = text_of(found.query)
    return FoundPage(
        rows, rest and f"{rest}{_INSTEAD}{instead}", found.query, found.sources, instead, units=found.units
    )


def _some_cut(room: Room, *, notes: bool) -> bool:
    return next(iter(room.search.matches(Query((CUT,)), None, notes=notes)), None) is not None


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
    sources: dict[int, tuple[int, Set[str]]] = field(default_factory=dict)
    matched: bool = False
    units: float = 0

    def go_on_from(self, position: str | None) -> int | None:
        number, *self.stood_in = (int(part) for part in position.split(",")) if position else (None,)
        return number

    def page(self, start: int | None, limit: int, leave_out: int | None) -> tuple[list[TicketSummary], str | None]:
        matches = self.room.search.matches(self.query, start, notes=self.notes)
        found = self._page(matches, limit, leave_out)
        self.units += matches.units
        return found

    def _page(self, matches: Matches, limit: int, leave_out: int | None) -> tuple[list[TicketSummary], str | None]:
        numbers = (number for number in matches if number != leave_out)
        rows: list[TicketSummary] = []
        looked_at = 0
        while len(rows) < limit and looked_at < MOST_ROWS:
            some = list(islice(numbers, min(limit - len(rows), MOST_ROWS - looked_at)))
            if not some:
                return rows, self._position(matches.position)
            looked_at += len(some)
            self.matched = True
            shown = list(self._shown(some))
            self.units += _ROW * (len(some) - len(shown))
            for number, row in shown:
                rows.append(row)
                self.sources[row.number] = (number, matches.kinds(number))
        following = next(numbers, None)
        return rows, self._position(str(following) if following else matches.position)

    def _position(self, number: str | None) -> str | None:
        return number and ",".join([number, *map(str, self.stood_in[-_REMEMBERED:])])

    def _shown(self, numbers: list[int]) -> Iterator[tuple[int, TicketSummary]]:
        for row in self.room.tickets.rows(numbers):
            ticket = self._primary(row) if row.merged_into else row
            if ticket and ticket.number not in self.stood_in and self.wanted.admits(ticket):
                if ticket is not row:
                    self.stood_in.append(ticket.number)
                yield row.number, ticket

    def _primary(self, duplicate: TicketSummary) -> TicketSummary | None:
        """What stands for a duplicate that matches: its primary, unless that matches itself and so came before."""
        ticket = duplicate
        for _ in range(_HOPS):
            if ticket.merged_into is None:
                came_before = ticket.number > duplicate.number and self._matches(ticket.number)
                return None if came_before else ticket
            rows = self.room.tickets.rows([ticket.merged_into])
            self.units += _ROW
            if not rows:
                return None
            ticket = rows[0]
        return None

    def _matches(self, number: int) -> bool:
        matches = self.room.search.matches(self.query, number, notes=self.notes)
        matching = next(iter(matches), None) == number
        self.units += matches.units
        return matching
