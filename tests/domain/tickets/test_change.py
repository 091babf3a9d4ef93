"""Changing a ticket's fields."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType
from tests.domain.making import ANA, MAYA, OPS, moment, ticket

JO = ContactRef("c_jo", "Jo", "jo@example.com")


@pytest.mark.parametrize(
    ("changes", "event", "change"),
    [
        ({"title": "New"}, EventType.TITLE_CHANGED, {"title": Change("Checkout", "New")}),
        ({"description": "Long text"}, EventType.DESCRIPTION_CHANGED, {}),
        ({"channel": Channel.PHONE}, EventType.CHANNEL_CHANGED, {"channel": Change("portal", "phone")}),
        ({"type": TicketType.BUG_REPORT}, EventType.TYPE_CHANGED, {"type": Change("support_ticket", "bug_report")}),
        ({"priority": Priority.LOW}, EventType.PRIORITY_CHANGED, {"priority": Change("medium", "low")}),
        ({"status": Status.WAITING}, EventType.STATUS_CHANGED, {"status": Change("open", "waiting")}),
        ({"assignee_id": ANA.id}, EventType.ASSIGNED, {"assignee_id": Change(None, ANA.id)}),
        (
            {"contact": JO},
            EventType.CONTACT_CHANGED,
            {
                "contact": Change(
                    {"id": MAYA.id, "name": MAYA.name, "email": MAYA.email},
                    {"id": JO.id, "name": JO.name, "email": JO.email},
                )
            },
        ),
        ({"label_ids": ("l1",)}, EventType.LABELS_CHANGED, {"label_ids": Change([], ["l1"])}),
        ({"participants": (OPS,)}, EventType.PARTICIPANTS_CHANGED, {"participants": Change([], [OPS.address])}),
    ],
)
def test_each_field_has_its_event_with_before_and_after(
    changes: Changes, event: EventType, change: dict[str, Change]
) -> None:
    before = ticket()
    decision = change_rules.change(before, changes, moment(after=timedelta(hours=1)))
    assert decision.action is not None
    assert decision.action.events == (Event(event, change),)
    assert decision.ticket.version == before.version + 1
    assert decision.ticket.updated_at == decision.action.at


def test_of_a_long_description_the_history_keeps_the_beginning_and_counts_the_rest() -> None:
    decision = change_rules.change(ticket(description="x" * 4_001), {"description": ""}, moment())
    assert decision.action is not None
    told = {"former": Change("x" * 4_000, None), "left_out": Change(1, None)}
    assert decision.action.events == (Event(EventType.DESCRIPTION_CHANGED, told),)
    assert decision.ticket.reworded_at == decision.action.at


def test_the_history_keeps_the_words_that_were_overwritten() -> None:
    decision = change_rules.change(ticket(description="It broke."), {"description": "All is well."}, moment())
    assert decision.action is not None
    assert decision.action.events == (Event(EventType.DESCRIPTION_CHANGED, {"former": Change("It broke.", None)}),)


def test_what_is_not_named_stays() -> None:
    before = ticket(label_ids=("l1",), assignee_id=ANA.id)
    after = change_rules.change(before, {"title": "New"}, moment()).ticket
    assert (after.label_ids, after.assignee_id, after.contact, after.key) == (("l1",), ANA.id, MAYA, before.key)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "Checkout"},
        {"title": "\n Checkout\u200b"},
        {"status": Status.OPEN, "assignee_id": None},
        {"participants": (), "label_ids": ()},
        {"contact": MAYA},
    ],
)
def test_a_change_that_changes_nothing_is_no_action(changes: Changes) -> None:
    before = ticket()
    decision = change_rules.change(before, changes, moment())
    assert (decision.action, decision.ticket) == (None, before)


def test_only_what_differs_is_an_event() -> None:
    decision = change_rules.change(ticket(), {"title": "Checkout", "priority": Priority.LOW}, moment())
    assert decision.action is not None
    assert decision.action.types() == {EventType.PRIORITY_CHANGED}


@pytest.mark.parametrize("start", list(Status))
@pytest.mark.parametrize("end", list(Status))
def test_an_agent_may_choose_any_status(start: Status, end: Status) -> None:
    assert change_rules.change(ticket(start), {"status": end}, moment()).ticket.status is end


def test_resolving_and_closing_remember_when_and_reopening_forgets() -> None:
    resolved = change_rules.change(ticket(), {"status": Status.RESOLVED}, moment(after=timedelta(hours=1))).ticket
    assert (resolved.resolved_at, resolved.closed_at) == (resolved.updated_at, None)
    closed = change_rules.change(resolved, {"status": Status.CLOSED}, moment(after=timedelta(hours=2))).ticket
    assert (closed.resolved_at, closed.closed_at) == (resolved.resolved_at, closed.updated_at)
    reopened = change_rules.change(closed, {"status": Status.OPEN}, moment(after=timedelta(hours=3))).ticket
    assert (reopened.resolved_at, reopened.closed_at) == (None, None)


def test_becoming_resolved_is_an_event_of_its_own() -> None:
    action = change_rules.change(ticket(), {"status": Status.RESOLVED}, moment()).action
    assert action is not None
    assert [event.type for event in action.events] == [EventType.STATUS_CHANGED, EventType.RESOLVED]


def test_a_status_change_is_no_response() -> None:
    assert change_rules.change(ticket(), {"status": Status.IN_PROGRESS}, moment()).ticket.first_responded_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"description": "x" * 100_001}, "description"),
        ({"label_ids": tuple(map(str, range(51)))}, "labels"),
        ({"participants": tuple(Participant(f"p{n}@example.com") for n in range(101))}, "participants"),
    ],
)
def test_a_change_is_held_to_the_same_limits_as_a_new_ticket(changes: Changes, field: str) -> None:
    with pytest.raises(DeskError) as refusal:
        change_rules.change(ticket(), changes, moment())
    assert [error.field for error in refusal.value.errors] == [field]


def test_a_new_contact_is_whom_the_change_concerns() -> None:
    action = change_rules.change(ticket(), {"contact": JO}, moment()).action
    assert action is not None
    assert [person.address for person in action.recipients] == ["jo@example.com"]


def test_the_history_goes_on_even_when_the_clock_went_back() -> None:
    before = ticket()
    after = change_rules.change(before, {"title": "New"}, moment(after=timedelta(hours=-5))).ticket
    assert after.updated_at == before.last_at + timedelta(milliseconds=1)


def test_instants_are_whole_milliseconds() -> None:
    after = change_rules.change(ticket(), {"title": "New"}, moment(after=timedelta(microseconds=5_001_999))).ticket
    assert after.updated_at.microsecond == 1000
