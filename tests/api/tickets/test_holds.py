"""On hold: what somebody keeps isn't deleted by anybody, and why is for members alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.privacy.holds import hold_on
from tests.api.asking import TICKETS, new_ticket, problem
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk

ONE, TWO = f"{TICKETS}/TKT-0001", f"{TICKETS}/TKT-0002"
WHY = "Lawsuit of Maya's brother"


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("The checkout broke.")
    return correspondence


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str = "") -> Any:
    answer = desk.http(method, path, json=body, token=token or desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


def hold(desk: Desk, path: str = ONE, reason: str = WHY) -> Any:
    return ask(desk, "PUT", f"{path}/hold", {"reason": reason})


def release(desk: Desk, path: str = ONE) -> Any:
    return ask(desk, "DELETE", f"{path}/hold")


def maya(desk: Desk) -> str:
    return f"/v1/acme/contacts/{ask(desk, 'GET', ONE)['contact']['id']}"


def deletion(desk: Desk, path: str = ONE, token: str = "") -> Any:
    return desk.http("DELETE", path, token=token or desk.admin.token)


def test_what_is_held_is_not_deleted_until_it_is_released(desk: Desk, post: Correspondence) -> None:
    desk.settle()
    sent = len(desk.sent)
    held = hold(desk)["held"]
    assert (held["reason"], held["by"]["name"]) == (WHY, desk.admin.name)
    refusal = problem(deletion(desk), 409, "held")
    assert WHY in refusal["detail"]
    assert desk.admin.name in refusal["detail"]
    body = {"refs": ["TKT-0001"], "set": {"deleted": True}}
    (result,) = ask(desk, "POST", f"{TICKETS}/bulk", body)["results"]
    assert result["code"] == "held"
    assert WHY in result["detail"]
    assert release(desk)["held"] is None
    assert deletion(desk).status == 200
    desk.settle()
    assert len(desk.sent) == sent, "nobody is told"


def test_holding_and_releasing_twice_is_once_and_another_reason_is_another_hold(desk: Desk, post: Any) -> None:
    first = hold(desk)
    assert hold(desk)["version"] == first["version"]
    assert hold(desk, reason="Tax audit")["held"]["reason"] == "Tax audit"
    after = release(desk)
    assert release(desk)["version"] == after["version"]


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 501])
def test_a_hold_has_a_reason(desk: Desk, post: Correspondence, reason: str) -> None:
    for path in (ONE, maya(desk)):
        answer = desk.http("PUT", f"{path}/hold", json={"reason": reason}, token=desk.admin.token)
        problem(answer, 422, "validation_failed")


def test_a_contacts_hold_keeps_their_tickets(desk: Desk, post: Correspondence) -> None:
    hold(desk, maya(desk))
    assert ask(desk, "GET", maya(desk))["held"]["reason"] == WHY
    assert [one["held"]["reason"] for one in ask(desk, "GET", "/v1/acme/contacts")["items"] if one["held"]] == [WHY]
    assert WHY in problem(deletion(desk), 409, "held")["detail"]
    release(desk, maya(desk))
    assert deletion(desk).status == 200


@pytest.mark.parametrize("held", ["survivor", "merged"])
def test_so_does_that_of_whoever_they_were_merged_with(desk: Desk, post: Correspondence, held: str) -> None:
    one = maya(desk)
    other = ask(desk, "POST", "/v1/acme/contacts", {"email": "lee@example.com"})["id"]
    others = f"/v1/acme/contacts/{other}"
    if held == "survivor":
        ask(desk, "POST", f"{others}/merge", {"other": one.rpartition("/")[2]})
    else:
        ask(desk, "POST", f"{one}/merge", {"other": other})
    hold(desk, others)
    problem(deletion(desk), 409, "held")


@pytest.mark.parametrize("whose", ["ticket", "contact"])
def test_what_was_merged_into_a_ticket_keeps_it(desk: Desk, post: Correspondence, whose: str) -> None:
    ref = new_ticket(desk, contact={"email": "lee@example.com"})["ref"]
    contact = ask(desk, "GET", f"{TICKETS}/{ref}")["contact"]["id"]
    hold(desk, f"{TICKETS}/{ref}" if whose == "ticket" else f"/v1/acme/contacts/{contact}")
    ask(desk, "POST", f"{ONE}/merge", {"duplicate": ref, "across_contacts": True})
    problem(deletion(desk), 409, "held")
    if whose == "ticket":
        release(desk, f"{TICKETS}/{ref}")
        assert deletion(desk).status == 200


def test_in_the_trash_it_can_be_put_on_hold_still(desk: Desk, post: Correspondence) -> None:
    assert deletion(desk).status == 200
    hold(desk)
    assert deletion(desk).status == 200, "it is there already"
    with desk.ports.open("acme") as room:
        ticket = room.tickets.get(1, Ticket)
        held = hold_on(room, ticket)
    assert held
    assert held.reason == WHY
    action = ask(desk, "POST", f"{ONE}/restore", {})["action_id"]
    problem(desk.http("POST", f"{ONE}/actions/{action}/undo", json={}, token=desk.admin.token), 409, "held")
    problem(deletion(desk), 409, "held")


def test_why_is_for_members_alone(desk: Desk, post: Correspondence) -> None:
    hold(desk)
    hold(desk, maya(desk))
    key = desk.api_key("tickets:write", "tickets:delete", "contacts:read")
    for path in (ONE, f"{ONE}/timeline", maya(desk), "/v1/acme/contacts"):
        told = desk.http("GET", path, token=key)
        assert (told.status, WHY in told.text) == (200, False), path
    assert WHY not in deletion(desk, token=key).text
    body = {"refs": ["TKT-0001"], "set": {"deleted": True}}
    assert WHY not in json.dumps(ask(desk, "POST", f"{TICKETS}/bulk", body, key))


def test_the_time_line_and_the_audit_log_tell_of_it_the_log_without_the_reason(desk: Desk, post: Any) -> None:
    person = maya(desk)
    for path in (ONE, person):
        hold(desk, path)
        release(desk, path)
    desk.settle()
    events = [one["event"] for one in ask(desk, "GET", f"{ONE}/timeline")["items"] if one["event"]]
    assert [one["type"] for one in events][-2:] == ["ticket.held", "ticket.released"]
    assert events[-2]["changes"]["reason"]["to"] == WHY
    log = ask(desk, "GET", "/v1/acme/audit")
    done = [one["action"] for one in log["items"]]
    assert {"ticket.held", "ticket.released", "contact.held", "contact.released"} <= set(done)
    assert WHY not in json.dumps(log)
