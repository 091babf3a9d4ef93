"""Who was invited and hasn't come yet, and what becomes of the tickets of who leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.services.sla.tick import tick
from tests.api.asking import TICKETS, new_ticket, problem
from tests.support.desk import PASSWORD, Answer, Desk, Person
from tests.support.signing_in import access_token

MEMBERS = "/v1/acme/members"


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str = "") -> Answer:
    return desk.http(method, path, json=body, token=token or desk.admin.token)


@pytest.fixture
def cy(desk: Desk) -> str:
    """The id of somebody who was invited."""
    wanted = {"name": "Cy L.", "email": "cy@acme.example", "role": "agent"}
    made = ask(desk, "POST", MEMBERS, wanted)
    assert made.status == 201
    desk.settle()
    return str(made.json()["id"])


def test_who_was_invited_shows_as_such_until_they_come(desk: Desk, cy: str) -> None:
    assert ask(desk, "GET", f"{MEMBERS}/{cy}").json()["invited"] is True
    assert ask(desk, "GET", f"{MEMBERS}/{desk.admin.id}").json()["invited"] is False
    desk.ports.identity.set_password("cy@acme.example", PASSWORD)
    token = access_token(desk.ports, "cy@acme.example", PASSWORD)
    assert ask(desk, "GET", TICKETS, token=token).status == 200
    assert ask(desk, "GET", f"{MEMBERS}/{cy}").json()["invited"] is False
    problem(ask(desk, "POST", f"{MEMBERS}/{cy}/invite"), 409, "taken")


def test_an_invitation_is_mailed_again(desk: Desk, cy: str) -> None:
    assert ask(desk, "POST", f"{MEMBERS}/{cy}/invite").status == 202
    desk.settle()
    invitations = [mail for mail in desk.sent if mail.to == ("cy@acme.example",)]
    assert len(invitations) == 2
    assert invitations[0].text != invitations[1].text, "another link"
    ask(desk, "DELETE", f"{MEMBERS}/{cy}")
    problem(ask(desk, "POST", f"{MEMBERS}/{cy}/invite"), 409, "taken")


@pytest.fixture
def bo(desk: Desk) -> Person:
    """An agent with thirty tickets, one of them closed and one archived."""
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    refs = [new_ticket(desk, assignee_id=bo.id, contact={"email": "maya@example.com"})["ref"] for _ in range(30)]
    assert ask(desk, "PATCH", f"{TICKETS}/{refs[0]}", {"status": "closed"}).status == 200
    assert ask(desk, "POST", f"{TICKETS}/{refs[1]}/archive").status == 200
    desk.advance(timedelta(minutes=1))
    return bo


def held_by(desk: Desk, who: str) -> int:
    return len(ask(desk, "GET", f"{TICKETS}?assignee={who}&limit=100").json()["items"])


def minutes_pass(desk: Desk) -> None:
    for _ in range(3):
        assert not [one.fault for one in tick(desk.ports, 60).outcomes if one.fault]
    desk.settle()


def test_what_is_unfinished_goes_to_another_in_one_step(desk: Desk, bo: Person) -> None:
    mails = [mail.to for mail in desk.sent]
    assert ask(desk, "POST", f"{MEMBERS}/{bo.id}/handover", {"to": desk.admin.id}).status == 202
    minutes_pass(desk)
    assert (held_by(desk, bo.id), held_by(desk, desk.admin.id)) == (1, 28)
    assert ("maya@example.com",) not in [mail.to for mail in desk.sent[len(mails) :]]
    entries = ask(desk, "GET", f"{TICKETS}/TKT-0030/timeline").json()["items"]
    assert entries[-1]["event"]["type"] == "ticket.assigned"
    assert entries[-1]["author"]["name"] == "Ana K."


def test_or_to_nobody_and_only_to_who_can_have_it(desk: Desk, bo: Person) -> None:
    viewer = desk.add_member("Vi W.", "vi@acme.example", "viewer")
    problem(ask(desk, "POST", f"{MEMBERS}/{bo.id}/handover", {"to": viewer.id}), 422, "validation_failed")
    problem(ask(desk, "POST", f"{MEMBERS}/nobody/handover", {"to": None}), 404, "not_found")
    problem(ask(desk, "POST", f"{MEMBERS}/{bo.id}/handover", {"to": None}, bo.token), 403, "forbidden")
    assert ask(desk, "POST", f"{MEMBERS}/{bo.id}/handover", {"to": None}).status == 202
    minutes_pass(desk)
    assert held_by(desk, "none") == 28


def test_a_filter_finds_what_people_left(desk: Desk, bo: Person) -> None:
    assert held_by(desk, "former") == 0
    assert ask(desk, "DELETE", f"{MEMBERS}/{bo.id}").status == 204
    assert held_by(desk, "former") == 29
    assert held_by(desk, "former,none") == 29
