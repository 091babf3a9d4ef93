"""Why a ticket was found: the text that has the words, as far as reading it fits into a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from chalicelib.domain.events import Action
from chalicelib.domain.people.addresses import known_as
from chalicelib.domain.search_excerpts import Part, excerpt
from chalicelib.domain.search_query import Query
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
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
_OPENING, _ENTRY = 5.5, 13.5
"""The read units that a text may take: none is begun that might go beyond what is left. A description has 32 KB, and 8
formatted; a message as much, and 16,000 characters quoted, in whatever script, and its files and readers."""
_REST_BYTES = 500
"""Of an item beside its texts."""
_INLINE_BYTES = 32 * 1024
_ENTRIES = 8
"""Of a time line the newest entries that are looked at, one by one: together they might be too much."""


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
        return self._read(number, kind) if self._affords(_OPENING if kind == "d" else _ENTRY) else ""

    def _read(self, number: int, kind: str) -> str:
        match kind:
            case "d":
                opening = self.room.tickets.opening(number, consistent=False)
                self.spent += _units(_inline(opening.text), opening.formatted)
                return opening.text
            case "r":
                ticket = find_ticket(self.room, number, Ticket)
                self.spent += 2 * _units(str(ticket))
                return (ticket.resolution or "") if ticket else ""
        return self._said(number, InternalNote if kind == "n" else PublicMessage)

    def _said(self, number: int, wanted: type[InternalNote | PublicMessage]) -> str:
        entry = None
        for _ in range(_ENTRIES):
            entry = self.room.timeline.before(number, entry.id if entry else None) if self._affords(_ENTRY) else None
            if entry is None:
                return ""
            self.spent += _units(*_texts_of(entry))
            text = said_in(entry) if isinstance(entry, wanted) else ""
            if excerpt(text, self.query):
                return text
        return ""

    def _affords(self, most: float) -> bool:
        return self.spent < MOST_UNITS and self.spent + most <= self.left


def _inline(text: str) -> str:
    """What an item has of a text: one that is too long for it lies in the file store, which takes no units."""
    return text if len(text.encode()) <= _INLINE_BYTES else ""


def _texts_of(entry: Said | Action) -> Sequence[str]:
    match entry:
        case PublicMessage():
            return _inline(entry.body), entry.quoted, entry.formatted, str((entry.delivery, entry.attachments))
        case InternalNote():
            return _inline(entry.body), str(entry.attachments)
    return (str(entry),)


def _units(*texts: str) -> float:
    """What reading an item with these texts takes, a little more than less."""
    return 0.5 * ceil((_REST_BYTES + sum(len(text.encode()) for text in texts)) / 4096)


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
