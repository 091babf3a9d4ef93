"""Who gets the weekly report, as admins choose it, and each member for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.settings.weekly_report import MOST_READERS, NOBODY
from chalicelib.services.mail.outgoing.weekly import KIND
from tests.api.asking import fields, problem
from tests.support.desk import WORKSPACE, Answer, Desk

REPORT = "/v1/acme/weekly-report"
USUAL = {"members": [], "stopped": [], "weekday": 0, "hour": 8, "zone": "UTC", "next_at": None}


def read(desk: Desk) -> dict[str, Any]:
    document: dict[str, Any] = desk.http("GET", REPORT, token=desk.admin.token).json()
    return document


def change(desk: Desk, **given: Any) -> Answer:
    return desk.http("PATCH", REPORT, json=given, token=desk.admin.token)


def due(desk: Desk) -> datetime | None:
    """When the work list looks at it."""
    with desk.ports.enter(WORKSPACE):
        work = desk.ports.work.find(WORKSPACE, KIND)
    return work.at if work else None


def preferences(desk: Desk, token: str, **wanted: Any) -> Any:
    answer = desk.http("PATCH", "/v1/acme/preferences", json=wanted, token=token)
    assert answer.status == 200, answer.text
    return answer.json()["weekly_report"]


def test_nobody_gets_it_until_an_admin_chooses_and_nothing_waits_for_that(desk: Desk) -> None:
    assert read(desk) == USUAL
    assert change(desk, hour=9).json() == USUAL | {"hour": 9}
    assert due(desk) is None


def test_what_is_chosen_is_told_with_when_it_goes_out_next(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "agent")
    changed = change(desk, members=[gil.id, desk.admin.id, gil.id], weekday=4, hour=17)
    assert changed.status == 200, changed.text
    found = changed.json()
    assert found == read(desk)
    assert (found["members"], found["weekday"], found["hour"]) == ([gil.id, desk.admin.id], 4, 17)
    at = datetime.fromisoformat(found["next_at"])
    assert (at.weekday(), at.hour, at.minute) == (4, 17, 0)
    assert desk.ports.clock.now() < at <= desk.ports.clock.now() + timedelta(weeks=1)
    assert due(desk) == at


def test_another_hour_and_another_zone_move_the_next_one(desk: Desk) -> None:
    change(desk, members=[desk.admin.id])
    for ask in (
        lambda: change(desk, weekday=3, hour=1),
        lambda: desk.http("PATCH", "/v1/acme/business-hours", json={"zone": "Asia/Tokyo"}, token=desk.admin.token),
    ):
        assert ask().status == 200
        at = due(desk)
        assert at is not None
        assert at <= datetime.fromisoformat(read(desk)["next_at"])
        desk.advance(at - desk.ports.clock.now() + timedelta(minutes=1))
        assert due(desk) == datetime.fromisoformat(read(desk)["next_at"])
    assert datetime.fromisoformat(read(desk)["next_at"]).hour == 16, "one in the morning, in Tokyo"
    assert read(desk)["zone"] == "Asia/Tokyo"


def test_with_nobody_left_nothing_is_looked_at_any_more(desk: Desk) -> None:
    change(desk, members=[desk.admin.id])
    assert due(desk)
    assert change(desk, members=[]).json() == USUAL
    desk.advance(timedelta(minutes=2))
    assert due(desk) is None
    assert change(desk, members=[desk.admin.id]).json()["next_at"]
    assert due(desk)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"members": ["m_none"]}, "members.0"),
        ({"members": ["x"] * (MOST_READERS + 1)}, "members"),
        ({"weekday": 7}, "weekday"),
        ({"weekday": "1"}, "weekday"),
        ({"hour": 24}, "hour"),
        ({"hour": -1}, "hour"),
        ({"minute": 5}, "minute"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, given: dict[str, Any], field: str) -> None:
    assert fields(problem(change(desk, **given), 422, "validation_failed")) == [field]
    assert read(desk) == USUAL


def test_who_is_not_active_can_not_be_chosen_but_may_stay(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "agent")
    gone = desk.add_member("Di M.", "di@acme.example", "agent")
    assert change(desk, members=[gone.id]).status == 200
    left = desk.http("PATCH", f"/v1/acme/members/{gone.id}", json={"active": False}, token=desk.admin.token)
    assert left.status == 200
    assert change(desk, members=[gone.id, gil.id]).json()["members"] == [gone.id, gil.id]
    assert change(desk, members=[gil.id]).status == 200
    assert fields(problem(change(desk, members=[gil.id, gone.id]), 422, "validation_failed")) == ["members.1"]


def test_a_change_stands_in_the_audit_log(desk: Desk) -> None:
    change(desk, members=[desk.admin.id])
    change(desk, hour=9)
    change(desk, hour=9)
    told = desk.http("GET", "/v1/acme/audit?action=weekly_report", token=desk.admin.token).json()["items"]
    assert [one["action"] for one in told] == ["weekly_report.changed", "weekly_report.created"]
    assert told[0]["changes"] == {"hour": {"from": 8, "to": 9}}
    assert told[1]["changes"]["members"] == {"from": None, "to": [desk.admin.id]}


def test_a_member_stops_it_for_themselves_and_admins_see_that(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "viewer")
    assert preferences(desk, gil.token) is None, "nobody chose them"
    change(desk, members=[gil.id, desk.admin.id])
    assert preferences(desk, gil.token) is True
    assert preferences(desk, gil.token, weekly_report=False) is False
    assert read(desk)["stopped"] == [gil.id]
    assert preferences(desk, gil.token, digest=False) is False
    assert preferences(desk, gil.token, weekly_report=None) is False
    assert preferences(desk, gil.token, weekly_report=True) is True
    assert read(desk)["stopped"] == []


def test_one_is_mailed_at_once_to_who_asks_alone_and_not_too_often(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "agent")
    change(desk, members=[gil.id])
    for _ in range(3):
        assert desk.http("POST", REPORT + "/preview", token=desk.admin.token).status == 202
        desk.settle()
    problem(desk.http("POST", REPORT + "/preview", token=desk.admin.token), 429, "rate_limited")
    desk.settle()
    assert [mail.to for mail in desk.sent] == [("ana@acme.example",)] * 3
    problem(desk.http("POST", REPORT + "/preview", token=gil.token), 403, "forbidden")
    problem(desk.http("POST", REPORT + "/preview", token=desk.api_key("settings:write")), 403, "forbidden")
    desk.advance(timedelta(hours=1, minutes=1))
    assert desk.http("POST", REPORT + "/preview", token=desk.admin.token).status == 202


def test_what_is_usual_is_as_the_part_says() -> None:
    assert (NOBODY.members, NOBODY.weekday, NOBODY.hour) == ((), 0, 8)
