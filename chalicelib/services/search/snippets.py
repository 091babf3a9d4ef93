"""Why a ticket was found: the text that has the words, as far as reading it fits into a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from chalicelib.domain.people.addresses import known_as
from chalicelib.domain.search_excerpts import Part, excerpt
from chalicelib.domain.search_query import Query
from chalicelib.domain.tickets.message import InternalNote, PublicMessage
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary
from chalicelib.services.ports import Room
from chalicelib.services.search.find import FoundPage
from chalicelib.services.search.texts import label_names, said_in
from chalicelib.services.tickets.access import find_ticket

SOURCES: Mapping[str, str] = {
    "t": "title",
    "c": "contact",
    "l": "label",
    "r": "resolution",
    "d": "description",
    "m": "message",
    "n": "note",
}
"""What a kind of postings is called, in the order in which they are shown: those that cost no reading first."""

PAGE_UNITS = 35
"""Read units that a page of 25 tickets takes at most, with all that is shown of them."""
_CALLER_AND_ROWS = 13.5
"""Those of them for who asks, and for the tickets. What finding them took is counted."""
MOST_UNITS = 5.5
"""Read units after which no further text is read, also when there are some left."""
_OPENING, _ENTRY, _EVENT = 5.5, 13.5, 2.5
"""The read units that a text may take: none is begun that might go beyond what is left. A description has 32 KB, and 8
formatted; a message as much, and 16,000 characters quoted, in whatever script, and its files and readers; an event the
first 4,000 characters of a former description. How long the messages of a ticket are, its row may know."""
_REST_BYTES = 500
"""Of an item beside its texts."""
_INLINE_BYTES = 32 * 1024
_ENTRIES = 8
"""Of a time line the newest entries that are looked at: as many at once as can't be too much."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A ticket was found by that source. Without `parts` its text was not read, or not found there."""

    source: str
    parts: Sequence[Part] = ()


@dataclass(slots=True)
class _Texts:
    """`left` are the units that may be spent, `spent` those that were, as far as the texts tell."""

    room: Room
    query: Query
    left: float
    spent: float = field(default=0)

    def of(self, row: TicketSummary, number: int, kinds: Sequence[str]) -> Snippet:
        for kind in kinds:
            parts = excerpt(self._text(row, number, kind), self.query)
            if parts:
                return Snippet(SOURCES[kind], parts)
        return Snippet(SOURCES[kinds[0]])

    def _text(self, row: TicketSummary, number: int, kind: str) -> str:
        contact = row.contact
        match kind:
            case "t":
                return row.title
            case "c":
                return " \u00b7 ".join((contact.name, *known_as(contact.email or "")[:1])) if contact else ""
            case "l":
                return ", ".join(label_names(self.room, row.label_ids))
        if kind in "mn":
            known = row.longest if number == row.number else None
            return self._said(number, InternalNote if kind == "n" else PublicMessage, known)
        return self._read(number, kind) if self._affords(_OPENING if kind == "d" else _ENTRY) else ""

    def _read(self, number: int, kind: str) -> str:
        if kind == "d":
            opening = self.room.tickets.opening(number, consistent=False)
            self.spent += _units(_REST_BYTES + _bytes(_inline(opening.text), opening.formatted))
            return opening.text
        ticket = find_ticket(self.room, number, Ticket)
        self.spent += 2 * _units(_bytes(str(ticket)))
        return (ticket.resolution or "") if ticket else ""

    def _said(self, number: int, wanted: type[InternalNote | PublicMessage], longest: int | None) -> str:
        """The newest of its entries that has the words, `longest` being the bytes of any if that is known."""
        most = _ENTRY if longest is None else max(_EVENT, _units(_REST_BYTES + longest))
        after, left = None, _ENTRIES
        while left and self._affords(most):
            some = min(left, int((self.left - self.spent) // most))
            entries, size = self.room.timeline.older(number, after, some)
            self.spent += _units(size)
            texts = (said_in(entry) for entry in entries if isinstance(entry, wanted))
            found = next((text for text in texts if excerpt(text, self.query)), "")
            if found or len(entries) < some:
                return found
            after, left = entries[-1].id, left - some
        return ""

    def _affords(self, most: float) -> bool:
        return self.spent < MOST_UNITS and self.spent + most <= self.left


def _inline(text: str) -> str:
    """What an item has of a text: one that is too long for it lies in the file store, which takes no units."""
    return text if len(text.encode()) <= _INLINE_BYTES else ""


def _bytes(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def _units(size: int) -> float:
    """What reading so many bytes takes."""
    return 0.5 * max(1, ceil(size / 4096))


def snippets(room: Room, found: FoundPage) -> Mapping[int, Snippet]:
    """Return, for each row that matched by its words, the source that it was found by, and what that says."""
    reader, shown = _Texts(room, found.query, PAGE_UNITS - _CALLER_AND_ROWS - found.units), {}
    for row in found.items:
        number, kinds = found.sources.get(row.number, (row.number, frozenset()))
        ordered = [kind for kind in SOURCES if kind in kinds]
        own = ordered if number == row.number else [kind for kind in ordered if kind in "rdmn"]
        if own:
            shown[row.number] = reader.of(row, number, own)
    return shown
