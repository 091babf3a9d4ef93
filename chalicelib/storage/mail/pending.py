"""What members are still to be mailed of, each in a partition of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.mail.jobs import JobKey, LetterKind
from chalicelib.domain.mail.pending import Pending
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, instant

_KEPT = timedelta(days=30)
"""Longer than anything waits: what nobody took by then is nothing that anybody asks for."""


@dataclass(frozen=True, slots=True)
class PendingMails:
    """See the port of the same name in services/ports/mail.py."""

    keys: k.Keys

    def add(self, pending: Pending) -> None:
        expires = int((pending.at + _KEPT).timestamp())
        data = [pending.kind.value, instant(pending.at)]
        record = DocumentRecord(*self._address(pending.key), type="pending", data=data, expires_at=expires)
        try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))

    def list(self, member_id: str, limit: int) -> Sequence[Pending]:
        raw = query(Range(self.keys.pending(member_id)), limit, consistent=True)
        return [self._pending(member_id, DocumentRecord.from_raw_data(item)) for item in raw.items]

    def get(self, key: JobKey) -> Pending | None:
        try:
            record = DocumentRecord.get(*self._address(key), consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return self._pending(key.person_id, record)

    def newest(self, member_id: str) -> Pending | None:
        raw = query(Range(self.keys.pending(member_id)), 1, newest_first=True, consistent=True)
        return self._pending(member_id, DocumentRecord.from_raw_data(raw.items[0])) if raw.items else None

    def remove(self, pending: Sequence[Pending]) -> None:
        write_all([], [DocumentRecord(*self._address(one.key)) for one in pending])

    def _address(self, key: JobKey) -> tuple[str, str]:
        return self.keys.pending(key.person_id), k.joined(key.action_id, k.padded(key.number or 0))

    def _pending(self, member_id: str, record: DocumentRecord) -> Pending:
        action_id, number = k.cut(record.sk)
        kind, at = record.data[:2]
        key = JobKey(workspace=self.keys.workspace, number=int(number), id=f"{action_id}.{member_id}")
        return Pending(key=key, kind=word(LetterKind, kind), at=datetime.fromisoformat(at))
