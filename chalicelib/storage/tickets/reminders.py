"""The reminders of members: one item a member, on the ticket, which itself says whether there is any to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import not_found
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.tickets.reminders import Reminder
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.records import DocumentRecord, TicketRecord, instant
from chalicelib.storage.table.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Reminders:
    """See the port of the same name in services/ports/table.py."""

    keys: k.Keys

    def get(self, number: int, member_id: str) -> Reminder | None:
        try:
            record = DocumentRecord.get(self.keys.ticket(number), k.REMINDER + member_id, consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return Reminder(datetime.fromisoformat(record.data["at"]), record.data.get("note", ""))

    def put(self, number: int, member_id: str, reminder: Reminder) -> None:
        transaction = Transaction()
        transaction.put(self._record(number, member_id, reminder))
        there = TicketRecord.pk.exists()
        transaction.update(self._ticket(number), [TicketRecord.reminded.add({member_id})], there)
        try:
            transaction.commit()
        except ConflictError:
            raise not_found() from None

    def remove(self, number: int, member_id: str, reminder: Reminder) -> bool:
        record = self._record(number, member_id, reminder)
        transaction = Transaction()
        transaction.delete(record, DocumentRecord.data == record.data)
        there = TicketRecord.pk.exists()
        transaction.update(self._ticket(number), [TicketRecord.reminded.delete({member_id})], there)
        try:
            transaction.commit()
        except ConflictError:
            return False
        return True

    def _record(self, number: int, member_id: str, reminder: Reminder) -> DocumentRecord:
        data = {"at": instant(reminder.at), "note": reminder.note}
        return DocumentRecord(self.keys.ticket(number), k.REMINDER + member_id, type="reminder", data=data)

    def _ticket(self, number: int) -> TicketRecord:
        return TicketRecord(self.keys.ticket(number), k.TICKET)
