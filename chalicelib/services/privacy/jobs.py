"""Long jobs, as those see them who asked, or who run the desk."""

from __future__ import annotations

from chalicelib.domain.errors import not_found
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind
from chalicelib.services.seat import Seat

EXPORTING = frozenset({Permission.CONTACTS_WRITE, Permission.TICKETS_READ})
"""What it takes to export a person."""


def job(seat: Seat, job_id: str) -> DeskJob:
    """Return a job. Raise DeskError `not_found` also for another's, unless whoever asks may read the settings, or may
    export people as well: asking for an export that is under way, they are given that."""
    found = seat.room.desk_jobs.get(job_id)
    if found is None or not (found.by.id == seat.actor.id or _sees_all(seat) or _exports(seat, found)):
        raise not_found("job")
    return found


def jobs(seat: Seat, limit: int, after: str | None) -> Page[DeskJob]:
    """Return the jobs, the newest first: those they asked for, or all for whoever may read the settings."""
    return seat.room.desk_jobs.list(limit, after, None if _sees_all(seat) else seat.actor.id)


def _exports(seat: Seat, job: DeskJob) -> bool:
    return job.kind is DeskJobKind.EXPORT and seat.may >= EXPORTING


def _sees_all(seat: Seat) -> bool:
    return Permission.SETTINGS_READ in seat.may
