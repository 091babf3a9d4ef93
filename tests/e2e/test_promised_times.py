"""A demo ticket on a running desk, from green through amber to red, and who hears of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.demo import people
from tests.support.local_desk import LocalDesk

SHORTLY = timedelta(seconds=8)
MINUTE = timedelta(minutes=1)
TICKETS = "/v1/acme/tickets"


class Running:
    """The desk as `make run` starts it, and one ticket of Ben's that is still to be resolved in time."""

    def __init__(self, folder: Path) -> None:
        self.local = LocalDesk(folder)
        self.tokens = {name: self._signed_in(member.email) for name, member in people.MEMBERS.items()}
        green = self.get(f"{TICKETS}?sla=on_track&priority=urgent&status=in_progress")["items"]
        (self.ref,) = [ticket["ref"] for ticket in green if ticket["assignee"]["name"] == people.MEMBERS["ben"].name]
        self.moved = timedelta(0)

    def _signed_in(self, email: str) -> str:
        answer = self.local.call("/v1/auth/sign-in", {"email": email, "password": people.PASSWORD})
        token: str = answer["access_token"]
        return token

    def get(self, path: str, name: str = "ana") -> Any:
        return self.local.call(path, token=self.tokens[name])

    def resolution(self) -> Any:
        return self.get(f"{TICKETS}/{self.ref}")["sla"]["resolution"]

    def move_to(self, instant: datetime) -> None:
        """By the route for that, which runs the tick."""
        minutes = (instant - datetime.now(UTC) - self.moved) / MINUTE
        answer = self.local.call("/_local/clock", {"advance_minutes": max(minutes, 0)})
        self.moved = timedelta(minutes=answer["offset_minutes"])

    def settle_often(self) -> None:
        """Each time the tick runs, also several at once; then the moment goes by for which mails are collected."""
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: self.local.call("/_local/settle", {}), range(6)))
        time.sleep(17)
        self.local.call("/_local/settle", {})

    def told(self, name: str) -> tuple[list[str], list[str]]:
        """What a member's inbox and the mails say of this ticket's promised times, oldest first."""
        inbox = [entry for entry in self.get("/v1/acme/inbox?limit=100", name)["items"] if entry["ref"] == self.ref]
        notices = [entry["event"].removeprefix("ticket.sla_") for entry in inbox if "sla" in entry["event"]]
        subjects = [mail["subject"] for mail in self.local.call(f"/_local/mail?to={people.MEMBERS[name].email}")]
        ours = [subject for subject in subjects if f": [{self.ref}] " in subject]
        return notices[::-1], [subject.partition(":")[0] for subject in ours]

    def mailed_of(self, name: str) -> int:
        """How many mails to a member name this ticket."""
        mails = self.local.call(f"/_local/mail?to={people.MEMBERS[name].email}")
        return sum(self.ref in mail["text"] for mail in mails)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    yield made
    made.local.stop()


def test_a_demo_ticket_turns_amber_at_three_quarters_and_red_at_the_target(running: Running) -> None:
    due_at = datetime.fromisoformat(running.resolution()["due_at"])
    warn_at = due_at - timedelta(minutes=running.resolution()["target_minutes"]) / 4
    assert colours_around(running, warn_at) == [("on_track", 74), ("warning", 75)]
    assert running.told("ben") == ([], [])
    running.settle_often()
    assert running.told("ben") == (["warning"], ["SLA at risk"])
    assert running.told("ana") == ([], [])

    assert colours_around(running, due_at) == [("warning", 99), ("breached", 100)]
    running.settle_often()
    assert running.told("ben") == (["warning", "breached"], ["SLA at risk", "SLA missed"])
    assert running.told("ana")[0] == ["breached"]
    assert running.mailed_of("ana") == 1, "alone, or among what else came at that moment"
    assert running.told("carla") == ([], [])


def colours_around(running: Running, instant: datetime) -> list[tuple[str, int]]:
    """State and percentage as they follow each other, read again and again while `instant` goes by."""
    running.move_to(instant - SHORTLY)
    seen: list[tuple[str, int]] = []
    deadline = time.monotonic() + 3 * SHORTLY.total_seconds()
    while len(seen) < 2 and time.monotonic() < deadline:
        resolution = running.resolution()
        if (resolution["status"], resolution["elapsed_percent"]) not in seen:
            seen.append((resolution["status"], resolution["elapsed_percent"]))
        time.sleep(0.1)
    return seen
