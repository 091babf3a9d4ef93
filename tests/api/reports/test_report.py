"""Reports: every number is what happened, and opens what it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.reports.days import Period
from chalicelib.domain.reports.words import Dimension
from tests.api.asking import TICKETS, new_ticket
from tests.support.desk import Desk

REPORTS = "/v1/acme/reports"
ONE, TWO = f"{TICKETS}/TKT-0001", f"{TICKETS}/TKT-0002"


def read(desk: Desk, name: str = "overview", token: str = "", **query: Any) -> dict[str, Any]:
    answer = desk.http("GET", f"{REPORTS}/{name}?{urlencode(query)}", token=token or desk.admin.token)
    assert answer.status == 200, answer.text
    return answer.json()


def listed(desk: Desk, cell: str, name: str = "overview", **query: Any) -> list[dict[str, Any]]:
    answer = desk.http("GET", f"{REPORTS}/{name}/tickets?{urlencode({'cell': cell, **query})}", token=desk.admin.token)
    assert answer.status == 200, answer.text
    return answer.json()["items"]


def do(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status < 300, answer.text
    desk.settle()
    return answer.json() if answer.content else None


def total(desk: Desk, name: str = "overview", **query: Any) -> dict[str, int]:
    counts = read(desk, name, **query)["total"]["counts"]
    return {measure: number for measure, number in counts.items() if number}


def test_what_came_and_what_was_solved_is_counted_and_listed(desk: Desk) -> None:
    new_ticket(desk)
    new_ticket(desk)
    do(desk, "POST", ONE + "/replies", {"body": "On it"})
    desk.advance(timedelta(hours=2))
    do(desk, "POST", ONE + "/resolve", {"resolution": "Restarted it"})
    found = read(desk)
    assert total(desk) == {"arrived": 2, "solved": 1, "replied": 1}
    assert found["days"][-1]["counts"]["backlog"] == 1
    assert found["now"]["open"] == 1
    assert [row["ticket"]["ref"] for row in listed(desk, "solved")] == ["TKT-0001"]
    assert {row["ticket"]["ref"] for row in listed(desk, "arrived")} == {"TKT-0001", "TKT-0002"}
    assert listed(desk, "solved")[0]["seconds"] >= 7200
    solved = read(desk, "speed")["total"]["spans"]["solved"]["wall"]
    assert solved["count"] == 1
    assert 7200 <= solved["median_seconds"] < 10800


def test_an_undone_solution_was_never_one(desk: Desk) -> None:
    new_ticket(desk)
    resolved = do(desk, "POST", ONE + "/resolve", {"resolution": "Restarted it"})
    assert total(desk) == {"arrived": 1, "solved": 1}
    do(desk, "POST", f"{ONE}/actions/{resolved['action_id']}/undo")
    assert total(desk) == {"arrived": 1}
    assert listed(desk, "solved") == []
    assert read(desk)["days"][-1]["counts"]["backlog"] == 1


def test_a_withdrawn_reply_was_never_given_and_the_next_one_is_the_first(desk: Desk) -> None:
    new_ticket(desk)
    held = do(desk, "POST", ONE + "/replies", {"body": "Soon", "undo_seconds": 30, "status": "resolved"})
    do(desk, "POST", ONE + "/replies", {"body": "On it"})
    assert total(desk)["replied"] == 2
    do(desk, "DELETE", f"{ONE}/replies/{held['id']}")
    assert total(desk) == {"arrived": 1, "replied": 1}
    assert total(desk, "speed") == {"first": 1}
    assert read(desk, "speed")["total"]["spans"]["first"]["wall"]["count"] == 1
    assert len(listed(desk, "first")) == 1


def test_what_is_merged_archived_or_spam_leaves_the_backlog_and_comes_back(desk: Desk) -> None:
    for _ in range(3):
        new_ticket(desk)
    do(desk, "POST", ONE + "/merge", {"duplicate": "TKT-0002"})
    do(desk, "POST", f"{TICKETS}/TKT-0003/archive", {})
    assert read(desk)["days"][-1]["counts"]["backlog"] == 1
    assert total(desk) == {"arrived": 3, "left": 2}
    do(desk, "POST", f"{TICKETS}/TKT-0003/restore", {})
    do(desk, "POST", f"{TICKETS}/TKT-0003/spam", {})
    assert total(desk) == {"arrived": 2, "left": 3, "returned": 1}
    assert {row["ticket"]["ref"] for row in listed(desk, "arrived")} == {"TKT-0001", "TKT-0002"}
    do(desk, "DELETE", f"{TICKETS}/TKT-0003/spam")
    assert total(desk) == {"arrived": 3, "left": 3, "returned": 2}
    assert [age["tickets"] for age in read(desk)["ages"]] == [2, 0, 0, 0, 0, 0]


def test_an_arrival_counts_as_what_its_ticket_is_now(desk: Desk) -> None:
    label = do(desk, "POST", "/v1/acme/labels", {"name": "Billing", "color": "#3b4fd8"})["id"]
    new_ticket(desk)
    do(desk, "PATCH", ONE, {"priority": "urgent", "labels": [label]})
    rows = {row["value"]: row["counts"]["arrived"] for row in read(desk, by="priority")["rows"]}
    assert rows == {"urgent": 1}
    topics = read(desk, "topics")["rows"]
    assert [(row["name"], row["counts"]["arrived"]) for row in topics] == [("Billing", 1)]
    assert len(listed(desk, "arrived", by="label", value=label)) == 1
    assert listed(desk, "arrived", by="priority", value="medium") == []


def test_days_are_summed_up_and_say_the_same(desk: Desk) -> None:
    """For seven weeks: of a whole week one item is read, and what is taken back later is found by its day's count."""
    for number in range(1, 8):
        new_ticket(desk, priority="high" if number % 2 else "low")
        do(desk, "POST", f"{TICKETS}/TKT-{number:04d}/replies", {"body": "On it"})
        desk.advance(timedelta(days=3, hours=5))
        do(desk, "POST", f"{TICKETS}/TKT-{number:04d}/resolve", {"resolution": "Done"})
    desk.advance(timedelta(days=1))
    desk.settle()
    rows = {row["value"]: row for row in read(desk, "speed", by="priority")["rows"]}
    assert {value: row["counts"] for value, row in rows.items()} == {
        "high": {"first": 4, "solved": 4},
        "low": {"first": 3, "solved": 3},
    }
    with desk.ports.open("acme") as room:
        weeks = room.reports.sums(Dimension.PRIORITY, Period(date(2026, 1, 1), date(2028, 1, 1)), weeks=True)
        days = room.reports.sums(Dimension.PRIORITY, Period(date(2026, 1, 1), date(2028, 1, 1)))
    assert len(weeks) >= 2
    assert len(days) >= 7
