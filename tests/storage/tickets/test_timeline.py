"""A ticket's time line: everything for members, in either direction; for customers what is public, by type."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.tickets import converse
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import InternalNote, PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.ports import Room
from tests.domain.making import BY_MAYA, KEY, MORNING, moment, opened

SECRET = "the-router-password-is-plumtree"


@pytest.fixture
def story(room: Room) -> list[Decision]:
    """A ticket with a reply, a note, a customer's answer and a held reply."""
    decisions = [opened(description="It broke")]
    for step in (
        lambda t: converse.agent_reply(t, "Which cards?", moment(after=timedelta(minutes=1))),
        lambda t: converse.internal_note(t, SECRET, moment(after=timedelta(minutes=2))),
        lambda t: converse.customer_message(t, "German ones", moment(BY_MAYA, timedelta(minutes=3))),
        lambda t: converse.agent_reply(t, "Thanks", moment(after=timedelta(minutes=4)), hold=timedelta(seconds=10)),
    ):
        decisions.append(step(decisions[-1].ticket))
    for decision in decisions:
        room.tickets.commit([decision])
    return decisions


def pages(room: Room, limit: int, newest_first: bool) -> list[str]:
    """The ids of all entries; each page begins with the last entry of the one before it."""
    found: list[str] = []
    after = None
    while True:
        page = room.timeline.page(7, limit, after, newest_first)
        found += [entry.id for entry in page.items if entry.id not in found]
        if page.position is None or page.position == after:
            return found
        after = page.position


@pytest.mark.parametrize("limit", [2, 3, 100])
@pytest.mark.parametrize("newest_first", [False, True])
def test_paging_shows_every_entry_in_order(room: Room, story: list[Decision], limit: int, newest_first: bool) -> None:
    entries = [entry for decision in story for entry in (decision.said, decision.action)]
    shown = [entry.id for entry in entries if entry and not (isinstance(entry, Action) and entry.silent)]
    assert pages(room, limit, newest_first) == sorted(shown, reverse=newest_first)


def test_members_read_what_was_said_as_it_was_said(room: Room, story: list[Decision]) -> None:
    said = [entry for entry in room.timeline.page(7, 100, None, False).items if not isinstance(entry, Action)]
    assert said == [decision.said for decision in story if decision.said]


def test_customers_read_public_messages_that_are_out(room: Room, story: list[Decision]) -> None:
    now = MORNING + timedelta(minutes=4)
    public = room.timeline.public_page(7, 100, None, now).items
    assert [message.body for message in public] == ["Which cards?", "German ones"]
    later = room.timeline.public_page(7, 100, None, now + timedelta(seconds=11)).items
    assert [message.body for message in later] == ["Which cards?", "German ones", "Thanks"]
    assert all(isinstance(message, PublicMessage) for message in later)


def test_a_note_is_no_public_message_even_to_who_knows_its_id(room: Room, story: list[Decision]) -> None:
    (note,) = [decision.said for decision in story if isinstance(decision.said, InternalNote)]
    assert room.timeline.public_message(7, note.id) is None
    assert room.timeline.entry(7, note.id) == note


def test_what_is_not_there_is_none(room: Room, story: list[Decision]) -> None:
    assert room.timeline.public_message(7, "01NOTHING") is None
    assert room.timeline.public_message(8, str(story[1].said and story[1].said.id)) is None
    assert room.timeline.entry(7, "01NOTHING") is None
    assert room.timeline.action(7, "01NOTHING") is None


def test_every_action_is_found_whether_the_time_line_shows_it_or_not(room: Room, story: list[Decision]) -> None:
    for decision in story:
        assert decision.action is not None
        assert room.timeline.action(7, decision.action.id) == decision.action


def test_the_state_of_one_recipients_mail_is_set_alone(room: Room, story: list[Decision]) -> None:
    reply = story[1].said
    assert isinstance(reply, PublicMessage)
    (person,) = reply.delivery
    assert room.timeline.set_delivery(7, reply.id, person, JobState.DELIVERED, at=MORNING)
    assert room.timeline.set_delivery(7, reply.id, "somebody", JobState.SENT, at=MORNING)
    assert room.timeline.public_message(7, reply.id) == replace(
        reply, delivery={person: "delivered", "somebody": "sent"}
    )


def test_the_state_of_a_mail_only_moves_on(room: Room, story: list[Decision]) -> None:
    reply = story[1].said
    assert isinstance(reply, PublicMessage)
    (person,) = reply.delivery
    for state, moves in ((JobState.SENT, True), (JobState.BOUNCED, True), (JobState.DELIVERED, False)):
        assert room.timeline.set_delivery(7, reply.id, person, state, at=MORNING) is moves
    assert not room.timeline.set_delivery(7, "01NOTHING", person, JobState.SENT, at=MORNING)
    assert room.timeline.public_message(7, reply.id) == replace(reply, delivery={person: "bounced"})
    assert room.timeline.entry(7, "01NOTHING") is None


def test_a_held_reply_is_let_out_once_for_all(room: Room, story: list[Decision]) -> None:
    held = story[-1].said
    assert held is not None
    assert room.timeline.release(7, held.id)
    assert room.timeline.release(7, held.id)
    public = room.timeline.public_page(7, 100, None, MORNING).items
    assert [message.body for message in public] == ["Which cards?", "German ones", "Thanks"]


def test_the_ticket_comes_back_with_everything_its_commands_left(room: Room, story: list[Decision]) -> None:
    assert room.tickets.get(7, DescribedTicket) == story[-1].ticket
    assert story[-1].ticket.key == KEY
