"""Contacts by what a sentence calls them or their company.

A desk may have a hundred thousand contacts. Where all of them are one page, that page tells everything. Of more, names
are found by how they begin, and surnames and companies through the search's index of who the tickets are from: by the
words of their names and addresses, as far as they have a ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.assistant.wish.names import KnownPerson
from chalicelib.domain.people.people import Contact
from chalicelib.domain.search_terms import runs, word
from chalicelib.services.ports import Room

_PAGE = 100
_BEGINNING, _INDEXED, _TICKETS, _PEOPLE = 50, 3, 12, 5
"""Contacts that begin alike, words sought in the index for one sentence, and tickets and people looked at for each."""
_CONTACT_TERM = "c"


@dataclass(slots=True)
class ContactsNamed:
    """One sentence's lookups. `contacts` are all that were found, by id."""

    room: Room
    contacts: dict[str, Contact] = field(default_factory=dict)
    _all: list[KnownPerson] | None = None
    _is_small: bool | None = None
    _sought: int = 0

    def __call__(self, text: str) -> Sequence[KnownPerson]:
        """Those who may be called so, or be of a company that is."""
        if self._is_small is None:
            page = self.room.contacts.list(_PAGE, None)
            self._is_small = page.position is None
            self._all = self._kept(page.items) if self._is_small else None
        if self._all is not None:
            return self._all
        return self._beginning(text) or self._indexed(text)

    def _kept(self, found: Sequence[Contact]) -> list[KnownPerson]:
        """Whoever was merged into somebody else is no one to choose."""
        kept = [contact for contact in found if contact.merged_into is None]
        self.contacts |= {contact.id: contact for contact in kept}
        return [KnownPerson(one.id, one.name, one.company or "", one.addresses) for one in kept]

    def _beginning(self, text: str) -> list[KnownPerson]:
        """Whose name begins with these words, or with the first of them."""
        words = text.split()
        for start in dict.fromkeys((" ".join(words[:2]), words[0])) if words else ():
            if found := self._kept(self.room.contacts.search(start, _BEGINNING, None).items):
                return found
        return []

    def _indexed(self, text: str) -> list[KnownPerson]:
        """Whose tickets are found by one of these words in their name or address."""
        for term in map(word, runs(text)):
            if self._sought == _INDEXED:
                break
            self._sought += 1
            hits = self.room.search.hits(term, term, notes=False)
            numbers = {one.number for one in hits.postings if one.kind == _CONTACT_TERM}
            rows = self.room.tickets.rows(sorted(numbers, reverse=True)[:_TICKETS]) if numbers else []
            ids = list(dict.fromkeys(row.contact.id for row in rows if row.contact))[:_PEOPLE]
            if found := self._kept([one for one in map(self.room.contacts.get, ids) if one]):
                return found
        return []
