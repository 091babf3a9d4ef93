"""Reports of odd spans, for those who may see part of them, across zones, and of what is gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.api.asking import fields, new_ticket, problem
from tests.api.reports.test_report import ONE, REPORTS, TWO, do, listed, read
from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("from=2026-01-01&to=2027-01-02", "from"),
        ("from=1999-12-31", "from"),
        ("to=3000-01-01", "to"),
        ("from=yesterday", "from"),
        ("by=colour", "by"),
    ],
)
def test_what_no_report_can_cover_is_refused_at_its_field(desk: Desk, query: str, field: str) -> None:
    for path in ("", "/tickets?cell=solved", "/export"):
        joint = "&" if "?" in path else "?"
        answer = desk.http("GET", f"{REPORTS}/overview{path}{joint}{query}", token=desk.admin.token)
        assert fields(problem(answer, 422, "validation_failed")) == [field]


def test_there_are_no_other_reports(desk: Desk) -> None:
    problem(desk.http("GET", f"{REPORTS}/weather", token=desk.admin.token), 404, "not_found")


def test_a_day_without_anything_and_a_year_are_reports_too(desk: Desk) -> None:
    empty = read(desk, "speed", **{"from": "2020-01-01", "to": "2020-01-01"})
    assert empty["total"]["spans"]["first"]["wall"] == {"count": 0, "median_seconds": None, "p90_seconds": None}
    assert len(read(desk, **{"from": "2026-01-01", "to": "2027-01-01"})["days"]) == 366


def test_members_see_their_own_numbers_and_the_sum(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "agent")
    new_ticket(desk)
    new_ticket(desk)
    do(desk, "POST", ONE + "/replies", {"body": "On it"})
    assert desk.http("POST", TWO + "/replies", json={"body": "Me"}, token=gil.token).status == 201
    desk.settle()
    whole = read(desk, "team")
    assert {row["value"]: row["counts"]["replied"] for row in whole["rows"]} == {desk.admin.id: 1, gil.id: 1}
    own = read(desk, "team", token=gil.token)
    assert [(row["value"], row["counts"]["replied"]) for row in own["rows"]] == [(gil.id, 1)]
    assert own["total"] == whole["total"]
    others = f"{REPORTS}/team/tickets?cell=replied&value={desk.admin.id}"
    problem(desk.http("GET", others, token=gil.token), 403, "forbidden")
    rows = desk.http("GET", f"{REPORTS}/team/tickets?cell=replied", token=gil.token).json()["items"]
    assert {row["member_id"] for row in rows} == {gil.id, None}
    table = desk.http("GET", f"{REPORTS}/team/export", token=gil.token).text
    assert "Gil G." in table
    assert "Ana" not in table


def test_days_are_those_of_the_zone_at_that_time(desk: Desk) -> None:
    """On Kiritimati, and again once the desk has moved to Honolulu: at every hour that is a whole day behind."""
    do(desk, "PATCH", "/v1/acme/business-hours", {"zone": "Pacific/Kiritimati"})
    desk.advance(timedelta(minutes=2))
    new_ticket(desk)
    desk.settle()
    first = read(desk)["days"][-1]
    assert first["counts"]["arrived"] == 1
    do(desk, "PATCH", "/v1/acme/business-hours", {"zone": "Pacific/Honolulu"})
    desk.advance(timedelta(minutes=2))
    assert date.fromisoformat(read(desk)["today"]) < date.fromisoformat(first["day"])
    arrived = listed(desk, "arrived", **{"from": first["day"], "to": first["day"]})
    assert [row["ticket"]["ref"] for row in arrived] == ["TKT-0001"]
    do(desk, "PATCH", ONE, {"priority": "urgent"})
    again = read(desk, by="priority", **{"from": first["day"], "to": first["day"]})
    assert [(row["value"], row["counts"]["arrived"]) for row in again["rows"]] == [("urgent", 1)]


def test_what_is_gone_has_no_name_and_still_counts(desk: Desk) -> None:
    label = do(desk, "POST", "/v1/acme/labels", {"name": "Billing", "color": "#3b4fd8"})["id"]
    new_ticket(desk, labels=[label])
    do(desk, "DELETE", f"/v1/acme/labels/{label}")
    rows = read(desk, "topics")["rows"]
    assert [(row["value"], row["name"], row["counts"]["arrived"]) for row in rows] == [(label, None, 1)]


def test_what_is_taken_out_runs_in_no_spreadsheet(desk: Desk) -> None:
    label = do(desk, "POST", "/v1/acme/labels", {"name": "=1+1", "color": "#3b4fd8"})["id"]
    new_ticket(desk, labels=[label])
    desk.settle()
    answer = desk.http("GET", f"{REPORTS}/overview/export", token=desk.admin.token)
    assert answer.headers["report-days"] == "30/30"
    lines = answer.text.splitlines()
    assert lines[0].startswith("day,at,what,ticket")
    assert ",arrived,TKT-0001,medium," in lines[1]
    assert ",'=1+1," in lines[1]


def test_what_is_open_at_the_end_of_a_day_is_a_list_for_days_gone_by_and_to_come(desk: Desk) -> None:
    new_ticket(desk)
    new_ticket(desk)
    desk.settle()
    today = date.fromisoformat(read(desk)["today"])
    desk.advance(timedelta(days=1))
    do(desk, "POST", ONE + "/resolve", {"resolution": "Done"})
    for days, refs in ((-1, set()), (0, {"TKT-0001", "TKT-0002"}), (1, {"TKT-0002"}), (3, {"TKT-0002"})):
        day = (today + timedelta(days=days)).isoformat()
        span = {"from": day, "to": day}
        assert {row["ticket"]["ref"] for row in listed(desk, "backlog", **span)} == refs, days
        assert read(desk, **span)["days"][0]["counts"]["backlog"] == len(refs), days
