"""Files that were announced and not yet made part of a message. They are forgotten after a day."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from functools import partial

from chalicelib.domain.files import Upload
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.records import DocumentRecord

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Uploads:
    keys: k.Keys

    def add(self, upload: Upload) -> None:
        expires = int(time.time()) + _KEPT_SECONDS
        DocumentRecord(
            self.keys.upload(upload.id), "UPLOAD", type="upload", data=asdict(upload), expires_at=expires
        ).save()

    def get(self, upload_id: str) -> Upload | None:
        record = self._record(upload_id)
        return Upload(**known(Upload, record.data)) if record else None

    def bind(self, upload: Upload, etag: str) -> bool:
        """Note what is taken for a file, only if nothing else is."""
        record = self._record(upload.id)
        if record is None or record.data.get("etag"):
            return record is not None and bool(record.data["etag"] == etag)
        change = DocumentRecord.data.set({**record.data, "etag": etag})
        if try_write(partial(record.update, [change], condition=DocumentRecord.data == record.data)):
            return True
        return self.bind(upload, etag)

    def _record(self, upload_id: str) -> DocumentRecord | None:
        try:
            return DocumentRecord.get(self.keys.upload(upload_id), "UPLOAD", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
