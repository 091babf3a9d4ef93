"""No byte that strangers and customers can have tells what is the team's: all public pages of the demo, the widget
included."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import product
from typing import Any

import jwt
import pytest

from chalicelib.domain.tickets.links import Purpose, everybody, token
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import ticket_by_number
from infra.local.demo import people
from infra.local.demo.tickets import TICKETS
from tests.e2e.crawl import Crawl
from tests.support.desk import Desk
from tests.support.leaks import leaked

DESK = f"/v1/{people.WORKSPACE}"
PORTAL = f"/portal/{people.WORKSPACE}"
MARKER = "[for the team only: copper lantern]"
"""Put into a note on every ticket, beside those that the demo has: what can be looked for byte by byte."""


@pytest.fixture
def key(bare_desk: Desk) -> str:
    """The API key of the demo, which is there once this is, with a marked note on every ticket."""
    from infra.local.demo.seed import seed

    made = seed(bare_desk.ports)
    bare_desk.pumps.catch_up()
    for number in range(1, len(TICKETS) + 1):
        path = f"{DESK}/tickets/TKT-{number:04d}/notes"
        assert bare_desk.http("POST", path, json={"body": MARKER}, token=made).status == 201
    bare_desk.settle()
    return made


@pytest.fixture
def widget(bare_desk: Desk, key: str) -> dict[str, Any]:
    admin = {"email": people.MEMBERS["ana"].email, "password": people.PASSWORD}
    token = bare_desk.http("POST", "/v1/auth/sign-in", json=admin).json()["access_token"]
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    made: dict[str, Any] = bare_desk.http("POST", f"{DESK}/widgets", json=body, token=token).json()
    return made


def _links(desk: Desk) -> Iterator[str]:
    """The tokens of every recipient of every demo ticket, as they were shown to them and as they were mailed."""
    with desk.ports.open(people.WORKSPACE) as room:
        for number in range(1, len(TICKETS) + 1):
            ticket = ticket_by_number(room, number, Ticket)
            for person, purpose in product(everybody(ticket), (Purpose.SHOWN, Purpose.MAILED)):
                yield str(token(people.WORKSPACE, ticket, person.id, purpose))


def _inner() -> list[str]:
    """What is the team's alone, beside the demo's notes: the marker, reasons of escalations, members' addresses."""
    reasons = [step.text for ticket in TICKETS for step in ticket.steps if step.kind == "escalate"]
    return [MARKER, "copper lantern", *reasons, *(member.email for member in people.MEMBERS.values())]


def test_every_demo_ticket_has_a_note_to_be_found(bare_desk: Desk, key: str) -> None:
    for number in range(1, len(TICKETS) + 1):
        timeline = bare_desk.http("GET", f"{DESK}/tickets/TKT-{number:04d}/timeline?limit=100", token=key)
        notes = [entry for entry in timeline.json()["items"] if entry["kind"] == "internal_note"]
        assert [MARKER in note["body_text"] for note in notes] == [False] * (len(notes) - 1) + [True], number
        assert all(leaked(json.dumps(note)) for note in notes[:-1]), number
        assert len(notes) > 1, number


def test_a_walk_through_every_public_page_and_the_widget_meets_nothing_inner(
    bare_desk: Desk, key: str, widget: dict[str, Any]
) -> None:
    crawl, frame, links = Crawl(bare_desk), f"/widget/{widget['id']}", list(_links(bare_desk))
    pages = [f"{base}/t/{link}" for base in (PORTAL, frame) for link in links]
    crawl.follow([PORTAL, frame, f"{frame}?preview=1", f"{PORTAL}/find", "/docs", "/v1/openapi.json", "/health"])
    crawl.follow([*pages, *(f"{page}/rate" for page in pages)])
    _ask_for_requests(crawl, frame, widget, links)
    for page in pages:
        for rest, form in (("/replies", {"body": ""}), ("/rate", {"score": "9"})):
            crawl.post(page + rest, form)
    for base in (PORTAL, frame):
        crawl.post(base, {"title": "Not all of it"})
    for contact in list(people.CONTACTS.values())[:3]:
        crawl.post(f"{PORTAL}/find", {"email": contact.email})
    bare_desk.settle()

    served = crawl.served().decode()
    mailed = "".join(mail.raw.decode() + mail.text + mail.html for mail in bare_desk.sent)
    shown = [crawl.answers[page, ""] for page in pages]
    assert [answer.status for answer in shown] == [200] * len(pages)
    assert len({page.partition("/t/")[2] for page in pages}) >= len(TICKETS)
    assert not [words for words in _inner() if words in served]
    assert not [words for words in _inner() if words in mailed]
    assert leaked(served, mailed) == []


def test_an_answer_a_solution_and_a_merge_let_nothing_inner_out(
    bare_desk: Desk, key: str, widget: dict[str, Any]
) -> None:
    links = list(_links(bare_desk))
    for number in range(1, 7):
        ref = f"{DESK}/tickets/TKT-{number:04d}"
        for path, body in (("/replies", {"body": "A public answer."}), ("/notes", {"body": MARKER})):
            assert bare_desk.http("POST", f"{ref}{path}", json=body, token=key).status == 201
        bare_desk.http("POST", f"{ref}/resolve", json={"resolution": "A public solution."}, token=key)
    bare_desk.http("POST", f"{DESK}/tickets/TKT-0007/merge", json={"duplicate": "TKT-0008"}, token=key)
    bare_desk.settle()
    crawl, frame = Crawl(bare_desk), f"/widget/{widget['id']}"
    crawl.follow([f"{base}/t/{link}" for base in (PORTAL, frame) for link in links])
    _ask_for_requests(crawl, frame, widget, links)
    served = crawl.served().decode()
    mailed = "".join(mail.raw.decode() + mail.text + mail.html for mail in bare_desk.sent)
    assert "A public answer." in served
    assert "A public answer." in mailed
    assert not [words for words in _inner() if words in served]
    assert not [words for words in _inner() if words in mailed]
    assert leaked(served, mailed) == []


def _ask_for_requests(crawl: Crawl, frame: str, widget: dict[str, Any], links: list[str]) -> None:
    """As the frame's script does: by links, and by what a site signs for each customer."""
    found = set()
    for contact in people.CONTACTS.values():
        claims = {"aud": widget["id"], "exp": int(time.time()) + 600, "email": contact.email}
        answer = crawl.post(f"{frame}/requests", {"proof": jwt.encode(claims, widget["secret"], "HS256")})
        found |= {request["title"] for request in answer.json()["requests"]}
    assert found
    for start in range(0, len(links), 10):
        some = links[start : start + 10]
        listed = crawl.post(f"{frame}/requests", {"tokens": " ".join(some)}).json()
        assert len(listed["requests"]) == len({link.rpartition(".")[0] for link in some})  # by either link the same
