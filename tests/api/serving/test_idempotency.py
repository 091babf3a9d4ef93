"""The same request sent again: one ticket, one message, one mail, and the first answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.api.serving.routes import load
from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem, walked
from tests.support.cuts import counting
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
    "/v1/{workspace}/tickets/{ref}/merge": (f"{PATH}/merge", {"duplicate": "TKT-0002"}, {"duplicate": "TKT-0003"}),
    "/v1/{workspace}/assistant": (
        "/v1/acme/assistant",
        {"message": "Ticket: once", "confirm": True},
        {"message": "Ticket: twice", "confirm": True},
    ),
    "/v1/{workspace}/tickets/{ref}/forward": (
        "/v1/acme/tickets/TKT-0001/forward",
        {"to": ["lee@carrier.example"], "body": "Where is it?"},
        {"to": ["mo@carrier.example"], "body": "Where is it?"},
    ),
    "/v1/{workspace}/contacts": (CONTACTS, {"name": "Noor"}, {"name": "Nur"}),
    "/v1/{workspace}/members": (
        "/v1/acme/members",
        {"name": "Kim K.", "email": "kim@acme.example", "role": "agent"},
        {"name": "Kim K.", "email": "kim@acme.example", "role": "admin"},
    ),
    "/v1/{workspace}/labels": (
        "/v1/acme/labels",
        {"name": "billing", "color": "#a13a00"},
        {"name": "billing", "color": "#000000"},
    ),
    "/v1/{workspace}/canned-responses": (
        "/v1/acme/canned-responses",
        {"name": "Hello", "body": "Hello"},
        {"name": "Hello", "body": "Good day"},
    ),
    "/v1/{workspace}/macros": (
        "/v1/acme/macros",
        {"name": "Mine", "actions": [{"do": "assign", "member": "me"}]},
        {"name": "Mine", "actions": [{"do": "note", "text": "Seen"}]},
    ),
    "/v1/{workspace}/views": ("/v1/acme/views", {"name": "A", "filters": {}}, {"name": "B", "filters": {}}),
    "/v1/{workspace}/mailboxes": (
        "/v1/acme/mailboxes",
        {"name": "Sales", "address": "sales@acme.example"},
        {"name": "Shop", "address": "sales@acme.example"},
    ),
    "/v1/{workspace}/mail-domains": ("/v1/acme/mail-domains", {"domain": "a.example"}, {"domain": "b.example"}),
    "/v1/{workspace}/api-keys": (
        "/v1/acme/api-keys",
        {"name": "Reports", "scopes": ["tickets:read"]},
        {"name": "Reports", "scopes": ["contacts:read"]},
    ),
    "/v1/{workspace}/widgets": (
        "/v1/acme/widgets",
        {"name": "Shop", "origins": ["https://shop.example"]},
        {"name": "Shop", "origins": ["https://www.shop.example"]},
    ),
}
"""Every POST that makes or says something: its address, a body, and another body."""
TRIED_BELOW = {
    *(f"/v1/{{workspace}}/tickets/{{ref}}/{action}" for action in ("archive", "restore", "spam", "unmerge")),
    "/v1/{workspace}/tickets/{ref}/messages/{id}/resend",
    "/v1/{workspace}/tickets/{ref}/macros/{id}",
    "/v1/{workspace}/tickets/{ref}/scheduled/{id}/send",
    "/v1/{workspace}/tickets/{ref}/messages/{id}/split",
    *(f"/v1/{{workspace}}/tickets/{{ref}}/links/{deed}" for deed in ("replies", "resolve")),
    "/v1/{workspace}/sla-policies",
    "/v1/{workspace}/widgets/{id}/secret",
    "/v1/{workspace}/suspended-mails/{id}/release",
}
"""Tests of their own, here; of parked mail in tests/services/mail/test_release.py, of what was not delivered in
tests/api/tickets/test_resend.py, of macros and of replies that wait in test_macros.py and test_send_later.py there, of
splits and links in tests/services/tickets."""
HARMLESS = {
    "/v1/{workspace}/tickets/{ref}/redactions": "what is taken out stays out",
    "/v1/{workspace}/contacts/{id}/erasure": "asked for again while it goes on, it is the same",
    "/v1/{workspace}/contacts/{id}/export": "asked for again while it goes on, it is the same",
    "/v1/{workspace}/members/{id}/invite": "a further link, as asked for",
    "/v1/{workspace}/members/{id}/handover": "what is handed over stays so",
    "/v1/{workspace}/members/{id}/sign-out": "signs out who signed in since as well, as asked for",
    "/v1/{workspace}/tickets/bulk": "sets values: setting them twice is setting them once",
    "/v1/{workspace}/tickets/bulk/{id}/undo": "what is undone stays undone",
    "/v1/{workspace}/tickets/{ref}/actions/{id}/undo": "what is undone stays undone",
    "/v1/{workspace}/tickets/{ref}/attachments": "an upload that no message names is thrown away",
    "/v1/{workspace}/tickets/{ref}/files/links": "changes nothing",
    "/v1/{workspace}/attachments": "an upload that no message names is thrown away",
    "/v1/{workspace}/contacts/{id}/merge": "who is merged stays merged",
    "/v1/{workspace}/contacts/{id}/unmerge": "who is parted stays parted",
    "/v1/{workspace}/inbox/read": "what is read stays read",
    "/v1/{workspace}/inbox/done": "what is done with stays away",
    "/v1/{workspace}/canned-responses/{id}/render": "changes nothing",
    "/v1/{workspace}/tickets/{ref}/replies/preview": "changes nothing",
    "/v1/{workspace}/tickets/{ref}/assistant/ask": "changes nothing",
    "/v1/{workspace}/tickets/{ref}/assistant/draft": "changes nothing",
    "/v1/{workspace}/tickets/{ref}/assistant/translate": "changes nothing",
    "/v1/{workspace}/resend": "what is on its way again isn't sent twice, nor what has arrived",
    "/v1/{workspace}/ai-engine/trial": "changes nothing",
    "/v1/{workspace}/weekly-report/preview": "mails its caller alone, a few times an hour",
    "/v1/{workspace}/tickets/{ref}/verify": "what is vouched for stays so",
    "/v1/{workspace}/mail-domains/{id}/check": "looks for a record",
    "/mcp/{workspace}": "tools that add something take a key as an argument",
}
"""What takes no key, and why repeating it does no harm."""
SECRETS_ONCE = ("key", "secret")


def send(desk: Desk, route: str, body: int, key: str | None, token: str | None = None) -> Answer:
    path, *bodies = POSTS[route]
    headers = {"Idempotency-Key": key} if key is not None else {}
    return desk.http("POST", path, json=bodies[body], token=token or desk.admin.token, headers=headers)


@pytest.fixture
def busy_desk(desk: Desk) -> Desk:
    """With a ticket of a customer, so that what is done to it is mailed, and two more to be merged with it."""
    new_ticket(desk, contact={"email": "maya@example.com"})
    for _ in range(2):
        new_ticket(desk, contact={"email": "maya@example.com"}, notify_customer=False)
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


def test_a_key_that_is_too_long_or_empty_is_named(desk: Desk) -> None:
    for key in ("k" * 256, "k" * 8000, ""):
        answer = send(desk, "/v1/{workspace}/tickets", 0, key)
        assert fields(problem(answer, 422, "validation_failed")) == ["Idempotency-Key"]


def test_a_key_may_be_any_text(desk: Desk) -> None:
    for key in ("k" * 255, "#", "ü\u20ac", " ", '"quoted"'):
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


def test_putting_away_and_bringing_back_twice_is_doing_it_once(busy_desk: Desk) -> None:
    for method, action, field, value in (
        ("POST", "/archive", "archived", True),
        ("POST", "/restore", "archived", False),
        ("POST", "/spam", "spam", True),
        ("DELETE", "", "spam", True),
    ):
        versions = set()
        for key in ("k1", "k1", "k2"):
            answer = busy_desk.http(
                method, f"{PATH}{action}", token=busy_desk.admin.token, headers={"Idempotency-Key": key}
            )
            assert answer.json()[field] is value
            versions.add(answer.json()["version"])
        assert len(versions) == 1


def test_a_ticket_that_may_no_longer_be_opened_is_told_of_again_to_who_opened_it(desk: Desk) -> None:
    first = send(desk, "/v1/{workspace}/tickets", 0, "k1").json()
    contact = f"{CONTACTS}/{first['contact']['id']}"
    assert desk.http("PATCH", contact, json={"blocked": True}, token=desk.admin.token).status == 200
    assert send(desk, "/v1/{workspace}/tickets", 0, "k1").json()["ref"] == first["ref"]
    problem(send(desk, "/v1/{workspace}/tickets", 1, "k1"), 422, "idempotency_mismatch")
    problem(send(desk, "/v1/{workspace}/tickets", 0, "k2"), 403, "blocked")


@pytest.mark.parametrize("said", ["", "/{ref}/replies", "/{ref}/notes"])
def test_a_new_key_costs_what_is_written_most_no_look_for_an_earlier_one(busy_desk: Desk, said: str) -> None:
    route, costs = f"/v1/{{workspace}}/tickets{said}", []
    send(busy_desk, route, 0, "k0")
    for key in ("k1", None):
        with counting() as calls:
            assert send(busy_desk, route, 0, key).status == 201
        costs.append(calls.made)
    assert costs[0] == costs[1]


def test_a_reply_sent_again_after_newer_messages_is_answered_as_it_was(busy_desk: Desk) -> None:
    """It would be refused by now, as outdated by itself at the latest."""
    timeline = f"{PATH}/timeline?order=newest&limit=1"
    seen = busy_desk.http("GET", timeline, token=busy_desk.admin.token).json()["items"][0]["id"]
    body = {"body": "Once", "last_seen": seen}

    def reply(key: str) -> Answer:
        headers = {"Idempotency-Key": key}
        return busy_desk.http("POST", f"{PATH}/replies", json=body, token=busy_desk.admin.token, headers=headers)

    first = reply("k1")
    assert first.status == 201, first.text
    send(busy_desk, "/v1/{workspace}/tickets/{ref}/notes", 0, "k2")
    assert reply("k1").json()["id"] == first.json()["id"]
    entries = problem(reply("k3"), 409, "stale_conversation")["entries"]
    assert [entry["body_text"] for entry in entries] == ["Once", "Once"]


def test_undoing_a_merge_twice_with_one_key_is_undoing_it_once(busy_desk: Desk) -> None:
    body = {"duplicate": "TKT-0002"}
    assert busy_desk.http("POST", f"{PATH}/merge", json=body, token=busy_desk.admin.token).status == 200
    headers = {"Idempotency-Key": "k1"}
    answers = [
        busy_desk.http("POST", f"{PATH}/unmerge", json=body, token=busy_desk.admin.token, headers=headers)
        for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_a_new_api_key_is_told_once_even_to_whoever_asks_again(desk: Desk) -> None:
    first, again = (send(desk, "/v1/{workspace}/api-keys", 0, "k1").json() for _ in range(2))
    assert desk.http("GET", TICKETS, token=first["key"]).status == 200
    assert again == {**first, "key": None}


def test_a_policy_made_twice_with_one_key_is_made_once(desk: Desk) -> None:
    path, headers = "/v1/acme/sla-policies", {"Idempotency-Key": "k1"}
    body = {"priority": "low", "first_response_minutes": 60, "resolution_minutes": 240}
    assert desk.http("DELETE", f"{path}/p_low", token=desk.admin.token).status == 204
    first, again = (desk.http("POST", path, json=body, token=desk.admin.token, headers=headers) for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.json() == again.json()
    other = desk.http("POST", path, json={**body, "priority": "high"}, token=desk.admin.token, headers=headers)
    problem(other, 422, "idempotency_mismatch")


def test_the_secret_of_a_widget_is_made_anew_once_and_told_once(desk: Desk) -> None:
    widget = send(desk, "/v1/{workspace}/widgets", 0, "k1").json()
    path, headers = f"/v1/acme/widgets/{widget['id']}/secret", {"Idempotency-Key": "k2"}
    first, again = (desk.http("POST", path, json={}, token=desk.admin.token, headers=headers) for _ in range(2))
    assert (first.status, again.status) == (200, 200)
    assert first.json()["secret"] not in (None, widget["secret"])
    assert again.json() == {**first.json(), "secret": None}
    other = desk.http("POST", path, json={"keep_previous": True}, token=desk.admin.token, headers=headers)
    problem(other, 422, "idempotency_mismatch")


def test_every_post_of_a_workspace_takes_a_key_or_is_harmless() -> None:
    ones_own = ("/v1/auth/", "/v1/me/", "/v1/client-errors")
    posts = {route.path for route in load() if route.method == "POST" and not route.path.startswith(ones_own)}
    keyed = {(route.method, route.path) for route in load() if route.replay}
    assert keyed == {("POST", path) for path in posts - set(HARMLESS)} | {("DELETE", "/v1/{workspace}/tickets/{ref}")}
    assert posts == set(POSTS) | TRIED_BELOW | set(HARMLESS)


def everything(desk: Desk) -> list[Any]:
    """The tickets with their time lines, the people and the settings, as the admin sees them."""
    tickets = walked(desk, TICKETS, desk.admin.token, 100)
    lines = [walked(desk, f"{TICKETS}/{ticket['ref']}/timeline", desk.admin.token, 100) for ticket in tickets]
    kinds = ("contacts", "members", "labels", "canned-responses", "views", "mailboxes", "api-keys", "widgets", "audit")
    return [tickets, lines, *(walked(desk, f"/v1/acme/{kind}", desk.admin.token, 100) for kind in kinds)]


def _identity(answer: Answer) -> str:
    assert answer.status == 201, answer.text
    document = answer.json()
    return str(document.get("ref") or document["id"])


def _told(answer: Answer) -> dict[str, Any]:
    """The answer without how far its mail got meanwhile, and without what is told once."""
    return {name: value for name, value in answer.json().items() if name not in ("delivery", *SECRETS_ONCE)}
