"""The report on promised times: what was met, what was missed, how long it took, and what it was about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import Desk

REPORT = "/v1/acme/reports/sla"
MINUTE = timedelta(minutes=1)
URGENT = {"priority": "urgent"}  # an hour to answer, four to resolve
NOTHING = {"met": 0, "missed": 0, "undecided": 0, "median_seconds": None}


def report(desk: Desk, query: str = "") -> Any:
    answer = desk.http("GET", f"{REPORT}{query}", token=desk.admin.token)
    assert answer.status == 200, answer.text
    return answer.json()


def of(found: Any, priority: str) -> Any:
    return next(one for one in found["priorities"] if one["priority"] == priority)


def post(desk: Desk, path: str, **body: Any) -> None:
    answer = desk.http("POST", f"{TICKETS}/{path}", json=body, token=desk.admin.token)
    assert answer.status < 300, answer.text


def answered_and_resolved(desk: Desk, answered: int, resolved: int, **given: Any) -> str:
    """An urgent ticket that was answered and resolved after so many minutes."""
    ref: str = new_ticket(desk, **URGENT, **given)["ref"]
    desk.ports.clock.offset += answered * MINUTE
    post(desk, f"{ref}/replies", body="We are on it")
    desk.ports.clock.offset += (resolved - answered) * MINUTE
    post(desk, f"{ref}/resolve", resolution="Restarted it")
    return ref


def test_met_missed_and_medians_are_told_by_priority(desk: Desk) -> None:
    for answered, resolved in ((10, 100), (30, 200), (90, 300)):
        answered_and_resolved(desk, answered, resolved)
    new_ticket(desk, **URGENT)
    urgent = of(report(desk), "urgent")
    assert urgent["tickets"] == 4
    first, resolution = urgent["first_response"], urgent["resolution"]
    assert (first["met"], first["missed"], first["undecided"]) == (2, 1, 1)
    assert (resolution["met"], resolution["missed"], resolution["undecided"]) == (2, 1, 1)
    assert abs(first["median_seconds"] - 30 * 60) < 60
    assert abs(resolution["median_seconds"] - 200 * 60) < 60


def test_a_target_that_is_past_is_missed_though_nobody_answered_yet(desk: Desk) -> None:
    new_ticket(desk, **URGENT)
    desk.ports.clock.offset += 61 * MINUTE
    urgent = of(report(desk), "urgent")
    assert urgent["first_response"] == {**NOTHING, "missed": 1}
    assert urgent["resolution"] == {**NOTHING, "undecided": 1}


def test_every_priority_is_there_also_without_tickets(desk: Desk) -> None:
    found = report(desk)
    assert [one["priority"] for one in found["priorities"]] == ["urgent", "high", "medium", "low"]
    assert all(one["first_response"] == one["resolution"] == NOTHING for one in found["priorities"])
    assert (found["tickets"], found["labels"]) == (0, [])


def test_labels_in_use_are_counted_the_most_frequent_first(desk: Desk) -> None:
    made = [
        desk.http("POST", "/v1/acme/labels", json={"name": name, "color": "#a13a00"}, token=desk.admin.token).json()
        for name in ("billing", "calendar", "unused")
    ]
    ids = [label["id"] for label in made]
    for labels in (ids[1:2], ids[:2], []):
        new_ticket(desk, labels=labels)
    assert report(desk)["labels"] == [{**made[1], "tickets": 2}, {**made[0], "tickets": 1}]
    desk.http("DELETE", f"/v1/acme/labels/{ids[1]}", token=desk.admin.token)
    assert [label["name"] for label in report(desk)["labels"]] == ["billing"]


@pytest.mark.parametrize("away", ["archived", "merged"])
def test_archived_and_merged_tickets_are_left_out(desk: Desk, away: str) -> None:
    ref, other = new_ticket(desk)["ref"], new_ticket(desk)["ref"]
    if away == "archived":
        post(desk, f"{ref}/archive")
    else:
        post(desk, f"{other}/merge", duplicate=ref)
    assert report(desk)["tickets"] == 1


def test_days_are_those_of_the_desks_zone_and_both_are_included(desk: Desk) -> None:
    zone = {"zone": "Pacific/Auckland"}
    assert desk.http("PATCH", "/v1/acme/business-hours", json=zone, token=desk.admin.token).status == 200
    now = datetime.now(UTC)
    ahead = datetime(now.year + 1, 1, 10, 11, 30, tzinfo=UTC)  # the 11th, 00:30 in Auckland
    desk.ports.clock.offset = ahead - now
    new_ticket(desk)
    day, before, after = (f"{ahead.year}-01-{number}" for number in ("11", "10", "12"))
    assert report(desk, f"?from={day}&to={day}")["tickets"] == 1
    assert report(desk, f"?from={before}&to={before}")["tickets"] == 0
    assert report(desk, f"?from={after}&to={after}")["tickets"] == 0
    found = report(desk)
    assert (found["last_day"], found["zone"], found["tickets"]) == (day, "Pacific/Auckland", 1)


def test_what_came_in_then_counts_whenever_it_was_changed(desk: Desk) -> None:
    day = desk.ports.clock.now().date()
    ref = new_ticket(desk)["ref"]
    desk.ports.clock.offset += timedelta(days=40)
    post(desk, f"{ref}/notes", body="Still there?")
    assert report(desk, f"?from={day}&to={day + timedelta(days=1)}")["tickets"] == 1
    assert report(desk)["tickets"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?from=2026-02-30", "from"),
        ("?from=1700000000", "from"),
        ("?to=0001-01-01", "to"),
        ("?from=2998-01-01", "from"),
        ("?to=yesterday", "to"),
        ("?from=2026-03-02&to=2026-03-01", "to"),
        ("?from=2025-01-01&to=2026-12-31", "from"),
        ("?from=0001-01-01&to=0001-01-02", "from"),
        ("?from=9999-12-31&to=9999-12-31", "from"),
        ("?days=7", "days"),
    ],
)
def test_days_that_can_not_be_are_refused_at_the_field(desk: Desk, query: str, field: str) -> None:
    answer = desk.http("GET", f"{REPORT}{query}", token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == [field]


def test_more_tickets_than_one_report_reads_are_said_to_be_too_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        new_ticket(desk)
    monkeypatch.setattr("chalicelib.services.sla.report._PAGE", 1)
    monkeypatch.setattr("chalicelib.services.sla.report.MOST_READ", 2)
    answer = desk.http("GET", REPORT, token=desk.admin.token)
    assert "later first day" in problem(answer, 409, "too_many")["detail"]
