"""Mail jobs: stored once, claimed by one worker at a time, settled by whoever learns first that the mail went out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.mail.jobs import (
    ABOUT_ACCOUNTS,
    DETAIL_LENGTH,
    EARLIER,
    LEASE_SECONDS,
    UNSETTLED,
    About,
    AboutAccount,
    AboutLinks,
    AboutTicket,
    AboutWeek,
    JobKey,
    JobState,
    LetterKind,
    MailJob,
)
from chalicelib.domain.vocabulary import word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all
from chalicelib.storage.table.conditions import try_write
from chalicelib.storage.table.reading import Range, every
from chalicelib.storage.table.records import MailJobRecord

_PAGE = 25


@dataclass(frozen=True, slots=True)
class MailJobs:
    def add(self, job: MailJob) -> None:
        """Store a job unless it is there already."""
        record = MailJobRecord(*_address(job.key), type="mail", data=_data(job), state=job.state.value)
        try_write(lambda: record.save(condition=MailJobRecord.pk.does_not_exist()))

    def get(self, key: JobKey) -> MailJob | None:
        try:
            return _job(key, MailJobRecord.get(*_address(key), consistent_read=True))
        except MailJobRecord.DoesNotExist:
            return None

    def claim(self, key: JobKey, now: float) -> MailJob | None:
        """Make the job this worker's for the time of a lease; None when it is settled, another's, or not there.

        `now` is in seconds since 1970, of the machine's clock: a lease measures the life of a worker.
        """
        free = (MailJobRecord.state == JobState.QUEUED) | (
            (MailJobRecord.state == JobState.SENDING) & (MailJobRecord.lease_until < now)
        )
        changes = [
            MailJobRecord.state.set(JobState.SENDING.value),
            MailJobRecord.lease_until.set(int(now) + LEASE_SECONDS),
        ]
        record = _updated(key, changes, free)
        return _job(key, record) if record else None

    def release(self, key: JobKey) -> None:
        """Give a claimed job back: nothing was sent, and it may be tried again at once."""
        changes = [MailJobRecord.state.set(JobState.QUEUED.value), MailJobRecord.lease_until.remove()]
        _updated(key, changes, MailJobRecord.state == JobState.SENDING)

    def hold(self, key: JobKey, fault: Fault, at: datetime) -> datetime | None:
        """Note that the carrier doesn't take a claimed job's mail, and give the job back, unless the carrier may have
        it; return since when that is so, None when the job has been settled meanwhile."""
        changes: list[Any] = [
            MailJobRecord.held_since.set(MailJobRecord.held_since | at),
            MailJobRecord.held_why.set(fault.value),
        ]
        if fault is not Fault.CARRIER:
            changes += [MailJobRecord.state.set(JobState.QUEUED.value), MailJobRecord.lease_until.remove()]
        record = _updated(key, changes, MailJobRecord.state == JobState.SENDING)
        return record.held_since if record else None

    def unsettled(self, keys: Sequence[JobKey]) -> Sequence[JobKey]:
        """Return those of the jobs about which something is left to do."""
        items = read_all([_address(one) for one in keys], consistent=True)
        found = {(item["pk"]["S"], item["sk"]["S"]): item["s"]["S"] for item in items}
        done = {state.value for state in JobState if state not in UNSETTLED}
        return [one for one in keys if found.get(_address(one), JobState.WITHDRAWN.value) not in done]

    def tell_of(self, key: JobKey, others: Sequence[JobKey]) -> None:
        """Settle, once and for all, what a claimed job's mail tells of."""
        told = [[one.number, one.id] for one in others]
        _updated(key, [MailJobRecord.tells.set(told)], MailJobRecord.state == JobState.SENDING)

    def settle(self, key: JobKey, state: JobState, ses_id: str | None = None, detail: str = "") -> bool:
        """Note how far the mail got, and why no further; False when it was known to be there, or further, already."""
        changes: list[Any] = [MailJobRecord.state.set(state.value), MailJobRecord.lease_until.remove()]
        if ses_id:
            changes.append(MailJobRecord.ses_id.set(ses_id))
        if detail:
            changes.append(MailJobRecord.detail.set(detail[:DETAIL_LENGTH]))
        earlier = MailJobRecord.state.is_in(*(earlier.value for earlier in EARLIER[state]))
        return _updated(key, changes, earlier) is not None

    def on_ticket(self, key: JobKey) -> Iterator[MailJob]:
        """All mails about the key's ticket, the newest first, read as far as somebody looks."""
        if key.workspace is None or key.number is None:
            return
        part = Range(k.Keys(key.workspace).ticket(key.number), k.JOB)
        for record in map(MailJobRecord.from_raw_data, every(part, page=_PAGE, newest_first=True)):
            action_id, _, person_id = record.sk.removeprefix(k.JOB).partition(k.SEPARATOR)
            yield _job(replace(key, id=f"{action_id}.{person_id}"), record)


