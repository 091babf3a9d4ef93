"""The reactor that keeps index and counters: once, in any order, and always by what the table says now."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.events import Action, Actor, ActorKind
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.search_query import parse_query
from chalicelib.domain.search_terms import UNPROVEN_TERMS, terms_of
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.counts import Counts
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Channel, Source, Status
from chalicelib.services.ports import Room
from chalicelib.services.search import index as reactor
from chalicelib.services.search.index import count_action, index_action
from chalicelib.services.search.texts import said_in
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.customers import CustomerMessage, say
from infra.local.aws import client
from tests.api.asking import submitted
from tests.support.desk import Desk

TICKETS = "/v1/acme/tickets"
_LEFT_OUT = UNPROVEN_TERMS // 2 + 10
"""Which word of an unproven text isn't found: of too many, the first ones are, and the last."""


@pytest.fixture
def room(desk: Desk) -> Iterator[Room]:
    with desk.ports.open("acme") as room:
        yield room


def ask(desk: Desk, method: str, path: str, **body: Any) -> Any:
    answer = desk.http(method, TICKETS + path, json=body or None, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


def new(desk: Desk, title: str, **more: Any) -> str:
    return str(ask(desk, "POST", "", title=title, **more)["ref"])


def actions(room: Room, *numbers: int) -> list[Action]:
    pages = [room.timeline.page(number, 200, None, newest_first=False) for number in numbers]
    return [entry for page in pages for entry in page.items if isinstance(entry, Action)]


def find(room: Room, words: str, *, notes: bool = True) -> list[int]:
    return list(room.search.matches(parse_query(words), None, notes=notes))


def stored(desk: Desk) -> list[Any]:
    """What index and counters have in the table, but for the marks of counted actions."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    kinds = {"posting", "word", "terms", "counter"}
    items = [item for page in pages for item in page["Items"] if item["type"]["S"] in kinds]
    for item in items:
        item.get("w", {}).get("SS", []).sort()
    return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def counted(room: Room, member_id: str) -> Counts:
    counts = room.counters.read(member_id)
    return Counts({tab: number for tab, number in counts.tabs.items() if number}, counts.mine)


def recounted(desk: Desk, member_id: str) -> Counts:
    """The counts by looking at every ticket of the table."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    numbers = [int(item["n"]["N"]) for page in pages for item in page["Items"] if item["type"]["S"] == "ticket"]
    with desk.ports.open("acme") as room:
        places = [ticket.place for ticket in (room.tickets.get(number, Ticket) for number in numbers) if ticket]
    tabs = Counter(place.bucket for place in places if place.bucket != "merged")
    shown = [place for place in places if place.bucket not in ("archived", "merged")]
    tabs["unassigned"] = sum(place.assignee_id is None for place in shown)
    return Counts(+tabs, sum(place.assignee_id == member_id for place in shown))


def test_title_description_and_contact_are_found(desk: Desk, room: Room) -> None:
    new(desk, "Checkout fails", description="A blank page", contact={"email": "maya@example.com", "name": "Maya Ósei"})
    for action in actions(room, 1):
        index_action(desk.ports, room, action)
    for words in ("checkout", "blank page", "osei", "maya@example.com", "checkout blank maya"):
        assert find(room, words) == [1], words


def test_messages_are_found_by_all_and_notes_by_members_alone(desk: Desk, room: Room) -> None:
    ref = new(desk, "Checkout fails")
    ask(desk, "POST", f"/{ref}/replies", body="Which browser?")
    ask(desk, "POST", f"/{ref}/notes", body="The router's password is plumtree")
    desk.settle()
    assert find(room, "browser", notes=False) == find(room, "plumtree", notes=True) == [1]
    assert find(room, "plumtree", notes=False) == find(room, "checkout plumtree", notes=False) == []


def test_every_text_of_a_ticket_is_found_and_what_members_alone_read_by_them_alone(desk: Desk, room: Room) -> None:
    label = desk.http("POST", "/v1/acme/labels", json={"name": "Kiosk", "color": "#cc0000"}, token=desk.admin.token)
    ref = new(desk, "Checkout fails", labels=[label.json()["id"]])
    ask(desk, "POST", f"/{ref}/escalate", reason="The chairwoman waits")
    ask(desk, "POST", f"/{ref}/resolve", resolution="Exchanged the fuse")
    desk.settle()
    for words, notes in (("kiosk", False), ("fuse", False), ("chairwoman", True), ("fuse chairwoman kiosk", True)):
        assert find(room, words, notes=notes) == [1], words
    assert find(room, "chairwoman", notes=False) == []
    ask(desk, "PATCH", f"/{ref}", labels=[], status="open")
    ask(desk, "PATCH", f"/{ref}", status="resolved")
    desk.settle()
    assert find(room, "kiosk") == find(room, "fuse") == []
    assert find(room, "chairwoman") == [1]


def test_files_are_found_by_their_names_as_their_messages_are() -> None:
    file = Attachment(id="f_1", name="receipt-77821.pdf", type="application/pdf", size=1)
    at, actor = datetime(2026, 11, 29, tzinfo=UTC), Actor(ActorKind.AGENT, "m_1", "Ana")
    for said in (
        PublicMessage(id="m", at=at, kind=MessageKind.AGENT_REPLY, author=actor, body="See", attachments=(file,)),
        InternalNote(id="n", at=at, author=actor, body="See", attachments=(file,)),
    ):
        assert terms_of(said_in(said)) >= {"see", "receipt", "77821", "pdf"}


def test_everything_twice_is_once(desk: Desk, room: Room) -> None:
    ref = new(desk, "Checkout fails", contact={"email": "maya@example.com"})
    ask(desk, "POST", f"/{ref}/replies", body="Which browser?")
    ask(desk, "PATCH", f"/{ref}", title="Payment fails", assignee_id=desk.admin.id)
    desk.settle()
    once = stored(desk)
    for action in actions(room, 1):
        index_action(desk.ports, room, action)
        count_action(room, action)
    assert stored(desk) == once


def test_any_order_of_actions_ends_the_same(desk: Desk, room: Room) -> None:
    ref = new(desk, "First", description="The red one", contact={"email": "maya@example.com"})
    for title in ("Second", "Third", "Fourth"):
        ask(desk, "PATCH", f"/{ref}", title=title, description=f"The {title} one")
    ask(desk, "PATCH", f"/{ref}", contact={"email": "ben@example.com"}, status="waiting")
    shuffled = actions(room, 1)
    random.Random(3).shuffle(shuffled)
    for action in shuffled:
        index_action(desk.ports, room, action)
        count_action(room, action)
    assert find(room, "fourth") == find(room, "ben@example.com") == [1]
    for old in ("first", "second", "third", "red", "maya"):
        assert find(room, old) == [], old
    assert counted(room, desk.admin.id) == recounted(desk, desk.admin.id)


def test_an_old_action_after_a_newer_one_brings_no_old_words_back(desk: Desk, room: Room) -> None:
    ref = new(desk, "Red apples")
    ask(desk, "PATCH", f"/{ref}", title="Green pears")
    created, changed = actions(room, 1)
    for action in (changed, created):
        index_action(desk.ports, room, action)
    assert find(room, "green pears") == [1]
    assert find(room, "apples") == []


def test_a_reply_that_is_taken_back_is_found_no_longer(desk: Desk, room: Room) -> None:
    ref = new(desk, "Checkout fails", contact={"email": "maya@example.com"})
    ask(desk, "POST", f"/{ref}/replies", body="Which browser?")
    undone = ask(desk, "POST", f"/{ref}/replies", body="Use another browser, silly", undo_seconds=10)
    desk.settle()
    assert find(room, "silly") == [1]
    answer = desk.http("DELETE", f"{TICKETS}/{ref}/replies/{undone['id']}", token=desk.admin.token)
    assert answer.status in (200, 204), answer.text
    desk.settle()
    assert find(room, "silly") == []
    assert find(room, "browser") == [1]


def test_who_meets_somebody_else_indexing_the_same_tries_again(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(desk, "Checkout fails")
    (created,) = actions(room, 1)
    original = reactor.terms_of

    def overtaken(text: str, most: int) -> frozenset[str]:
        monkeypatch.setattr(reactor, "terms_of", original)
        index_action(desk.ports, room, created)
        return original(text, most)

    monkeypatch.setattr(reactor, "terms_of", overtaken)
    index_action(desk.ports, room, created)
    assert find(room, "checkout") == [1]


def test_the_mark_of_a_counted_action_outlives_any_retry(desk: Desk, room: Room) -> None:
    new(desk, "Checkout fails")
    desk.settle()
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    (mark,) = (item for page in pages for item in page["Items"] if item["type"]["S"] == "counted")
    days = (int(mark["expires_at"]["N"]) - datetime.now().timestamp()) / 86_400
    assert days >= 15


def test_what_failed_comes_back_by_the_queue_to_the_reactor_it_failed_in(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, failures = reactor.terms_of, iter([RuntimeError("the index is out"), RuntimeError("still out")])

    def failing(text: str, most: int) -> frozenset[str]:
        fault = next(failures, None)
        if fault:
            raise fault
        return original(text, most)

    monkeypatch.setattr(reactor, "terms_of", failing)
    new(desk, "Checkout fails", contact={"email": "maya@example.com"})
    desk.settle()
    assert find(room, "checkout") == [1]
    assert len(desk.sent) == 1
    assert counted(room, desk.admin.id) == recounted(desk, desk.admin.id)


def test_counters_equal_a_recount_after_all_kinds_of_changes(desk: Desk, room: Room) -> None:
    chance = random.Random(11)
    refs = [new(desk, f"Ticket {number}") for number in range(6)]

    def attempt(method: str, path: str, body: Any = None) -> None:
        """Some are refused, such as a reply to a merged ticket; then nothing may be counted."""
        answer = desk.http(method, f"{TICKETS}/{chance.choice(refs)}{path}", json=body, token=desk.admin.token)
        assert answer.status < 500, answer.text

    for _ in range(25):
        status, member = chance.choice(list(Status)).value, chance.choice((None, desk.admin.id))
        attempt(*chance.choice((("PATCH", "", {"status": status}), ("PATCH", "", {"assignee_id": member}))))
        attempt(*chance.choice((("POST", "/archive"), ("POST", "/restore"), ("POST", "/restore"))))
        if chance.random() < 0.3:
            attempt("POST", chance.choice(("/merge", "/unmerge")), {"duplicate": chance.choice(refs)})
    desk.settle(60)
    expected = recounted(desk, desk.admin.id)
    assert counted(room, desk.admin.id) == expected
    assert len(expected.tabs) > 2


def unproven(desk: Desk) -> list[str]:
    """The words of a form that nobody proved to have sent, of which its ticket is made."""
    words = [f"word{number}" for number in range(UNPROVEN_TERMS + 20)]
    submitted(desk, description=" ".join(words))
    desk.settle()
    return words


def said_unproven(desk: Desk, room: Room, words: list[str], number: int = 1) -> None:
    identity = SenderIdentity("maya@example.com", Standing.UNPROVEN, Grounds.LINK)
    message = CustomerMessage(body=" ".join(words), channel=Channel.EMAIL, source=Source.EMAIL, identity=identity)
    say(Seat(desk.ports, room, Actor(ActorKind.CUSTOMER, None, "Maya")), number, message)
    desk.settle()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/notes", {"body": "Let me see"}),
        ("POST", "/replies", {"body": "Let me see"}),
        ("PATCH", "", {"priority": "high"}),
        ("POST", "/verify", {}),
    ],
)
def test_unproven_text_is_found_by_few_words_until_a_member_acts(
    desk: Desk, room: Room, method: str, path: str, body: dict[str, str]
) -> None:
    words = unproven(desk)
    assert (find(room, words[0]), find(room, words[_LEFT_OUT])) == ([1], [])
    said_unproven(desk, room, [f"more{word}" for word in words])
    assert (find(room, "moreword0"), find(room, f"more{words[_LEFT_OUT]}")) == ([1], [])
    ask(desk, method, f"/TKT-0001{path}", **body)
    desk.settle()
    assert find(room, words[_LEFT_OUT]) == find(room, f"more{words[_LEFT_OUT]}") == [1]


def test_what_is_said_unproven_after_a_member_acted_waits_for_the_next_time(desk: Desk, room: Room) -> None:
    words = unproven(desk)
    ask(desk, "POST", "/TKT-0001/notes", body="Let me see")
    said_unproven(desk, room, [f"more{word}" for word in words])
    assert (find(room, words[_LEFT_OUT]), find(room, f"more{words[_LEFT_OUT]}")) == ([1], [])
    ask(desk, "POST", "/TKT-0001/notes", body="And this")
    desk.settle()
    assert find(room, f"more{words[_LEFT_OUT]}") == [1]


def test_a_member_acting_is_heard_of_before_what_they_acted_on(desk: Desk, room: Room) -> None:
    words = [f"word{number}" for number in range(UNPROVEN_TERMS + 20)]
    submitted(desk, description=" ".join(words))
    ask(desk, "PATCH", "/TKT-0001", priority="high")
    for action in reversed(actions(room, 1)):
        index_action(desk.ports, room, action)
    assert find(room, words[_LEFT_OUT]) == [1]


def test_a_member_acting_on_what_is_proven_costs_what_it_did(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = new(desk, "Checkout fails", contact={"email": "maya@example.com"})
    ask(desk, "PATCH", f"/{ref}", priority="high")
    changed = actions(room, 1)[-1]
    monkeypatch.setattr(type(room.search), "indexed", None)
    monkeypatch.setattr(reactor, "find_ticket", None)
    index_action(desk.ports, room, changed)
