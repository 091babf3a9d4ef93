"""The mails of a workspace that wait until the carrier takes mail again: their names alone, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.mail.jobs import JobKey
from chalicelib.domain.paging import Page
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import write_all
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import HeldRecord


@dataclass(frozen=True, slots=True)
class HeldMails:
    """See the port of the same name in services/ports/mail.py."""

    keys: k.Keys

    def add(self, key: JobKey) -> None:
        self._record(key).update([HeldRecord.type.set("held")])  # what a later release noted there stays

    def page(self, limit: int, after: str | None) -> Page[JobKey]:
        raw = query(Range(self.keys.held), limit, after=after, consistent=True)
        return Page([self._key(item["sk"]["S"]) for item in raw.items], raw.last)

    def remove(self, keys: Sequence[JobKey]) -> None:
        write_all([], [self._record(one) for one in keys])

    def _record(self, key: JobKey) -> HeldRecord:
        """Ids of jobs begin with the instant they were made at, or with a letter and then that."""
        return HeldRecord(self.keys.held, k.joined(key.id, "" if key.number is None else k.padded(key.number)))

    def _key(self, sort_key: str) -> JobKey:
        job_id, number = k.cut(sort_key)
        return JobKey(workspace=self.keys.workspace, id=job_id, number=int(number) if number else None)
