"""Lists in other orders than that of the latest change, and those of a span of time or of a score."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from infra.local import template
from tests.api.asking import TICKETS, fields, new_ticket, pages, problem
from tests.support.capacity import Layout
from tests.support.desk import Answer, Desk
from tests.support.meter import metering


def ask(desk: Desk, **query: Any) -> Answer:
    return desk.http("GET", f"{TICKETS}?{urlencode(query)}", token=desk.admin.token)


def walked(desk: Desk, limit: int, **query: Any) -> list[int]:
    path = f"{TICKETS}?{urlencode(query)}"
    return [item["number"] for page in pages(desk, path, desk.admin.token, limit) for item in page["items"]]


def change(desk: Desk, number: int, method: str = "PATCH", path: str = "", **body: Any) -> None:
    answer = desk.http(method, f"{TICKETS}/TKT-{number:04}{path}", json=body or None, token=desk.admin.token)
    assert answer.status < 300, answer.text


@pytest.fixture
def instants(desk: Desk) -> list[str]:
    """Before each of six tickets, made an hour apart, and after the last. The second is archived, the third merged into
    the first, the fourth changed at the end."""
    found = []
    for priority in ("high", "low", "low", "urgent", "medium", "high"):
        found.append(desk.ports.clock.now().isoformat().replace("+00:00", "Z"))
        new_ticket(desk, title=f"Refund {priority}", priority=priority)
        desk.advance(timedelta(hours=1))
    change(desk, 2, "POST", "/archive")
    change(desk, 1, "POST", "/merge", duplicate="TKT-0003")
    found.append(desk.ports.clock.now().isoformat().replace("+00:00", "Z"))
    desk.advance(timedelta(hours=1))
    change(desk, 4, status="waiting")
    desk.settle()
    return found


def test_each_order_holds_over_all_pages(desk: Desk, instants: list[str]) -> None:
    for sort, expected in (
        ("created_at", [1, 4, 5, 6]),
        ("-created_at", [6, 5, 4, 1]),
        ("priority", [4, 1, 6, 5]),
        ("-updated_at", [4, 1, 6, 5]),
    ):
        for limit in (1, 2, 3, 100):
            assert walked(desk, limit, sort=sort) == expected, (sort, limit)
    assert (
        walked(desk, 2, sort="created_at", archived="true") == walked(desk, 2, sort="priority", archived="true") == [2]
    )
    assert walked(desk, 1, sort="-created_at", status="open", priority="high,medium") == [6, 5, 1]
    assert walked(desk, 1, sort="priority", priority="high,medium", status="open") == [1, 6, 5]


def test_a_list_may_be_of_what_was_created_or_changed_in_a_span(desk: Desk, instants: list[str]) -> None:
    before, last = instants[3], instants[6]
    for query, expected in (
        ({"created_after": before}, [4, 6, 5]),
        ({"created_before": before}, [1]),
        ({"created_after": before, "created_before": instants[5]}, [4, 5]),
        ({"updated_after": last}, [4]),
        ({"updated_before": last}, [1, 6, 5]),
        ({"updated_before": last, "status": "open"}, [1, 6, 5]),
        ({"created_after": before, "assignee": "none"}, [4, 6, 5]),
        ({"created_after": before, "sort": "updated_at"}, [5, 6, 4]),
        ({"created_after": before, "sort": "-created_at"}, [6, 5, 4]),
        ({"created_before": instants[5], "sort": "-created_at"}, [5, 4, 1]),
        ({"created_after": before, "sort": "priority"}, [4, 6, 5]),
        ({"created_after": before, "sort": "sla_due"}, [4, 6, 5]),
        ({"created_after": before, "q": "refund"}, [6, 5, 4]),
        ({"created_after": "2100-01-01"}, []),
        ({"created_before": "2000-01-01"}, []),
        ({"csat": "none", "created_before": before}, [1]),
        ({"csat": "1,5"}, []),
    ):
        for limit in (1, 100):
            assert sorted(walked(desk, limit, **query)) == sorted(expected), query
            if query.get("sort") != "sla_due":
                assert walked(desk, limit, **query) == expected, query


def test_filters_may_be_typed_among_the_words(desk: Desk) -> None:
    answer = desk.http("POST", "/v1/acme/labels", json={"name": "Big Bill", "color": "#cc0000"}, token=desk.admin.token)
    new_ticket(desk, title="Refund one", labels=[answer.json()["id"]], contact={"email": "maya@example.com"})
    new_ticket(desk, title="Refund two", priority="urgent", assignee_id=desk.admin.id)
    new_ticket(desk, title="Refund three, packets from:eth0 is:lost", contact={"name": "Ben Ito"})
    change(desk, 2, path="", status="waiting")
    desk.settle()
    for typed, expected in (
        ("is:waiting", [2]),
        ("IS:Urgent refund", [2]),
        ("refund is:open", [3, 1]),
        ("is:archived refund", []),
        ("is:unassigned refund", [3, 1]),
        ('label:"big bill"', [1]),
        ("refund label:big", []),
        ("from:maya@example.com", [1]),
        ("from:ben refund", [3]),
        ("assignee:me", [2]),
        ("assignee:none refund", [3, 1]),
        (f"assignee:{desk.admin.email}", [2]),
        ("from:eth0", [3]),
        ("is:lost", [3]),
        ("is:open is:urgent refund", []),
    ):
        assert walked(desk, 1, q=typed) == expected, typed
    assert fields(problem(ask(desk, q=" "), 422, "validation_failed")) == ["q"]
    assert walked(desk, 10, q="refund", label="l_none") == []
    key = desk.http("GET", f"{TICKETS}?q=assignee:me", token=desk.api_key("tickets:read"))
    assert key.json()["items"] == []


@pytest.mark.parametrize("name", ["created_after", "updated_before"])
@pytest.mark.parametrize(
    "given", ["1700000000", "yesterday", "2026-13-01", "2026-11-29T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_an_instant_that_is_none_is_refused_at_its_field(desk: Desk, name: str, given: str) -> None:
    assert fields(problem(ask(desk, **{name: given}), 422, "validation_failed")) == [name]


def test_a_page_in_the_order_of_creation_costs_half_a_unit_a_ticket(desk: Desk) -> None:
    for _ in range(30):
        new_ticket(desk)
    with metering(Layout.of(template.table())) as meter:
        assert len(ask(desk, sort="-created_at", limit=25).json()["items"]) == 25
    assert 0 < meter.reads <= 16


def test_a_cursor_belongs_to_its_span_and_its_order(desk: Desk, instants: list[str]) -> None:
    cursor = ask(desk, limit=1, sort="-created_at").json()["next_cursor"]
    problem(ask(desk, limit=1, sort="created_at", cursor=cursor), 400, "bad_cursor")
    problem(ask(desk, limit=1, sort="-created_at", created_after="2026-01-01", cursor=cursor), 400, "bad_cursor")
