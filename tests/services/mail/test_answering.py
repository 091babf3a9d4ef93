"""Two people at one ticket: who answers words that are not the last ones any more is shown the newer ones."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.tickets import converse
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents
from tests.domain.making import BY_ANA, BY_MAYA, MORNING, opened
from tests.support.desk import Desk


def moment(desk: Desk, seconds: int, actor: object = BY_MAYA) -> Moment:
    return Moment(actor, MORNING + timedelta(seconds=seconds), desk.ports.new_id)  # type: ignore[arg-type]


@pytest.fixture
def room(bare_desk: Desk) -> object:
    bare_desk.create_workspace("acme", "Acme Support", "support@acme.example")
    with bare_desk.ports.open("acme") as opened_room:
        yield opened_room


def talked(desk: Desk, room: Room) -> Decision:
    """A ticket with one message of Maya's on it."""
    made = opened()
    room.tickets.commit([made])
    said = converse.customer_message(made.ticket, "Hello?", moment(desk, 1))
    room.tickets.commit([said])
    return said


def test_an_answer_to_the_last_words_is_taken(bare_desk: Desk, room: Room) -> None:
    said = talked(bare_desk, room)
    assert said.said is not None
    replied = agents.reply(Seat(bare_desk.ports, room, BY_ANA), 7, "Hi", last_seen=said.said.id)
    assert replied.said
    assert replied.said.body == "Hi"


@pytest.mark.parametrize("events", [0, 3, 130])
def test_an_answer_to_older_words_is_refused_with_the_newer_ones_however_much_happened_between(
    bare_desk: Desk, room: Room, events: int
) -> None:
    said = talked(bare_desk, room)
    assert said.said is not None
    ticket = said.ticket
    for number in range(events):
        decision = converse.auto_answered(ticket, "maya@example.com", "Away", moment(bare_desk, 2 + number))
        room.tickets.commit([decision])
        ticket = decision.ticket
    newer = converse.customer_message(ticket, "Still there?", moment(bare_desk, 500))
    room.tickets.commit([newer])
    with pytest.raises(DeskError) as refusal:
        agents.reply(Seat(bare_desk.ports, room, BY_ANA), 7, "Hi", last_seen=said.said.id)
    assert refusal.value.code == "stale_conversation"
    assert refusal.value.data["entries"] == [newer.said]


def test_a_note_of_a_colleague_counts_as_newer_words(bare_desk: Desk, room: Room) -> None:
    said = talked(bare_desk, room)
    assert said.said is not None
    note = converse.internal_note(said.ticket, "Ask billing first", moment(bare_desk, 2, BY_ANA))
    room.tickets.commit([note])
    with pytest.raises(DeskError) as refusal:
        agents.reply(Seat(bare_desk.ports, room, BY_ANA), 7, "Hi", last_seen=said.said.id)
    assert refusal.value.data["entries"] == [note.said]
