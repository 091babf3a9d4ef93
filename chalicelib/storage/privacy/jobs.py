"""Long jobs in the table, a partition a workspace. They are receipts, and kept as long as somebody may ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.paging import Page
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind, DeskJobState
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.documents import carried
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, instant

KEPT_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class DeskJobs:
    """See the port of the same name in services/ports/privacy.py."""

    keys: k.Keys

    def add(self, job: DeskJob) -> None:
        record = self._record_of(job)
        try_write(lambda: record.save(condition=DocumentRecord.pk.does_not_exist()))

    def get(self, job_id: str) -> DeskJob | None:
        record = self._record(job_id)
        return _job(record.sk, record.data) if record else None

    def list(self, limit: int, after: str | None, by: str | None = None) -> Page[DeskJob]:
        raw = query(Range(self.keys.jobs), limit, after=after, newest_first=True, consistent=True)
        records = [DocumentRecord.from_raw_data(item) for item in raw.items]
        jobs = [_job(record.sk, record.data) for record in records]
        return Page([job for job in jobs if by is None or job.by.id == by], raw.last)

    def change(self, before: DeskJob, after: DeskJob) -> None:
        record = self._record(before.id)
        if record is None or _job(record.sk, record.data) != before:
            raise ConflictError
        change = DocumentRecord.data.set(carried(record.data, _plain(before), _plain(after)))
        if not try_write(partial(record.update, [change], condition=DocumentRecord.data == record.data)):
            raise ConflictError

    def _record(self, job_id: str) -> DocumentRecord | None:
        try:
            return DocumentRecord.get(self.keys.jobs, job_id, consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None

    def _record_of(self, job: DeskJob) -> DocumentRecord:
        expires = int(job.asked_at.timestamp()) + KEPT_SECONDS
        return DocumentRecord(self.keys.jobs, job.id, type="desk_job", data=_plain(job), expires_at=expires)


def _plain(job: DeskJob) -> dict[str, Any]:
    return {
        "kind": job.kind.value,
        "state": job.state.value,
        "subject": job.subject,
        "by": [job.by.kind.value, job.by.id, job.by.name],
        "asked_at": instant(job.asked_at),
        "done_at": instant(job.done_at) if job.done_at else None,
        "gone_through": job.gone_through,
        "total": job.total,
        "outcome": dict(job.outcome),
        "detail": job.detail,
    }


def _job(job_id: str, data: dict[str, Any]) -> DeskJob:
    kind, actor_id, name = data["by"][:3]
    done_at = data.get("done_at")
    return DeskJob(
        id=job_id,
        kind=word(DeskJobKind, data["kind"]),
        state=word(DeskJobState, data["state"]),
        subject=data["subject"],
        by=Actor(word(ActorKind, kind), actor_id, name),
        asked_at=datetime.fromisoformat(data["asked_at"]),
        done_at=datetime.fromisoformat(done_at) if done_at else None,
        gone_through=data.get("gone_through", 0),
        total=data.get("total"),
        outcome=data.get("outcome", {}),
        detail=data.get("detail", ""),
    )
