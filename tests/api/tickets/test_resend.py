"""What was not delivered is found, and sent again to those who didn't get it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.mail.jobs import JobKey, JobState
from chalicelib.services.mail.outgoing.deliver import note_delivery
from infra.local.ses_events import BOUNCES
from tests.api.asking import CONTACTS, TICKETS, new_ticket, problem
from tests.support.desk import Answer, Desk

REF = f"{TICKETS}/TKT-0001"


def entries(desk: Desk, kind: str) -> list[dict[str, Any]]:
    items = desk.http("GET", f"{REF}/timeline", token=desk.admin.token).json()["items"]
    return [entry for entry in items if entry["kind"] == kind]


def failed(desk: Desk) -> list[str]:
    items = desk.http("GET", f"{TICKETS}?delivery=failed", token=desk.admin.token).json()["items"]
    return [row["ref"] for row in items if row["undelivered"]]


def resend(desk: Desk, message_id: str, key: str = "once") -> Answer:
    path = f"{REF}/messages/{message_id}/resend"
    return desk.http("POST", path, headers={"Idempotency-Key": key}, token=desk.admin.token)


def say(desk: Desk, where: str = "replies") -> str:
    answer = desk.http("POST", f"{REF}/{where}", json={"body": "Which cards?"}, token=desk.admin.token)
    desk.settle()
    entry_id: str = answer.json()["id"]
    return entry_id


def move(desk: Desk, contact_id: str, email: str) -> None:
    answer = desk.http("PATCH", f"{CONTACTS}/{contact_id}", json={"email": email}, token=desk.admin.token)
    assert answer.status == 200, answer.text
    desk.settle()


@pytest.fixture
def bounced(desk: Desk) -> str:
    """A reply whose mail came back; another ticket's arrived."""
    new_ticket(desk, contact={"email": BOUNCES, "name": "Maya Osei"})
    new_ticket(desk, contact={"email": "noa@example.com"})
    desk.settle()
    return say(desk)


def test_a_reply_that_bounced_is_found_and_sent_again_to_the_address_of_now(desk: Desk, bounced: str) -> None:
    assert failed(desk) == ["TKT-0001"]
    assert problem(resend(desk, bounced, "first"), 409, "not_reachable")["why"] == "undeliverable"

    contact = desk.http("GET", REF, token=desk.admin.token).json()["contact"]
    move(desk, contact["id"], "maya@example.com")
    before = len(desk.sent)
    answer = resend(desk, bounced)
    assert (answer.status, answer.json()["id"], answer.json()["delivery"]["status"]) == (200, bounced, "queued")
    desk.settle()
    assert [mail.to for mail in desk.sent[before:]] == [("maya@example.com",)]
    assert "Which cards?" in desk.sent[-1].text
    assert failed(desk) == []
    (reply,) = entries(desk, "agent_reply")
    assert reply["delivery"]["status"] == "delivered"
    told = [entry["event"] for entry in entries(desk, "event") if entry["event"]["type"] == "ticket.reply_resent"]
    assert [event["changes"]["to"]["to"] for event in told] == [["maya@example.com"]]

    assert resend(desk, bounced).json()["id"] == bounced, "the same request again"
    problem(resend(desk, bounced, "another"), 409, "nothing_to_send")
    desk.settle()
    assert len(desk.sent) == before + 1


def test_late_news_of_the_first_mail_say_nothing_of_the_second(desk: Desk, bounced: str) -> None:
    room = desk.ports.open("acme")
    with room as opened:
        action = opened.timeline.action_of(1, bounced)
        (person,) = opened.timeline.public_message(1, bounced).delivery
    move(desk, desk.http("GET", REF, token=desk.admin.token).json()["contact"]["id"], "maya@example.com")
    assert resend(desk, bounced).status == 200
    first = JobKey(workspace="acme", number=1, id=f"{action.id}.{person}")
    note_delivery(desk.ports, first, JobState.BOUNCED, detail="550 5.1.1 user unknown", dead=True)
    assert entries(desk, "agent_reply")[0]["delivery"]["status"] == "queued"
    desk.settle()
    assert (failed(desk), entries(desk, "agent_reply")[0]["delivery"]["status"]) == ([], "delivered")


def test_there_is_nothing_to_send_again_of_what_arrived_or_is_no_reply(desk: Desk) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"})
    desk.settle()
    problem(resend(desk, say(desk), "1"), 409, "nothing_to_send")
    problem(resend(desk, say(desk, "notes"), "2"), 404, "not_found")
    problem(resend(desk, "01NOTHING", "3"), 404, "not_found")
    assert failed(desk) == []


def test_a_reply_that_comes_back_again_is_found_again(desk: Desk, bounced: str) -> None:
    contact = desk.http("GET", REF, token=desk.admin.token).json()["contact"]
    move(desk, contact["id"], f"{BOUNCES.partition('@')[0]}+other@simulator.amazonses.com")
    assert resend(desk, bounced).status == 200
    desk.settle()
    assert (failed(desk), entries(desk, "agent_reply")[0]["delivery"]["status"]) == (["TKT-0001"], "bounced")


@pytest.mark.parametrize("state", ["blocked", "complained"])
def test_nobody_blocked_and_nobody_who_complained_gets_it_again(desk: Desk, bounced: str, state: str) -> None:
    contact = desk.http("GET", REF, token=desk.admin.token).json()["contact"]
    move(desk, contact["id"], "maya@example.com")
    with desk.ports.open("acme") as room:
        if state == "blocked":
            desk.http("PATCH", f"{CONTACTS}/{contact['id']}", json={"blocked": True}, token=desk.admin.token)
        else:
            from chalicelib.services.people.contacts import mark_complaint

            mark_complaint(room, "maya@example.com")
    before = len(desk.sent)
    assert problem(resend(desk, bounced), 409, "not_reachable")["why"] == state
    desk.settle()
    assert len(desk.sent) == before
