"""Who has no address is a customer, too: nothing is mailed until they have one."""

from __future__ import annotations

import pytest

from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem
from tests.support.desk import Desk


def reply(desk: Desk, body: str) -> None:
    answer = desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": body}, token=desk.admin.token)
    assert answer.status == 201, answer.text


@pytest.mark.parametrize(
    ("contact", "name"),
    [({"phone": "+49 30 1234"}, "+49 30 1234"), ({"name": "Maya Osei"}, "Maya Osei")],
)
def test_answers_go_to_an_address_from_when_there_is_one(desk: Desk, contact: dict[str, str], name: str) -> None:
    made = new_ticket(desk, contact=contact, participants=["ops@example.com"])
    assert (made["contact"]["name"], made["contact"]["email"], made["public"]) == (name, None, False)
    reply(desk, "We called you.")
    desk.settle()
    assert desk.sent == []

    changes = {"addresses": ["maya@example.com"]}
    answer = desk.http("PATCH", f"{CONTACTS}/{made['contact']['id']}", json=changes, token=desk.admin.token)
    assert answer.status == 200, answer.text
    reply(desk, "Here is your invoice.")
    desk.settle()
    assert sorted(mail.to for mail in desk.sent) == [("maya@example.com",), ("ops@example.com",)]
    assert all("invoice" in mail.text and "We called you" not in mail.text for mail in desk.sent)
    now = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()
    assert (now["contact"]["email"], now["public"]) == ("maya@example.com", True)


def test_nobody_at_all_is_refused_and_so_is_a_number_nobody_can_dial(desk: Desk) -> None:
    for contact, field in (({}, "contact"), ({"phone": "call me"}, "contact.phone")):
        answer = desk.http("POST", TICKETS, json={"title": "A", "contact": contact}, token=desk.admin.token)
        assert fields(problem(answer, 422, "validation_failed")) == [field]
