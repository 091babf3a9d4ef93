"""A new ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, Change, Event, EventType
from chalicelib.domain.people.people import Participant
from chalicelib.domain.tickets import create, lifecycle
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.create import NewTicket, NoteWith
from chalicelib.domain.tickets.decision import Decision, silenced
from chalicelib.domain.tickets.message import InternalNote
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH, TITLE_LENGTH
from chalicelib.domain.vocabulary import Channel, Priority, Sealing, Source, Status, TicketType
from tests.domain.making import ANA, BY_ANA, BY_MAYA, KEY, MAYA, OPS, moment, opened


def test_a_ticket_starts_open_medium_and_at_version_one() -> None:
    ticket = opened().ticket
    assert (ticket.status, ticket.priority, ticket.type) == (Status.OPEN, Priority.MEDIUM, TicketType.SUPPORT_TICKET)
    assert (ticket.version, ticket.message_count, ticket.first_responded_at) == (1, 0, None)


def test_creating_is_one_action_with_one_event() -> None:
    decision = opened()
    assert decision.before is None
    assert decision.action is not None
    assert decision.action.events == (Event(EventType.CREATED),)
    assert decision.action.version == 1


def test_the_history_says_which_status_and_assignee_it_started_with() -> None:
    decision = opened(BY_ANA, status=Status.WAITING, assignee_id=ANA.id)
    assert decision.ticket.status is Status.WAITING
    assert decision.action is not None
    assert decision.action.events == (
        Event(EventType.CREATED),
        Event(EventType.STATUS_CHANGED, {"status": Change(Status.OPEN, Status.WAITING)}),
        Event(EventType.ASSIGNED, {"assignee_id": Change(None, ANA.id)}),
    )


def test_a_ticket_that_starts_closed_says_since_when() -> None:
    ticket = opened(status=Status.CLOSED).ticket
    assert (ticket.closed_at, ticket.resolved_at) == (ticket.created_at, None)


@pytest.mark.parametrize("title", ["", "   ", "\t\n", "\u200b\u200d", "x" * (TITLE_LENGTH + 1)])
def test_a_title_is_needed_and_has_a_longest_length(title: str) -> None:
    with pytest.raises(DeskError) as refusal:
        opened(title=title)
    assert [error.field for error in refusal.value.errors] == ["title"]


def test_a_title_is_kept_on_one_line() -> None:
    assert opened(title=" Checkout\r\nreturns\x00502 ").ticket.title == "Checkout returns 502"


def test_the_longest_title_and_description_are_taken() -> None:
    ticket = opened(title="x" * TITLE_LENGTH, description="y" * DESCRIPTION_LENGTH).ticket
    assert (len(ticket.title), len(ticket.description)) == (TITLE_LENGTH, DESCRIPTION_LENGTH)


def test_a_description_that_is_too_long_is_refused_at_its_field() -> None:
    with pytest.raises(DeskError) as refusal:
        opened(description="y" * (DESCRIPTION_LENGTH + 1))
    assert [error.field for error in refusal.value.errors] == ["description"]


def test_participants_and_labels_are_kept_once_each_in_order() -> None:
    ticket = opened(participants=(OPS, Participant("b@example.com"), OPS), label_ids=("l2", "l1", "l2")).ticket
    assert [person.address for person in ticket.participants] == ["ops@example.com", "b@example.com"]
    assert ticket.label_ids == ("l2", "l1")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("participants", tuple(Participant(f"p{n}@example.com") for n in range(101))),
        ("label_ids", tuple(f"l{n}" for n in range(51))),
    ],
)
def test_there_are_limits_to_participants_and_labels(field: str, values: tuple[object, ...]) -> None:
    assert len(getattr(opened(**{field: values[:-1]}).ticket, field)) == len(values) - 1
    with pytest.raises(DeskError):
        opened(**{field: values})


def test_the_contact_and_every_participant_are_to_hear_of_a_public_ticket() -> None:
    action = opened(participants=(OPS,)).action
    assert action is not None
    assert [(person.address, person.is_contact) for person in action.recipients] == [
        (MAYA.email, True),
        (OPS.address, False),
    ]


@pytest.mark.parametrize("silent", [{"notify_customer": False}, {"quiet": True}, {"contact": None}])
def test_customers_hear_nothing_of_a_ticket_that_is_not_public_or_quiet(silent: dict[str, object]) -> None:
    action = opened(participants=(OPS,), **silent).action
    assert action is not None
    assert action.recipients == ()


def test_a_quiet_creation_leaves_the_ticket_public() -> None:
    assert opened(quiet=True).ticket.public


def test_a_ticket_is_all_that_it_was_asked_to_be() -> None:
    asked = {
        "description": "It says 502",
        "type": TicketType.BUG_REPORT,
        "priority": Priority.HIGH,
        "channel": Channel.EMAIL,
        "source": Source.EMAIL,
        "assignee_id": ANA.id,
        "participants": (OPS,),
        "label_ids": ("l1",),
        "attachments": (Attachment(id="a_1", name="bill.pdf", type="application/pdf", size=4),),
        "html_id": "h_1",
        "notify_customer": False,
        "follow_up_of": 3,
        "language": "de",
        "mailbox": "support@acme.example",
        "signed": Sealing.SMIME,
    }
    made = opened(**asked).ticket
    assert {name: getattr(made, name) for name in asked} == asked
    assert (made.number, made.key, made.contact, made.created_at) == (7, KEY, MAYA, made.updated_at)


def test_a_ticket_that_begins_with_a_note_is_made_by_one_action_that_tells_of_both() -> None:
    files = (Attachment(id="a_1", name="log.txt", type="text/plain", size=4),)
    decision = opened(BY_ANA, note=NoteWith("They called twice", files))
    assert isinstance(decision.said, InternalNote)
    assert (decision.said.body, decision.said.attachments) == ("They called twice", files)
    assert (decision.ticket.version, decision.ticket.message_count) == (1, 1)
    assert decision.action is not None
    assert [event.type for event in decision.action.events] == [EventType.CREATED, EventType.NOTED]
    assert (decision.action.version, decision.action.message_id) == (1, decision.said.id)
    assert decision.said.at < decision.action.at == decision.ticket.last_at


@pytest.mark.parametrize(("actor", "speaker"), [(BY_MAYA, "customer"), (BY_ANA, None)])
def test_who_opened_it_has_spoken_when_it_was_the_customer(actor: Actor, speaker: str | None) -> None:
    assert opened(actor).ticket.last_speaker == speaker


@pytest.mark.parametrize("of_a_new_one", [True, False])
def test_the_action_says_what_caused_it_and_which_bulk_it_belongs_to(of_a_new_one: bool) -> None:
    when = replace(moment(), cause="rule_1", batch="batch_1")
    new = NewTicket(title="Checkout", channel=Channel.PORTAL, source=Source.PORTAL)
    made = create.create(new, 7, KEY, when)
    action = made.action if of_a_new_one else lifecycle.archive(made.ticket, when).action
    assert action is not None
    assert (action.cause, action.batch, action.actor) == ("rule_1", "batch_1", BY_ANA)


@pytest.mark.parametrize("decision", [opened(participants=(OPS,)), Decision(opened().ticket, opened().ticket, None)])
def test_what_is_silenced_is_the_same_told_to_no_customer(decision: Decision) -> None:
    told_to_nobody = decision.action and replace(decision.action, recipients=())
    assert silenced(decision) == replace(decision, action=told_to_nobody)
