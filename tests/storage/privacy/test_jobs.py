"""Long jobs in the table: changed only as they were read, and read also when a later release wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.events import SYSTEM, Actor, ActorKind
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind, DeskJobState
from chalicelib.services.ports import Room
from chalicelib.storage.privacy.jobs import KEPT_SECONDS
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.records import DocumentRecord

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN = Actor(ActorKind.AGENT, "m_ann", "Ann")


def a_job(job_id: str = "j_1", **given: object) -> DeskJob:
    job = DeskJob(id=job_id, kind=DeskJobKind.EXPORT, subject="c_1", by=ANN, asked_at=NOW)
    return replace(job, **given)  # type: ignore[arg-type]


def stored(job_id: str = "j_1") -> DocumentRecord:
    return DocumentRecord.get(Keys("acme").jobs, job_id)


def test_it_is_read_as_it_was_stored_and_kept_as_a_proof(room: Room) -> None:
    room.desk_jobs.add(a_job())
    room.desk_jobs.add(a_job(subject="c_other"))
    assert room.desk_jobs.get("j_1") == a_job(), "the same one again changes nothing"
    assert room.desk_jobs.get("j_2") is None
    assert (stored().type, stored().expires_at) == ("desk_job", int(NOW.timestamp()) + KEPT_SECONDS)


def test_it_goes_on_only_from_where_it_was(room: Room) -> None:
    room.desk_jobs.add(a_job())
    running = a_job().further(3, 7)
    done = running.done(NOW + timedelta(minutes=1), {"bytes": 12, "parts": [{"key": "x"}]})
    room.desk_jobs.change(a_job(), running)
    with pytest.raises(ConflictError):
        room.desk_jobs.change(a_job(), a_job().failed(NOW, "no"))
    room.desk_jobs.change(running, done)
    assert room.desk_jobs.get("j_1") == done
    assert done.is_over
    with pytest.raises(ConflictError):
        room.desk_jobs.change(a_job("j_none"), done)


def test_what_a_later_release_added_is_read_and_kept(room: Room) -> None:
    room.desk_jobs.add(a_job())
    record = stored()
    record.update([DocumentRecord.data.set({**record.data, "kind": "audit", "state": "paused", "later": 1})])
    found = room.desk_jobs.get("j_1")
    assert found is not None
    assert (str(found.kind), str(found.state), found.is_over) == ("audit", "paused", False)
    room.desk_jobs.change(found, replace(found, gone_through=2))
    assert stored().data == {**record.data, "kind": "audit", "state": "paused", "later": 1, "gone_through": 2}


def test_they_are_listed_the_newest_first_all_or_those_of_one(room: Room) -> None:
    for number, by in enumerate((ANN, SYSTEM, ANN)):
        room.desk_jobs.add(a_job(f"j_{number}", by=by))
    first = room.desk_jobs.list(2, None)
    rest = room.desk_jobs.list(2, first.position)
    assert [[job.id for job in page.items] for page in (first, rest)] == [["j_2", "j_1"], ["j_0"]]
    assert [job.id for job in room.desk_jobs.list(9, None, "m_ann").items] == ["j_2", "j_0"]
    assert [job.id for job in room.desk_jobs.list(9, None).items if job.state is DeskJobState.WAITING] == [
        "j_2",
        "j_1",
        "j_0",
    ]
