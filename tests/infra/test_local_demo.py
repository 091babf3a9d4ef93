"""The demo must be believable, complete and quick to make."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib.domain.sla.state import SlaStatus
from chalicelib.markdown import render
from infra.local.demo import people
from infra.local.demo.model import DemoTicket
from infra.local.demo.tickets import TICKETS
from tests.support import cuts
from tests.support.leaks import leaked

if TYPE_CHECKING:
    from tests.support.desk import Desk


def notes_of(ticket: DemoTicket) -> list[str]:
    return [step.text for step in ticket.steps if step.kind == "note"]


def test_there_are_forty_different_tickets_of_the_last_two_weeks() -> None:
    assert len(TICKETS) == len({ticket.title for ticket in TICKETS}) == 40
    assert max(ticket.ago for ticket in TICKETS) <= timedelta(days=14)


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda ticket: ticket.title)
def test_nothing_happens_in_the_future(ticket: DemoTicket) -> None:
    assert sum((step.after for step in ticket.steps), timedelta()) < ticket.ago


def test_every_ticket_has_notes_each_with_words_that_would_tell_if_they_got_out() -> None:
    for ticket in TICKETS:
        assert notes_of(ticket)
        assert all(leaked(note) and leaked(render(note)) for note in notes_of(ticket))
        public = [ticket.title, ticket.text, *(step.text for step in ticket.steps if step.kind != "note")]
        assert leaked(*public) == []


def test_notes_hold_what_colleagues_write_and_nothing_for_tests() -> None:
    notes = [note for ticket in TICKETS for note in notes_of(ticket)]
    assert not [note for note in notes if re.search(r"\[|copper lantern|for the team only", note)]


def test_nobody_in_the_demo_can_be_reached_by_mail() -> None:
    members, contacts = people.MEMBERS.values(), people.CONTACTS.values()
    addresses = [*(member.email for member in members), *(contact.email for contact in contacts)]
    assert all(address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_every_key_that_a_ticket_names_exists() -> None:
    for ticket in TICKETS:
        assert ticket.customer in people.CONTACTS
        assert set(ticket.labels) <= people.LABELS.keys()
        named = {ticket.assignee, *(step.assignee for step in ticket.steps)} - {None}
        assert named <= people.MEMBERS.keys() - {"dmitri"}, "a viewer is assigned nothing"


def test_the_demo_is_made_quickly_lies_in_the_past_and_shows_everything_there_is(bare_desk: Desk) -> None:
    from infra.local.demo.seed import seed

    with cuts.counting() as calls:
        key = seed(bare_desk.ports)
        bare_desk.pumps.catch_up()
    assert len(calls.made) < 4000, "a call takes one to two milliseconds, and people wait for the demo"
    assert bare_desk.ports.clock.offset == timedelta(0)
    found = sorted(listed(bare_desk, key), key=lambda ticket: ticket["number"])
    lies_in_the_past(found)
    shows_everything(found)
    for member in people.MEMBERS.values():
        answer = bare_desk.http("POST", "/v1/auth/sign-in", json={"email": member.email, "password": people.PASSWORD})
        assert (answer.status, answer.json()["workspaces"][0]["role"]) == (200, member.role)
    bare_desk.settle()
    assert bare_desk.sent == [], "nobody is mailed of what was due before the desk was started"


def lies_in_the_past(found: list[dict[str, Any]]) -> None:
    assert len(found) == 40
    created = [ticket["created_at"] for ticket in found]
    assert created == sorted(created)
    assert created[0][:10] < found[-1]["created_at"][:10]


def shows_everything(found: list[dict[str, Any]]) -> None:
    states = Counter(ticket["status"] for ticket in found)
    assert states.keys() == {"open", "in_progress", "waiting", "resolved", "closed"}
    assert min(states.values()) >= 5
    assert {ticket["priority"] for ticket in found} == {"urgent", "high", "medium", "low"}
    assert {ticket["channel"] for ticket in found} == {"portal", "email", "phone", "chat", "api"}
    assert {ticket["sla"]["status"] for ticket in found} == set(SlaStatus)
    assert {ticket["sla"]["first_response"]["status"] for ticket in found} >= {"on_track", "breached", "met", "missed"}


def listed(desk: Desk, key: str) -> list[dict[str, Any]]:
    answer = desk.http("GET", "/v1/acme/tickets?limit=100", token=key)
    assert answer.status == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
