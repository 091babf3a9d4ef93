"""The same change on many tickets: an outcome for each, and one that fails is alone with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.ticket import DescribedTicket, T
from chalicelib.domain.vocabulary import Channel, Source, Status
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk, Room
from chalicelib.services.ports.settings import Settings as SettingsPort
from chalicelib.services.ports.table import Tickets
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents, bulk, merge
from chalicelib.services.tickets.bulk import BulkChanges
from tests.services.memory import make

ANA = Actor(ActorKind.AGENT, "m_ana", "Ana K.")
WAITING = BulkChanges(fields={"status": Status.WAITING})


class Faulty:
    """Tickets of which one can't be read."""

    def __init__(self, tickets: Any, number: int) -> None:
        self._tickets, self._number = tickets, number
        self.commit = tickets.commit

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        if number == self._number:
            raise RuntimeError("the item is broken")
        found: T | None = self._tickets.get(number, kind)
        return found


@pytest.fixture
def opened() -> tuple[Desk, Room]:
    desk, room, _, _ = make()
    for _ in range(4):
        new = NewTicket(title="Checkout", channel=Channel.API, source=Source.API)
        agents.create_ticket(Seat(desk, room, ANA), new, WhoWrites(email="maya@example.com"))
    return desk, room


def status(room: Room, number: int) -> Status:
    found = room.tickets.get(number, DescribedTicket)
    assert found is not None
    return found.status


def refs(*numbers: int) -> list[str]:
    return [f"TKT-{number:04d}" for number in numbers]


def test_what_fails_by_our_own_fault_is_told_and_stops_nothing(opened: tuple[Desk, Room]) -> None:
    desk, room = opened
    raced = replace(room, tickets=cast(Tickets, Faulty(room.tickets, 2)))
    outcomes = bulk.apply(Seat(desk, raced, ANA), refs(1, 2, 3), WAITING, notify=False).outcomes
    assert [(one.ref, one.ok, one.code) for one in outcomes] == [
        ("TKT-0001", True, None),
        ("TKT-0002", False, "internal_error"),
        ("TKT-0003", True, None),
    ]
    assert isinstance(outcomes[1].fault, RuntimeError)
    assert [status(room, number) for number in (1, 2, 3)] == [Status.WAITING, Status.OPEN, Status.WAITING]


def test_a_merged_ticket_and_an_unknown_one_are_told_apart(opened: tuple[Desk, Room]) -> None:
    desk, room = opened
    merge.merge(Seat(desk, room, ANA), 1, 2, across_contacts=False)
    outcomes = bulk.apply(Seat(desk, room, ANA), [*refs(1, 2, 99), "x"], WAITING, notify=False).outcomes
    assert [one.code for one in outcomes] == [None, "merged", "not_found", "not_found"]


def test_the_same_reference_twice_is_one_outcome(opened: tuple[Desk, Room]) -> None:
    desk, room = opened
    (outcome,) = bulk.apply(Seat(desk, room, ANA), refs(1, 1), WAITING, notify=False).outcomes
    assert (outcome.ref, outcome.ok) == ("TKT-0001", True)


@pytest.mark.parametrize(
    "wanted",
    [
        BulkChanges(add_labels=("l_none",)),
        BulkChanges(fields={"assignee_id": "m_none"}),
        BulkChanges(fields={"assignee_id": "m_else"}),
    ],
)
def test_an_unknown_label_or_assignee_stops_it_before_anything_is_changed(
    opened: tuple[Desk, Room], wanted: BulkChanges
) -> None:
    desk, room = opened
    unchanged = replace(desk, settings=cast(SettingsPort, NoSettings()))
    with pytest.raises(DeskError, match="validation_failed"):
        bulk.apply(
            Seat(unchanged, room, ANA),
            refs(1),
            replace(wanted, fields={**wanted.fields, "status": Status.WAITING}),
            notify=False,
        )
    assert status(room, 1) is Status.OPEN


class NoSettings:
    def load(self, workspace: str, *, fresh: bool = False) -> None:
        return None


def test_what_time_does_not_allow_is_not_tried(opened: tuple[Desk, Room]) -> None:
    desk, room = opened
    outcomes = bulk.apply(Seat(desk, room, ANA), refs(1, 2), WAITING, notify=False, seconds=-1).outcomes
    assert {one.code for one in outcomes} == {"not_tried"}
    assert status(room, 1) is Status.OPEN


def test_labels_are_added_and_taken_off_and_nobody_can_be_the_assignee(opened: tuple[Desk, Room]) -> None:
    desk, room = opened
    agents.change_ticket(Seat(desk, room, ANA), 1, {"label_ids": ("l_red",), "assignee_id": "m_bo"})
    wanted = BulkChanges(add_labels=("l_blue",), remove_labels=("l_red",), fields={"assignee_id": None})
    bulk.apply(Seat(desk, room, ANA), refs(1), wanted, notify=False)
    ticket = room.tickets.get(1, DescribedTicket)
    assert ticket is not None
    assert (ticket.label_ids, ticket.assignee_id) == (("l_blue",), None)
