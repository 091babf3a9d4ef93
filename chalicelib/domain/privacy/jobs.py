"""Long jobs that somebody asked for: how far each got, and what came of it, which is kept as a proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.events import Actor


class DeskJobKind(StrEnum):
    EXPORT = "export"
    ERASURE = "erasure"
    REDACTION = "redaction"
    PURGE = "purge"
    RETENTION = "retention"


class DeskJobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskJob:
    """A job of the desk. `subject` is what it is about: a contact's id, or the number of a ticket as text.

    `gone_through` counts what is done of the `total`, which is None as long as nobody knows it. `outcome` is the
    receipt, in the form JSON knows: it holds nothing that anybody wrote. `detail` says in words why it failed.
    """

    id: str
    kind: DeskJobKind
    state: DeskJobState = DeskJobState.WAITING
    subject: str
    by: Actor
    asked_at: datetime
    done_at: datetime | None = None
    gone_through: int = 0
    total: int | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will come of it."""
        return self.state in (DeskJobState.DONE, DeskJobState.FAILED)

    def further(self, gone_through: int, total: int | None = None) -> DeskJob:
        """Return the job as it runs, that far."""
        return replace(self, state=DeskJobState.RUNNING, gone_through=gone_through, total=total)

    def done(self, now: datetime, outcome: Mapping[str, Any]) -> DeskJob:
        """Return the job with what came of it."""
        return replace(self, state=DeskJobState.DONE, done_at=now, outcome=outcome)

    def failed(self, now: datetime, detail: str) -> DeskJob:
        """Return the job as one that nobody goes on with, and why."""
        return replace(self, state=DeskJobState.FAILED, done_at=now, detail=detail)
