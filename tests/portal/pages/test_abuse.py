"""Machines that fill in the portal's form, and people who do too much of it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra.local.aws import client
from tests.api.asking import FORM, TICKETS, hidden, portal_form, submitted, tracking_path, walked
from tests.api.portal import PORTAL, post, refused
from tests.support.desk import VISITOR, Answer, Desk

LINKS = "https://watches.example/buy https://pills.example"
PARKED = "/v1/acme/suspended-mails"


def _parked(desk: Desk) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.http("GET", PARKED, token=desk.admin.token).json()["items"]
    return items


def _tickets(desk: Desk) -> list[dict[str, Any]]:
    return walked(desk, TICKETS, desk.admin.token, 100)


def test_links_alone_are_parked_and_whoever_sent_them_learns_nothing(desk: Desk) -> None:
    answer = post(desk, portal_form(desk) | {"description": LINKS})
    assert answer.status == 303
    assert answer.headers["location"] == f"http://help.test{PORTAL}?notice=sent"
    assert "We have received your request" in desk.http("GET", f"{PORTAL}?notice=sent").text
    (mail,) = _parked(desk)
    assert (mail["cause"], mail["sender"], mail["subject"]) == ("form_spam", FORM["email"], FORM["title"])
    assert mail["preview"] == LINKS
    assert _tickets(desk) == []
    desk.settle()
    assert desk.sent == []


def test_a_parked_request_can_be_let_through_like_a_mail(desk: Desk) -> None:
    name = 'Maya "M" Ósei\r\nBcc: all@example.com'
    post(desk, portal_form(desk) | {"description": f"{LINKS}\n\nÜ", "name": name})
    (mail,) = _parked(desk)
    released = desk.http("POST", f"{PARKED}/{mail['id']}/release", json={}, token=desk.admin.token)
    assert released.status == 200, released.text
    ticket = desk.http("GET", f"{TICKETS}/{released.json()['ref']}", token=desk.admin.token).json()
    assert ticket["title"] == FORM["title"]
    assert ticket["description"].strip() == f"{LINKS}\n\nÜ"
    assert ticket["contact"]["email"] == FORM["email"]
    assert _parked(desk) == []
    desk.settle()
    assert [sent.to for sent in desk.sent] == [(FORM["email"],)]


def test_links_alone_sent_twice_are_parked_once(desk: Desk) -> None:
    form = portal_form(desk) | {"description": LINKS}
    assert [post(desk, form).status for _ in range(3)] == [303] * 3
    assert len(_parked(desk)) == 1


def test_a_form_that_nobody_opened_or_filled_in_too_fast_may_hold_no_links(desk: Desk) -> None:
    text = "The page https://shop.example/items/5 is broken."
    for form in (FORM, portal_form(desk)):
        assert post(desk, {**form, "description": text}).headers["location"].endswith("?notice=sent")
    assert len(_parked(desk)) == 2
    assert post(desk, FORM).status == 303
    assert len(_tickets(desk)) == 1


def test_a_person_may_write_of_links(desk: Desk) -> None:
    form = portal_form(desk) | {"description": "The page https://shop.example/items/5 is broken."}
    seconds = int(time.time()) - 10
    form["opened"] = f"{seconds}.{desk.ports.secrets.sign('form', str(seconds).encode())}"
    assert tracking_path(post(desk, form))
    assert _parked(desk) == []


def test_fifty_submits_a_second_from_one_address_are_five_requests(desk: Desk) -> None:
    pages = [hidden(desk.http("GET", PORTAL)) for _ in range(50)]
    start = threading.Barrier(10)

    def submit(number: int) -> Answer:
        if number < 10:
            start.wait(timeout=30)
        form = {**FORM, **pages[number], "title": f"Request {number}"}
        return post(desk, form)

    with ThreadPoolExecutor(10) as people:
        answers = list(people.map(submit, range(50)))
    taken = [answer for answer in answers if answer.status == 303]
    assert len(taken) in (5, 10)  # ten when the minute ended on the way
    assert {answer.status for answer in answers} == {303, 429}
    assert len(_tickets(desk)) == len(taken)


def test_addresses_of_visitors_lie_in_the_table_neither_plain_nor_as_a_hash_that_anybody_can_make(desk: Desk) -> None:
    import hashlib

    submitted(desk)
    scanned = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    items = [item for page in scanned for item in page["Items"]]
    written = str(items)
    assert VISITOR not in written
    counters = [item for item in items if item["pk"]["S"].startswith("RATE#")]
    assert counters
    for caller in (VISITOR, f"acme|{VISITOR}", f"submit|acme|{VISITOR}", f"track|{VISITOR}"):
        assert hashlib.sha256(caller.encode()).hexdigest() not in written
    day = time.time() + 24 * 3600
    assert all(int(item["expires_at"]["N"]) <= day for item in counters)


def test_what_a_blocked_person_sends_is_not_even_parked(desk: Desk) -> None:
    submitted(desk)
    contact = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"][0]["id"]
    blocked = desk.http("PATCH", f"/v1/acme/contacts/{contact}", json={"blocked": True}, token=desk.admin.token)
    assert blocked.status == 200
    refused(post(desk, portal_form(desk) | {"description": LINKS}), 403)
    assert _parked(desk) == []
