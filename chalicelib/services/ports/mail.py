"""What mail that goes out, waits or is put aside needs of the table, as Protocols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.mail.jobs import JobKey, JobState, MailJob
from chalicelib.domain.mail.pending import Pending
from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.paging import Page
from chalicelib.domain.settings.audit import AuditEntry


class MailJobs(Protocol):
    def add(self, job: MailJob) -> None: ...

    def get(self, key: JobKey) -> MailJob | None: ...

    def claim(self, key: JobKey, now: float) -> MailJob | None: ...

    def release(self, key: JobKey) -> None: ...

    def hold(self, key: JobKey, fault: Fault, at: datetime) -> datetime | None:
        """Note that the carrier doesn't take a claimed job's mail, and give the job back, unless the carrier may have
        it; return since when that is so, None when the job has been settled meanwhile."""
        ...

    def unsettled(self, keys: Sequence[JobKey]) -> Sequence[JobKey]:
        """Return those of the jobs about which something is left to do."""
        ...

    def tell_of(self, key: JobKey, others: Sequence[JobKey]) -> None:
        """Settle, once and for all, what a claimed job's mail tells of."""
        ...

    def settle(self, key: JobKey, state: JobState, ses_id: str | None = None, detail: str = "") -> bool: ...

    def on_ticket(self, key: JobKey) -> Iterator[MailJob]:
        """All mails about the key's ticket, the newest first, read as far as somebody looks."""
        ...


class HeldMails(Protocol):
    """The mails of a workspace that wait until the carrier takes mail again."""

    def add(self, key: JobKey) -> None: ...

    def page(self, limit: int, after: str | None) -> Page[JobKey]:
        """Return mails that are held, the oldest first."""
        ...

    def remove(self, keys: Sequence[JobKey]) -> None: ...


class PendingMails(Protocol):
    """The news that members are still to be mailed of, in the order in which it happened."""

    def add(self, pending: Pending) -> None:
        """Note it unless it is noted already."""
        ...

    def list(self, member_id: str, limit: int) -> Sequence[Pending]:
        """The oldest."""
        ...

    def get(self, key: JobKey) -> Pending | None: ...

    def newest(self, member_id: str) -> Pending | None: ...

    def remove(self, pending: Sequence[Pending]) -> None: ...


class Suspended(Protocol):
    def add(self, mail: SuspendedMail) -> None: ...

    def get(self, mail_id: str) -> SuspendedMail | None: ...

    def remove(self, mail: SuspendedMail, entry: AuditEntry) -> None:
        """Raises ConflictError when it is gone already."""
        ...

    def drop(self, mail_id: str) -> None:
        """Take it out without an entry in the audit log; one that is gone stays so."""
        ...

    def list(self, limit: int, after: str | None) -> Page[SuspendedMail]: ...


class Unrouted(Protocol):
    def add(self, mail: SuspendedMail) -> None: ...
