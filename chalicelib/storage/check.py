"""All that a workspace stores, read for taking stock, and the few things that are put right where they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pynamodb.expressions.update import Action as UpdateAction

from chalicelib.domain.check import Stock, StoredTicket, seal_of, sum_of
from chalicelib.domain.events import Action
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.storage.people.contacts import Contacts, read_contact
from chalicelib.storage.reports.records import FactsRecord
from chalicelib.storage.reports.reports import Reports, filed, tally
from chalicelib.storage.search.records import TermsRecord, WordRecord, posting, word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.conditions import try_update, try_write
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.reading import Range, every
from chalicelib.storage.table.records import (
    ContactRecord,
    CounterRecord,
    DocumentRecord,
    InboxRecord,
    PointerRecord,
    TicketRecord,
)
from chalicelib.storage.table.scanning import Raw, partitions
from chalicelib.storage.tickets import mapping
from chalicelib.storage.tickets.tickets import Tickets
from chalicelib.storage.tickets.timeline import Timeline

_DERIVED = ("st_pk", "st_sk", "up_pk", "up_sk", "as_pk", "as_sk", "co_pk", "co_sk", "sl_pk", "sl_sk", "du_pk")
_DERIVED_CLOCK = ("sla_warn_at", "sla_standing")
"""Attributes of a ticket's item that follow from the others; `du_sk` itself says when it is due."""


@dataclass(frozen=True, slots=True)
class Books:
    """See the port of the same name in services/ports/check.py for what each method promises."""

    keys: k.Keys
    texts: Texts

    def walk(self, stock: Stock) -> Iterator[StoredTicket]:
        for pk, items in partitions(self.keys):
            number = self._number(pk)
            if number is not None:
                if not _is_gone(items):
                    yield self._ticket(number, items)
            else:
                for item in items:
                    self._take(stock, item)

    def ticket(self, number: int) -> StoredTicket | None:
        found = list(every(Range(self.keys.ticket(number))))
        return self._ticket(number, found) if found and not _is_gone(found) else None

    def posted(self, numbers: Collection[int]) -> Mapping[int, set[str]]:
        found: dict[int, set[str]] = {number: set() for number in numbers}
        for _, items in partitions(self.keys):
            for number, posted in (_posted(item) for item in items if item["type"]["S"] == "posting"):
                if number in found:
                    found[number].add(posted)
        return found

    def rewrite(self, number: int) -> None:
        found = self.ticket(number)
        if found is None or found.ticket is None:
            return
        fresh = mapping.ticket_record(self.keys, found.ticket)
        values = {name: (getattr(TicketRecord, name), getattr(fresh, name)) for name in found.stale}
        changes = [at.remove() if value is None else at.set(value) for at, value in values.values()]
        unchanged = TicketRecord.version == found.ticket.version
        if changes:
            try_update(TicketRecord(fresh.pk, fresh.sk), changes, unchanged)

    def post(self, number: int, missing: Collection[str], gone: Collection[str]) -> None:
        write_all(*([posting(self.keys, *_apart(one, number)) for one in some] for some in (missing, gone)))

    def note_words(self, words: Collection[str], number: int) -> None:
        write_all([word(self.keys, term, number) for term in words])

    def own(self, address: str, contact_id: str) -> None:
        contact = Contacts(self.keys).get(contact_id)
        if contact:
            record = Contacts(self.keys).address_record(address, contact)
            try_write(lambda: record.save(condition=ContactRecord.pk.does_not_exist()))

    def disown(self, address: str) -> None:
        ContactRecord(self.keys.address(address), "ADDR").delete()

    def unpoint(self, address: str, number: int) -> None:
        PointerRecord(self.keys.address(address), k.POINTER + k.padded(number)).delete()

    def drop_notices(self, entries: Sequence[tuple[str, str]]) -> None:
        write_all([], [InboxRecord(self.keys.inbox(whose), k.NOTICE + entry_id) for whose, entry_id in entries])

    def file(self, day: date, action: Action) -> None:
        Reports(self.keys).record(day, action, action.facts or ()).save()

    def unfile(self, day: date, action_id: str) -> None:
        FactsRecord(self.keys.facts(day.isoformat()), action_id).delete()

    def correct_cell(self, day: date, amounts: Mapping[str, tuple[int, int]]) -> None:
        Reports(self.keys).correct(day, amounts)

    def draw_beyond(self, number: int) -> None:
        record = CounterRecord(self.keys.root, "SEQ")
        later = CounterRecord.value.does_not_exist() | (CounterRecord.value < number)
        changes: list[UpdateAction] = [CounterRecord.value.set(number), CounterRecord.type.set("sequence")]
        try_update(record, changes, later)

    def _number(self, pk: str) -> int | None:
        head = self.keys.ticket(0).removesuffix(k.padded(0))
        return int(pk.removeprefix(head)) if pk.startswith(head) else None

    def _ticket(self, number: int, items: Sequence[Raw]) -> StoredTicket:
        by_key = {item["sk"]["S"]: item for item in items}
        timeline = Timeline(self.keys, self.texts)
        ticket = self._own(by_key)
        return StoredTicket(
            number=number,
            ticket=ticket,
            entries=[
                timeline.entry_of(item) for sk, item in sorted(by_key.items()) if sk.startswith((k.LINE, k.SILENT))
            ],
            terms={
                sk.removeprefix(k.TERMS): frozenset(TermsRecord.from_raw_data(item).terms or ())
                for sk, item in by_key.items()
                if sk.startswith(k.TERMS) and "c" not in item
            },
            stale=_stale(self.keys, ticket, by_key[k.TICKET]) if ticket else (),
        )

    def _own(self, by_key: Mapping[str, Raw]) -> DescribedTicket | None:
        if not {k.TICKET, k.MORE} <= by_key.keys():
            return None
        return Tickets(self.keys, self.texts, Contacts(self.keys)).of_items(DescribedTicket, by_key)

    def _take(self, stock: Stock, item: Raw) -> None:
        reader = _READERS.get(item["type"]["S"])
        if reader:
            reader(self, stock, item)


