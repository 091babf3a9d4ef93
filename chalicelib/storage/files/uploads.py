"""Files that were announced and not yet made part of a message. They are forgotten after a day.

One that was taken for a file lies as `BOUND`, where releases before that don't look: they would let a message have it
without saying so, and the file would be erased as one that nobody has.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import datetime

from chalicelib.domain.files import Upload, is_upload
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.loose import UPLOAD, look_again
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.worklist import work_record

_KEPT_SECONDS = 24 * 3600
_CLOSED_SECONDS = 7 * _KEPT_SECONDS
"""Longer than the file store has what was sent, and so longer than the same file can arrive again."""
_ANNOUNCED, _BOUND = "UPLOAD", "BOUND"


@dataclass(frozen=True, slots=True)
class Uploads:
    keys: k.Keys

    def add(self, upload: Upload) -> None:
        self._of(upload.id, _ANNOUNCED, asdict(upload), int(time.time()) + _KEPT_SECONDS).save()

    def get(self, upload_id: str) -> Upload | None:
        record = self._record(upload_id)
        return Upload(**known(Upload, record.data)) if record and not record.data.get("closed") else None

    def bind(self, upload: Upload, etag: str, now: datetime) -> bool:
        """Note what is taken for a file, only if nothing else is."""
        record = self._record(upload.id)
        if record is None or record.data.get("etag") or record.data.get("closed"):
            return record is not None and record.data.get("etag") == etag
        transaction = Transaction()
        transaction.delete(DocumentRecord(record.pk, _ANNOUNCED), DocumentRecord.data == record.data)
        transaction.create(self._of(upload.id, _BOUND, {**record.data, "etag": etag}, int(record.expires_at or 0)))
        if is_upload(upload.id):
            transaction.put(work_record(look_again(self.keys.workspace, UPLOAD, upload.id, now)))
        try:
            transaction.commit()
        except ConflictError:
            return self.bind(upload, etag, now)
        return True

    def close(self, upload_id: str) -> None:
        self._of(upload_id, _BOUND, {"closed": True}, int(time.time()) + _CLOSED_SECONDS).save()

    def _record(self, upload_id: str) -> DocumentRecord | None:
        """Return what is known of it; as it is bound, where it is."""
        raw = query(Range(self.keys.upload(upload_id)), limit=2, consistent=True)
        found = {record.sk: record for record in map(DocumentRecord.from_raw_data, raw.items)}
        return found.get(_BOUND) or found.get(_ANNOUNCED)

    def _of(self, upload_id: str, sk: str, data: dict[str, object], expires_at: int) -> DocumentRecord:
        pk = self.keys.upload(upload_id)
        return DocumentRecord(pk, sk, type="upload", data=data, expires_at=expires_at)
