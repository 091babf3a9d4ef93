"""Asking for the export of a person, and fetching it. Asked again while it is under way, it is the same one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.errors import not_found
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.privacy.exported import KEPT_DAYS
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind, DeskJobState
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.vocabulary import word
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Room
from chalicelib.services.privacy.export.archive import archive_key
from chalicelib.services.privacy.export.reading import whole_person
from chalicelib.services.privacy.jobs import job
from chalicelib.services.seat import Seat

KIND = "person_export"
GONE_AFTER = timedelta(days=KEPT_DAYS)
_ZIP = "application/zip"


def ask_for_export(seat: Seat, contact_id: str) -> DeskJob:
    """Have all that a person may know of themselves put together; return the job that does. Raise DeskError
    `not_found`."""
    person, now = whole_person(seat.room, contact_id), seat.desk.clock.now()
    subject, asked = person.contacts[0].id, seat.desk.new_id(now)
    by = [seat.actor.kind.value, seat.actor.id, seat.actor.name]
    state = {"job": f"j_{asked}", "by": by, "asked_at": now.isoformat()}
    work = Work(workspace=seat.room.workspace.id, kind=KIND, id=subject, at=now, state=state)
    seat.desk.work.remind(work)
    wanted = seat.desk.work.find(work.workspace, KIND, subject) or work
    return noted(seat.room, wanted)


def noted(room: Room, work: Work) -> DeskJob:
    """Return the job that the work is for. It is made by whoever comes first: who asked, or who does it."""
    found = room.desk_jobs.get(work.state["job"])
    if found:
        return found
    asked = _asked(work.state, work.id)
    room.audit.add(
        AuditEntry(
            id=asked.id.removeprefix("j_"),
            at=asked.asked_at,
            actor=asked.by,
            action="contact.exported",
            subject=asked.subject,
            name="",
        )
    )
    room.desk_jobs.add(asked)
    return asked


def link_to_export(seat: Seat, job_id: str) -> str:
    """Return a short-lived link to a finished export. Raise DeskError `not_found` for any other job, for one that isn't
    done, and for one that is gone by now."""
    found = job(seat, job_id)
    done = found.kind is DeskJobKind.EXPORT and found.state is DeskJobState.DONE
    key = archive_key(seat.room.workspace.id, found.id)
    if not done or found.done_at is None or seat.desk.clock.now() >= found.done_at + GONE_AFTER:
        raise not_found("file")
    if seat.desk.files.size(key) is None:
        raise not_found("file")
    name = f"export-{found.asked_at:%Y-%m-%d}-{found.id[-6:].lower()}.zip"
    return seat.desk.files.link(key, name, _ZIP)


def _asked(state: Any, subject: str) -> DeskJob:
    kind, actor_id, name = state["by"][:3]
    return DeskJob(
        id=state["job"],
        kind=DeskJobKind.EXPORT,
        subject=subject,
        by=Actor(word(ActorKind, kind), actor_id, name),
        asked_at=datetime.fromisoformat(state["asked_at"]),
    )
