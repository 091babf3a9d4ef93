"""What the history says of an undoing."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.events import UNDONE, EventType
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets import change, undo
from chalicelib.domain.tickets.fields import FIELDS
from chalicelib.domain.tickets.former import UNDOABLE, with_former
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType
from tests.domain.making import ANA, BY_ANA, OPS, moment, ticket

OTHER: dict[str, Any] = {
    "title": "New",
    "description": "Long text",
    "status": Status.WAITING,
    "priority": Priority.LOW,
    "type": TicketType.BUG_REPORT,
    "channel": Channel.PHONE,
    "assignee_id": ANA.id,
    "contact": ContactRef("c_jo", "Jo", "jo@example.com"),
    "label_ids": ("l1",),
    "participants": (OPS,),
    "proposed": (),
}
"""Another value of each field."""


@pytest.mark.parametrize("name", FIELDS)
def test_it_names_every_field_that_went_back(name: str) -> None:
    before = ticket(proposed=(OPS,)) if name == "proposed" else ticket()
    done = change.change(before, {name: OTHER[name]}, moment(BY_ANA))
    assert done.action is not None
    action = with_former(done.action, before, done.ticket)
    undone = undo.undo(done.ticket, action, [], moment(BY_ANA))
    assert FIELDS[name].of(undone.ticket) == FIELDS[name].of(before)
    assert undone.action is not None
    told = undone.action.events[0]
    assert (told.type, set(told.changes)) == (EventType.UNDONE, {UNDONE, name})


def test_every_field_can_be_undone() -> None:
    assert {field.event for field in FIELDS.values()} <= UNDOABLE
