"""The clock of promises once a change is undone, though others went on meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, submitted
from tests.support.desk import Desk, Person

ONE = f"{TICKETS}/TKT-0001"


@pytest.fixture
def bo(desk: Desk) -> Person:
    return desk.add_member("Bo Marsh", "bo@acme.example", "agent", can_delete=True)


def do(desk: Desk, method: str, path: str, body: Any = None, who: Person | None = None) -> Any:
    answer = desk.http(method, ONE + path, json=body, token=(who or desk.admin).token)
    assert answer.status < 300, answer.text
    return answer.json() if answer.content else None


def undo(desk: Desk, done: Any, who: Person | None = None) -> Any:
    return do(desk, "POST", f"/actions/{done['action_id']}/undo", who=who)["sla"]


def test_a_solution_stays_as_it_was_judged_when_reopening_it_is_undone(desk: Desk) -> None:
    new_ticket(desk, priority="urgent")
    do(desk, "POST", "/resolve", {"resolution": "Restarted it"})
    desk.advance(timedelta(hours=9))
    found = undo(desk, do(desk, "PATCH", "", {"status": "open"}))
    assert (found["resolution"]["status"], found["resolution"]["elapsed_percent"]) == ("met", 0)


def test_a_reply_that_was_withdrawn_isn_t_given_again_by_undoing_something_else(desk: Desk, bo: Person) -> None:
    new_ticket(desk)
    held = do(desk, "POST", "/replies", {"body": "Soon", "undo_seconds": 30}, bo)
    changed = do(desk, "PATCH", "", {"priority": "high"})
    do(desk, "DELETE", f"/replies/{held['id']}", who=bo)
    assert undo(desk, changed)["first_response"]["status"] == "on_track"


def test_what_is_promised_is_by_the_priority_in_whatever_order_changes_are_undone(desk: Desk, bo: Person) -> None:
    new_ticket(desk, priority="high")
    first = do(desk, "PATCH", "", {"priority": "low"})
    second = do(desk, "PATCH", "", {"status": "waiting"}, bo)
    undo(desk, first)
    assert undo(desk, second, bo)["policy_id"] == "p_high"


def test_the_clock_of_what_another_archived_stands(desk: Desk, bo: Person) -> None:
    new_ticket(desk, priority="urgent")
    resolved = do(desk, "POST", "/resolve", {"resolution": "Restarted it"})
    do(desk, "POST", "/archive", who=bo)
    undo(desk, resolved)
    desk.advance(timedelta(days=3))
    assert do(desk, "POST", "/restore")["sla"]["resolution"]["elapsed_percent"] == 0


def test_what_was_asked_while_a_ticket_was_back_for_a_moment_waited_no_less_than_nothing(desk: Desk) -> None:
    desk.http("PATCH", "/v1/acme/sla-policies/p_medium", json={"next_response_minutes": 1}, token=desk.admin.token)
    page = submitted(desk)
    do(desk, "POST", "/replies", {"body": "Which one?"})
    do(desk, "POST", "/archive")
    restored = do(desk, "POST", "/restore")
    desk.ports.clock.offset += timedelta(seconds=5)
    assert desk.http("POST", f"{page}/replies", form={"body": "The second one."}).status == 303
    undo(desk, restored)
    do(desk, "POST", "/replies", {"body": "Thanks!"})
    assert do(desk, "GET", "")["sla"]["next_response"]["elapsed_percent"] == 0


def test_what_is_closed_and_spam_isn_t_solved_by_having_been_no_spam_for_a_moment(desk: Desk) -> None:
    new_ticket(desk)
    do(desk, "POST", "/spam")
    do(desk, "PATCH", "", {"status": "closed"})
    assert undo(desk, do(desk, "DELETE", "/spam"))["resolution"]["status"] == "paused"