def _is_gone(items: Sequence[Raw]) -> bool:
    """Whether nothing is left of a ticket but the mark that keeps its number."""
    return [item["sk"]["S"] for item in items] == [k.GONE]


def _stale(keys: k.Keys, ticket: DescribedTicket, item: Raw) -> list[str]:
    stored, fresh = TicketRecord.from_raw_data(item), mapping.ticket_record(keys, ticket)
    names = (*_DERIVED, *_DERIVED_CLOCK)
    return [name for name in names if getattr(stored, name) != getattr(fresh, name)]


def _apart(posted: str, number: int) -> tuple[str, int, str]:
    term, kind = posted.rsplit(k.SEPARATOR, 1)
    return term, number, kind


def _contact(_: Books, stock: Stock, item: Raw) -> None:
    contact = read_contact(ContactRecord.from_raw_data(item))
    stock.contacts[contact.id] = contact


def _address(books: Books, stock: Stock, item: Raw) -> None:
    address = item["pk"]["S"].removeprefix(books.keys.address(""))
    stock.addresses[address] = DocumentRecord.from_raw_data(item).data


def _pointer(books: Books, stock: Stock, item: Raw) -> None:
    address = item["pk"]["S"].removeprefix(books.keys.address(""))
    stock.pointers.setdefault(address, set()).add(int(item["sk"]["S"].removeprefix(k.POINTER)))


def _posting(_: Books, stock: Stock, item: Raw) -> None:
    number, posted = _posted(item)
    stock.posted[number] = stock.posted.get(number, 0) ^ sum_of([posted])
    stock.terms.add(_apart(posted, number)[0])


def _posted(item: Raw) -> tuple[int, str]:
    term, number, kind = item["sk"]["S"].rsplit(k.SEPARATOR, 2)
    return int(number), k.joined(term, kind)


def _word(_: Books, stock: Stock, item: Raw) -> None:
    stock.words.add(WordRecord.from_raw_data(item).sk)


def _sequence(_: Books, stock: Stock, item: Raw) -> None:
    stock.newest_number = int(item["n"]["N"])


def _inbox(books: Books, stock: Stock, item: Raw) -> None:
    whose = item["pk"]["S"].removeprefix(books.keys.inbox(""))
    number = InboxRecord.from_raw_data(item).data["number"]
    stock.inboxes[whose, item["sk"]["S"].removeprefix(k.NOTICE)] = int(number)


def _facts(_: Books, stock: Stock, item: Raw) -> None:
    found, day = filed(item), date.fromisoformat(item["pk"]["S"].rpartition(k.SEPARATOR)[2])
    stock.filed[day, found.action_id] = seal_of(found.facts)


def _cell(_: Books, stock: Stock, item: Raw) -> None:
    stock.cells[date.fromisoformat(item["sk"]["S"])] = Counter(tally(item))


_READERS: Mapping[str, Callable[[Books, Stock, Raw], None]] = {
    "contact": _contact,
    "address": _address,
    "pointer": _pointer,
    "posting": _posting,
    "word": _word,
    "sequence": _sequence,
    "inbox": _inbox,
    "facts": _facts,
    "cell": _cell,
}
"""By the type of an item. Of what isn't here nothing is derived, and nothing derives."""
