"""What is taken back, where something like it stands."""

from __future__ import annotations

from datetime import timedelta

from tests.api.asking import new_ticket
from tests.api.reports.test_report import ONE, do, listed, read
from tests.support.desk import Desk


def test_the_reply_that_becomes_the_first_counts_as_what_its_ticket_was_then(desk: Desk) -> None:
    new_ticket(desk, type="bug_report")
    held = do(desk, "POST", ONE + "/replies", {"body": "Soon", "undo_seconds": 30})
    do(desk, "POST", ONE + "/replies", {"body": "On it"})
    do(desk, "PATCH", ONE, {"type": "feature_request"})
    do(desk, "DELETE", f"{ONE}/replies/{held['id']}")
    rows = {row["value"]: row["counts"]["first"] for row in read(desk, "speed", by="type")["rows"]}
    assert rows["bug_report"] == 1
    assert not rows.get("feature_request")


def test_of_two_that_are_alike_the_one_that_was_undone_is_gone(desk: Desk) -> None:
    new_ticket(desk)
    do(desk, "PATCH", ONE, {"status": "resolved"})
    do(desk, "PATCH", ONE, {"status": "open"})
    (first,) = listed(desk, "reopened")
    desk.advance(timedelta(seconds=20))
    do(desk, "PATCH", ONE, {"status": "resolved"})
    again = do(desk, "PATCH", ONE, {"status": "open"})
    do(desk, "POST", f"{ONE}/actions/{again['action_id']}/undo")
    assert [row["at"] for row in listed(desk, "reopened")] == [first["at"]]


def test_the_row_of_those_without_any_has_a_list_of_its_own(desk: Desk) -> None:
    label = do(desk, "POST", "/v1/acme/labels", {"name": "Billing", "color": "#3b4fd8"})["id"]
    new_ticket(desk, labels=[label])
    new_ticket(desk)
    desk.settle()
    found = listed(desk, "arrived", "topics", by="label", value="")
    assert [row["ticket"]["ref"] for row in found] == ["TKT-0002"]
