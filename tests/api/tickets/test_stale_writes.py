"""Two people at once: versions, assignees and conversations that somebody believes to know."""

from __future__ import annotations

import pytest

from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import Desk

PATH = f"{TICKETS}/TKT-0001"


def test_every_answer_with_a_ticket_carries_its_version_as_the_etag(desk: Desk) -> None:
    made = desk.http("POST", TICKETS, json={"title": "x"}, token=desk.admin.token)
    assert made.headers["etag"] == '"1"'
    assert made.headers["location"] == f"http://desk.test{PATH}"
    assert desk.http("GET", PATH, token=desk.admin.token).headers["etag"] == '"1"'
    changed = desk.http("PATCH", PATH, json={"priority": "low"}, token=desk.admin.token)
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["version"] == 2


def test_a_change_against_the_version_at_hand_is_made(desk: Desk) -> None:
    new_ticket(desk)
    for number, given in enumerate(('"1"', 'W/"2"', ' "3" ', "*")):
        body = {"title": f"Title {number}"}
        answer = desk.http("PATCH", PATH, json=body, token=desk.admin.token, headers={"If-Match": given})
        assert answer.status == 200, answer.text


CHANGES = {
    "PATCH": {"title": "Other"},
    "replies": {"body": "Hello"},
    "notes": {"body": "Hello"},
    "escalate": {"reason": "Down"},
    "resolve": {"resolution": "Up"},
    "archive": None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_against_an_older_version_is_refused_and_does_nothing(desk: Desk, change: str) -> None:
    new_ticket(desk)
    desk.http("PATCH", PATH, json={"priority": "high"}, token=desk.admin.token)
    before = desk.http("GET", PATH, token=desk.admin.token).json()
    method, path = ("PATCH", PATH) if change == "PATCH" else ("POST", f"{PATH}/{change}")
    for stale in ('"1"', '"3"', '"999999999"'):
        answer = desk.http(method, path, json=CHANGES[change], token=desk.admin.token, headers={"If-Match": stale})
        assert problem(answer, 412, "stale_version")["version"] == 2
    assert desk.http("GET", PATH, token=desk.admin.token).json() == before
    fresh = desk.http(method, path, json=CHANGES[change], token=desk.admin.token, headers={"If-Match": '"2"'})
    assert fresh.status in (200, 201), fresh.text


def test_an_if_match_that_is_no_version_is_named(desk: Desk) -> None:
    new_ticket(desk)
    for given in ("1", '"one"', '"1", "2"', '""', '"0"', '"-1"', '"1.0"', "", '"' + "9" * 5000 + '"'):
        answer = desk.http("PATCH", PATH, json={"title": "x"}, token=desk.admin.token, headers={"If-Match": given})
        assert fields(problem(answer, 422, "validation_failed")) == ["If-Match"], given


def test_a_change_to_what_is_already_so_changes_nothing(desk: Desk) -> None:
    new_ticket(desk)
    answer = desk.http("PATCH", PATH, json={"title": "Checkout returns 502", "status": "open"}, token=desk.admin.token)
    assert answer.json()["version"] == 1
    assert desk.http("PATCH", PATH, json={}, token=desk.admin.token).json()["version"] == 1


def test_the_second_to_take_a_ticket_learns_that_somebody_was_quicker(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    new_ticket(desk)
    for taker, status in ((desk.admin, 200), (agent, 409)):
        body = {"assignee_id": taker.id, "expected_assignee_id": None}
        answer = desk.http("PATCH", PATH, json=body, token=taker.token)
        assert answer.status == status, answer.text
    assert problem(answer, 409, "already_assigned")["assignee_id"] == desk.admin.id
    body = {"assignee_id": agent.id, "expected_assignee_id": desk.admin.id}
    assert desk.http("PATCH", PATH, json=body, token=agent.token).json()["assignee"]["name"] == "Gil G."


def test_a_reply_to_an_outdated_conversation_is_answered_with_what_is_newer(desk: Desk) -> None:
    new_ticket(desk)
    first = desk.http("POST", f"{PATH}/replies", json={"body": "First"}, token=desk.admin.token).json()["id"]
    desk.http("PATCH", PATH, json={"priority": "high"}, token=desk.admin.token)
    desk.http("POST", f"{PATH}/notes", json={"body": "Second"}, token=desk.admin.token)
    desk.http("POST", f"{PATH}/replies", json={"body": "Third"}, token=desk.admin.token)

    late = desk.http("POST", f"{PATH}/replies", json={"body": "Late", "last_seen": first}, token=desk.admin.token)
    entries = problem(late, 409, "stale_conversation")["entries"]
    assert [entry["body_text"] for entry in entries] == ["Second", "Third"]

    seen = desk.http("GET", f"{PATH}/timeline?order=newest&limit=1", token=desk.admin.token).json()["items"][0]["id"]
    answer = desk.http("POST", f"{PATH}/replies", json={"body": "In time", "last_seen": seen}, token=desk.admin.token)
    assert answer.status == 201, answer.text


@pytest.mark.parametrize("given", ["zzz", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ.1"])
def test_an_entry_that_nobody_can_have_seen_opens_no_way_round_the_newer_ones(desk: Desk, given: str) -> None:
    new_ticket(desk)
    desk.http("POST", f"{PATH}/replies", json={"body": "First"}, token=desk.admin.token)
    answer = desk.http("POST", f"{PATH}/replies", json={"body": "Blind", "last_seen": given}, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == ["last_seen"]


def test_any_entry_of_the_time_line_says_how_far_one_has_read(desk: Desk) -> None:
    new_ticket(desk)
    desk.http(
        "PATCH", PATH, json={"priority": "high", "status": "waiting", "type": "bug_report"}, token=desk.admin.token
    )
    entries = desk.http("GET", f"{PATH}/timeline", token=desk.admin.token).json()["items"]
    assert len(entries) == len({entry["id"] for entry in entries}) == 4
    for entry in entries:
        body = {"body": "Hello", "last_seen": entry["id"], "undo_seconds": 60}
        said = desk.http("POST", f"{PATH}/replies", json=body, token=desk.admin.token)
        assert said.status == 201, said.text
        assert desk.http("DELETE", f"{PATH}/replies/{said.json()['id']}", token=desk.admin.token).status == 204


def test_a_reply_that_was_taken_back_outdates_nothing(desk: Desk) -> None:
    new_ticket(desk)
    first = desk.http("POST", f"{PATH}/replies", json={"body": "First"}, token=desk.admin.token).json()["id"]
    held = desk.http("POST", f"{PATH}/replies", json={"body": "Oops", "undo_seconds": 30}, token=desk.admin.token)
    assert desk.http("DELETE", f"{PATH}/replies/{held.json()['id']}", token=desk.admin.token).status == 204
    answer = desk.http("POST", f"{PATH}/replies", json={"body": "Next", "last_seen": first}, token=desk.admin.token)
    assert answer.status == 201, answer.text
