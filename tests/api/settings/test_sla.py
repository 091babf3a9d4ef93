"""SLA policies and business hours: what a desk promises, when it works, and what it can't promise."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.api.asking import fields, new_ticket, problem, walked
from tests.support.desk import Answer, Desk

POLICIES, HOURS = "sla-policies", "business-hours"
TARGETS = {"first_response_minutes": 30, "resolution_minutes": 120}
OFFICE = [{"start": "09:00", "end": "12:00"}, {"start": "13:00", "end": "17:00"}]
WEEK = [OFFICE] * 5 + [[], []]


def ask(desk: Desk, method: str, path: str, json: Any = None, once: str = "") -> Answer:
    headers = {"Idempotency-Key": once} if once else {}
    return desk.http(method, f"/v1/acme/{path}", json=json, headers=headers, token=desk.admin.token)


def audit(desk: Desk, action: str) -> list[dict[str, Any]]:
    return [one for one in walked(desk, "/v1/acme/audit", desk.admin.token, 100) if one["action"].startswith(action)]


def test_a_new_desk_promises_something_for_every_priority(desk: Desk) -> None:
    policies = ask(desk, "GET", POLICIES).json()["items"]
    targets = {one["priority"]: (one["first_response_minutes"], one["resolution_minutes"]) for one in policies}
    assert targets == {"urgent": (60, 240), "high": (240, 1440), "medium": (480, 4320), "low": (1440, 10080)}
    assert all(one["pause_on_waiting"] and one["next_response_minutes"] is None for one in policies)


def test_a_changed_policy_holds_for_new_tickets_and_touches_no_other(desk: Desk) -> None:
    old = new_ticket(desk, priority="high")
    changed = ask(desk, "PATCH", f"{POLICIES}/p_high", TARGETS | {"next_response_minutes": 15})
    assert changed.json() == {"id": "p_high", "priority": "high", "pause_on_waiting": True} | TARGETS | {
        "next_response_minutes": 15
    }
    assert new_ticket(desk, priority="high")["sla"]["resolution"]["target_minutes"] == 120
    again = ask(desk, "PATCH", f"tickets/{old['ref']}", {"title": "Another title"}).json()
    assert again["sla"]["resolution"] == old["sla"]["resolution"]
    (entry,) = audit(desk, "sla_policy.changed")
    assert entry["changes"]["first_response_minutes"] == {"from": 240, "to": 30}


def test_a_priority_may_have_no_policy_and_never_has_two(desk: Desk) -> None:
    refused = problem(ask(desk, "POST", POLICIES, {"priority": "low", **TARGETS}), 409, "taken")
    assert fields(refused) == ["priority"]
    assert ask(desk, "DELETE", f"{POLICIES}/p_low").status == 204
    assert new_ticket(desk, priority="low")["sla"] is None
    for _ in range(2):
        made = ask(desk, "POST", POLICIES, {"priority": "low", **TARGETS}, once="low-again")
        assert (made.status, made.json()["id"]) == (201, "p_low")
        assert made.headers["location"] == "http://desk.test/v1/acme/sla-policies/p_low"
    assert new_ticket(desk, priority="low")["sla"]["policy_id"] == "p_low"
    assert len(audit(desk, "sla_policy.created")) == 1


@pytest.mark.parametrize("value", [0, -1, 365 * 24 * 60, None, "60", 1.5, True])
@pytest.mark.parametrize("field", ["first_response_minutes", "resolution_minutes", "next_response_minutes"])
def test_a_target_that_cannot_be_kept_is_refused_with_the_reason(standing_desk: Desk, field: str, value: Any) -> None:
    if field == "next_response_minutes" and value is None:
        return  # which means that nothing is promised
    for answer in (
        ask(standing_desk, "POST", POLICIES, {"priority": "high", **TARGETS, field: value}),
        ask(standing_desk, "PATCH", f"{POLICIES}/p_high", {field: value}),
    ):
        document = problem(answer, 422, "validation_failed")
        assert fields(document) == [field]
        if type(value) is int:
            assert document["errors"][0]["message"].startswith("Use 1 to 259200 minutes")


def test_a_new_desk_works_around_the_clock(desk: Desk) -> None:
    assert ask(desk, "GET", HOURS).json() == {
        "zone": "UTC",
        "always": True,
        "week": [[]] * 7,
        "country": None,
        "region": None,
        "holidays": [],
        "public_holidays": [],
        "never_due": False,
    }


def test_hours_that_were_written_down_are_those_that_new_tickets_go_by(desk: Desk) -> None:
    own = {"date": "2031-05-02", "name": "Company outing"}
    given = {"zone": "Europe/Berlin", "week": WEEK, "country": "DE", "region": "BY", "holidays": [own]}
    stored = ask(desk, "PATCH", HOURS, given).json()
    assert stored["always"] is False
    assert {name: stored[name] for name in given} == given
    assert {"2026-01-06", "2026-10-03"} <= {day["date"] for day in stored["public_holidays"]}
    assert ask(desk, "GET", HOURS).json() == stored
    due = datetime.fromisoformat(new_ticket(desk, priority="urgent")["sla"]["resolution"]["due_at"])
    local = due.astimezone(ZoneInfo("Europe/Berlin"))
    assert local.weekday() < 5
    assert 9 <= local.hour <= 17
    (entry,) = audit(desk, "business_hours.changed")
    assert entry["changes"]["country"] == {"from": None, "to": "DE"}
    assert "public_holidays" not in entry["changes"]


def test_without_any_working_time_nothing_is_ever_due_and_it_says_so(desk: Desk) -> None:
    hours = ask(desk, "PATCH", HOURS, {"week": [[]] * 7}).json()
    assert (hours["always"], hours["never_due"]) == (False, True)
    resolution = new_ticket(desk, priority="urgent")["sla"]["resolution"]
    assert (resolution["status"], resolution["due_at"], resolution["never_due"]) == ("on_track", None, True)


def test_what_is_saved_as_it_was_is_no_change(desk: Desk) -> None:
    for _ in range(2):
        ask(desk, "PATCH", HOURS, {"zone": "Europe/Berlin", "week": WEEK, "country": "FR"})
    assert len(audit(desk, "business_hours.changed")) == 1
    ask(desk, "PATCH", HOURS, {"country": None})
    assert ask(desk, "GET", HOURS).json()["public_holidays"] == []


DAY = {"date": "2026-12-24"}
WRONG = [
    ({"zone": "Mars/Olympus"}, "zone"),
    ({"zone": None}, "zone"),
    ({"week": WEEK[:6]}, "week"),
    ({"week": [[{"start": "17:00", "end": "09:00"}], *WEEK[1:]]}, "week.0.0"),
    ({"week": [[{"start": "09:00", "end": "09:00"}], *WEEK[1:]]}, "week.0.0"),
    ({"week": [*WEEK[:4], [*OFFICE, {"start": "11:59", "end": "13:00"}], [], []]}, "week.4.2"),
    ({"week": [[{"start": "9:00", "end": "17:00"}], *WEEK[1:]]}, "week.0.0.start"),
    ({"week": [[{"start": "09:00", "end": "24:01"}], *WEEK[1:]]}, "week.0.0.end"),
    ({"week": [OFFICE * 7, *WEEK[1:]]}, "week.0"),
    ({"holidays": [DAY, {"date": "2026-12-25"}, DAY]}, "holidays.2"),
    ({"holidays": [{"date": "2026-02-30"}]}, "holidays.0"),
    ({"holidays": [{"date": "24.12.2026"}]}, "holidays.0.date"),
    ({"country": "ZZ"}, "country"),
    ({"country": "DE", "region": "TX"}, "region"),
    ({"region": "BY"}, "region"),
    ({"version": 3}, "version"),
    ({"public_holidays": []}, "public_holidays"),
]


@pytest.mark.parametrize(("given", "field"), WRONG, ids=lambda value: value if isinstance(value, str) else "")
def test_hours_that_cannot_be_are_refused_at_the_field(standing_desk: Desk, given: dict[str, Any], field: str) -> None:
    before = ask(standing_desk, "GET", HOURS).json()
    document = problem(ask(standing_desk, "PATCH", HOURS, given), 422, "validation_failed")
    assert fields(document)[0] == field
    assert ask(standing_desk, "GET", HOURS).json() == before
