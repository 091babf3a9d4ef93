"""Reminders: for oneself alone, told once at their time, and gone with the ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, problem
from tests.support.desk import Desk

ONE = f"{TICKETS}/TKT-0001"
REMINDER = f"{ONE}/reminder"


def at(desk: Desk, **span: float) -> str:
    when = desk.ports.clock.now().replace(second=0, microsecond=0) + timedelta(**span)
    return when.isoformat().replace("+00:00", "Z")


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str = "") -> Any:
    answer = desk.http(method, path, json=body, token=token or desk.admin.token)
    assert answer.status in (200, 201, 204), answer.text
    return answer.json() if answer.status != 204 else None


def told(desk: Desk, token: str = "") -> list[tuple[str, str]]:
    items = ask(desk, "GET", "/v1/acme/inbox", token=token)["items"]
    return [(one["event"], one["preview"]) for one in items if one["event"] == "ticket.reminded"]


def test_it_is_told_once_at_its_time_to_its_owner_alone(desk: Desk) -> None:
    other = desk.add_member("Bo L.", "bo@acme.example", "agent").token
    before = new_ticket(desk)
    kept = ask(desk, "PUT", REMINDER, {"at": at(desk, hours=2), "note": " Call  Maya "})
    assert kept["note"] == "Call Maya"
    mine = ask(desk, "GET", ONE)
    assert (mine["reminder"], mine["version"]) == (kept, before["version"])
    assert ask(desk, "GET", ONE, token=other)["reminder"] is None
    desk.advance(timedelta(hours=1, minutes=58))
    assert told(desk) == []
    desk.advance(timedelta(minutes=3))
    assert (told(desk), told(desk, other)) == ([("ticket.reminded", "Call Maya")], [])
    assert ask(desk, "GET", ONE)["reminder"] is None
    desk.advance(timedelta(hours=3))
    assert len(told(desk)) == 1


def test_another_time_takes_the_place_of_the_first(desk: Desk) -> None:
    new_ticket(desk)
    ask(desk, "PUT", REMINDER, {"at": at(desk, hours=1)})
    ask(desk, "PUT", REMINDER, {"at": at(desk, hours=5), "note": "Later"})
    desk.advance(timedelta(hours=2))
    assert told(desk) == []
    ask(desk, "PATCH", ONE, {"title": "Another"})
    desk.advance(timedelta(hours=4))
    assert told(desk) == [("ticket.reminded", "Later")]


def test_taken_back_or_with_its_ticket_gone_it_is_told_to_nobody(desk: Desk) -> None:
    new_ticket(desk)
    ask(desk, "PUT", REMINDER, {"at": at(desk, hours=1)})
    ask(desk, "DELETE", REMINDER)
    ask(desk, "DELETE", REMINDER)
    desk.advance(timedelta(hours=2))
    ask(desk, "PUT", REMINDER, {"at": at(desk, hours=1)})
    ask(desk, "DELETE", ONE)
    problem(desk.http("PUT", REMINDER, json={"at": at(desk, hours=1)}, token=desk.admin.token), 409, "in_trash")
    desk.advance(timedelta(hours=2))
    assert told(desk) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"at": None},
        {"at": "2026-01-01T00:00:00Z"},
        {"at": "2999-01-01T00:00:00Z"},
        {"at": "2027-03-28T02:30:00"},
        {"at": "2027-03-28T02:30:00Z", "note": "x" * 201},
        {"at": "2027-03-28T02:30:00Z", "note": None},
    ],
)
def test_what_is_no_time_to_come_is_refused(desk: Desk, body: Any) -> None:
    new_ticket(desk)
    problem(desk.http("PUT", REMINDER, json=body, token=desk.admin.token), 422, "validation_failed")


def test_a_program_reminds_itself_of_nothing(desk: Desk) -> None:
    new_ticket(desk)
    key = desk.api_key("tickets:read", "tickets:write")
    problem(desk.http("PUT", REMINDER, json={"at": at(desk, hours=1)}, token=key), 403, "forbidden")
