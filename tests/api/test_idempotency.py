"""The same request sent again: one ticket, one message, one mail, and the first answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.api.routes import load
from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem, walked
from tests.support.desk import Answer, Desk

PATH = f"{TICKETS}/TKT-0001"
POSTS: dict[str, tuple[str, Any, Any]] = {
    "/v1/{workspace}/tickets": (
        TICKETS,
        {"title": "Once", "contact": {"email": "maya@example.com"}},
        {"title": "Twice", "contact": {"email": "maya@example.com"}},
    ),
    "/v1/{workspace}/tickets/{ref}/replies": (f"{PATH}/replies", {"body": "Once"}, {"body": "Twice"}),
    "/v1/{workspace}/tickets/{ref}/notes": (f"{PATH}/notes", {"body": "Once"}, {"body": "Twice"}),
    "/v1/{workspace}/tickets/{ref}/resolve": (f"{PATH}/resolve", {"resolution": "Once"}, {"resolution": "Twice"}),
    "/v1/{workspace}/tickets/{ref}/escalate": (f"{PATH}/escalate", {"reason": "Once"}, {"reason": "Twice"}),
    "/v1/{workspace}/contacts": (CONTACTS, {"name": "Noor"}, {"name": "Nur"}),
}
"""Every POST of a workspace that makes or says something: its address, a body, and another body."""
WITHOUT_BODY = {"/v1/{workspace}/tickets/{ref}/archive", "/v1/{workspace}/tickets/{ref}/restore"}


def send(desk: Desk, route: str, body: int, key: str, token: str | None = None) -> Answer:
    path, *bodies = POSTS[route]
    headers = {"Idempotency-Key": key}
    return desk.http("POST", path, json=bodies[body], token=token or desk.admin.token, headers=headers)


@pytest.fixture
def busy_desk(desk: Desk) -> Desk:
    """With a ticket of a customer, so that what is done to it is mailed."""
    new_ticket(desk, contact={"email": "maya@example.com"})
    desk.settle()
    return desk


@pytest.mark.parametrize("route", POSTS)
def test_the_same_request_again_does_nothing_and_gives_the_first_answer(busy_desk: Desk, route: str) -> None:
    first = send(busy_desk, route, 0, "k1")
    busy_desk.settle()
    done, mails = everything(busy_desk), len(busy_desk.sent)

    again = [send(busy_desk, route, 0, "k1") for _ in range(3)]
    busy_desk.settle()

    assert first.status in (200, 201), first.text
    assert {answer.status for answer in again} == {first.status}
    for answer in again:
        assert _told(answer) == _told(first)
        assert answer.headers.get("location") == first.headers.get("location")
    assert everything(busy_desk) == done
    assert len(busy_desk.sent) == mails


@pytest.mark.parametrize("route", POSTS)
def test_the_same_key_with_another_body_is_refused(busy_desk: Desk, route: str) -> None:
    send(busy_desk, route, 0, "k1")
    done = everything(busy_desk)
    problem(send(busy_desk, route, 1, "k1"), 422, "idempotency_mismatch")
    assert everything(busy_desk) == done


@pytest.mark.parametrize("route", ["/v1/{workspace}/tickets", "/v1/{workspace}/tickets/{ref}/notes"])
def test_callers_do_not_share_keys(busy_desk: Desk, route: str) -> None:
    agent = busy_desk.add_member("Gil G.", "gil@acme.example", "agent")
    keys = [busy_desk.api_key("tickets:write") for _ in range(2)]
    ids = {_identity(send(busy_desk, route, 0, "k1", token)) for token in (None, agent.token, *keys)}
    assert len(ids) == 4


def test_routes_and_tickets_do_not_share_keys(busy_desk: Desk) -> None:
    new_ticket(busy_desk)
    paths = [f"{TICKETS}/{ref}/{place}" for ref in ("TKT-0001", "TKT-0002") for place in ("replies", "notes")]
    ids = set()
    for path in paths:
        answer = busy_desk.http(
            "POST", path, json={"body": "x"}, token=busy_desk.admin.token, headers={"Idempotency-Key": "k1"}
        )
        assert answer.status == 201
        ids.add(answer.json()["id"])
    assert len(ids) == 4


def test_a_workspace_does_not_share_keys_with_another(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    theirs = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex")
    headers = {"Idempotency-Key": "k1"}
    ours = desk.http("POST", TICKETS, json={"title": "Ours"}, token=desk.admin.token, headers=headers)
    other = desk.http("POST", "/v1/globex/tickets", json={"title": "Theirs"}, token=theirs.token, headers=headers)
    assert (ours.json()["title"], other.json()["title"]) == ("Ours", "Theirs")


@pytest.mark.parametrize("key", ["k" * 256, "k" * 8000, ""], ids=len)
def test_a_key_that_is_too_long_or_empty_is_named(desk: Desk, key: str) -> None:
    answer = send(desk, "/v1/{workspace}/tickets", 0, key)
    assert fields(problem(answer, 422, "validation_failed")) == ["Idempotency-Key"]


@pytest.mark.parametrize("key", ["k" * 255, "#", "ü\u20ac", " ", '"quoted"'], ids=ascii)
def test_a_key_may_be_any_text(desk: Desk, key: str) -> None:
    first, again = (send(desk, "/v1/{workspace}/tickets", 0, key) for _ in range(2))
    assert first.status == again.status == 201
    assert first.json()["ref"] == again.json()["ref"]


def test_a_refused_request_does_not_use_its_key_up(desk: Desk) -> None:
    problem(send(desk, "/v1/{workspace}/tickets/{ref}/notes", 0, "k1"), 404, "not_found")
    new_ticket(desk)
    assert send(desk, "/v1/{workspace}/tickets/{ref}/notes", 0, "k1").status == 201


def test_eight_at_once_with_one_key_make_one_ticket_one_contact_and_one_mail(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: send(desk, "/v1/{workspace}/tickets", 0, "k1"), range(8)))
    desk.settle()
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json()["ref"] for answer in answers}) == 1
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1
    assert len(walked(desk, CONTACTS, desk.admin.token, 100)) == 1
    assert len(desk.sent) == 1


def test_eight_at_once_with_one_key_say_one_thing(busy_desk: Desk) -> None:
    before = len(busy_desk.sent)
    route = "/v1/{workspace}/tickets/{ref}/replies"
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: send(busy_desk, route, 0, "k1"), range(8)))
    busy_desk.settle()
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(busy_desk.sent) == before + 1


def test_repeating_a_reply_that_was_taken_back_does_not_send_it(busy_desk: Desk) -> None:
    body, headers = {"body": "Oops", "undo_seconds": 30}, {"Idempotency-Key": "k1"}
    first = busy_desk.http("POST", f"{PATH}/replies", json=body, token=busy_desk.admin.token, headers=headers)
    undone = busy_desk.http("DELETE", f"{PATH}/replies/{first.json()['id']}", token=busy_desk.admin.token)
    assert undone.status == 204
    again = busy_desk.http("POST", f"{PATH}/replies", json=body, token=busy_desk.admin.token, headers=headers)
    problem(again, 404, "not_found")


def test_archiving_and_restoring_twice_is_doing_it_once(busy_desk: Desk) -> None:
    for action, archived in (("archive", True), ("restore", False)):
        versions = set()
        for key in ("k1", "k1", "k2"):
            answer = busy_desk.http(
                "POST", f"{PATH}/{action}", token=busy_desk.admin.token, headers={"Idempotency-Key": key}
            )
            assert answer.json()["archived"] is archived
            versions.add(answer.json()["version"])
        assert len(versions) == 1


def test_every_post_of_a_workspace_takes_a_key_and_is_tried_here() -> None:
    posts = {route.path for route in load() if route.method == "POST" and not route.path.startswith("/v1/auth/")}
    assert {route.path for route in load() if route.replay} == posts
    assert posts == set(POSTS) | WITHOUT_BODY


def everything(desk: Desk) -> list[Any]:
    """The tickets with their time lines, and the contacts, as the admin sees them."""
    tickets = walked(desk, TICKETS, desk.admin.token, 100)
    lines = [walked(desk, f"{TICKETS}/{ticket['ref']}/timeline", desk.admin.token, 100) for ticket in tickets]
    return [tickets, lines, walked(desk, CONTACTS, desk.admin.token, 100)]


def _identity(answer: Answer) -> str:
    assert answer.status == 201, answer.text
    document = answer.json()
    return str(document.get("ref") or document["id"])


def _told(answer: Answer) -> dict[str, Any]:
    """The answer without how far its mail got meanwhile."""
    return {name: value for name, value in answer.json().items() if name != "delivery"}
