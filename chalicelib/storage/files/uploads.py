"""Files that were announced and not yet made part of a message. They are forgotten after a day."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from chalicelib.domain.files import Upload
from chalicelib.storage.table import keys as k
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
        try:
            record = DocumentRecord.get(self.keys.upload(upload_id), "UPLOAD", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return Upload(**known(Upload, record.data))
