"""An export that is cut off anywhere comes to the same archive, and holds little in memory however large it is."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from moto.s3 import models

from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Room
from chalicelib.services.privacy.export import archive, ask, gathering, packing, steps
from chalicelib.services.privacy.export.archive import Bench, archive_key, folder
from tests.services.mail.correspondence import Correspondence
from tests.support.cuts import counting, cut
from tests.support.desk import Desk

MB = 1024 * 1024


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps and parts so small that a few tickets take many of them."""
    monkeypatch.setattr(models, "S3_UPLOAD_PART_MIN_SIZE", 100)
    monkeypatch.setattr(archive, "PART_BYTES", 3_000)
    monkeypatch.setattr(gathering, "_TICKETS", 1)
    monkeypatch.setattr(steps, "_FOUND", 1)
    monkeypatch.setattr(packing, "_SOURCES", 3)


@pytest.fixture
def room(post: Correspondence, small_steps: None) -> Iterator[Room]:
    """Maya with two tickets, one of them with files, and one on which she takes part."""
    post.write("It broke.", files=[("a.txt", "text/plain", b"a" * 5_000), ("b.txt", "text/plain", b"b")])
    post.write("It broke again.")
    post.write("Bo's", sender="bo@example.com", Cc="maya@example.com")
    with post.desk.ports.open("acme") as opened:
        yield opened


def asked(desk: Desk, room: Room, job_id: str) -> Work:
    contact = room.contacts.by_address("maya@example.com")
    assert contact is not None
    state = {"job": job_id, "by": ["agent", "m_ana", "Ana"], "asked_at": "2026-11-23T12:00:00+00:00"}
    return Work(workspace="acme", kind=ask.KIND, id=contact.id, at=desk.ports.clock.now(), state=state)


def run(desk: Desk, room: Room, work: Work | None, *, stop_at: int = 0) -> int:
    """Carry all steps out, the one with the n-th call to AWS cut off after it and then again, as the work list does.
    Return how many steps there were."""
    made = 0
    for number in range(1, 1000):
        if work is None:
            return number
        here, step = stop_at - made, None
        with cut(after=here) if here > 0 else counting() as calls:
            step = steps.export_on(desk.ports, room, work)
        made += len(calls.made)
        work = steps.export_on(desk.ports, room, work) if calls.was_cut else step
    raise AssertionError("it never ends")


def stored(desk: Desk, job_id: str) -> bytes:
    return desk.ports.files.get(archive_key("acme", job_id))


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.sweep)])
def test_cut_off_anywhere_it_comes_to_the_same_archive(post: Correspondence, room: Room, every: int) -> None:
    desk = post.desk
    with counting() as calls:
        assert run(desk, room, asked(desk, room, "j_whole")) > 15
    whole = stored(desk, "j_whole")
    receipt = room.desk_jobs.get("j_whole")
    assert receipt is not None
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        assert found.testzip() is None
        files = {name for name in found.namelist() if "/" in name}
        assert files == {"files/TKT-0001/1-a.txt", "files/TKT-0001/2-b.txt"}
    for place in range(1, len(calls.made) + 1, every):
        job_id = f"j_cut{place}"
        run(desk, room, asked(desk, room, job_id), stop_at=place)
        assert stored(desk, job_id) == whole, f"after call {place}: {calls.made[place - 1]}"
        job = room.desk_jobs.get(job_id)
        assert job is not None
        assert {**job.outcome, "until": ""} == {**receipt.outcome, "until": ""}


def test_progress_only_grows_and_comes_to_its_end(post: Correspondence, room: Room) -> None:
    work: Work | None = asked(post.desk, room, "j_1")
    seen = []
    while work is not None:
        work = steps.export_on(post.desk.ports, room, work)
        job = room.desk_jobs.get("j_1")
        assert job is not None
        if job.total is not None:
            seen.append((job.gone_through, job.total))
    assert seen == sorted(seen)
    assert seen[0] == (0, 6)
    assert seen[-1] == (6, 6)
    assert len(set(seen)) > 4


def test_a_step_that_fails_for_hours_is_given_up_and_says_so(post: Correspondence, room: Room) -> None:
    work = replace(asked(post.desk, room, "j_1"), failures=steps.MOST_FAILURES)
    assert steps.export_on(post.desk.ports, room, work) is None
    job = room.desk_jobs.get("j_1")
    assert job is not None
    assert (job.state, job.detail) == ("failed", "It failed too often. Ask for it again.")


@dataclass
class LargeFiles:
    """A file store in which every attachment has 20 MB, and whose archive goes to a disk."""

    out: Path
    small: dict[str, bytes] = field(default_factory=dict)
    largest: int = 0

    def put(self, key: str, content: bytes, _: str) -> None:
        self.small[key] = content

    def get(self, key: str) -> bytes:
        return bytes([len(key) % 256]) * (20 * MB) if key.startswith("attachments/") else self.small[key]

    def size(self, key: str) -> int | None:
        if key.startswith("attachments/"):
            return 20 * MB
        return self.out.stat().st_size if key.endswith(".zip") and self.out.exists() else None

    def begin_parts(self, _key: str, _kind: str) -> str:
        return "upload"

    def put_part(self, _key: str, _upload: str, number: int, content: bytes) -> str:
        self.largest = max(self.largest, len(content))
        with self.out.with_suffix(".parts").open("ab") as parts:
            parts.write(content)
        return str(number)

    def finish_parts(self, _key: str, _upload: str, parts: Sequence[str]) -> None:
        assert parts == [str(number) for number in range(1, len(parts) + 1)]
        self.out.with_suffix(".parts").rename(self.out)


def test_an_export_of_200_mb_takes_little_memory(desk: Desk, tmp_path: Path) -> None:
    files = LargeFiles(tmp_path / "export.zip")
    ports, bench = replace(desk.ports, files=files), Bench(files, folder("acme", "j_1"))  # type: ignore[arg-type]
    state: Any = {"job": "j_1", "asked_at": "2026-11-23T12:00:00+00:00", "pieces": 1, "files": 10, "left_out": 0}
    for name, content in (("index.html", b"<p>"), ("person.json", b"{}")):
        bench.put(f"{name}-0", content)
        state[name] = gathering._further([0, 0], content)
    bench.put_list("files-0", [[f"files/{number}.bin", f"a_{number}", 20 * MB] for number in range(10)])
    with desk.ports.open("acme") as room:
        tracemalloc.start()
        try:
            while "bytes" not in state:
                state = packing.pack(ports, room, bench, state)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert state["bytes"] == files.out.stat().st_size > 200 * MB
    assert files.largest <= archive.PART_BYTES
    assert peak < 90 * MB, f"{peak / MB:.0f} MB"
    print(f"peak {peak / MB:.0f} MB")
    with zipfile.ZipFile(files.out) as found:
        assert found.testzip() is None
        assert len(found.namelist()) == 12
    files.out.unlink()
