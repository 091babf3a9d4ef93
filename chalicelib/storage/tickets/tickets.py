"""The tickets of one workspace: reading them, listing them, and storing what a command came to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.domain.files import description_name
from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.paging import Page
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets.decision import Decision, Resent
from chalicelib.domain.tickets.filter import Order, TicketFilter
from chalicelib.domain.tickets.message import InternalNote, SendState
from chalicelib.domain.tickets.ticket import DescribedTicket, Opening, T, Ticket, TicketSummary
from chalicelib.storage.idempotency import once_record, seen_record
from chalicelib.storage.people.contacts import Contacts
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.lines import ActionRecord, MessageRecord
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.reading import Range, merged, query
from chalicelib.storage.table.records import BodyRecord, CounterRecord, DocumentRecord, TicketRecord, read
from chalicelib.storage.table.transactions import Transaction, Why, differences
from chalicelib.storage.tickets import entries, later, lists, loose, mapping

_SOME_BY_NUMBER, _MOST_BY_NUMBER = 26, 104
"""Tickets that a list in the order of creation reads at once, and in all: half a unit each."""

Changes = list[Action]
Rows = list[TicketSummary]  # inside of `Tickets`, `list` is the method


def _with_length(ticket: Ticket, said: MessageRecord) -> Ticket:
    """Return the ticket, which knows how long the longest is that was said on it."""
    return ticket if ticket.longest is None else replace(ticket, longest=max(ticket.longest, entries.size_of(said)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Tickets:
    """See the port of the same name in services/ports/table.py for what each method promises."""

    keys: k.Keys
    texts: Texts
    contacts: Contacts

    def next_number(self) -> int:
        counter = CounterRecord(self.keys.root, "SEQ")
        counter.update([CounterRecord.value.add(1), CounterRecord.type.set("sequence")])
        return int(counter.value)

    def last_number(self) -> int:
        counters = read_all([(self.keys.root, "SEQ")])
        return int(CounterRecord.from_raw_data(counters[0]).value) if counters else 0

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        until = k.BODY if issubclass(kind, DescribedTicket) else k.MORE
        raw = query(Range(self.keys.ticket(number), k.TICKET, until=until), limit=3, consistent=consistent)
        parts = {item["sk"]["S"]: item for item in raw.items}
        return self.of_items(kind, parts) if k.TICKET in parts else None

    def of_items(self, kind: type[T], parts: Mapping[str, Any]) -> T:
        """Return the ticket that its items, by their sort keys, hold."""
        more = DocumentRecord.from_raw_data(parts[k.MORE]).data
        texts = {}
        if issubclass(kind, DescribedTicket):
            opening = self._opening(BodyRecord.from_raw_data(parts[k.BODY])) if k.BODY in parts else Opening("")
            texts = {"description": opening.text, "formatted": opening.formatted}
        return mapping.ticket(kind, read(TicketRecord, parts[k.TICKET]), more, **texts)

    def opening(self, number: int, *, consistent: bool = True) -> Opening:
        try:
            record = BodyRecord.get(self.keys.ticket(number), k.BODY, consistent_read=consistent)
        except BodyRecord.DoesNotExist:
            return Opening("")
        return self._opening(record)

    def list(self, wanted: TicketFilter, limit: int, after: str | None) -> Page[TicketSummary]:
        if wanted.order in (Order.CREATED_FIRST, Order.CREATED_LAST):
            return self._by_number(wanted, limit, after)
        items, position = lists.page(self.keys, wanted, limit, after)
        records = [read(TicketRecord, item) for item in items]
        return Page([TicketSummary(**mapping.summary_fields(record)) for record in records], position)

    def _by_number(self, wanted: TicketFilter, limit: int, after: str | None) -> Page[TicketSummary]:
        """As they were created. When few of them are wanted, the page is shorter and goes on."""
        newest = self.last_number()
        step = -1 if wanted.order is Order.CREATED_LAST else 1
        numbers = range(int(after) if after else newest, 0, -1) if step < 0 else range(int(after or 1), newest + 1)
        found: Rows = []
        for start in range(0, min(len(numbers), _MOST_BY_NUMBER), _SOME_BY_NUMBER):
            for row in self.rows(numbers[start : start + _SOME_BY_NUMBER]):
                if len(found) == limit:
                    return Page(found, str(row.number))
                if not wanted.created.has(row.created_at) and found:
                    return Page(found, None)
                if lists.is_listed(row) and wanted.admits(row):
                    found.append(row)
        return Page(found, str(numbers[_MOST_BY_NUMBER]) if len(numbers) > _MOST_BY_NUMBER else None)

    def of_contact(self, contact_id: str, limit: int) -> Rows:
        return self.of_contact_page(contact_id, limit, None).items

    def of_contact_page(self, contact_id: str, limit: int, after: str | None) -> Page[TicketSummary]:
        part = Range(self.keys.contact(contact_id), "", "by_contact", "co_sk")
        raw = query(part, limit, after=after, newest_first=True)
        records = [read(TicketRecord, item) for item in raw.items]
        return Page([TicketSummary(**mapping.summary_fields(record)) for record in records], raw.last)

    def of_contacts(self, contact_ids: Sequence[str], limit: int, after: str | None) -> Page[TicketSummary]:
        parts = [Range(self.keys.contact(one), "", "by_contact", "co_sk") for one in contact_ids]
        items, position = merged(parts, limit, after, None)
        records = [read(TicketRecord, item) for item in items]
        return Page([TicketSummary(**mapping.summary_fields(record)) for record in records], position)

    def rows(self, numbers: Sequence[int]) -> Rows:
        items = read_all([(self.keys.ticket(number), k.TICKET) for number in numbers])
        records = {int(record.number): record for record in (read(TicketRecord, item) for item in items)}
        return [TicketSummary(**mapping.summary_fields(records[one])) for one in numbers if one in records]

    def changed(self, limit: int, after: str) -> Page[TicketSummary]:
        raw = query(Range(self.keys.live, "", "by_updated", "up_sk"), limit, after=after)
        records = [read(TicketRecord, item) for item in raw.items]
        return Page([TicketSummary(**mapping.summary_fields(record)) for record in records], raw.last)

    def commit(
        self,
        decisions: Sequence[Decision[Ticket]],
        *,
        new_contact: Contact | None = None,
        contact: tuple[Contact, Contact] | None = None,
        once: Once | None = None,
        seen: SeenMail | None = None,
    ) -> None:
        transaction = Transaction()
        if once:
            transaction.create(once_record(self.keys, once), Why.REPEATED)
        if seen:
            transaction.create(seen_record(self.keys, seen), Why.SEEN)
        if new_contact:
            self.contacts.write_new(transaction, new_contact)
        if contact:
            self.contacts.write_change(transaction, *contact)
        for decision in decisions:
            self._write(transaction, decision, k.digest(seen.message_id) if seen else None)
        transaction.commit()

    def _write(self, transaction: Transaction, decision: Decision[Ticket], mail_digest: str | None) -> None:
        before, after = decision.before, decision.ticket
        if decision.ticket is before:
            return
        if decision.said is not None:
            record = entries.message_record(self.keys, after.number, decision.said)
            record.mail_digest = mail_digest
            loose.fit(transaction, self.texts, record, decision.said.body, f"{after.number}/{decision.said.id}")
            loose.settle_files(transaction, self.keys.workspace, decision.said.attachments)
            transaction.create(record)
            after = _with_length(after, record)
        if decision.edited is not None and decision.action is not None:
            after = self._reword(transaction, after, *decision.edited, decision.action.id)
        if before is None:
            self._create(transaction, after)
        else:
            self._update(transaction, before, after)
        if decision.withdrawn is not None:
            reply = MessageRecord(self.keys.ticket(after.number), k.line_sort_key(decision.withdrawn.id))
            withdrawn: Changes = [MessageRecord.send_state.set(SendState.WITHDRAWN.value)]
            transaction.update(reply, withdrawn, MessageRecord.send_state == SendState.HELD.value)
        if decision.split is not None:
            self._mark_split(transaction, after.number, *decision.split)
        if decision.joined is not None:
            self._unmark_split(transaction, after.number, *decision.joined)
        if decision.resent is not None and decision.action is not None:
            self._resend(transaction, after.number, decision.resent, decision.action.id)
        if decision.undone is not None and decision.action is not None:
            undone = ActionRecord(self.keys.ticket(decision.undone.number), k.line_sort_key(decision.undone.id))
            free = ActionRecord.undone_by.does_not_exist() & ActionRecord.told.does_not_exist()
            transaction.update(undone, [ActionRecord.undone_by.set(decision.action.id)], free)
        if decision.planning is not None:
            later.write(transaction, self.keys, self.texts, after.number, decision.planning)
        if decision.action is not None:
            action = entries.action_record(self.keys, decision.action)
            action.mail_digest = None if decision.said else mail_digest
            transaction.create(action)

    def _create(self, transaction: Transaction, ticket: Ticket) -> None:
        transaction.create(mapping.ticket_record(self.keys, ticket))
        transaction.create(mapping.more_record(self.keys, ticket))
        loose.settle_files(transaction, self.keys.workspace, ticket.attachments)
        files = [file.id for file in ticket.attachments]
        loose.settle_copies(transaction, self.keys.workspace, [*files, ticket.html_id])
        if isinstance(ticket, DescribedTicket) and ticket.description:
            transaction.create(self._body(transaction, ticket))

    def _update(self, transaction: Transaction, before: Ticket, after: Ticket) -> None:
        record, changes, still = mapping.ticket_update(self.keys, before, after)
        if changes:
            transaction.update(record, changes, still)
        else:  # what only the open ticket needs is put right
            transaction.check(record, still)
        match before, after:
            case DescribedTicket(description=old), DescribedTicket(description=new) if new != old:
                body = self._body(transaction, after)
                transaction.update(body, differences(BodyRecord(text="", stored="", formatted=""), body))
        more = mapping.more_update(self.keys, before, after)
        if more:
            transaction.update(*more)

    def _reword(
        self, transaction: Transaction, ticket: Ticket, was: InternalNote, now: InternalNote, action_id: str
    ) -> Ticket:
        """Give a note another text and keep the one it had. Nobody else may have done so meanwhile."""
        old, new = (entries.message_record(self.keys, ticket.number, one) for one in (was, now))
        old.text = old.stored = ""
        loose.fit(transaction, self.texts, new, now.body, f"{ticket.number}/{now.id}-{action_id}")
        former = entries.former_record(self.keys, ticket.number, was)
        loose.fit(transaction, self.texts, former, was.body, f"{ticket.number}/{was.id}-until-{action_id}")
        transaction.create(former)
        unchanged = MessageRecord.edits == was.edits if was.edits else MessageRecord.edits.does_not_exist()
        transaction.update(MessageRecord(new.pk, new.sk), differences(old, new), MessageRecord.pk.exists() & unchanged)
        return _with_length(ticket, new)

    def _mark_split(self, transaction: Transaction, number: int, message_id: str, into: int) -> None:
        """Note of a message which ticket it became the beginning of. It does so once."""
        message = MessageRecord(self.keys.ticket(number), k.line_sort_key(message_id))
        whole = MessageRecord.pk.exists() & MessageRecord.split_into.does_not_exist()
        transaction.update(message, [MessageRecord.split_into.set(into)], whole)

    def _unmark_split(self, transaction: Transaction, number: int, message_id: str, into: int) -> None:
        message = MessageRecord(self.keys.ticket(number), k.line_sort_key(message_id))
        transaction.update(message, [MessageRecord.split_into.remove()], MessageRecord.split_into == into)

    def _resend(self, transaction: Transaction, number: int, resent: Resent, action_id: str) -> None:
        """Have the message await the mails of that action: nobody else may have sent them again meanwhile."""
        message = resent.message
        record = MessageRecord(self.keys.ticket(number), k.line_sort_key(message.id))
        shown = {one: Path(["dl", one]) for one in resent.recipient_ids}
        changes: Changes = [path.set({"S": JobState.QUEUED.value}) for path in shown.values()]
        changes.append(MessageRecord.resent.set({**message.resent, **dict.fromkeys(shown, action_id)}))
        as_read = [path == {"S": message.delivery[one]} for one, path in shown.items()]
        transaction.update(record, changes, reduce(and_, as_read))

    def _opening(self, record: BodyRecord) -> Opening:
        text = self.texts.whole(record)
        shown, formatted = record.formatted or ("", "")
        return Opening(text, formatted if shown == _digest(text) else "")

    def _body(self, transaction: Transaction, ticket: DescribedTicket) -> BodyRecord:
        record = mapping.body_record(self.keys, ticket.number)
        if ticket.formatted:
            record.formatted = [_digest(ticket.description), ticket.formatted]
        name = description_name(ticket.number, ticket.version)
        loose.fit(transaction, self.texts, record, ticket.description, name)
        return record
