"""Which tickets a bulk change was for: what undoing it begins with. They go by themselves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.storage.table import keys as k
from chalicelib.storage.table.records import DocumentRecord

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Batches:
    """See the port of the same name."""

    keys: k.Keys

    def add(self, batch_id: str, actor_id: str, numbers: Sequence[int]) -> None:
        expires_at = int(time.time()) + _KEPT_SECONDS
        data = [actor_id, list(numbers)]
        DocumentRecord(self.keys.batch(batch_id), "BATCH", type="batch", data=data, expires_at=expires_at).save()

    def get(self, batch_id: str) -> tuple[str, Sequence[int]] | None:
        try:
            record = DocumentRecord.get(self.keys.batch(batch_id), "BATCH", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        actor_id, numbers = record.data[:2]
        return actor_id, [int(number) for number in numbers]
