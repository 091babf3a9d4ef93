"""What is stored of the past: of each ticket what the desk itself would have stored by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.people.people import Contact
from chalicelib.domain.reports.days import Zones
from chalicelib.domain.settings import audit
from chalicelib.domain.tickets.counts import move
from chalicelib.domain.tickets.message import PublicMessage, Said
from chalicelib.domain.tickets.ticket import DescribedTicket, reference
from chalicelib.services.ports import Room
from chalicelib.services.search.index import MARKED_SECONDS, SOURCES, text_of
from chalicelib.services.search.texts import said_in
from chalicelib.services.tickets.pointers import addresses_of
from chalicelib.storage.audit import audit_record
from chalicelib.storage.people.contacts import Contacts
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.lines import MessageRecord
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.records import Item, PointerRecord
from chalicelib.storage.table.transactions import Transaction, Why
from chalicelib.storage.tickets import entries, mapping
from chalicelib.storage.tickets.counters import counted_mark
from infra.local.demo.history.course import Course
from infra.local.demo.history.postings import BulkIndex
from infra.local.demo.history.reports import Counted
from infra.local.demo.history.sent import Raw, sent


class Collected(Transaction):
    """A transaction that keeps what it would create."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[Item] = []

    def create(self, record: Item, why: Why = Why.CONFLICT) -> None:  # noqa: ARG002 - the base class's signature
        """Keep the item."""
        self.records.append(record)


class Stored:
    """The items of many tickets, and what they come to in all. Tickets are added by their numbers. Others make more of
    them, from the moment on at which it `goes_on`."""

    def __init__(self, room: Room, texts: Texts, now: datetime, goes_on: datetime) -> None:
        self._room, self._texts, self._now = room, texts, now
        self._keys, zones = k.Keys(room.workspace.id), Zones.of(room.workspace.hours)
        self._counted = Counted(self._keys, zones, zones.day(goes_on))
        self._postings = BulkIndex(self._keys)
        self.tabs: Counter[str] = Counter()
        self.members: Counter[str] = Counter()

    def contacts(self, contacts: Iterable[Contact]) -> Iterator[Raw]:
        """Return what is stored of new contacts."""
        transaction = Collected()
        for contact in contacts:
            Contacts(self._keys).write_new(transaction, contact)
        return (sent(item) for item in transaction.records)

    def ticket(self, course: Course) -> Iterator[Raw]:
        """Return what is stored of a ticket."""
        return (sent(item) for item in self._of_ticket(course))

    def _of_ticket(self, course: Course) -> Iterator[Item]:
        ticket, longest = course.ticket, 0
        for decision in course.decisions:
            if decision.said:
                record = self._said(ticket.number, decision.said)
                longest = max(longest, entries.size_of(record))
                yield record
            if action := self._counted.action(decision):
                yield from self._action(action)
        yield from self._itself(replace(ticket, longest=longest))
        counted = move(None, ticket.place)
        self.tabs.update(counted.tabs)
        self.members.update(counted.members)

    def together(self) -> Iterator[Raw]:
        """Return what is stored of all those tickets together: what they are found by, and what reports count."""
        yield from self._postings.items()
        yield from (sent(item) for item in self._counted.items())

    def _itself(self, ticket: DescribedTicket) -> Iterator[Item]:
        body = mapping.body_record(self._keys, ticket.number)
        self._texts.fit(body, ticket.description, f"{ticket.number}/description-1")
        yield from (mapping.ticket_record(self._keys, ticket), mapping.more_record(self._keys, ticket), body)
        for source in SOURCES:
            self._postings.add(ticket.number, source, text_of(self._room, ticket, source))
        for address in addresses_of(ticket):
            sk = k.POINTER + k.padded(ticket.number)
            yield PointerRecord(self._keys.address(address), sk, type="pointer")

    def _said(self, number: int, said: Said) -> MessageRecord:
        """Of a reply, all mails have arrived long since."""
        if isinstance(said, PublicMessage):
            said = replace(said, delivery=dict.fromkeys(said.delivery, JobState.DELIVERED.value))
        record = entries.message_record(self._keys, number, said)
        self._texts.fit(record, said.body, f"{number}/{said.id}")
        self._postings.add(number, f"{'m' if isinstance(said, PublicMessage) else 'n'}#{said.id}", said_in(said))
        return record

    def _action(self, action: Action) -> Iterator[Item]:
        """With what follows from it: that it was counted is known for a while, and some of it is in the audit log."""
        yield entries.action_record(self._keys, action)
        yield from self._counted.file(action)
        age = (self._now - action.at).total_seconds()
        if age < MARKED_SECONDS and move(action.was, action.now):
            yield counted_mark(self._keys, action.id, int(action.at.timestamp()) + MARKED_SECONDS)
        for entry in audit.of_action(action, reference(self._room.workspace.prefix, action.number)):
            yield audit_record(self._keys, entry)
