"""What a link opens that was only shown in a browser: what its sender wrote, and that the answers come by mail. Whoever
sent the form may have done so in another's name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import requests

from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import ticket_by_number
from tests.api.asking import FORM, TICKETS, hidden, tracking_path
from tests.support.desk import Desk

PORTAL = "/portal/acme"
ANSWER = "Your account number is 4711"
BY_MAIL = "Reply by email"


@pytest.fixture
def frame(desk: Desk) -> str:
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    return f"/widget/{desk.http('POST', '/v1/acme/widgets', json=body, token=desk.admin.token).json()['id']}"


def sent(desk: Desk, base: str) -> str:
    """The path that whoever sent the form is shown, once the team has answered with a file."""
    form = {**FORM, "description": "Please tell me all", **hidden(desk.http("GET", base))}
    path = tracking_path(desk.http("POST", base, form=form))
    answered = desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": ANSWER}, token=desk.admin.token)
    assert answered.status == 201
    desk.settle()
    return path


def mailed(desk: Desk) -> str:
    return re.findall(r"http://help\.test(/portal/acme/t/[\w.]+)", desk.sent[-1].text)[0]


def known(desk: Desk) -> None:
    body = {"name": "Maya", "email": FORM["email"]}
    assert desk.http("POST", "/v1/acme/contacts", json=body, token=desk.admin.token).status == 201


def resolved(desk: Desk) -> None:
    body = {"resolution": "Solved in secret"}
    assert desk.http("POST", f"{TICKETS}/TKT-0001/resolve", json=body, token=desk.admin.token).status == 200
    desk.settle()


def test_the_portal_shows_what_was_written_there_and_says_where_the_answers_are(desk: Desk) -> None:
    shown = sent(desk, PORTAL)
    assert desk.http("POST", f"{shown}/replies", form={"body": "Anybody there?"}).status == 303
    assert desk.http("POST", f"{mailed(desk)}/replies", form={"body": "My password is hunter2"}).status == 303
    page = desk.http("GET", shown).text
    assert all(words in page for words in ("Please tell me all", "Anybody there?", BY_MAIL, "Add to your request"))
    assert not any(words in page for words in (ANSWER, "hunter2", "Open</span>"))
    assert ANSWER in desk.http("GET", mailed(desk)).text


def test_it_stays_so_once_the_customer_or_a_member_has_said_that_it_was_them(desk: Desk) -> None:
    shown = sent(desk, PORTAL)
    assert desk.http("POST", f"{mailed(desk)}/mine", form={"mine": "yes"}).status == 303
    assert desk.http("POST", f"{TICKETS}/TKT-0001/verify", token=desk.admin.token).status == 200
    page = desk.http("GET", shown).text
    assert ANSWER not in page
    assert BY_MAIL in page


def test_it_neither_solves_nor_rates_nor_tells_how_it_was_rated(desk: Desk) -> None:
    shown = sent(desk, PORTAL)
    assert desk.http("POST", f"{shown}/resolved", form={}).status == 403
    resolved(desk)
    rated = desk.http("POST", f"{mailed(desk)}/rate", form={"score": "2", "comment": "It was Ben's fault"})
    assert rated.status == 303
    assert desk.http("POST", f"{shown}/rate", form={"score": "1"}).status == 403
    for page in (desk.http("GET", shown).text, desk.http("GET", f"{shown}/rate").text):
        assert not any(words in page for words in ("fault", "secret", "checked", "/resolved"))


def test_the_files_of_an_answer_stay_shut(desk: Desk) -> None:
    shown = sent(desk, PORTAL)
    ticket = f"{TICKETS}/TKT-0001"
    body = {"name": "bill.txt", "type": "text/plain", "size": 4}
    offer = desk.http("POST", f"{ticket}/attachments", json=body, token=desk.admin.token).json()
    form = offer["upload"]
    requests.post(form["url"], data=form["fields"], files={"file": ("f", b"bill")}, timeout=5).raise_for_status()
    reply = {"body": "Here", "attachments": [offer["id"]]}
    assert desk.http("POST", f"{ticket}/replies", json=reply, token=desk.admin.token).status == 201
    desk.settle()
    assert desk.http("GET", f"{mailed(desk)}/files/{offer['id']}").status == 302
    assert desk.http("GET", f"{shown}/files/{offer['id']}").status == 404


def test_the_widget_shows_the_answers_in_the_browser_that_wrote(desk: Desk, frame: str) -> None:
    shown = sent(desk, frame)
    page = desk.http("GET", shown).text
    assert ANSWER in page
    assert BY_MAIL not in page
    listed = desk.http("POST", f"{frame}/requests", form={"tokens": shown.rpartition("/")[2]}).json()["requests"]
    assert (listed[0]["status"], listed[0]["replied_at"] is not None) == ("in_progress", True)
    assert ANSWER not in desk.http("GET", shown.replace(frame, PORTAL)).text


def test_the_widget_mails_them_to_an_address_that_the_desk_knew_before(desk: Desk, frame: str) -> None:
    known(desk)
    shown = sent(desk, frame)
    page = desk.http("GET", shown).text
    assert ANSWER not in page
    assert BY_MAIL in page
    listed = desk.http("POST", f"{frame}/requests", form={"tokens": shown.rpartition("/")[2]}).json()["requests"]
    told = {name: listed[0][name] for name in ("status", "status_text", "replied_at")}
    assert told == {"status": "by_mail", "status_text": BY_MAIL, "replied_at": None}


def test_the_widget_shows_no_more_once_the_customer_has_said_that_it_was_not_them(desk: Desk, frame: str) -> None:
    shown = sent(desk, frame)
    assert desk.http("POST", f"{mailed(desk)}/mine", form={"mine": "no"}).status == 303
    assert ANSWER not in desk.http("GET", shown).text


def test_what_is_written_on_after_it_was_closed_is_no_more_open(desk: Desk, frame: str) -> None:
    known(desk)
    shown = sent(desk, frame)
    closed = desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"status": "closed"}, token=desk.admin.token)
    assert closed.status == 200, closed.text
    again = tracking_path(desk.http("POST", f"{shown}/replies", form={"body": "Still there?"}))
    desk.http("POST", f"{TICKETS}/TKT-0002/replies", json={"body": ANSWER}, token=desk.admin.token)
    desk.settle()
    page = desk.http("GET", again).text
    assert "Still there?" in page
    assert ANSWER not in page


def test_a_request_from_before_its_requester_was_noted_stays_as_open_as_it_was(desk: Desk) -> None:
    """Of the links that were mailed then nothing tells that they were."""
    shown = sent(desk, PORTAL)
    with desk.ports.open("acme") as room:
        ticket = ticket_by_number(room, 1, Ticket)
        before = Decision(ticket, replace(ticket, requester=None, version=ticket.version + 1), None)
        room.tickets.commit([before])
    assert ANSWER in desk.http("GET", shown).text
