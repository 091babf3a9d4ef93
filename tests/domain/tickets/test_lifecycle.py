"""Resolving, escalating, archiving, rating: what they change, what they refuse, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.tickets import change, converse, lifecycle
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Priority, Status
from tests.domain.making import BY_ANA, BY_MAYA, moment, ticket

DAY = timedelta(days=1)
RATED = Event(EventType.RATED, {"score": Change(2, 4)})


def resolved(given: Ticket | None = None, estimate: int | None = None) -> Decision:
    return lifecycle.resolve(given or ticket(), "Rolled back", estimate, moment(after=DAY))


def archived(given: Ticket) -> Ticket:
    return lifecycle.archive(given, moment()).ticket


def rated(given: Ticket, score: int = 5, comment: str = "", after: timedelta = DAY) -> Ticket:
    return lifecycle.rate(given, score, comment, moment(BY_MAYA, after)).ticket


def test_resolving_keeps_the_notes_the_moment_and_the_agents_guess() -> None:
    decision = resolved(estimate=4)
    after = decision.ticket
    assert (after.status, after.resolution, after.csat.agent_estimate) == (Status.RESOLVED, "Rolled back", 4)
    assert after.resolved_at == after.last_at
    assert after.csat_score is None
    assert decision.action is not None
    assert EventType.RESOLVED in decision.action.types()
    assert [person.address for person in decision.action.recipients] == ["maya@example.com"]


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_what_is_solved_is_not_solved_again(status: Status) -> None:
    with pytest.raises(DeskError, match="already_resolved:"):
        resolved(ticket(status))


def test_solving_again_without_notes_leaves_none_of_the_notes_of_the_first_time() -> None:
    reopened = converse.customer_message(resolved().ticket, "Broken again", moment(BY_MAYA)).ticket
    assert reopened.resolution == "Rolled back"
    again = change.change(reopened, {"status": Status.RESOLVED}, moment()).ticket
    assert again.resolution is None


def test_closing_keeps_the_notes_and_when_it_was_solved() -> None:
    solved = resolved().ticket
    closed = change.change(solved, {"status": Status.CLOSED}, moment()).ticket
    assert (closed.resolution, closed.resolved_at) == (solved.resolution, solved.resolved_at)


def test_escalating_makes_urgent_and_says_why_when_and_who() -> None:
    after = lifecycle.escalate(ticket(), "Shop is down", moment()).ticket
    assert after.priority is Priority.URGENT
    assert after.escalation is not None
    assert (after.escalation.reason, after.escalation.by_id) == ("Shop is down", BY_ANA.id)
    with pytest.raises(DeskError, match="already_urgent:"):
        lifecycle.escalate(after, "Once more", moment())


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 10_001])
@pytest.mark.parametrize(
    ("field", "act"),
    [
        ("resolution", lambda text: lifecycle.resolve(ticket(), text, None, moment())),
        ("reason", lambda text: lifecycle.escalate(ticket(), text, moment())),
    ],
)
def test_notes_and_reasons_are_needed_and_bounded(field: str, act: Callable[[str], Any], text: str) -> None:
    with pytest.raises(DeskError) as refusal:
        act(text)
    assert [error.field for error in refusal.value.errors] == [field]


@pytest.mark.parametrize(
    ("act", "events"),
    [
        (
            lambda before, when: lifecycle.resolve(before, "Rolled back", None, when),
            [
                Event(EventType.STATUS_CHANGED, {"status": Change("open", "resolved")}),
                Event(EventType.RESOLVED),
            ],
        ),
        (
            lifecycle.solved,
            [
                Event(EventType.STATUS_CHANGED, {"status": Change("open", "resolved")}),
                Event(EventType.RESOLVED),
            ],
        ),
        (
            lambda before, when: lifecycle.escalate(before, "Shop is down", when),
            [
                Event(EventType.PRIORITY_CHANGED, {"priority": Change("medium", "urgent")}),
                Event(EventType.ESCALATED, {"reason": Change(None, "Shop is down")}),
            ],
        ),
        (lifecycle.archive, [Event(EventType.ARCHIVED)]),
        (lambda before, when: lifecycle.restore(archived(before), when), [Event(EventType.RESTORED)]),
        (lambda before, when: lifecycle.rate(replace(before, csat_score=2), 4, "", when), [RATED]),
    ],
)
def test_the_history_says_what_was_done(act: Callable[[Ticket, Moment], Decision], events: list[Event]) -> None:
    action = act(ticket(), moment()).action
    assert action is not None
    assert list(action.events) == events


@pytest.mark.parametrize("status", list(Status))
def test_a_customer_says_that_it_is_solved_and_of_what_is_solved_it_changes_nothing(status: Status) -> None:
    before = ticket(status)
    decision = lifecycle.solved(before, moment(BY_MAYA, DAY))
    if status in (Status.RESOLVED, Status.CLOSED):
        assert decision == Decision(before, before, None)
    else:
        assert decision.ticket.status is Status.RESOLVED
        assert decision.ticket.resolved_at == decision.ticket.last_at


@pytest.mark.parametrize("estimate", [0, 6])
def test_an_agents_guess_is_a_score_as_well(estimate: int) -> None:
    with pytest.raises(DeskError) as refusal:
        resolved(estimate=estimate)
    assert [error.field for error in refusal.value.errors] == ["csat_estimate"]


def test_the_longest_notes_and_reasons_are_taken() -> None:
    assert lifecycle.resolve(ticket(), "x" * 10_000, None, moment()).ticket.resolution == "x" * 10_000
    assert lifecycle.escalate(ticket(), "x" * 10_000, moment()).ticket.escalation is not None


def test_archiving_twice_is_archiving_once_and_restoring_gives_it_back() -> None:
    away = archived(ticket())
    assert away.place.bucket == "archived"
    assert lifecycle.archive(away, moment()).action is None
    restored = lifecycle.restore(away, moment()).ticket
    assert restored.place.bucket == "open"
    assert lifecycle.restore(restored, moment()).action is None


def test_a_score_is_the_customers_and_leaves_the_agents_guess_alone() -> None:
    after = rated(resolved(estimate=2).ticket, 5, "  Quick  ")
    assert (after.csat_score, after.csat.comment, after.csat.agent_estimate) == (5, "Quick", 2)


def test_the_same_score_again_changes_nothing() -> None:
    once = rated(resolved().ticket, 4, "Fine")
    assert lifecycle.rate(once, 4, " Fine ", moment(BY_MAYA, 2 * DAY)).action is None


def test_a_score_can_be_changed_for_fourteen_days_from_the_first_time() -> None:
    once = rated(resolved().ticket, 1)
    twice = rated(once, 2, after=10 * DAY)
    thrice = rated(twice, 3, after=15 * DAY)
    assert (twice.csat_score, thrice.csat_score) == (2, 3)
    with pytest.raises(DeskError, match="rating_closed:"):
        rated(thrice, 4, after=15 * DAY + timedelta(seconds=1))


def test_a_reopened_ticket_keeps_its_score_and_lets_it_be_changed() -> None:
    reopened = change.change(rated(resolved().ticket, 1), {"status": Status.OPEN}, moment()).ticket
    assert rated(reopened, 3).csat_score == 3


def test_an_unsolved_ticket_is_not_rated() -> None:
    with pytest.raises(DeskError, match="not_resolved:"):
        rated(ticket(Status.WAITING))


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
@pytest.mark.parametrize("score", [1, 5])
def test_what_is_solved_is_rated_and_a_comment_is_none_unless_something_is_written(status: Status, score: int) -> None:
    after = rated(ticket(status), score, " \n")
    assert (after.csat_score, after.csat.comment) == (score, None)
    assert after.csat.rated_at == after.csat.first_rated_at == after.last_at
    assert lifecycle.rate(after, score, "", moment(BY_MAYA, 2 * DAY)).action is None


def test_who_asked_alone_may_do_some_things() -> None:
    assert lifecycle.only_the_contact().code == "forbidden"


@pytest.mark.parametrize("score", [-1, 0, 6])
def test_a_score_is_one_to_five(score: int) -> None:
    with pytest.raises(DeskError) as refusal:
        rated(resolved().ticket, score)
    assert refusal.value.errors[0].field == "score"


def test_a_comment_is_measured_without_the_spaces_around_it() -> None:
    assert rated(resolved().ticket, 5, "x" * 2000 + " " * 100).csat.comment == "x" * 2000
    with pytest.raises(DeskError) as refusal:
        rated(resolved().ticket, 5, "x" * 2001)
    assert [error.field for error in refusal.value.errors] == ["comment"]