def job_of_item(item: Mapping[str, Any]) -> MailJob:
    """Return the mail that an item of a ticket's partition is about."""
    record = MailJobRecord.from_raw_data(dict(item))
    workspace, number = k.ticket_of(record.pk)
    action_id, _, person_id = record.sk.removeprefix(k.JOB).partition(k.SEPARATOR)
    return _job(JobKey(workspace=workspace, number=number, id=f"{action_id}.{person_id}"), record)


def _updated(key: JobKey, changes: list[Any], condition: Any) -> MailJobRecord | None:
    """The whole record as it is after the changes, which the write's answer brings; None when they were refused."""
    record = MailJobRecord(*_address(key))
    return record if try_write(lambda: record.update(changes, condition=condition)) else None


def _address(key: JobKey) -> tuple[str, str]:
    if key.workspace is None or key.number is None:
        return k.account_job(key.id), "MAIL"
    action_id, _, person_id = key.id.partition(".")
    return k.Keys(key.workspace).ticket(key.number), k.job_sort_key(action_id, person_id)


def _data(job: MailJob) -> Mapping[str, Any]:
    data = {"kind": job.kind.value, "address": job.address, **_stored(job.about)}
    return {name: value for name, value in data.items() if value}


def _stored(about: About) -> Mapping[str, Any]:
    """Under the names that jobs have always had: a queue outlives a release, in either direction."""
    match about:
        case AboutTicket():
            return {
                "name": about.name,
                "person": about.person_id,
                "link": about.link_number,
                "message": about.message_id,
                "status": about.status,
                "again": about.again,
                "unclear": about.unclear,
            }
        case AboutLinks():
            return {"link": about.number, "language": about.language}
        case AboutWeek():
            return {"at": about.monday.isoformat(), "again": about.trial}
        case AboutAccount():
            return {
                "name": about.sender_name,
                "status": about.invited_by,
                "workspace": about.workspace,
                "language": about.language,
                "person": about.name,
                "amount": about.amount,
                "at": about.at.isoformat() if about.at else None,
                "keys": list(about.keys),
            }


def _job(key: JobKey, record: MailJobRecord) -> MailJob:
    kind = word(LetterKind, record.data["kind"])
    return MailJob(
        key=key,
        kind=kind,
        address=record.data["address"],
        about=_about(kind, record.data),
        state=word(JobState, record.state),
        ses_id=record.ses_id,
        tells=_told(key, record.tells),
        held_since=record.held_since,
        detail=record.detail or "",
    )


def _told(key: JobKey, stored: Any) -> tuple[JobKey, ...] | None:
    if not stored:
        return None
    return tuple(JobKey(workspace=key.workspace, number=number, id=job_id) for number, job_id in stored)


def _about(kind: LetterKind, data: Mapping[str, Any]) -> About:
    name, language = data.get("name", ""), data.get("language", "")
    if kind in ABOUT_ACCOUNTS:
        return AboutAccount(
            sender_name=name,
            language=language,
            invited_by=data.get("status", ""),
            workspace=data.get("workspace", ""),
            name=data.get("person", ""),
            amount=data.get("amount", 0),
            at=datetime.fromisoformat(data["at"]) if data.get("at") else None,
            keys=tuple(data.get("keys", ())),
        )
    if kind is LetterKind.WEEKLY_REPORT:
        return AboutWeek(monday=date.fromisoformat(data["at"]), trial=data.get("again", False))
    if kind is LetterKind.LINKS:
        return AboutLinks(language=language, number=data.get("link"))
    return AboutTicket(
        person_id=data.get("person", ""),
        name=name,
        link_number=data.get("link"),
        message_id=data.get("message"),
        status=data.get("status"),
        again=data.get("again", False),
        unclear=data.get("unclear"),
    )
