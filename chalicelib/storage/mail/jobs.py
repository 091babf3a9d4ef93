"""Mail jobs: stored once, claimed by one worker at a time, settled by whoever learns first that the mail went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.mail.jobs import EARLIER, LEASE_SECONDS, JobKey, JobState, LetterKind, MailJob
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import held
from chalicelib.storage.table.records import MailJobRecord


@dataclass(frozen=True, slots=True)
class MailJobs:
    def add(self, job: MailJob) -> None:
        """Store a job unless it is there already."""
        record = MailJobRecord(*_address(job.key), type="mail", data=_data(job), state=job.state.value)
        held(lambda: record.save(condition=MailJobRecord.pk.does_not_exist()))

    def get(self, key: JobKey) -> MailJob | None:
        try:
            return _job(key, MailJobRecord.get(*_address(key), consistent_read=True))
        except MailJobRecord.DoesNotExist:
            return None

    def claim(self, key: JobKey, now: float) -> bool:
        """Make the job this worker's for the time of a lease; False when it is settled, or another's.

        `now` is in seconds since 1970, of the machine's clock: a lease measures the life of a worker.
        """
        free = (MailJobRecord.state == JobState.QUEUED) | (
            (MailJobRecord.state == JobState.SENDING) & (MailJobRecord.lease_until < now)
        )
        changes = [
            MailJobRecord.state.set(JobState.SENDING.value),
            MailJobRecord.lease_until.set(int(now) + LEASE_SECONDS),
        ]
        return _update(key, changes, free)

    def release(self, key: JobKey) -> None:
        """Give a claimed job back: nothing was sent, and it may be tried again at once."""
        changes = [MailJobRecord.state.set(JobState.QUEUED.value), MailJobRecord.lease_until.remove()]
        _update(key, changes, MailJobRecord.state == JobState.SENDING)

    def settle(self, key: JobKey, state: JobState, ses_id: str | None = None) -> bool:
        """Note how far the mail got; False when it was known to be there, or further, already."""
        changes: list[Any] = [MailJobRecord.state.set(state.value), MailJobRecord.lease_until.remove()]
        if ses_id:
            changes.append(MailJobRecord.ses_id.set(ses_id))
        return _update(key, changes, MailJobRecord.state.is_in(*(earlier.value for earlier in EARLIER[state])))


def _update(key: JobKey, changes: list[Any], condition: Any) -> bool:
    return held(lambda: MailJobRecord(*_address(key)).update(changes, condition=condition))


def _address(key: JobKey) -> tuple[str, str]:
    if key.workspace is None or key.number is None:
        return f"ACCOUNT#{key.id}", "MAIL"
    action_id, _, person_id = key.id.partition(".")
    return k.Keys(key.workspace).ticket(key.number), k.job_sort_key(action_id, person_id)


def _data(job: MailJob) -> Mapping[str, Any]:
    data = {
        "kind": job.kind.value,
        "address": job.address,
        "name": job.name,
        "person": job.person_id,
        "link": job.link_number,
        "message": job.message_id,
        "status": job.status,
        "language": job.language,
    }
    return {name: value for name, value in data.items() if value}


def _job(key: JobKey, record: MailJobRecord) -> MailJob:
    data = record.data
    return MailJob(
        key=key,
        kind=LetterKind(data["kind"]),
        address=data["address"],
        name=data.get("name", ""),
        person_id=data.get("person"),
        link_number=data.get("link"),
        message_id=data.get("message"),
        status=data.get("status"),
        language=data.get("language"),
        state=JobState(record.state),
        ses_id=record.ses_id,
    )
