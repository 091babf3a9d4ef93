"""Takes stock of a workspace: what is otherwise than its actions and messages say, and puts it right if asked to.

It may run while the desk works. Something may then be told that was only on its way: what is still there a minute later
is a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from chalicelib.domain.check import Difference, Stock, StoredTicket, sum_of
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.tickets.timing import Promises
from chalicelib.services.check import filed, history, people, words
from chalicelib.services.check.ledger import Ledger
from chalicelib.services.check.people import Found
from chalicelib.services.check.reindex import reindex
from chalicelib.services.ports import Room
from chalicelib.services.ports.check import Books
from chalicelib.services.tickets.commands import put_right


@dataclass(slots=True)
class Stocktaking:
    """One going through a workspace. `progress` is called with each ticket's number; `mends` puts right what can be."""

    room: Room
    books: Books
    mends: bool = False
    progress: Callable[[int], None] = lambda _: None
    stock: Stock = field(default_factory=Stock)
    ledger: Ledger = field(default_factory=Ledger)

    def differences(self) -> Iterator[Difference]:
        """Yield everything that is otherwise than it must be. Those that can't be put right are there again next
        time."""
        for stored in self.books.walk(self.stock):
            yield from self._mended(self._of_ticket(stored))
            self.progress(stored.number)
        yield from self._mended(self._around())

    def _mended(self, found: Found) -> Iterator[Difference]:
        for difference, mend in found:
            if self.mends and mend:
                with suppress(ConflictError):  # somebody changed it meanwhile: the next look tells whether it is right
                    mend()
            yield difference

    def _of_ticket(self, stored: StoredTicket) -> Found:
        ticket, where = stored.ticket, f"ticket {stored.number}"
        self.ledger.enter_facts(stored)
        if ticket is None:
            yield Difference(where=where, what="item", told="its own item is gone, what was said on it is there"), None
            return
        wrong = history.differences(stored, ticket, Promises.of(self.room.workspace))
        as_told = replace(ticket, **wrong)
        mend: Callable[[], object] | None = partial(put_right, self.room, ticket, as_told)
        for difference in history.told(stored, ticket, wrong):
            yield difference, mend
            mend = None  # one write puts all of it right
        if stored.stale:
            difference = Difference(where=where, what="indexes", told=", ".join(stored.stale))
            yield difference, partial(self.books.rewrite, stored.number)
        for told in history.splits(stored):
            yield Difference(where=where, what="history", told=told), None
        yield from self._found_by(replace(stored, ticket=as_told), where)
        self.ledger.enter(stored, as_told, sum_of(words.posted(stored)))

    def _found_by(self, stored: StoredTicket, where: str) -> Found:
        misread = words.misread(self.room, stored)
        if misread:
            told = f"isn't indexed as it is: {', '.join(sorted(misread))}"
            mend = partial(reindex, self.room, self.books, stored.number)
            yield Difference(where=where, what="search", told=told), mend

    def _around(self) -> Found:
        yield from self._families()
        yield from self._counts()
        yield from self._postings()
        yield from people.addresses(self.books, self.stock)
        yield from people.merged(self.stock)
        yield from people.of_tickets(self.room, self.books, self.stock, self.ledger)
        yield from self._inboxes()
        yield from filed.facts(self.room, self.books, self.stock, self.ledger)
        yield from filed.cells(self.books, self.stock, self.ledger)
        newest = max(self.ledger.tickets, default=0)
        if newest > self.stock.newest_number:
            told = f"the next number is {self.stock.newest_number + 1}, and there is a ticket {newest}"
            yield Difference(where="desk", what="sequence", told=told), partial(self.books.draw_beyond, newest)

    def _families(self) -> Found:
        for number, merged in self.ledger.missing_duplicates().items():
            listed = self.ledger.tickets[number].duplicates
            told = f"lists {list(listed)} as merged into it, and those are {list(merged)}"
            mend = partial(self._list_duplicates, number, merged)
            yield Difference(where=f"ticket {number}", what="family", told=told), mend
        for difference in self.ledger.lost():
            yield difference, None

    def _list_duplicates(self, number: int, merged: tuple[int, ...]) -> None:
        ticket = self._again(number)
        put_right(self.room, ticket, replace(ticket, duplicates=merged))

    def _again(self, number: int) -> DescribedTicket:
        stored = self.books.ticket(number)
        assert stored is not None
        assert stored.ticket is not None
        return stored.ticket

    def _counts(self) -> Found:
        counters = self.room.counters
        tabs, members = counters.whole()
        for must, there, correct in (
            (self.ledger.tabs, tabs, lambda amounts: counters.correct(amounts, {})),
            (self.ledger.members, members, lambda amounts: counters.correct({}, amounts)),
        ):
            for name, by in _missing(must, there).items():
                told = f"{name} is {abs(by)} too {'few' if by > 0 else 'many'}"
                mend = partial(correct, {name: (there.get(name, 0), by)})
                yield Difference(where="desk", what="counts", told=told), mend

    def _postings(self) -> Found:
        off = {
            number
            for number in self.ledger.tickets.keys() | self.stock.posted.keys()
            if self.stock.posted.get(number, 0) != self._must_be_posted(number)
        }
        for number, there in (self.books.posted(off) if off else {}).items():
            stored = self.books.ticket(number)
            must = words.posted(stored) if stored else set()
            if must != there:
                told = f"{len(must - there)} words don't lead to it, and {len(there - must)} do that aren't its own"
                mend = partial(self.books.post, number, must - there, there - must)
                yield Difference(where=f"ticket {number}", what="search", told=told), mend
        unknown = self.stock.terms - self.stock.words
        if unknown:
            told = f"{len(unknown)} words aren't in the dictionary"
            mend = partial(self.books.note_words, sorted(unknown), max(self.ledger.tickets, default=0))
            yield Difference(where="desk", what="search", told=told), mend

    def _must_be_posted(self, number: int) -> int:
        entry = self.ledger.tickets.get(number)
        return entry.posted if entry else 0

    def _inboxes(self) -> Found:
        lost = [entry for entry, number in self.stock.inboxes.items() if number not in self.ledger.tickets]
        if lost:
            told = f"{len(lost)} entries are about tickets that aren't there"
            yield Difference(where="desk", what="inboxes", told=told), partial(self.books.drop_notices, lost)


def _missing(must: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
    """By how much each count is too small; those of members who left are none any more."""
    amounts = {name: must.get(name, 0) - there.get(name, 0) for name in must.keys() | there.keys()}
    return {name: by for name, by in sorted(amounts.items()) if by}
