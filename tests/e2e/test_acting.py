"""Every action on a ticket, with exactly the mails and notices it causes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.test_journey import submit
from tests.support.desk import Answer, Desk, Person

A_MOMENT = timedelta(seconds=17)
T = "/v1/acme/tickets/"


def ask(desk: Desk, method: str, path: str, body: Any = None, who: Person | None = None) -> Answer:
    return desk.http(method, T + path, json=body, token=(who or desk.admin).token)


def inbox(desk: Desk, who: Person) -> dict[str, str]:
    """The event of each notice, by its id."""
    items = desk.http("GET", "/v1/acme/inbox", token=who.token).json()["items"]
    return {entry["id"]: entry["event"] for entry in items}


@pytest.fixture
def bo(desk: Desk) -> Person:
    return desk.add_member("Bo Marsh", "bo@acme.example", "agent")


@contextmanager
def causing(desk: Desk, mails: list[str], notices: dict[str, list[str]], people: list[Person]) -> Iterator[None]:
    """The block causes these mails (by recipient) and these notices (by member's name), and no others. Mails wait as
    long as what they tell of can be undone, and a moment longer for what else there is."""
    desk.settle()
    desk.advance(A_MOMENT)
    sent, before = len(desk.sent), {person.id: inbox(desk, person) for person in people}
    yield
    desk.settle()
    desk.advance(A_MOMENT)
    assert sorted(mail.to[0] for mail in desk.sent[sent:]) == sorted(mails)
    for person in people:
        fresh = [event for one, event in inbox(desk, person).items() if one not in before[person.id]]
        assert fresh == notices.get(person.name, []), person.name


def test_resolving_tells_the_customer_once_with_the_solution(desk: Desk, bo: Person) -> None:
    submit(desk)
    with causing(desk, ["maya@example.com"], {}, [desk.admin, bo]):
        ticket = ask(desk, "POST", "TKT-0001/resolve", {"resolution": "Rolled back."}).json()
    assert (ticket["status"], ticket["resolution"]) == ("resolved", "Rolled back.")
    assert ticket["resolution_seconds"] >= 0
    again = ask(desk, "POST", "TKT-0001/resolve", {"resolution": "Rolled back."})
    assert (again.status, again.json()["code"]) == (409, "already_resolved")


def test_resolving_quietly_tells_nobody(desk: Desk, bo: Person) -> None:
    submit(desk)
    with causing(desk, [], {}, [desk.admin, bo]):
        body = {"resolution": "Spam run, nothing to do.", "notify_customer": False}
        assert ask(desk, "POST", "TKT-0001/resolve", body).status == 200


def test_escalating_makes_it_urgent_and_tells_the_other_admins(desk: Desk, bo: Person) -> None:
    submit(desk)
    with causing(desk, [], {"Ana K.": ["ticket.escalated"]}, [desk.admin, bo]):
        ticket = ask(desk, "POST", "TKT-0001/escalate", {"reason": "They lose orders"}, bo).json()
    assert ticket["priority"] == "urgent"
    assert (ticket["escalation"]["reason"], ticket["escalation"]["by"]["name"]) == ("They lose orders", "Bo Marsh")
    again = ask(desk, "POST", "TKT-0001/escalate", {"reason": "Once more"}, bo)
    assert (again.status, again.json()["code"]) == (409, "already_urgent")


def test_assigning_tells_the_new_assignee_by_mail_and_inbox(desk: Desk, bo: Person) -> None:
    submit(desk)
    with causing(desk, ["bo@acme.example"], {"Bo Marsh": ["ticket.assigned"]}, [desk.admin, bo]):
        assert ask(desk, "PATCH", "TKT-0001", {"assignee_id": bo.id}).json()["assignee"]["name"] == "Bo Marsh"
    with causing(desk, [], {}, [desk.admin, bo]):
        assert ask(desk, "PATCH", "TKT-0001", {"assignee_id": desk.admin.id}).status == 200
    late = ask(desk, "PATCH", "TKT-0001", {"assignee_id": bo.id, "expected_assignee_id": None})
    assert (late.status, late.json()["code"]) == (409, "already_assigned")


def test_an_archived_ticket_is_out_of_every_list_until_it_is_restored(desk: Desk, bo: Person) -> None:
    submit(desk)
    assert ask(desk, "POST", "TKT-0001/archive", who=bo).status == 403
    with causing(desk, [], {}, [desk.admin, bo]):
        assert ask(desk, "POST", "TKT-0001/archive").json()["archived"] is True

    def refs(query: str) -> list[str]:
        answer = desk.http("GET", f"/v1/acme/tickets{query}", token=desk.admin.token)
        return [row["ref"] for row in answer.json()["items"]]

    assert [refs(query) for query in ("", "?status=open", "?assignee=none", "?archived=true")] == [
        [],
        [],
        [],
        ["TKT-0001"],
    ]
    assert ask(desk, "POST", "TKT-0001/restore").json()["archived"] is False
    assert refs("") == refs("?status=open") == refs("?assignee=none") == ["TKT-0001"]


def test_a_member_called_in_a_note_finds_it_in_the_inbox_and_nobody_else_does(desk: Desk, bo: Person) -> None:
    submit(desk)
    with causing(desk, [], {"Bo Marsh": ["ticket.mentioned"]}, [desk.admin, bo]):
        assert ask(desk, "POST", "TKT-0001/notes", {"body": "@Bo please look, and mail x@bo.example"}).status == 201


def test_bulk_changes_what_it_can_and_says_what_it_cannot(desk: Desk, bo: Person) -> None:
    submit(desk)
    submit(desk)
    with causing(desk, [], {}, [desk.admin, bo]):
        body = {
            "refs": ["TKT-0001", "TKT-0404", "nonsense", "TKT-0002"],
            "set": {"status": "waiting", "archived": True},
        }
        answer = ask(desk, "POST", "bulk", body)
    assert answer.status == 200, answer.text
    assert [(one["ref"], one["ok"], one["code"]) for one in answer.json()["results"]] == [
        ("TKT-0001", True, None),
        ("TKT-0404", False, "not_found"),
        ("nonsense", False, "not_found"),
        ("TKT-0002", True, None),
    ]
    ticket = ask(desk, "GET", "TKT-0002").json()
    assert (ticket["status"], ticket["archived"]) == ("waiting", True)
    assert ask(desk, "POST", "bulk", body, bo).status == 403
    too_many = ask(desk, "POST", "bulk", {"refs": ["TKT-0001"] * 501, "set": {"status": "open"}})
    assert (too_many.status, too_many.json()["errors"][0]["field"]) == (422, "refs")


def test_bulk_tells_customers_only_when_asked_to(desk: Desk, bo: Person) -> None:
    submit(desk)
    with causing(desk, ["maya@example.com"], {}, [desk.admin, bo]):
        body = {"refs": ["TKT-0001"], "set": {"status": "waiting"}, "notify_customers": True}
        assert ask(desk, "POST", "bulk", body).status == 200


def test_who_else_is_looking_is_shown_for_forty_five_seconds(desk: Desk, bo: Person) -> None:
    submit(desk)
    assert ask(desk, "PUT", "TKT-0001/presence", {"state": "writing"}, bo).json()["items"] == []
    (seen,) = ask(desk, "PUT", "TKT-0001/presence", {"state": "viewing"}).json()["items"]
    assert (seen["name"], seen["state"]) == ("Bo Marsh", "writing")
