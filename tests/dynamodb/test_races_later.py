"""A reply that is due is sent once, whoever sends, stops or forestalls it at the very same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.services.sla import tick
from chalicelib.services.tickets import customers
from chalicelib.services.tickets.access import Visit, ticket_by_number
from tests.api.asking import TICKETS, new_ticket
from tests.dynamodb.racing import race
from tests.support.desk import WORKSPACE, Answer, Desk

WORDS = "It leaves the house today."
SOON, TICK_SECONDS, SETTLED_WITHIN = timedelta(hours=2), 300, 600
MANY = 24
MAYA = "maya@example.com"


@pytest.fixture
def due(desk: Desk) -> list[str]:
    """The addresses of so many replies that are due, each on a ticket of its own."""
    when = (desk.ports.clock.now() + SOON).isoformat()
    paths = [one for made in race(lambda _: [_planned(desk, when) for _ in range(MANY // 4)], 4) for one in made]
    desk.settle(SETTLED_WITHIN)
    desk.ports.clock.offset += SOON + timedelta(minutes=1)
    return paths


def _planned(desk: Desk, when: str) -> str:
    ticket = f"{TICKETS}/{new_ticket(desk, contact={'email': MAYA})['ref']}"
    answer = ask(desk, "POST", f"{ticket}/replies", {"body": WORDS, "send_at": when})
    assert answer.status == 201, answer.text
    return f"{ticket}/scheduled/{answer.json()['id']}"


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Answer:
    return desk.http(method, path, json=body, token=desk.admin.token)


def said(desk: Desk, path: str) -> int:
    """How often it was, on its ticket. Nothing of it waits any more, unless it was stopped."""
    ticket = path.partition("/scheduled/")[0]
    entries = ask(desk, "GET", f"{ticket}/timeline").json()["items"]
    return sum(one["body_text"] == WORDS for one in entries if one["kind"] == "agent_reply")


def settled(desk: Desk) -> None:
    desk.settle(SETTLED_WITHIN)
    tick.tick(desk.ports, TICK_SECONDS)
    desk.settle(SETTLED_WITHIN)


def mails(desk: Desk) -> int:
    return sum(WORDS in mail.text for mail in desk.sent if mail.to == (MAYA,))


def write(desk: Desk, number: int) -> None:
    """Whose ticket it is says something on it."""
    with desk.ports.open(WORKSPACE) as room:
        ticket = ticket_by_number(room, number, DescribedTicket)
        seat = customers.visitors_seat(desk.ports, room, Visit(ticket, links.everybody(ticket)[0], proven=True))
        message = customers.CustomerMessage(body="Never mind.", channel=Channel.PORTAL, source=Source.PORTAL)
        customers.say(seat, number, message)


def test_two_ticks_at_once_send_each_once(desk: Desk, due: list[str]) -> None:
    race(lambda _: tick.tick(desk.ports, TICK_SECONDS), 2)
    settled(desk)
    assert [said(desk, path) for path in due] == [1] * MANY
    assert mails(desk) == MANY


@pytest.mark.parametrize("does", ["send", "cancel"])
def test_what_its_author_does_while_the_tick_runs_is_done_once_or_not_at_all(
    desk: Desk, due: list[str], does: str
) -> None:
    given: dict[str, Callable[[str], Answer]] = {
        "send": lambda path: ask(desk, "POST", f"{path}/send"),
        "cancel": lambda path: ask(desk, "DELETE", path),
    }

    def act(who: int) -> list[int]:
        if who == 0:
            tick.tick(desk.ports, TICK_SECONDS)
            return []
        return [given[does](path).status for path in due]

    _, statuses = race(act, 2)
    settled(desk)
    times = [said(desk, path) for path in due]
    if does == "send":
        assert times == [1] * MANY
        assert set(statuses) <= {201, 404, 409}
    else:
        assert set(times) <= {0, 1}
        assert set(statuses) <= {204, 409}
    assert mails(desk) == sum(times)


def test_a_customer_who_writes_at_that_moment_is_answered_before_or_not_at_all(desk: Desk, due: list[str]) -> None:
    tickets = [path.partition("/scheduled/")[0] for path in due]

    def act(who: int) -> None:
        if who == 0:
            tick.tick(desk.ports, TICK_SECONDS)
            return
        for ticket in tickets:
            write(desk, ask(desk, "GET", ticket).json()["number"])

    race(act, 2)
    settled(desk)
    for ticket, path in zip(tickets, due, strict=True):
        entries = ask(desk, "GET", f"{ticket}/timeline").json()["items"]
        kinds = [one["kind"] for one in entries if one["kind"] in ("agent_reply", "customer_message")]
        waits = ask(desk, "GET", f"{ticket}/scheduled").json()["items"]
        assert (kinds, len(waits)) in [(["agent_reply", "customer_message"], 0), (["customer_message"], 1)], path
