"""The pipeline, in memory: what is checked before a command, what is stored with it, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.idempotency import ConflictError, Once, SeenMail
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets import change, converse
from chalicelib.domain.tickets.create import NoteWith
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket, T, Ticket
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import commands
from chalicelib.services.tickets.commands import Plan, Receipt, carry_out, carry_out_plan
from tests.domain.making import BY_ANA, MAYA, moment, opened, ticket
from tests.services.memory import Tickets, make

ONCE = Once(principal="m_ana", route="reply", key="k", body_digest="d", expires_at=9)
SEEN = SeenMail(message_id="<1@x>", content_digest="d", number=0)


def seated(**fields: Any) -> tuple[Seat, Tickets]:
    """Ana at a desk with ticket 7, whose customer has an address."""
    desk, room, tickets, _ = make()
    tickets.stored[7] = ticket(contact=MAYA, description="It broke", **fields)
    return Seat(desk, room, BY_ANA), tickets


def retitled(now: T, _at: object = None) -> Decision[T]:
    return change.change(now, {"title": "Returns"}, moment())


def untouched(now: T, _at: object = None) -> Decision[T]:
    return Decision(now, now, None)


def said(number: int) -> Decision[Ticket]:
    return converse.agent_reply(replace(ticket(), number=number), "Hello", moment())


@pytest.mark.parametrize(
    ("decisions", "entry", "result", "heard_on", "with_entry"),
    [
        ([retitled(ticket())], True, "7/None", 7, None),
        ([retitled(ticket())], False, "7", 7, None),
        ([said(8)], False, "8", 8, 0),
        ([said(8)], True, "8/{}", 8, 0),
        ([retitled(ticket()), said(8)], True, "7/{}", 8, 1),
        ([opened(note=NoteWith("They called"))], True, "7/None", 7, None),
    ],
)
def test_a_receipt_says_where_the_outcome_is(
    decisions: list[Decision[Ticket]], entry: bool, result: str, heard_on: int, with_entry: int | None
) -> None:
    words = decisions[with_entry].said if with_entry is not None else None
    once, seen = Receipt(once=ONCE, seen=SEEN, entry=entry).filled(decisions)
    action = decisions[0].action
    assert action
    assert once == replace(ONCE, result=result.format(words.id if words else None), action=action.id)
    assert seen == replace(SEEN, number=heard_on, entry_id=words.id if words else None)
    assert Receipt().filled(decisions) == (None, None)


@pytest.mark.parametrize(
    ("expected", "code", "data"),
    [
        ({"version": 4}, "stale_version", {"version": 5}),
        ({"version": 6, "assignee_id": "m_bo"}, "stale_version", {"version": 5}),
        ({"version": 5, "assignee_id": None}, "already_assigned", {"assignee_id": "m_bo"}),
        ({"assignee_id": "m_ana"}, "already_assigned", {"assignee_id": "m_bo"}),
    ],
)
def test_what_the_caller_believes_wrongly_stops_the_command(expected: Any, code: str, data: Any) -> None:
    seat, tickets = seated(version=5, assignee_id="m_bo")
    with pytest.raises(DeskError) as refusal:
        carry_out(seat, 7, DescribedTicket, retitled, expected=expected)
    assert (refusal.value.code, refusal.value.data, tickets.decided) == (code, data, [])


@pytest.mark.parametrize(
    "expected", [{}, {"version": 5}, {"assignee_id": "m_bo"}, {"version": 5, "assignee_id": "m_bo"}]
)
def test_what_the_caller_believes_rightly_does_not(expected: Any) -> None:
    seat, tickets = seated(version=5, assignee_id="m_bo")
    assert carry_out(seat, 7, DescribedTicket, retitled, expected=expected).ticket.title == "Returns"
    assert tickets.stored[7].title == "Returns"


def test_a_merged_ticket_is_refused_with_where_to_go_unless_the_command_is_for_such() -> None:
    seat, tickets = seated(merged_into=3)
    with pytest.raises(DeskError) as refusal:
        carry_out(seat, 7, DescribedTicket, retitled)
    assert (refusal.value.code, refusal.value.data) == ("merged", {"merged_into": "TKT-0003"})
    assert commands.read(seat.room, 7, DescribedTicket, on_merged=True) == tickets.stored[7]
    assert carry_out(seat, 7, DescribedTicket, untouched, on_merged=True).ticket == tickets.stored[7]


@pytest.mark.parametrize(("silent", "told"), [({}, ["maya@example.com"]), ({"silent": True}, [])])
def test_a_silent_command_is_told_to_no_customer(silent: dict[str, bool], told: list[str]) -> None:
    seat, tickets = seated()
    carry_out(seat, 7, DescribedTicket, retitled, **silent)
    (decision,) = tickets.decided
    assert decision.action is not None
    assert [person.address for person in decision.action.recipients] == told


def test_what_changes_nothing_is_not_stored() -> None:
    seat, tickets = seated()
    assert carry_out(seat, 7, DescribedTicket, untouched).ticket == tickets.stored[7]
    assert tickets.decided == []


def test_of_several_tickets_all_are_stored_together_when_any_of_them_changes() -> None:
    seat, tickets = seated()
    tickets.stored[8] = replace(tickets.stored[7], number=8)

    def plan() -> Plan[Ticket]:
        return Plan(untouched(tickets.stored[8]), retitled(tickets.stored[7]))

    carry_out_plan(seat, plan)
    assert [one.ticket.number for one in tickets.decided] == [8, 7]
    assert tickets.stored[7].title == "Returns"


@pytest.mark.parametrize(("given", "tries"), [({}, 8), ({"patient": False}, 8), ({"patient": True}, 60)])
def test_a_command_begins_again_as_often_as_it_may_when_somebody_else_wrote_first(
    given: dict[str, bool], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, tickets = seated()
    attempts: list[dict[str, object]] = []

    def refuse(self: Tickets, decisions: list[Decision[Ticket]], **receipt: object) -> None:
        attempts.append(receipt)
        raise ConflictError

    monkeypatch.setattr(Tickets, "commit", refuse)
    monkeypatch.setattr("chalicelib.services.conflicts.time.sleep", lambda _: None)
    with pytest.raises(DeskError, match="conflict:"):
        carry_out(seat, 7, DescribedTicket, retitled, receipt=Receipt(once=ONCE, seen=SEEN), **given)
    assert len(attempts) == tries
    once = attempts[0].pop("once")
    assert once == replace(ONCE, result="7", action=once.action)
    assert attempts[0] == {"new_contact": None, "contact": None, "seen": replace(SEEN, number=7)}
    assert tickets.decided == []


def test_somebody_without_an_address_is_told_nothing() -> None:
    seat, tickets = seated()
    tickets.stored[7] = replace(tickets.stored[7], contact=ContactRef("c_1", "By phone", None))
    action = carry_out(seat, 7, DescribedTicket, retitled).action
    assert action is not None
    assert action.recipients == ()
