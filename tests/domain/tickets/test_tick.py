"""What the tick makes of a ticket that it looks at, and when it has to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.events import SYSTEM, Change, Event, EventType
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.domain.sla.policies import DEFAULTS
from chalicelib.domain.tickets import change, tick
from chalicelib.domain.tickets.decision import Moment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.timing import SILENCE, Promises, timed
from chalicelib.domain.vocabulary import Priority, Status
from tests.domain.making import BO, MORNING, moment, opened
from tests.domain.sla.business_samples import weekdays

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WEEK = Promises(policies=DEFAULTS, auto_close=7 * DAY)
MILLISECOND = timedelta(milliseconds=1)


def at(after: timedelta, promises: Promises = WEEK) -> Moment:
    return replace(moment(SYSTEM, after), promises=promises, cause="rule_1", batch="batch_1")


def urgent(status: Status = Status.OPEN, promises: Promises = WEEK, **fields: Any) -> Ticket:
    """An urgent ticket, an hour to answer and four to solve, that was changed a minute after it came."""
    made = timed(None, opened(priority=Priority.URGENT, assignee_id=BO.id).ticket, promises, SILENCE)
    made = replace(made, **fields)
    return change.change(made, {"title": "Returns", "status": status}, at(MINUTE, promises)).ticket


@pytest.mark.parametrize("status", list(Status))
def test_what_is_resolved_closes_when_its_days_are_over_and_nothing_else_does(status: Status) -> None:
    ticket = urgent(status)
    over = MINUTE + 7 * DAY
    assert not tick.closes(ticket, at(over - MILLISECOND))
    assert tick.closes(ticket, at(over)) is (status is Status.RESOLVED)
    assert tick.closes(ticket, at(over + DAY)) is (status is Status.RESOLVED)


@pytest.mark.parametrize(
    ("promises", "away"),
    [(replace(WEEK, auto_close=None), {}), (WEEK, {"archived_at": MORNING}), (WEEK, {"merged_into": 3})],
)
def test_what_is_resolved_stays_so_where_nothing_closes_by_itself_or_it_is_put_away(
    promises: Promises, away: dict[str, Any]
) -> None:
    ticket = urgent(Status.RESOLVED, promises, **away)
    assert ticket.look_at is None
    assert not tick.closes(ticket, at(99 * DAY, promises))


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, MORNING + 45 * MINUTE),
        ({"status": Status.IN_PROGRESS}, MORNING + 45 * MINUTE),
        ({"status": Status.WAITING}, None),
        ({"status": Status.RESOLVED}, MORNING + MINUTE + 7 * DAY),
        ({"status": Status.CLOSED}, None),
        ({"archived_at": MORNING}, None),
        ({"merged_into": 3}, None),
    ],
)
def test_the_tick_has_to_come_for_the_next_crossing_or_to_close(fields: dict[str, Any], due: datetime | None) -> None:
    assert urgent(**fields).look_at == due


def test_a_crossing_is_told_once_in_the_tickets_history_and_is_no_change_of_it() -> None:
    before = urgent()
    after, action = tick.crossed(before, at(60 * MINUTE))
    assert action is not None
    assert action.events == (
        Event(
            EventType.SLA_BREACHED,
            {"target": Change(None, "first_response"), "due_at": Change(None, "2026-11-23T10:00:00Z")},
        ),
    )
    assert (action.number, action.version, action.assignee_id, action.actor) == (7, before.version, BO.id, SYSTEM)
    assert (action.cause, action.batch, action.recipients) == ("rule_1", "batch_1", ())
    assert action.was == action.now == before.place
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert after.last_at == action.at == MORNING + 60 * MINUTE
    assert after.look_at == MORNING + 180 * MINUTE
    assert tick.crossed(after, at(60 * MINUTE)) == (after, None)


def test_each_target_is_told_with_its_own_due_instant() -> None:
    _, action = tick.crossed(urgent(), at(200 * MINUTE))
    assert action is not None
    told = [(event.type, event.changes["target"].after, event.changes["due_at"].after) for event in action.events]
    assert told == [
        (EventType.SLA_BREACHED, "first_response", "2026-11-23T10:00:00Z"),
        (EventType.SLA_WARNING, "resolution", "2026-11-23T13:00:00Z"),
    ]


def test_what_is_due_by_the_hours_of_yesterday_alone_is_only_due_at_another_time() -> None:
    from_ten = weekdays("UTC", (10, 18))
    promises = replace(WEEK, hours=replace(from_ten, version=1))
    after, action = tick.crossed(urgent(), at(45 * MINUTE, promises))
    assert (action, after.look_at) == (None, MORNING + 105 * MINUTE)


def test_before_anything_is_crossed_nothing_is_told() -> None:
    before = urgent()
    assert tick.crossed(before, at(45 * MINUTE - MILLISECOND)) == (before, None)


@pytest.mark.parametrize(("days", "auto_close"), [(None, None), (3, 3 * DAY)])
def test_what_a_desk_promises_is_what_its_settings_say(days: int | None, auto_close: timedelta | None) -> None:
    policies = {policy.id: policy for policy in DEFAULTS}
    workspace = Workspace(id="acme", name="Acme", policies=policies, auto_close_days=days)
    promises = Promises.of(workspace)
    assert promises == Promises(policies=DEFAULTS, hours=workspace.hours, auto_close=auto_close)
    assert [promises.policy(priority) for priority in Priority] == list(DEFAULTS)
