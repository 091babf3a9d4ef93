"""What is said on a ticket, by agents, customers and among members, and what it does to the ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.people.people import Participant
from chalicelib.domain.tickets import converse, merge
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage, SendState
from chalicelib.domain.vocabulary import Sealing, Status
from tests.domain.making import BY_ANA, BY_MAYA, MAYA, MORNING, OPS, moment, ticket

FILE = Attachment(id="a_1", name="bill.pdf", type="application/pdf", size=4)
LATER = timedelta(hours=1)


def test_the_first_reply_makes_an_open_ticket_in_progress_and_is_the_first_response() -> None:
    decision = converse.agent_reply(ticket(), "Which cards?", moment(after=LATER))
    assert decision.ticket.status is Status.IN_PROGRESS
    assert decision.ticket.first_responded_at == MORNING + LATER
    assert decision.ticket.last_speaker == "agent"
    assert decision.action is not None
    assert decision.action.events == (
        Event(EventType.AGENT_REPLIED),
        Event(EventType.STATUS_CHANGED, {"status": Change("open", "in_progress")}),
    )


def test_a_later_reply_is_not_the_first_response() -> None:
    first = converse.agent_reply(ticket(), "Which cards?", moment()).ticket
    second = converse.agent_reply(first, "And when?", moment(after=LATER)).ticket
    assert second.first_responded_at == first.first_responded_at


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OPEN])
def test_a_reply_leaves_every_other_status_as_it_is(status: Status) -> None:
    assert converse.agent_reply(ticket(status), "Hello", moment()).ticket.status is status


@pytest.mark.parametrize("status", list(Status))
def test_a_reply_may_carry_the_status_to_set(status: Status) -> None:
    decision = converse.agent_reply(ticket(Status.WAITING), "Hello", moment(), status=status)
    assert decision.ticket.status is status
    assert (decision.ticket.resolved_at is not None) == (status is Status.RESOLVED)
    assert decision.action is not None
    assert (EventType.STATUS_CHANGED in decision.action.types()) == (status is not Status.WAITING)
    assert (EventType.RESOLVED in decision.action.types()) == (status is Status.RESOLVED)


def test_a_reply_keeps_an_open_ticket_open_when_told_to() -> None:
    assert converse.agent_reply(ticket(), "Hello", moment(), status=Status.OPEN).ticket.status is Status.OPEN


def test_a_reply_goes_to_contact_and_participants_and_says_how_far_it_got() -> None:
    decision = converse.agent_reply(ticket(participants=(OPS,)), "Hello", moment())
    assert decision.action is not None
    assert isinstance(decision.said, PublicMessage)
    assert {person.address for person in decision.action.recipients} == {"maya@example.com", "ops@example.com"}
    assert decision.said.delivery == {person.id: "queued" for person in decision.action.recipients}


def test_a_reply_on_a_ticket_that_is_not_public_goes_to_nobody() -> None:
    decision = converse.agent_reply(ticket(notify_customer=False), "Hello", moment())
    assert decision.action is not None
    assert decision.action.recipients == ()


def test_a_held_reply_may_be_read_when_its_time_has_come() -> None:
    said = converse.agent_reply(ticket(), "Hello", moment(after=LATER), hold=timedelta(seconds=10)).said
    assert isinstance(said, PublicMessage)
    assert said.send_state is SendState.HELD
    assert not said.may_be_read(MORNING + LATER + timedelta(seconds=9))
    assert said.may_be_read(MORNING + LATER + timedelta(seconds=10))


@pytest.mark.parametrize(("hold", "visible_at"), [(10, MORNING + LATER + timedelta(seconds=10)), (0, None)])
def test_nobody_outside_hears_of_a_held_reply_before_its_time(hold: int, visible_at: datetime | None) -> None:
    decision = converse.agent_reply(ticket(), "Hello", moment(after=LATER), hold=timedelta(seconds=hold))
    assert decision.action is not None
    assert decision.action.visible_at == visible_at


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.OPEN, Status.OPEN),
        (Status.IN_PROGRESS, Status.IN_PROGRESS),
        (Status.WAITING, Status.OPEN),
        (Status.RESOLVED, Status.OPEN),
    ],
)
def test_a_customers_message_reopens_what_waits_or_is_resolved(before: Status, after: Status) -> None:
    decision = converse.customer_message(ticket(before, last_speaker="agent"), "Still broken", moment(BY_MAYA))
    assert (decision.ticket.status, decision.ticket.resolved_at) == (after, None)
    assert decision.ticket.last_speaker == "customer"
    assert decision.ticket.first_responded_at is None


def test_a_customers_message_restores_an_archived_ticket() -> None:
    decision = converse.customer_message(ticket(archived_at=MORNING), "Still there?", moment(BY_MAYA))
    assert decision.ticket.archived_at is None
    assert decision.action is not None
    assert EventType.RESTORED in decision.action.types()


def test_a_strangers_message_is_marked_and_keeps_what_it_quoted() -> None:
    said = converse.customer_message(
        ticket(), "Me too", moment(BY_MAYA), quoted="> Hello", stranger="jo@example.net"
    ).said
    assert isinstance(said, PublicMessage)
    assert (said.kind, said.stranger, said.quoted) == (MessageKind.CUSTOMER_MESSAGE, "jo@example.net", "> Hello")


def in_copy(*addresses: str) -> tuple[Participant, ...]:
    return tuple(Participant(address, proven=False) for address in addresses)


def test_who_was_in_copy_takes_part_from_now_on_once_and_only_who_did_not_before() -> None:
    before = ticket(participants=(OPS,))
    newcomers = in_copy("jo@example.com", OPS.address, str(MAYA.email), "jo@example.com")
    decision = converse.customer_message(before, "Jo knows more", moment(BY_MAYA), newcomers=newcomers)
    assert decision.ticket.participants == (OPS, *in_copy("jo@example.com"))
    assert decision.action is not None
    assert decision.action.events[1:] == (
        Event(EventType.PARTICIPANTS_CHANGED, {"participants": Change([OPS.address], [OPS.address, "jo@example.com"])}),
    )
    assert [person.address for person in decision.action.recipients] == [MAYA.email, OPS.address, "jo@example.com"]


def test_who_took_part_unproven_is_proven_by_being_in_copy_and_nobody_else_is() -> None:
    before = ticket(participants=in_copy("jo@example.com", "lee@example.com"))
    decision = converse.customer_message(before, "Jo?", moment(BY_MAYA), newcomers=in_copy("jo@example.com"))
    assert [person.proven for person in decision.ticket.participants] == [True, False]
    assert decision.action is not None
    assert decision.action.types() == {EventType.CUSTOMER_REPLIED}


@pytest.mark.parametrize("there", [0, 98, 99, 100])
def test_who_was_in_copy_takes_part_as_far_as_there_is_room(there: int) -> None:
    before = ticket(participants=in_copy(*(f"p{number}@example.com" for number in range(there))))
    newcomers = in_copy("jo@example.com", "lee@example.com")
    after = converse.customer_message(before, "Hello", moment(BY_MAYA), newcomers=newcomers).ticket
    assert after.participants == (*before.participants, *newcomers)[:100]


@pytest.mark.parametrize("status", list(Status))
def test_what_is_said_on_a_duplicate_stays_there_and_what_follows_happens_to_the_primary(status: Status) -> None:
    primary, other = (
        replace(ticket(one, last_speaker="agent"), number=number) for number, one in ((1, Status.WAITING), (2, status))
    )
    gained, given = merge.merge(primary, other, (), moment(after=LATER), across_contacts=False)
    said = converse.customer_message(gained.ticket, "Any news?", moment(BY_MAYA, 2 * LATER))
    effects, kept = converse.customer_message_on_duplicate(gained.ticket, given.ticket, said)
    assert (effects.said, effects.ticket.status, effects.ticket.message_count) == (None, Status.OPEN, 0)
    assert effects.action is not None
    assert (effects.action.number, effects.action.message_number) == (1, 2)
    assert (kept.before, kept.said, kept.action) == (given.ticket, said.said, None)
    assert (kept.ticket.status, kept.ticket.merged_into) == (Status.CLOSED, 1)
    assert (kept.ticket.message_count, kept.ticket.last_speaker) == (1, "customer")
    assert kept.ticket.version == given.ticket.version + 1
    assert kept.ticket.last_at == effects.ticket.last_at
    merger, wanted = kept.ticket.merger, ticket(status)
    if status in (Status.WAITING, Status.RESOLVED):
        wanted = ticket()
    assert merger is not None
    assert (merger.status, merger.resolved_at is None) == (wanted.status, wanted.resolved_at is None)
    assert (merger.closed_at is None) == (wanted.closed_at is None)


def test_a_message_keeps_the_html_of_the_mail_that_it_came_by() -> None:
    said = converse.customer_message(ticket(), "Hello", moment(BY_MAYA), html_id="h_1").said
    assert isinstance(said, PublicMessage)
    assert said.html_id == "h_1"


@pytest.mark.parametrize("say", [converse.agent_reply, converse.customer_message, converse.internal_note])
def test_what_came_by_a_signed_mail_says_what_that_was_signed_by(say: Callable[..., Decision]) -> None:
    assert [say(ticket(), "Hello", moment(), signed=by).said.signed for by in (Sealing.PGP, None)] == [
        Sealing.PGP,
        None,
    ]


def test_a_note_is_no_response_and_changes_no_status() -> None:
    decision = converse.internal_note(ticket(), "Ask billing", moment())
    assert isinstance(decision.said, InternalNote)
    assert (decision.ticket.status, decision.ticket.first_responded_at) == (Status.OPEN, None)
    assert decision.ticket.last_speaker == "customer"
    assert decision.action is not None
    assert decision.action.types() == {EventType.NOTED}


def test_a_note_that_calls_members_says_whom() -> None:
    action = converse.internal_note(ticket(), "@Bo look", moment(), mentions=("m_bo",)).action
    assert action is not None
    assert action.events[1] == Event(EventType.MENTIONED, {"members": Change(None, ["m_bo"])})


@pytest.mark.parametrize("say", [converse.agent_reply, converse.customer_message, converse.internal_note])
def test_nothing_but_spaces_is_not_a_message_unless_a_file_comes_with_it(say: object) -> None:
    assert callable(say)
    with pytest.raises(DeskError) as refusal:
        say(ticket(), " \n\t", moment())
    assert [error.field for error in refusal.value.errors] == ["body"]
    assert say(ticket(), "", moment(), attachments=(FILE,)).said.attachments == (FILE,)


@pytest.mark.parametrize("say", [converse.agent_reply, converse.customer_message, converse.internal_note])
def test_a_message_counts_once_and_its_action_comes_right_after_it(say: object) -> None:
    assert callable(say)
    before = ticket()
    decision = say(before, "Hello", moment(BY_ANA))
    assert decision.ticket.message_count == before.message_count + 1
    assert before.last_at < decision.said.at < decision.action.at == decision.ticket.last_at
    assert decision.action.message_id == decision.said.id < decision.action.id


def test_an_archived_ticket_comes_back_with_its_follow_up() -> None:
    decision = converse.follow_up(ticket(Status.CLOSED, archived_at=MORNING, follow_ups=(8,)), 9, moment(BY_MAYA))
    assert (decision.ticket.archived_at, decision.ticket.follow_ups) == (None, (8, 9))
    assert decision.action is not None
    assert [event.type for event in decision.action.events] == [EventType.FOLLOWED_UP, EventType.RESTORED]


def test_a_closed_ticket_learns_of_its_follow_up_and_stays_closed() -> None:
    decision = converse.follow_up(ticket(Status.CLOSED), 8, moment(BY_MAYA))
    assert (decision.ticket.status, decision.ticket.follow_ups) == (Status.CLOSED, (8,))
    assert decision.action is not None
    assert decision.action.events == (Event(EventType.FOLLOWED_UP, {"follow_up": Change(None, 8)}),)


@pytest.mark.parametrize("status", list(Status))
def test_an_automatic_answer_is_noted_and_changes_nothing(status: Status) -> None:
    before = ticket(status)
    decision = converse.auto_answered(before, "maya@example.com", "Out of office " * 50, moment(BY_MAYA))
    assert (decision.ticket.status, decision.ticket.message_count) == (status, before.message_count)
    assert decision.action is not None
    (event,) = decision.action.events
    assert event.type is EventType.AUTO_ANSWERED
    assert len(event.changes["subject"].after) == 300
