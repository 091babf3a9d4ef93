"""Lists and texts as DynamoDB really keeps them: pages merged of several ranges, and no empty string anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.tickets.message import PublicMessage
from infra.local.aws import client
from tests.support.desk import WORKSPACE, Desk

TICKETS = "/v1/acme/tickets"
STATUSES = ("open", "in_progress", "waiting", "resolved", "closed")


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status < 300, answer.text
    return answer.json()


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Twenty-five tickets, every status and priority in turn, two fifths of them the admin's."""
    for number in range(25):
        body = {
            "title": f"Ticket {number}",
            "status": STATUSES[number % 5],
            "priority": ("low", "high")[number % 2],
            "assignee_id": desk.admin.id if number % 5 in (1, 4) or number > 20 else None,
        }
        ask(desk, "POST", TICKETS, body)
        desk.ports.clock.offset += timedelta(seconds=1)
    return desk


def walk(desk: Desk, query: str, limit: int) -> Iterator[list[Any]]:
    cursor = ""
    while True:
        page = ask(desk, "GET", f"{TICKETS}?{query}&limit={limit}{cursor}")
        yield page["items"]
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={page['next_cursor']}"


WANTED: dict[str, Callable[[Any], bool]] = {
    "": lambda ticket: True,
    "status=waiting": lambda ticket: ticket["status"] == "waiting",
    "status=open,closed,waiting": lambda ticket: ticket["status"] in ("open", "closed", "waiting"),
    "assignee=me": lambda ticket: ticket["assignee"] is not None,
    "assignee=none": lambda ticket: ticket["assignee"] is None,
    "assignee=me,none": lambda ticket: True,
    "assignee=me&status=in_progress,closed": lambda ticket: (
        ticket["assignee"] is not None and ticket["status"] in ("in_progress", "closed")
    ),
    "priority=low": lambda ticket: ticket["priority"] == "low",
    "assignee=me,none&priority=high": lambda ticket: ticket["priority"] == "high",
}


def test_every_list_gives_each_ticket_once_the_latest_first_whatever_the_page(filled: Desk) -> None:
    (everything,) = walk(filled, "", 100)
    assert everything == sorted(everything, key=lambda ticket: ticket["updated_at"], reverse=True)
    for query, wanted in WANTED.items():
        for limit in (2, 7, 100):
            pages = list(walk(filled, query, limit))
            assert all(len(page) <= limit for page in pages)
            found = list(itertools.chain.from_iterable(pages))
            assert found == [ticket for ticket in everything if wanted(ticket)], (query, limit)
            assert found, query


def test_no_empty_string_is_ever_stored(desk: Desk) -> None:
    """DynamoDB Local refuses them, as the desk's own rule does; AWS would take them, and index keys never."""
    ref = ask(desk, "POST", TICKETS, {"title": "Checkout", "contact": {"email": "maya@example.com"}})["ref"]
    ask(desk, "PATCH", f"{TICKETS}/{ref}", {"description": "something"})
    ask(desk, "PATCH", f"{TICKETS}/{ref}", {"description": ""})
    ask(desk, "POST", f"{TICKETS}/{ref}/replies", {"body": "Hello"})
    ask(desk, "PATCH", f"{TICKETS}/{ref}", {"status": "resolved", "assignee_id": None})
    desk.receive(b"From: <tom@example.com>\r\nSubject: \r\n\r\n", "tom@example.com", ["support@acme.example"])
    desk.settle()
    assert len(desk.sent) >= 3
    items = client("dynamodb", desk.environment["AWS_ENDPOINT_URL_DYNAMODB"]).scan(
        TableName=desk.environment["TABLE_NAME"]
    )["Items"]
    assert len(items) > 15
    empty = [item for item in items if any(value in ({"S": ""}, {"B": b""}) for value in item.values())]
    assert empty == []


def test_no_empty_string_is_asked_for_where_a_mail_is_of_no_action(desk: Desk) -> None:
    """As the demo notes the mails of its past: a condition with an empty string is refused, too."""
    wanted = {"title": "Checkout", "contact": {"email": "maya@example.com"}}
    ref = ask(desk, "POST", TICKETS, wanted)["ref"]
    said = ask(desk, "POST", f"{TICKETS}/{ref}/replies", {"body": "Hello"})["id"]
    with desk.ports.open(WORKSPACE) as room:
        message = room.timeline.entry(1, said)
        assert isinstance(message, PublicMessage)
        (recipient,) = message.delivery
        noted = room.timeline.set_delivery(1, said, recipient, JobState.DELIVERED, at=message.at)
    assert noted
