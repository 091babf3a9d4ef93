"""What can't be is answered clearly, at the field where there is one, and leaves the table as it was."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.aws import client
from tests.e2e.life import MAYA, NOOR, ask, done, merge, opened, refused
from tests.support.desk import Desk

OPEN, URGENT, DUPLICATE, PRIMARY, SOLVED, OTHERS = (f"TKT-000{number}" for number in range(1, 7))
LONG = "x" * 10_001
PASSING = {"rate", "once", "upload"}
"""Items that count requests or wait to expire; they are no part of what a desk holds."""


@pytest.fixture
def lived_in(desk: Desk) -> Desk:
    """A desk with a ticket in each of the states that refuse something."""
    for owner in (MAYA, MAYA, MAYA, MAYA, MAYA, NOOR):
        opened_ticket = {"title": "Checkout", "contact": {"email": owner}}
        done(desk.http("POST", "/v1/acme/tickets", json=opened_ticket, token=desk.admin.token))
    done(ask(desk, "POST", f"{URGENT}/escalate", {"reason": "Shop is down"}))
    merge(desk, PRIMARY, DUPLICATE)
    done(ask(desk, "POST", f"{SOLVED}/resolve", {"resolution": "Rolled back"}))
    desk.settle()
    return desk


def held_by(desk: Desk) -> list[Any]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    items = [item for page in pages for item in page["Items"] if item["type"]["S"] not in PASSING]
    return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


Case = tuple[str, str, Any, int, str, str]

CASES: list[Case] = [
    ("POST", f"{OPEN}/resolve", {"resolution": " "}, 422, "validation_failed", "resolution"),
    ("POST", f"{OPEN}/resolve", {"resolution": LONG}, 422, "validation_failed", "resolution"),
    ("POST", f"{OPEN}/resolve", {}, 422, "validation_failed", "resolution"),
    ("POST", f"{OPEN}/resolve", {"resolution": "x", "csat_estimate": 6}, 422, "validation_failed", "csat_estimate"),
    ("POST", f"{OPEN}/resolve", {"resolution": "x", "csat_estimate": "5"}, 422, "validation_failed", "csat_estimate"),
    ("POST", f"{SOLVED}/resolve", {"resolution": "x"}, 409, "already_resolved", ""),
    ("POST", f"{DUPLICATE}/resolve", {"resolution": "x"}, 409, "merged", ""),
    ("POST", f"{OPEN}/escalate", {"reason": "\n"}, 422, "validation_failed", "reason"),
    ("POST", f"{OPEN}/escalate", {"reason": 7}, 422, "validation_failed", "reason"),
    ("POST", f"{URGENT}/escalate", {"reason": "again"}, 409, "already_urgent", ""),
    ("POST", f"{DUPLICATE}/archive", None, 409, "merged", ""),
    ("POST", f"{DUPLICATE}/restore", None, 409, "merged", ""),
    ("POST", "TKT-0404/archive", None, 404, "not_found", ""),
    ("PUT", f"{OPEN}/labels/l_none", None, 404, "not_found", ""),
    ("PUT", f"{OPEN}/labels/{'x' * 900}", None, 404, "not_found", ""),
    ("DELETE", f"{DUPLICATE}/labels/l_none", None, 409, "merged", ""),
    ("PATCH", OPEN, {"assignee_id": "m_of_another_desk"}, 422, "validation_failed", "assignee_id"),
    ("PATCH", OPEN, {"labels": ["l_none"]}, 422, "validation_failed", "labels"),
    ("PATCH", DUPLICATE, {"status": "open"}, 409, "merged", ""),
    ("POST", f"{OPEN}/merge", {"duplicate": OPEN}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/merge", {"duplicate": "tkt-1"}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/merge", {"duplicate": "TKT-0404"}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/merge", {"duplicate": "nonsense"}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/merge", {"duplicate": 2}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/merge", {}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/merge", {"duplicate": OTHERS}, 409, "different_contacts", ""),
    (
        "POST",
        f"{OPEN}/merge",
        {"duplicate": OTHERS, "across_contacts": "yes"},
        422,
        "validation_failed",
        "across_contacts",
    ),
    ("POST", f"{OPEN}/merge", {"duplicate": DUPLICATE}, 409, "merged", ""),
    ("POST", f"{DUPLICATE}/merge", {"duplicate": OPEN}, 409, "merged", ""),
    ("POST", f"{DUPLICATE}/merge", {"duplicate": PRIMARY}, 422, "validation_failed", "duplicate"),
    ("POST", f"{OPEN}/unmerge", {"duplicate": URGENT}, 409, "not_merged", ""),
    ("POST", f"{OPEN}/unmerge", {"duplicate": DUPLICATE}, 409, "not_merged", ""),
    ("POST", f"{DUPLICATE}/unmerge", {"duplicate": PRIMARY}, 409, "not_merged", ""),
    ("POST", f"{DUPLICATE}/replies", {"body": "x"}, 409, "merged", ""),
    ("POST", f"{DUPLICATE}/notes", {"body": "x"}, 409, "merged", ""),
    ("POST", f"{OPEN}/replies", {"body": "  "}, 422, "validation_failed", "body"),
    ("POST", f"{OPEN}/replies", {"body": "x", "undo_seconds": 61}, 422, "validation_failed", "undo_seconds"),
    ("POST", f"{OPEN}/replies", {"body": "x", "undo_seconds": -1}, 422, "validation_failed", "undo_seconds"),
    ("POST", f"{OPEN}/replies", {"body": "x", "status": "merged"}, 422, "validation_failed", "status"),
    ("DELETE", f"{OPEN}/replies/none", None, 404, "not_found", ""),
    ("PUT", f"{OPEN}/presence", {"state": "sleeping"}, 422, "validation_failed", "state"),
    ("PUT", "TKT-0404/presence", {"state": "viewing"}, 404, "not_found", ""),
    ("POST", "bulk", {"refs": [OPEN] * 501, "set": {"status": "open"}}, 422, "validation_failed", "refs"),
    ("POST", "bulk", {"refs": [], "set": {"status": "open"}}, 422, "validation_failed", "refs"),
    ("POST", "bulk", {"refs": [OPEN], "set": {}}, 422, "validation_failed", "set"),
    ("POST", "bulk", {"refs": [OPEN], "set": {"title": "x"}}, 422, "validation_failed", "set.title"),
    ("POST", "bulk", {"refs": [OPEN], "set": {"status": "gone"}}, 422, "validation_failed", "set.status"),
    ("POST", "bulk", {"refs": [OPEN], "set": {"add_labels": ["l_none"]}}, 422, "validation_failed", "labels"),
    ("POST", "bulk", {"refs": [OPEN], "set": {"assignee_id": "m_none"}}, 422, "validation_failed", "assignee_id"),
]


def test_what_can_not_be_is_answered_clearly_and_changes_nothing(lived_in: Desk) -> None:
    before = held_by(lived_in)
    for method, path, body, status, code, field in CASES:
        document = refused(ask(lived_in, method, path, body), status, code)
        assert [error["field"] for error in document["errors"]] == ([field] if field else []), (path, body)
    lived_in.settle()
    assert held_by(lived_in) == before


def test_a_stale_version_is_refused_by_every_action_and_changes_nothing(lived_in: Desk) -> None:
    before = held_by(lived_in)
    for path, body in (
        (f"{OPEN}/resolve", {"resolution": "x"}),
        (f"{OPEN}/escalate", {"reason": "x"}),
        (f"{OPEN}/archive", None),
        (f"{OPEN}/merge", {"duplicate": SOLVED}),
        (f"{PRIMARY}/unmerge", {"duplicate": DUPLICATE}),
        (f"{OPEN}/notes", {"body": "x"}),
        (f"{OPEN}/replies", {"body": "x"}),
    ):
        refused(ask(lived_in, "POST", path, body, If_Match='"99"'), 412, "stale_version")
    assert held_by(lived_in) == before


def test_bulk_on_what_can_not_be_changed_says_so_for_each_and_changes_the_rest(lived_in: Desk) -> None:
    body = {"refs": [DUPLICATE, "TKT-0404", OPEN, "💥"], "set": {"priority": "low"}}
    results = done(ask(lived_in, "POST", "bulk", body))["results"]
    assert [(one["ok"], one["code"]) for one in results] == [
        (False, "merged"),
        (False, "not_found"),
        (True, None),
        (False, "not_found"),
    ]
    assert all(one["detail"] for one in results if not one["ok"])


RATINGS: tuple[tuple[dict[str, str], int], ...] = (
    ({"score": "6"}, 422),
    ({"score": "0"}, 422),
    ({"score": ""}, 422),
    ({"score": "5.0"}, 422),
    ({"score": "٥"}, 422),
    ({"score": "5", "comment": "x" * 2001}, 422),
    ({}, 422),
    ({"score": "5"}, 409),
    ({"score": "5", "comment": "x" * 1990 + " " * 100}, 409),
)


def test_a_bad_or_early_rating_is_answered_on_its_page_and_recorded_nowhere(desk: Desk) -> None:
    page = opened(desk, MAYA)
    desk.settle()
    before = held_by(desk)
    for number, (form, status) in enumerate(RATINGS):
        answer = desk.http("POST", f"{page}/rate", form=form, address=f"198.51.100.{number}")
        assert answer.status == status, form
        assert answer.headers["content-type"].startswith("text/html")
    assert held_by(desk) == before


def test_a_scanner_that_opens_every_link_changes_nothing(desk: Desk) -> None:
    page = opened(desk, MAYA)
    done(ask(desk, "POST", f"{OPEN}/resolve", {"resolution": "Rolled back"}))
    desk.settle()
    before = held_by(desk)
    for method in ("GET", "HEAD"):
        for path in (page, f"{page}/rate", f"{page}/rate?score=1", f"{page}?notice=rated"):
            assert desk.http(method, path).status == 200
    assert held_by(desk) == before


def test_a_participant_does_not_rate_and_a_stranger_finds_no_page(desk: Desk) -> None:
    page = opened(desk, MAYA)
    done(ask(desk, "PATCH", OPEN, {"participants": ["ops@example.com"]}))
    done(ask(desk, "POST", f"{OPEN}/replies", {"body": "Solved", "status": "resolved"}))
    desk.settle()
    mail = next(mail for mail in desk.sent if mail.to == ("ops@example.com",))
    theirs = "/portal/" + mail.text.partition("http://help.test/portal/")[2].split()[0]
    assert desk.http("POST", f"{theirs}/rate", form={"score": "1"}).status == 403
    assert desk.http("POST", f"{page[:-1]}/rate", form={"score": "1"}).status == 404
    assert done(ask(desk, "GET", OPEN))["csat"]["score"] is None
