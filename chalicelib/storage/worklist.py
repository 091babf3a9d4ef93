"""The work list in the table. It lies apart from the settings, which are read whole, and from the tickets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.worklist import LEASE_SECONDS, SHARDS, Work
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_update, try_write
from chalicelib.storage.table.reading import pages
from chalicelib.storage.table.records import WorkRecord, instant

_MOST_SEEN_TO = 1000


@dataclass(frozen=True, slots=True)
class WorkList:
    """See the port of the same name in services/ports/due.py."""

    _seen_to: set[tuple[str, str, str]] = field(default_factory=set)

    def pages(self, shard: int, until: datetime) -> Iterator[list[Work]]:
        for items in pages(k.work(shard), "by_due", "du_sk", instant(until)):
            yield [_found(item["pk"]["S"], item["sk"]["S"], item["du_sk"]["S"]) for item in items]

    def find(self, workspace: str, kind: str, work_id: str = "") -> Work | None:
        try:
            return _work(WorkRecord.get(k.Keys(workspace).work, k.joined(kind, work_id), consistent_read=True))
        except WorkRecord.DoesNotExist:
            return None

    def ask(self, work: Work) -> None:
        record, no_claim = work_record(work), [WorkRecord.claim.remove(), WorkRecord.lease_until.remove()]
        asked: list[Action] = [WorkRecord.type.set("work"), WorkRecord.data.set(record.data)]
        record.update([*asked, WorkRecord.du_pk.set(record.du_pk), WorkRecord.du_sk.set(record.du_sk), *no_claim])

    def remind(self, work: Work) -> None:
        record, new = _record(work), work_record(work)
        kept: list[Action] = [
            WorkRecord.type.set("work"),
            WorkRecord.data.set(WorkRecord.data | new.data),
            WorkRecord.du_pk.set(WorkRecord.du_pk | new.du_pk),
            WorkRecord.du_sk.set(WorkRecord.du_sk | new.du_sk),
        ]
        record.update([*kept, WorkRecord.asked.add(1)])

    def see_to(self, work: Work) -> None:
        which = (work.workspace, work.kind, work.id)
        if which in self._seen_to:
            return
        self.remind(work)
        if len(self._seen_to) >= _MOST_SEEN_TO:
            self._seen_to.clear()
        self._seen_to.add(which)

    def claim(self, work: Work, claim: str, now: float) -> Work | None:
        record = _record(work)
        free = WorkRecord.claim.does_not_exist() | (WorkRecord.lease_until < now)
        claimed: list[Action] = [WorkRecord.claim.set(claim), WorkRecord.lease_until.set(int(now) + LEASE_SECONDS)]
        if not try_write(lambda: record.update(claimed, condition=(WorkRecord.du_sk == _due(work)) & free)):
            return None
        return _work(record)

    def move_on(self, work: Work, claim: str) -> None:
        _update(work, [WorkRecord.data.set(dict(work.state)), WorkRecord.du_sk.set(_due(work))], claim)

    def release(self, work: Work, claim: str) -> None:
        _update(work, [WorkRecord.claim.remove(), WorkRecord.lease_until.remove()], claim)

    def finish(self, work: Work, claim: str) -> None:
        record = _record(work)
        unasked = (WorkRecord.asked == work.asked) if work.asked else WorkRecord.asked.does_not_exist()
        if not try_write(lambda: record.delete((WorkRecord.claim == claim) & unasked)):
            raise ConflictError

    def put_off(self, work: Work, until: datetime, claim: str | None = None) -> None:
        later = k.joined(instant(until), work.failures + 1)
        changes: list[Action] = [WorkRecord.du_sk.set(later)]
        if claim:
            changes += [WorkRecord.claim.remove(), WorkRecord.lease_until.remove()]
        unchanged: Condition = (WorkRecord.claim == claim) if claim else (WorkRecord.du_sk == _due(work))
        try_update(_record(work), changes, unchanged)


def work_record(work: Work) -> WorkRecord:
    """Return the item of work that nobody has begun."""
    record = _record(work)
    shard = int(k.digest(record.pk, record.sk), 16) % SHARDS
    record.type, record.data = "work", dict(work.state)
    record.du_pk, record.du_sk = k.work(shard), _due(work)
    return record


def mark_of(workspace: str, kind: str, work_id: str) -> WorkRecord:
    """Return the item of some work by its keys alone, for whoever takes it off the list with what they store."""
    return WorkRecord(k.Keys(workspace).work, k.joined(kind, work_id))


def _update(work: Work, changes: list[Action], claim: str) -> None:
    if not try_update(_record(work), changes, WorkRecord.claim == claim):
        raise ConflictError


def _record(work: Work) -> WorkRecord:
    return mark_of(work.workspace, work.kind, work.id)


def _due(work: Work) -> str:
    return k.joined(instant(work.at), work.failures)


def _work(record: WorkRecord) -> Work:
    return _found(record.pk, record.sk, record.du_sk, record.data, int(record.asked or 0))


def _found(pk: str, sk: str, due: str, state: Any = None, asked: int = 0) -> Work:
    """Without its state, which the index doesn't hold."""
    kind, work_id = k.cut(sk)
    at, failures = k.cut(due)
    return Work(
        workspace=k.workspace_of(pk) or "",
        kind=kind,
        id=work_id,
        at=datetime.fromisoformat(at),
        state=state or {},
        failures=int(failures),
        asked=asked,
    )
