"""What customers are mailed, and whose a ticket is that somebody answers: as the desk wants it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, submitted
from tests.support.desk import Answer, Desk, Person

ONE = f"{TICKETS}/TKT-0001"
MAYA = "maya@example.com"


def ask(desk: Desk, method: str, path: str, body: Any = None, who: Person | None = None) -> Answer:
    answer = desk.http(method, path, json=body, token=(who or desk.admin).token)
    assert answer.status < 300, answer.text
    return answer


def switch(desk: Desk, **switches: bool) -> None:
    ask(desk, "PATCH", "/v1/acme/settings", switches)


def a_request_is_handled(desk: Desk) -> list[str]:
    """The subjects of what the customer is mailed, from their form to the solution."""
    submitted(desk)
    for method, path, body in (
        ("PATCH", "", {"status": "waiting"}),
        ("POST", "/replies", {"body": "Which cards?"}),
        ("POST", "/resolve", {"resolution": "Restarted it"}),
    ):
        desk.advance(timedelta(minutes=1))
        ask(desk, method, ONE + path, body)
    desk.advance(timedelta(minutes=1))
    return [mail.subject for mail in desk.sent if mail.to[0] == MAYA]


@pytest.mark.parametrize("off", ["mail_created", "mail_replied", "mail_status", "mail_resolved"])
def test_each_kind_of_mail_can_be_switched_off_by_itself(desk: Desk, off: str) -> None:
    switch(desk, **{off: False})
    told = a_request_is_handled(desk)
    assert len(told) == 3, told
    (reply,) = [one for one in ask(desk, "GET", f"{ONE}/timeline").json()["items"] if one["kind"] == "agent_reply"]
    assert (reply["delivery"] is None) == (off == "mail_replied")


def test_all_of_them_are_on_at_first(desk: Desk) -> None:
    assert len(a_request_is_handled(desk)) == 4


@pytest.mark.parametrize("how", ["replies", "resolve"])
def test_who_answers_or_resolves_what_is_nobodys_takes_it(desk: Desk, how: str) -> None:
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    new_ticket(desk, contact={"email": MAYA})
    ask(desk, "POST", f"{ONE}/{how}", {"body": "Hello"} if how == "replies" else {"resolution": "Done"}, bo)
    assert ask(desk, "GET", ONE).json()["assignee"]["id"] == bo.id
    ask(desk, "POST", f"{ONE}/replies", {"body": "Hello"})
    assert ask(desk, "GET", ONE).json()["assignee"]["id"] == bo.id, "it is somebody's by then"


@pytest.mark.parametrize("by", ["switched off", "a program", "a note"])
def test_nobody_else_takes_anything(desk: Desk, by: str) -> None:
    new_ticket(desk, contact={"email": MAYA})
    switch(desk, assign_by_answer=by != "switched off")
    token = desk.api_key("tickets:read", "tickets:write") if by == "a program" else desk.admin.token
    path = f"{ONE}/notes" if by == "a note" else f"{ONE}/replies"
    assert desk.http("POST", path, json={"body": "Hello"}, token=token).status == 201
    assert ask(desk, "GET", ONE).json()["assignee"] is None


def test_taken_back_the_answer_leaves_it_to_nobody_again(desk: Desk) -> None:
    new_ticket(desk, contact={"email": MAYA})
    reply = ask(desk, "POST", f"{ONE}/replies", {"body": "Hello", "undo_seconds": 10}).json()
    assert ask(desk, "GET", ONE).json()["assignee"]["id"] == desk.admin.id
    ask(desk, "DELETE", f"{ONE}/replies/{reply['id']}")
    assert ask(desk, "GET", ONE).json()["assignee"] is None


def test_an_answer_that_was_taken_back_takes_nothing_from_whom_it_was_given_since(desk: Desk) -> None:
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    new_ticket(desk, contact={"email": MAYA})
    reply = ask(desk, "POST", f"{ONE}/replies", {"body": "Hello", "undo_seconds": 10}).json()
    ask(desk, "PATCH", ONE, {"assignee_id": bo.id})
    ask(desk, "DELETE", f"{ONE}/replies/{reply['id']}")
    assert ask(desk, "GET", ONE).json()["assignee"]["id"] == bo.id
