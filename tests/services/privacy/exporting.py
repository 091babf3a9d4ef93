"""An export as somebody asks for it and unpacks it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.services.privacy.export.archive import archive_key
from chalicelib.services.sla.tick import tick
from tests.support.desk import Desk

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of an archive by their paths."""

    files: dict[str, bytes]

    @property
    def page(self) -> str:
        return self.files["index.html"].decode()

    @property
    def document(self) -> Any:
        return json.loads(self.files["person.json"])

    @property
    def tickets(self) -> dict[str, Any]:
        return {one["ref"]: one for one in self.document["tickets"]}

    @property
    def everything(self) -> str:
        """All that is in it, names of files included, to be searched for what must not be."""
        return "\n".join([*self.files, *(content.decode(errors="replace") for content in self.files.values())])

    def said(self, ref: str) -> list[str]:
        return [one["body"] for one in self.tickets[ref]["messages"]]


def ask(desk: Desk, contact_id: str, token: str = "") -> Any:
    answer = desk.http("POST", f"/v1/acme/contacts/{contact_id}/export", token=token or desk.admin.token)
    assert answer.status == 202, answer.text
    return answer.json()


def work(desk: Desk) -> None:
    """Let ticks pass until nothing is left to do."""
    for _ in range(20):
        desk.advance(timedelta(seconds=SECONDS + 1))
        outcomes = tick(desk.ports, SECONDS).outcomes
        faults = [one.fault for one in outcomes if one.fault]
        if faults:
            raise faults[0]
        if not outcomes:
            return
    raise AssertionError("it never ends")


def unpacked(desk: Desk, job: Any) -> Unpacked:
    content = desk.ports.files.get(archive_key("acme", job["id"]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return Unpacked({name: archive.read(name) for name in archive.namelist()})


def exported(desk: Desk, contact_id: str) -> Unpacked:
    """Ask for somebody's export, wait for it, and unpack it."""
    job = ask(desk, contact_id)
    work(desk)
    done = desk.http("GET", f"/v1/acme/jobs/{job['id']}", token=desk.admin.token).json()
    assert done["state"] == "done", done
    return unpacked(desk, job)
