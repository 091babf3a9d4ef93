"""Why a ticket was found: the text that has the words, as far as reading it fits into a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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

MOST_UNITS = 4.5
"""Read units after which no further text is read; the last one, at most 32 KB, may take it beyond."""
_UNIT_BYTES = 8 * 1024
_ENTRIES = 8
"""Of a time line the newest entries: a unit, as a rule."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A ticket was found by that source. Without `parts` its text was not read, or not found there."""

    source: str
    parts: Sequence[Part] = ()


@dataclass(slots=True)
class _Texts:
    room: Room
    query: Query
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
        return "" if self.spent >= MOST_UNITS else self._read(number, kind)

    def _read(self, number: int, kind: str) -> str:
        match kind:
            case "d":
                return self._paid(self.room.tickets.opening(number, consistent=False).text)
            case "r":
                ticket = find_ticket(self.room, number, Ticket)
                self.spent += 1
                return (ticket.resolution or "") if ticket else ""
        page = self.room.timeline.page(number, _ENTRIES, None, newest_first=True)
        wanted = InternalNote if kind == "n" else PublicMessage
        texts = [said_in(entry) if isinstance(entry, wanted) else "" for entry in page.items]
        self._paid("\n".join(said_in(entry) for entry in page.items))
        return next((text for text in texts if excerpt(text, self.query)), "")

    def _paid(self, text: str) -> str:
        self.spent += max(0.5, len(text.encode()) / _UNIT_BYTES)
        return text


def snippets(room: Room, found: FoundPage) -> Mapping[int, Snippet]:
    """Return, for each row that matched by its words, the source that it was found by, and what that says."""
    reader, shown = _Texts(room, found.query), {}
    for row in found.items:
        number, kinds = found.sources.get(row.number, (row.number, frozenset()))
        ordered = [kind for kind in SOURCES if kind in kinds]
        own = ordered if number == row.number else [kind for kind in ordered if kind in "rdmn"]
        if own:
            shown[row.number] = reader.of(row, number, own)
    return shown
