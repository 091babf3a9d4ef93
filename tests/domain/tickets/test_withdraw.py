"""Taking a reply back: in time, by its writer, and with everything it changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import EventType
from chalicelib.domain.notices.notices import notices
from chalicelib.domain.tickets import change, converse, lifecycle, merge
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.withdraw import WithoutIt, status_before, withdraw
from chalicelib.domain.vocabulary import Status
from tests.domain.making import BY_ANA, BY_CY, BY_MAYA, TEAM, moment, ticket

HOLD = timedelta(seconds=10)
NOTHING_SINCE = WithoutIt(last_speaker="customer", next_answer_at=None)
SECOND = timedelta(seconds=1)


def held(before: Ticket, status: Status | None = None) -> Decision:
    return converse.agent_reply(before, "Which cards?", moment(after=SECOND), status=status, hold=HOLD)


def undone(replied: Decision, now: Ticket | None = None, left: WithoutIt = NOTHING_SINCE) -> Decision:
    assert isinstance(replied.said, PublicMessage)
    assert replied.action is not None
    return withdraw(now or replied.ticket, replied.said, replied.action, left, moment(after=2 * SECOND))


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("before", list(Status))
def test_an_undone_reply_gives_back_status_dates_and_first_response(before: Status, status: Status | None) -> None:
    first = ticket(before)
    back = undone(held(first, status)).ticket
    for name in ("status", "resolved_at", "closed_at", "first_responded_at", "message_count", "last_speaker"):
        assert getattr(back, name) == getattr(first, name), name


def test_an_undone_reply_gives_back_the_notes_of_an_earlier_solution() -> None:
    solved = lifecycle.resolve(ticket(), "Rolled back", None, moment()).ticket
    reopened = converse.customer_message(solved, "Broken again", moment(BY_MAYA)).ticket
    replied = held(reopened, Status.RESOLVED)
    assert replied.ticket.resolution is None
    assert undone(replied).ticket.resolution == "Rolled back"


def test_a_status_somebody_has_set_since_stays() -> None:
    replied = held(ticket(), Status.RESOLVED)
    waiting = change.change(replied.ticket, {"status": Status.WAITING}, moment(after=2 * SECOND)).ticket
    assert undone(replied, waiting).ticket.status is Status.WAITING


def test_of_a_solution_that_was_reopened_since_nothing_comes_back_with_the_reply() -> None:
    solved = lifecycle.resolve(ticket(), "Rolled back", None, moment()).ticket
    reopened = converse.customer_message(solved, "Broken again", moment(BY_MAYA)).ticket
    replied = held(reopened, Status.RESOLVED)
    waiting = change.change(replied.ticket, {"status": Status.WAITING}, moment(after=2 * SECOND)).ticket
    back = undone(replied, waiting).ticket
    assert (back.status, back.resolution, back.resolved_at) == (Status.WAITING, None, None)


def test_a_ticket_that_was_told_to_stay_open_stays_open_though_it_was_answered_since() -> None:
    replied = held(ticket(), Status.OPEN)
    again = converse.agent_reply(replied.ticket, "And when?", moment(after=2 * SECOND), status=Status.OPEN)
    assert again.said is not None
    left = WithoutIt(last_speaker="agent", next_answer_at=again.said.at)
    assert undone(replied, again.ticket, left).ticket.status is Status.OPEN


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("before", list(Status))
def test_what_a_reply_changed_comes_back_when_the_merge_that_followed_it_is_undone(
    before: Status, status: Status | None
) -> None:
    first, primary = ticket(before), replace(ticket(), number=8)
    replied = held(first, status)
    gained, given = merge.merge(primary, replied.ticket, (), moment(after=2 * SECOND), across_contacts=False)
    back = undone(replied, given.ticket).ticket
    assert (back.status, back.merged_into, back.closed_at) == (Status.CLOSED, 8, given.ticket.closed_at)
    _, freed = merge.unmerge(gained.ticket, back, [back], moment(after=3 * SECOND))
    for name in ("status", "resolved_at", "closed_at", "first_responded_at", "message_count"):
        assert getattr(freed.ticket, name) == getattr(first, name), name


def test_an_answer_given_since_becomes_the_first_response_and_keeps_the_ticket_in_progress() -> None:
    replied = held(ticket())
    again = converse.agent_reply(replied.ticket, "And which bank?", moment(after=2 * SECOND))
    assert again.said is not None
    left = WithoutIt(last_speaker="agent", next_answer_at=again.said.at)
    back = undone(replied, again.ticket, left).ticket
    assert (back.status, back.first_responded_at) == (Status.IN_PROGRESS, again.said.at)
    assert back.clock.first.done_at == again.said.at


def test_an_earlier_first_response_stays_the_first_response() -> None:
    answered = converse.agent_reply(ticket(), "We look", moment()).ticket
    back = undone(held(answered)).ticket
    assert back.first_responded_at == answered.first_responded_at


def test_nobody_outside_is_told_that_a_reply_was_taken_back() -> None:
    action = undone(held(ticket(), Status.RESOLVED)).action
    assert action is not None
    assert action.types() == {EventType.REPLY_WITHDRAWN, EventType.STATUS_CHANGED}
    assert action.recipients == ()
    assert notices(action, TEAM) == []


def test_a_reply_whose_time_is_over_can_not_be_taken_back() -> None:
    replied = held(ticket())
    assert isinstance(replied.said, PublicMessage)
    assert replied.action is not None
    with pytest.raises(DeskError, match="already_sent:"):
        withdraw(replied.ticket, replied.said, replied.action, NOTHING_SINCE, moment(after=11 * SECOND))


def test_a_reply_that_was_not_held_can_not_be_taken_back() -> None:
    replied = converse.agent_reply(ticket(), "Which cards?", moment(after=SECOND))
    with pytest.raises(DeskError, match="already_sent:"):
        undone(replied)


def test_a_reply_is_not_taken_back_by_somebody_else() -> None:
    replied = held(ticket())
    assert isinstance(replied.said, PublicMessage)
    assert replied.action is not None
    assert replied.said.author == BY_ANA
    with pytest.raises(DeskError, match="forbidden:"):
        withdraw(replied.ticket, replied.said, replied.action, NOTHING_SINCE, moment(BY_CY, 2 * SECOND))


def test_the_status_before_a_reply_is_known_while_the_one_it_set_stands() -> None:
    action = held(ticket(), Status.RESOLVED).action
    assert action is not None
    assert status_before(Status.RESOLVED, action) is Status.OPEN
    assert status_before(Status.WAITING, action) is Status.WAITING
