"""The parts of one workspace's settings: read one by one, and changed each in one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chalicelib.domain.idempotency import ConflictError, Once
from chalicelib.domain.paging import Page
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.parts import Part
from chalicelib.domain.worklist import Work
from chalicelib.storage.audit import audit_record
from chalicelib.storage.idempotency import once_record
from chalicelib.storage.settings.shapes import SHAPES, beside, parsed, record_of
from chalicelib.storage.table.documents import carried
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.reading import query
from chalicelib.storage.table.records import DocumentRecord
from chalicelib.storage.table.transactions import Transaction, Why
from chalicelib.storage.worklist import work_record

P = TypeVar("P", bound=Part)

LONGEST_ID = 254
"""Bytes: the longest ids are addresses. No part has a longer one, and DynamoDB refuses sort keys beyond 1,024."""


@dataclass(frozen=True, slots=True)
class Parts:
    """See the port of the same name. `forget` drops what this process remembers of a workspace's settings."""

    keys: Keys
    forget: Callable[[str], None]

    def get(self, kind: type[P], part_id: str, scope: str = "") -> P | None:
        shape = SHAPES[kind]
        if len(part_id.encode()) > LONGEST_ID:
            return None
        try:
            record = DocumentRecord.get(shape.partition(self.keys, scope), shape.prefix + part_id, consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return parsed(kind, record)

    def page(self, kind: type[P], limit: int, after: str | None, scope: str = "") -> Page[P]:
        raw = query(SHAPES[kind].range(self.keys, scope), limit, after=after, consistent=True)
        return Page([parsed(kind, DocumentRecord.from_raw_data(item)) for item in raw.items], raw.last)

    def count(self, kind: type[P], scope: str = "") -> int:
        place = SHAPES[kind].range(self.keys, scope)
        condition = DocumentRecord.sk.startswith(place.prefix) if place.prefix else None
        return DocumentRecord.count(place.pk, condition, consistent_read=True)

    def write(
        self,
        before: P | None,
        after: P | None,
        entry: AuditEntry | None,
        *,
        once: Once | None = None,
        witnesses: Sequence[Part] = (),
        work: Work | None = None,
    ) -> None:
        transaction = Transaction()
        if once:
            transaction.create(once_record(self.keys, once), Why.REPEATED)
        for witness in witnesses:
            seen = self._unchanged(witness)
            transaction.check(seen, DocumentRecord.data == seen.data)
        self._write_own(transaction, before, after)
        self._write_beside(transaction, before, after)
        if entry:
            transaction.create(audit_record(self.keys, entry))
        if work:
            transaction.create(work_record(work))
        try:
            transaction.commit()
        finally:
            self.forget(self.keys.workspace)

    def _write_own(self, transaction: Transaction, before: Part | None, after: Part | None) -> None:
        old = self._unchanged(before) if before else None
        new = record_of(self.keys, after) if after else None
        if old and before and new:
            new.data = carried(old.data, record_of(self.keys, before).data, new.data)
        if old and new and (old.pk, old.sk) == (new.pk, new.sk):
            transaction.update(new, [DocumentRecord.data.set(new.data)], DocumentRecord.data == old.data)
            return
        if old:
            transaction.delete(old, DocumentRecord.data == old.data)
        if new:
            transaction.create(new, Why.TAKEN)

    def _write_beside(self, transaction: Transaction, before: Part | None, after: Part | None) -> None:
        old = {(record.pk, record.sk): record for record in (beside(self.keys, before) if before else [])}
        new = {(record.pk, record.sk): record for record in (beside(self.keys, after) if after else [])}
        for key in old.keys() - new.keys():
            transaction.delete(old[key])
        for key, record in new.items():
            if key not in old:
                transaction.create(record, Why.TAKEN)
            elif record.data != old[key].data:
                stored = DocumentRecord.get(*key, consistent_read=True).data
                changed = DocumentRecord.data.set(carried(stored, old[key].data, record.data))
                transaction.update(record, [changed], DocumentRecord.data == stored)

    def _unchanged(self, part: Part) -> DocumentRecord:
        """The part's item, to compare with when writing. Raises ConflictError when it is no longer what it was.

        What is compared is the stored text: an item from an earlier version may lack fields that the part has.
        """
        place = record_of(self.keys, part)
        try:
            record = DocumentRecord.get(place.pk, place.sk, consistent_read=True)
        except DocumentRecord.DoesNotExist as gone:
            raise ConflictError from gone
        if parsed(type(part), record) != part:
            raise ConflictError
        return record
