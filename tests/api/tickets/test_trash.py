"""The trash: what is deleted is out of sight at once, and as it was when somebody wants it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, problem, submitted
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk

ONE = f"{TICKETS}/TKT-0001"
MAYA = "maya@example.com"
CHANGING = {"version", "updated_at", "action_id", "undo_until", "sla"}


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("The checkout broke.")
    return correspondence


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


def delete(desk: Desk, path: str = ONE) -> Any:
    return ask(desk, "DELETE", path)


def restore(desk: Desk, path: str = ONE) -> Any:
    return ask(desk, "POST", f"{path}/restore", {})


def listed(desk: Desk, query: str = "") -> list[str]:
    return [row["ref"] for row in ask(desk, "GET", f"{TICKETS}{query}")["items"]]


def kept(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in CHANGING}


def test_it_leaves_every_list_and_count_and_is_listed_alone(desk: Desk, post: Correspondence) -> None:
    other = new_ticket(desk)["ref"]
    desk.settle()
    sent = len(desk.sent)
    deleted = delete(desk)
    desk.settle()
    assert deleted["gone_at"] > deleted["deleted_at"]
    for query in ("", "?status=open", "?assignee=none", "?sort=sla_due", "?sort=priority", "?sort=created_at"):
        assert listed(desk, query) == [other], query
    for query in ("?q=checkout", "?archived=true", "?spam=true"):
        assert "TKT-0001" not in listed(desk, query), query
    for query in ("?trash=true", "?trash=true&q=broke", "?q=is:trash+broke"):
        assert listed(desk, query) == ["TKT-0001"], query
    counts = ask(desk, "GET", f"{TICKETS}/counts")
    assert (counts["all"], counts["unassigned"], counts["archived"]) == (1, 1, 0)
    assert len(desk.sent) == sent, "nobody is told"
    problem(desk.http("GET", f"{TICKETS}?trash=true&spam=true", token=desk.admin.token), 422, "validation_failed")


@pytest.mark.parametrize("before", ["archive", "spam", None])
def test_restored_it_is_as_it_was(desk: Desk, post: Correspondence, before: str | None) -> None:
    if before:
        ask(desk, "POST", f"{ONE}/{before}", {})
    was, place = ask(desk, "GET", ONE), {"archive": "?archived=true", "spam": "?spam=true", None: ""}[before]
    delete(desk)
    assert delete(desk)["action_id"] is None, "twice is once"
    assert listed(desk, place) == []
    assert kept(restore(desk)) == kept(was)
    assert listed(desk, place) == ["TKT-0001"]


def test_it_can_be_undone_as_everything_else(desk: Desk, post: Correspondence) -> None:
    was = kept(ask(desk, "GET", ONE))
    action = delete(desk)["action_id"]
    ask(desk, "POST", f"{ONE}/actions/{action}/undo", {})
    assert kept(ask(desk, "GET", ONE)) == was
    assert listed(desk) == ["TKT-0001"]


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("PATCH", "", {"title": "Another"}),
        ("POST", "/replies", {"body": "Hello"}),
        ("POST", "/notes", {"body": "Hello"}),
        ("POST", "/resolve", {"resolution": "Done."}),
        ("POST", "/spam", {}),
        ("POST", "/archive", None),
        ("POST", "/merge", {"duplicate": "TKT-0002"}),
        ("POST", "/forward", {"to": ["lee@carrier.example"], "body": "Look"}),
    ],
)
def test_nothing_else_is_done_to_it(desk: Desk, post: Correspondence, method: str, rest: str, body: Any) -> None:
    new_ticket(desk)
    delete(desk)
    before = ask(desk, "GET", ONE)
    problem(desk.http(method, f"{ONE}{rest}", json=body, token=desk.admin.token), 409, "in_trash")
    assert ask(desk, "GET", ONE) == before


def test_another_ticket_is_not_merged_into_it_nor_it_into_another(desk: Desk, post: Correspondence) -> None:
    other = new_ticket(desk)["ref"]
    delete(desk)
    answer = desk.http("POST", f"{TICKETS}/{other}/merge", json={"duplicate": "TKT-0001"}, token=desk.admin.token)
    problem(answer, 409, "in_trash")


def test_its_links_open_nothing_and_what_its_customer_writes_is_a_new_ticket(desk: Desk, post: Correspondence) -> None:
    desk.settle()
    path = submitted(desk)
    ref = listed(desk)[0]
    assert desk.http("GET", path).status == 200
    delete(desk, f"{TICKETS}/{ref}")
    assert desk.http("GET", path).status == 404
    delete(desk)
    post.write("Still broken.", Subject="Re: [TKT-0001] Checkout")
    (new,) = listed(desk)
    assert new not in ("TKT-0001", ref)
    assert ask(desk, "GET", f"{TICKETS}/{new}")["follow_up_of"] is None
    restore(desk, f"{TICKETS}/{ref}")
    assert desk.http("GET", path).status == 200


def test_a_reply_on_its_way_does_not_go_out(desk: Desk, post: Correspondence) -> None:
    desk.settle()
    sent = len(desk.sent)
    ask(desk, "POST", f"{ONE}/replies", {"body": "Please restart.", "undo_seconds": 10})
    delete(desk)
    desk.advance(timedelta(seconds=30))
    assert len(desk.sent) == sent


def test_many_at_once_and_back(desk: Desk, post: Correspondence) -> None:
    refs = ["TKT-0001", new_ticket(desk)["ref"]]
    ask(desk, "POST", f"{TICKETS}/bulk", {"refs": refs, "set": {"deleted": True}})
    assert (listed(desk), sorted(listed(desk, "?trash=true"))) == ([], sorted(refs))
    done = ask(desk, "POST", f"{TICKETS}/bulk", {"refs": refs, "set": {"deleted": False, "priority": "low"}})
    assert [one["ok"] for one in done["results"]] == [True, True]
    assert sorted(listed(desk)) == sorted(refs)


def test_an_agent_who_may_not_delete_does_not_by_any_way(desk: Desk, post: Correspondence) -> None:
    agent = desk.add_member("Bo M.", "bo@acme.example", "agent")
    for method, path, body in (
        ("DELETE", ONE, None),
        ("POST", f"{TICKETS}/bulk", {"refs": ["TKT-0001"], "set": {"deleted": True}}),
    ):
        problem(desk.http(method, path, json=body, token=agent.token), 403, "forbidden")
