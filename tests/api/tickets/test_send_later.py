"""A reply that is sent later: seen by nobody outside before, sent once, and not at all if the customer writes first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, fields, problem
from tests.api.tickets.scheduling import (
    MAYA,
    NOT_SENT,
    ONE,
    SOON,
    WORDS,
    answer,
    ask,
    at,
    heard,
    later,
    mailed,
    said,
    texts,
    waiting,
)
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import WORKSPACE, Desk, Person


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("The checkout broke.")
    return correspondence


@pytest.fixture
def bo(desk: Desk) -> Person:
    return desk.add_member("Bo L.", "bo@acme.example", "agent")


def test_it_is_out_at_its_instant_and_not_before(desk: Desk, post: Correspondence) -> None:
    before = ask(desk, "GET", ONE)
    made = later(desk, status="waiting")
    assert (made["body_text"], made["kind"], made["undo_until"]) == (WORDS, "agent_reply", None)
    shown = ask(desk, "GET", ONE)
    for name in ("status", "message_count", "last_speaker", "first_responded_at", "assignee"):
        assert shown[name] == before[name], name
    assert [(one["id"], one["why"]) for one in shown["scheduled"]] == [(made["id"], None)]
    assert [(one["body_text"], one["status"]) for one in waiting(desk)] == [(WORDS, "waiting")]
    desk.advance(SOON - timedelta(minutes=2))
    assert (said(desk), mailed(desk)) == ([], 0)
    desk.advance(timedelta(minutes=3))
    assert (said(desk), mailed(desk), waiting(desk)) == ([WORDS], 1, [])
    shown = ask(desk, "GET", ONE)
    assert (shown["status"], shown["last_speaker"], shown["scheduled"]) == ("waiting", "agent", [])
    assert shown["message_count"] == before["message_count"] + 1
    assert shown["first_responded_at"] > made["at"]
    desk.advance(timedelta(days=2))
    assert (said(desk), mailed(desk)) == ([WORDS], 1), "once"


def test_it_is_found_by_search_only_once_it_is_out(desk: Desk, post: Correspondence) -> None:
    later(desk)
    desk.settle()
    assert ask(desk, "GET", f"{TICKETS}?q=leaves")["items"] == []
    desk.advance(SOON + timedelta(minutes=1))
    assert [one["ref"] for one in ask(desk, "GET", f"{TICKETS}?q=leaves")["items"]] == ["TKT-0001"]


def test_it_isnt_sent_if_the_customer_writes_first_and_its_author_is_told(
    desk: Desk, post: Correspondence, bo: Person
) -> None:
    later(desk, bo)
    answer(post, "Never mind, it works again.")
    desk.settle()
    assert heard(desk, bo)[0] == (NOT_SENT, "customer_wrote")
    desk.advance(SOON + timedelta(minutes=1))
    assert (said(desk), mailed(desk)) == ([], 0)
    assert [(one["body_text"], one["why"]) for one in waiting(desk)] == [(WORDS, "customer_wrote")], "it is kept"


@pytest.mark.parametrize(
    ("method", "path", "body", "why"),
    [
        ("PATCH", ONE, {"status": "closed"}, "closed"),
        ("POST", f"{ONE}/spam", {}, "spam"),
        ("DELETE", ONE, None, "deleted"),
        ("POST", f"{TICKETS}/TKT-0002/merge", {"duplicate": "TKT-0001"}, "merged"),
    ],
)
def test_what_ends_a_ticket_ends_what_waits_on_it(
    desk: Desk, post: Correspondence, bo: Person, method: str, path: str, body: Any, why: str
) -> None:
    ask(desk, "POST", TICKETS, {"title": "The same", "contact": {"email": MAYA}})
    later(desk, bo)
    done = ask(desk, method, path, body)
    assert done["undo_until"] or why == "merged", "and can be undone as ever"
    desk.settle()
    assert heard(desk, bo)[0] == (NOT_SENT, why)
    desk.advance(SOON + timedelta(minutes=1))
    assert mailed(desk) == 0


def test_it_isnt_sent_for_somebody_who_may_not_answer_any_more(desk: Desk, post: Correspondence, bo: Person) -> None:
    later(desk, bo)
    ask(desk, "PATCH", f"/v1/{WORKSPACE}/members/{bo.id}", {"active": False})
    desk.advance(SOON + timedelta(minutes=1))
    assert (said(desk), mailed(desk)) == ([], 0)
    assert [one["why"] for one in waiting(desk)] == ["author_gone"]
    assert (NOT_SENT, "author_gone") in heard(desk, desk.admin), "whoever has the ticket hears of it"


def test_a_key_that_was_revoked_sends_nothing(desk: Desk, post: Correspondence) -> None:
    key = desk.api_key("tickets:write")
    body = {"body": WORDS, "send_at": at(desk)}
    assert desk.http("POST", f"{ONE}/replies", json=body, token=key).status == 201
    assert [one["body_text"] for one in desk.http("GET", f"{ONE}/scheduled", token=key).json()["items"]] == [WORDS]
    other = desk.api_key("tickets:write")
    assert desk.http("GET", f"{ONE}/scheduled", token=other).json()["items"] == [], "no other key reads it"
    assert desk.http("GET", ONE, token=other).json()["scheduled"] == []
    told = desk.http("GET", f"{ONE}/timeline", token=other).json()["items"]
    assert not [one for one in told if one["event"] and "scheduled" in one["event"]["type"]]
    ask(desk, "DELETE", f"/v1/{WORKSPACE}/api-keys/{key.split('_')[1]}")
    desk.advance(SOON + timedelta(minutes=1))
    assert (mailed(desk), [one["why"] for one in waiting(desk)]) == (0, ["author_gone"])


@pytest.mark.parametrize("span", [timedelta(0), timedelta(seconds=30), -timedelta(days=1), timedelta(days=367)])
def test_the_instant_is_a_minute_to_a_year_ahead(desk: Desk, post: Correspondence, span: timedelta) -> None:
    answer = desk.http(
        "POST", f"{ONE}/replies", json={"body": WORDS, "send_at": at(desk, span)}, token=desk.admin.token
    )
    assert fields(problem(answer, 422, "validation_failed")) == ["send_at"]


def test_what_can_not_be(desk: Desk, post: Correspondence) -> None:
    both = {"body": WORDS, "send_at": at(desk), "undo_seconds": 10}
    answer = desk.http("POST", f"{ONE}/replies", json=both, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == ["undo_seconds"]
    naive = {"body": WORDS, "send_at": "2030-03-31T02:30:00"}
    problem(desk.http("POST", f"{ONE}/replies", json=naive, token=desk.admin.token), 422, "validation_failed")
    for _ in range(5):
        later(desk)
    sixth = {"body": WORDS, "send_at": at(desk)}
    problem(desk.http("POST", f"{ONE}/replies", json=sixth, token=desk.admin.token), 409, "too_many")


def test_only_its_author_changes_or_sends_it_and_anybody_stops_it(desk: Desk, post: Correspondence, bo: Person) -> None:
    made = later(desk, bo)
    path = f"{ONE}/scheduled/{made['id']}"
    problem(desk.http("PATCH", path, json={"body": "No"}, token=desk.admin.token), 403, "forbidden")
    problem(desk.http("POST", f"{path}/send", token=desk.admin.token), 403, "forbidden")
    viewer = desk.add_member("Vi", "vi@acme.example", "viewer")
    problem(desk.http("DELETE", path, token=viewer.token), 403, "forbidden")
    ask(desk, "DELETE", path)
    ask(desk, "DELETE", path)
    desk.settle()
    assert heard(desk, bo)[0] == (NOT_SENT, "cancelled")
    desk.advance(SOON + timedelta(minutes=1))
    assert (mailed(desk), waiting(desk)) == (0, [])


def test_it_says_what_it_was_last_changed_to_when_it_was_last_said_to(desk: Desk, post: Correspondence) -> None:
    made = later(desk)
    path = f"{ONE}/scheduled/{made['id']}"
    changed = ask(desk, "PATCH", path, {"body": "Tomorrow.", "send_at": at(desk, 2 * SOON)})
    assert changed["body_text"] == "Tomorrow."
    problem(desk.http("PATCH", path, json={}, token=desk.admin.token), 422, "validation_failed")
    desk.advance(SOON + timedelta(minutes=1))
    assert said(desk) == []
    desk.advance(SOON + timedelta(minutes=1))
    assert said(desk) == ["Tomorrow."]


def test_one_that_was_stopped_waits_again_or_is_sent_now(desk: Desk, post: Correspondence) -> None:
    first, second = later(desk), later(desk, body="Second")
    answer(post, "One more thing.")
    problem(
        desk.http("PATCH", f"{ONE}/scheduled/{first['id']}", json={"body": "x"}, token=desk.admin.token),
        422,
        "validation_failed",
    )
    ask(desk, "PATCH", f"{ONE}/scheduled/{first['id']}", {"send_at": at(desk)})
    out = ask(desk, "POST", f"{ONE}/scheduled/{second['id']}/send")
    assert out["body_text"] == "Second"
    problem(desk.http("POST", f"{ONE}/scheduled/{second['id']}/send", token=desk.admin.token), 404, "not_found")
    desk.advance(SOON + timedelta(minutes=1))
    assert (said(desk), mailed(desk)) == (["Second", WORDS], 1)


def test_asked_again_with_its_key_it_waits_once(desk: Desk, post: Correspondence) -> None:
    body = {"body": WORDS, "send_at": at(desk)}
    made = [
        desk.http("POST", f"{ONE}/replies", json=body, token=desk.admin.token, headers={"Idempotency-Key": "one"})
        for _ in range(2)
    ]
    assert made[0].json() == made[1].json()
    assert len(waiting(desk)) == 1


def test_sent_at_once_and_asked_again_with_its_key_it_is_the_same_one(desk: Desk, post: Correspondence) -> None:
    path, key = f"{ONE}/scheduled/{later(desk)['id']}/send", {"Idempotency-Key": "two"}
    sent = [desk.http("POST", path, token=desk.admin.token, headers=key) for _ in range(2)]
    assert [one.status for one in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    desk.advance(timedelta(minutes=1))
    assert (said(desk), mailed(desk)) == ([WORDS], 1)


def test_a_long_text_waits_as_well_and_leaves_nothing_behind(desk: Desk, post: Correspondence) -> None:
    long = "Long words. " * 4000
    made = later(desk, body=long)
    ask(desk, "PATCH", f"{ONE}/scheduled/{made['id']}", {"body": long + "More."})
    assert len(texts(desk)) == 2, "what it said before goes by itself"
    desk.advance(SOON + timedelta(minutes=1))
    assert said(desk) == [long + "More."]
    desk.advance(timedelta(days=2))
    assert texts(desk) == []
