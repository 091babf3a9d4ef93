"""Members who are away, over the API: who says so, who stands in, and what becomes of tickets and notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.services.sla.tick import tick
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import Answer, Desk, Person

MEMBERS = "/v1/acme/members"


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str = "") -> Answer:
    return desk.http(method, path, json=body, token=token or desk.admin.token)


@pytest.fixture
def bo(desk: Desk) -> Person:
    return desk.add_member("Bo Marsh", "bo@acme.example", "agent")


@pytest.fixture
def cy(desk: Desk) -> Person:
    return desk.add_member("Cy Lind", "cy@acme.example", "agent")


def day(desk: Desk, days: int = 0) -> str:
    return (desk.ports.clock.now() + timedelta(days=days)).date().isoformat()


def span(desk: Desk, first: int = 0, last: int = 2, **more: Any) -> dict[str, Any]:
    return {"first": day(desk, first), "last": day(desk, last), **more}


def leave(desk: Desk, who: Person, first: int = 0, last: int = 2, **more: Any) -> dict[str, Any]:
    answer = ask(desk, "PUT", f"{MEMBERS}/{who.id}/absence", span(desk, first, last, **more), who.token)
    assert answer.status == 200, answer.text
    shown: dict[str, Any] = answer.json()["absence"]
    return shown


def assignee(desk: Desk, ref: str) -> dict[str, Any]:
    shown: dict[str, Any] = ask(desk, "GET", f"{TICKETS}/{ref}").json()["assignee"]
    return shown


def inbox(desk: Desk, who: Person) -> list[tuple[str, str | None]]:
    items = desk.http("GET", "/v1/acme/inbox", token=who.token).json()["items"]
    return [(one["event"], one["instead_of"] and one["instead_of"]["name"]) for one in items]


def test_new_tickets_go_to_who_stands_in_until_it_is_over(desk: Desk, bo: Person, cy: Person) -> None:
    shown = leave(desk, bo, substitute_id=cy.id)
    cy_shown = {"id": cy.id, "name": "Cy Lind"}
    assert shown == {
        "first": day(desk),
        "last": day(desk, 2),
        "substitute": cy_shown,
        "now": True,
        "stands_in": cy_shown,
    }
    ref = new_ticket(desk, assignee_id=bo.id)["ref"]
    assert assignee(desk, ref) == {**cy_shown, "absence": None}
    events = [one["event"] for one in ask(desk, "GET", f"{TICKETS}/{ref}/timeline").json()["items"]]
    changes = {"assignee_id": {"from": None, "to": cy.id}, "instead_of": {"from": None, "to": bo.id}}
    assert [one["changes"] for one in events if one["type"] == "ticket.assigned"] == [changes]
    desk.advance(timedelta(days=3))
    assert assignee(desk, new_ticket(desk, assignee_id=bo.id)["ref"])["id"] == bo.id
    assert ask(desk, "GET", f"{MEMBERS}/{bo.id}").json()["absence"] is None


def test_in_bulk_and_by_answering(desk: Desk, bo: Person, cy: Person) -> None:
    leave(desk, bo, substitute_id=cy.id)
    one, other = (new_ticket(desk, contact={"email": "maya@example.com"})["ref"] for _ in range(2))
    changed = ask(desk, "POST", f"{TICKETS}/bulk", {"refs": [one], "set": {"assignee_id": bo.id}})
    assert changed.status == 200, changed.text
    assert ask(desk, "POST", f"{TICKETS}/{other}/replies", {"body": "On it."}, bo.token).status == 201
    assert [assignee(desk, ref)["id"] for ref in (one, other)] == [cy.id, cy.id]


def test_without_a_substitute_the_answer_says_they_are_away(desk: Desk, bo: Person) -> None:
    leave(desk, bo)
    made = new_ticket(desk, assignee_id=bo.id)
    assert made["assignee"]["id"] == bo.id
    assert made["assignee"]["absence"]["last"] == day(desk, 2)
    assert made["assignee"]["absence"]["stands_in"] is None


def test_notices_go_to_who_stands_in_and_wait_for_their_return(desk: Desk, bo: Person, cy: Person) -> None:
    ref = new_ticket(desk, assignee_id=bo.id, contact={"email": "maya@example.com"})["ref"]
    desk.settle()
    desk.advance(timedelta(minutes=30))
    desk.settle()
    leave(desk, bo, substitute_id=cy.id)
    before = len(desk.sent)
    assert ask(desk, "POST", f"{TICKETS}/{ref}/notes", {"body": "@Bo Marsh, please."}).status == 201
    desk.settle()
    desk.advance(timedelta(minutes=30))
    desk.settle()
    assert inbox(desk, cy) == [("ticket.mentioned", "Bo Marsh")]
    assert inbox(desk, bo)[0] == ("ticket.mentioned", None)
    assert {mail.to for mail in desk.sent[before:]} <= {("cy@acme.example",)}
    assert desk.http("GET", "/v1/acme/inbox", token=desk.admin.token).json()["unread"] == 0


def minutes_pass(desk: Desk) -> None:
    for _ in range(3):
        assert not [one.fault for one in tick(desk.ports, 60).outcomes if one.fault]
    desk.settle()


def test_open_tickets_are_handed_over_when_it_begins(desk: Desk, bo: Person, cy: Person) -> None:
    refs = [new_ticket(desk, assignee_id=bo.id)["ref"] for _ in range(3)]
    leave(desk, bo, 1, 3, substitute_id=cy.id, hand_over=True)
    minutes_pass(desk)
    assert {assignee(desk, ref)["id"] for ref in refs} == {bo.id}
    desk.advance(timedelta(days=1))
    minutes_pass(desk)
    assert {assignee(desk, ref)["id"] for ref in refs} == {cy.id}


@pytest.mark.parametrize("why", ["ended", "another", "left"])
def test_nothing_is_handed_over_when_it_is_so_no_more(desk: Desk, bo: Person, cy: Person, why: str) -> None:
    ref = new_ticket(desk, assignee_id=bo.id)["ref"]
    leave(desk, bo, 1, 3, substitute_id=cy.id, hand_over=True)
    if why == "ended":
        assert ask(desk, "DELETE", f"{MEMBERS}/{bo.id}/absence", token=bo.token).status == 204
    elif why == "another":
        leave(desk, bo, 1, 3, substitute_id=desk.admin.id)
    else:
        assert ask(desk, "DELETE", f"{MEMBERS}/{cy.id}").status == 204
    desk.advance(timedelta(days=1))
    minutes_pass(desk)
    assert assignee(desk, ref)["id"] == bo.id


def test_who_may_say_it(desk: Desk, bo: Person, cy: Person) -> None:
    wanted = span(desk, substitute_id=cy.id)
    path = f"{MEMBERS}/{bo.id}/absence"
    problem(ask(desk, "PUT", path, wanted, cy.token), 403, "forbidden")
    problem(ask(desk, "DELETE", path, token=cy.token), 403, "forbidden")
    problem(ask(desk, "PUT", path, wanted, desk.api_key("tickets:write")), 403, "forbidden")
    key = desk.api_key("members:write", "tickets:read")
    assert ask(desk, "PUT", path, wanted, key).status == 200
    problem(ask(desk, "PUT", path, {**wanted, "hand_over": True}, key), 403, "forbidden")
    assert ask(desk, "DELETE", path).status == 204
    assert ask(desk, "DELETE", path, token=bo.token).status == 204, "again does no harm"
    problem(ask(desk, "PUT", f"{MEMBERS}/nobody/absence", wanted), 404, "not_found")
    assert leave(desk, desk.admin, substitute_id=cy.id)["now"], "the only admin goes on holiday, too"


def test_a_viewer_is_away_themselves_and_stands_in_for_nobody(desk: Desk, bo: Person) -> None:
    vi = desk.add_member("Vi W.", "vi@acme.example", "viewer")
    assert leave(desk, vi, substitute_id=bo.id)["now"]
    path = f"{MEMBERS}/{vi.id}/absence"
    problem(ask(desk, "PUT", path, span(desk, substitute_id=bo.id, hand_over=True), vi.token), 403, "forbidden")
    refused = ask(desk, "PUT", f"{MEMBERS}/{bo.id}/absence", span(desk, substitute_id=vi.id))
    assert fields(problem(refused, 422, "validation_failed")) == ["substitute_id"]


@pytest.mark.parametrize(
    ("first", "last", "more", "field"),
    [
        (1, 0, {}, "last"),
        (-3, -1, {}, "last"),
        (0, 400, {}, "last"),
        (-400, 1, {}, "first"),
        (0, 1, {"substitute_id": "nobody"}, "substitute_id"),
        (0, 1, {"hand_over": True}, "hand_over"),
        (0, 1, {"first": "2026-02-30"}, "first"),
        (0, 1, {"first": "<b>"}, "first"),
        (0, 1, {"forever": True}, "forever"),
    ],
)
def test_what_can_not_be(desk: Desk, first: int, last: int, more: dict[str, Any], field: str) -> None:
    wanted = {**span(desk, first, last), **more}
    refused = ask(desk, "PUT", f"{MEMBERS}/{desk.admin.id}/absence", wanted)
    assert fields(problem(refused, 422, "validation_failed")) == [field]


def test_it_is_in_the_audit_log(desk: Desk, bo: Person, cy: Person) -> None:
    leave(desk, bo, substitute_id=cy.id)
    leave(desk, bo, substitute_id=cy.id)
    entries = ask(desk, "GET", "/v1/acme/audit?action=member.changed").json()["items"]
    kept = {"first": day(desk), "last": day(desk, 2), "substitute": cy.id}
    told = [one["changes"]["absence"] for one in entries if "absence" in one["changes"]]
    assert told == [{"from": None, "to": kept}]
