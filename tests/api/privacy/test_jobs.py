"""Long jobs are seen by whoever asked for them, and by those who run the desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind
from tests.api.asking import problem
from tests.support.desk import Desk, Person

JOBS = "/v1/acme/jobs"


@pytest.fixture
def agent(desk: Desk) -> Person:
    member = desk.add_member("Ann", "ann@acme.example", "agent")
    with desk.ports.open("acme") as room:
        for number, by in enumerate((Actor(ActorKind.AGENT, member.id, "Ann"), Actor(ActorKind.AGENT, "m_x", "Bo"))):
            at = datetime(2026, 11, 23, 12, tzinfo=UTC)
            room.desk_jobs.add(DeskJob(id=f"j_{number}", kind=DeskJobKind.ERASURE, subject="c_1", by=by, asked_at=at))
    return member


def listed(desk: Desk, token: str, query: str = "") -> list[str]:
    return [one["id"] for one in desk.http("GET", JOBS + query, token=token).json()["items"]]


def test_whoever_asked_sees_theirs_and_admins_see_all(desk: Desk, agent: Person) -> None:
    assert listed(desk, agent.token) == ["j_0"]
    assert listed(desk, desk.admin.token) == ["j_1", "j_0"]
    problem(desk.http("GET", f"{JOBS}/j_1", token=agent.token), 404, "not_found")
    assert desk.http("GET", f"{JOBS}/j_1", token=desk.admin.token).json()["by"]["name"] == "Bo"
    assert desk.http("GET", f"{JOBS}/j_0", token=agent.token).json() == {
        "id": "j_0",
        "kind": "erasure",
        "state": "waiting",
        "subject": "c_1",
        "by": {"kind": "agent", "id": agent.id, "name": "Ann"},
        "asked_at": "2026-11-23T12:00:00.000Z",
        "done_at": None,
        "gone_through": 0,
        "total": None,
        "outcome": {},
        "detail": "",
    }


def test_a_page_of_others_is_empty_and_goes_on(desk: Desk, agent: Person) -> None:
    page = desk.http("GET", f"{JOBS}?limit=1", token=agent.token).json()
    assert page["items"] == []
    assert listed(desk, agent.token, f"?limit=1&cursor={page['next_cursor']}") == ["j_0"]
