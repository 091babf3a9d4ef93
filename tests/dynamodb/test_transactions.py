"""What a refused transaction means, from DynamoDB's own answers. moto invents some of these, so it isn't asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.idempotency import AlreadyFiledError, ConflictError, Once, RepeatedError, SeenMail
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets import converse, create
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket, T, Ticket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents as service
from tests.support.desk import Desk

ANA = Actor(ActorKind.AGENT, "m_1", "Ana K.")
ONCE = Once(principal="m_1", route="route", key="key", body_digest="digest", expires_at=int(time.time()) + 60)
SEEN = SeenMail(message_id="<one@mail.example.com>", content_digest="digest", number=1)


@pytest.fixture
def room(desk: Desk) -> Iterator[Room]:
    with desk.ports.open("acme") as room:
        yield room


def new(desk: Desk, number: int) -> Decision:
    start = create.NewTicket(title="Checkout", channel=Channel.API, source=Source.API)
    return create.create(start, number, b"k" * 32, at(desk))


def at(desk: Desk) -> Moment:
    return Moment(ANA, desk.ports.clock.now(), desk.ports.new_id)


def stored(desk: Desk, room: Room, number: int) -> Ticket:
    room.tickets.commit([new(desk, number)])
    ticket = room.tickets.get(number, DescribedTicket)
    assert ticket is not None
    return ticket


def test_a_number_that_is_taken_is_a_conflict(desk: Desk, room: Room) -> None:
    stored(desk, room, 1)
    with pytest.raises(ConflictError):
        room.tickets.commit([new(desk, 1)])


def test_an_outdated_ticket_is_a_conflict_and_nothing_of_the_command_stays(desk: Desk, room: Room) -> None:
    ticket = stored(desk, room, 1)
    room.tickets.commit([converse.internal_note(ticket, "first", at(desk))])
    with pytest.raises(ConflictError):
        room.tickets.commit([converse.internal_note(ticket, "second", at(desk))], once=ONCE, seen=SEEN)
    entries = room.timeline.page(1, 100, None, newest_first=False, consistent=True).items
    assert "second" not in [getattr(entry, "body", None) for entry in entries]
    assert room.repeats.find(ONCE) is None
    assert room.repeats.ticket_of(SEEN.message_id) is None


def test_an_address_that_somebody_else_has_is_a_conflict(desk: Desk, room: Room) -> None:
    for number, contact_id in ((1, "c_1"), (2, "c_2")):
        contact = Contact(id=contact_id, name="Maya", addresses=("maya@example.com",))
        if number == 1:
            room.tickets.commit([new(desk, number)], new_contact=contact)
        else:
            with pytest.raises(ConflictError):
                room.tickets.commit([new(desk, number)], new_contact=contact)
    assert room.tickets.get(2, DescribedTicket) is None
    assert room.contacts.get("c_2") is None


def test_a_key_used_before_is_a_repetition_whatever_else_is_wrong(desk: Desk, room: Room) -> None:
    ticket = stored(desk, room, 1)
    room.tickets.commit([converse.internal_note(ticket, "first", at(desk))], once=replace(ONCE, result="1/first"))
    with pytest.raises(RepeatedError):
        room.tickets.commit([converse.internal_note(ticket, "first", at(desk))], once=ONCE)
    found = room.repeats.find(ONCE)
    assert found is not None
    assert found.result == "1/first"


def test_a_mail_filed_before_is_known_whatever_else_is_wrong(desk: Desk, room: Room) -> None:
    ticket = stored(desk, room, 1)
    room.tickets.commit([converse.customer_message(ticket, "Hello", at(desk))], seen=SEEN)
    with pytest.raises(AlreadyFiledError):
        room.tickets.commit([converse.customer_message(ticket, "Hello", at(desk))], seen=SEEN)


def test_a_fault_that_is_no_refusal_comes_through(desk: Desk, room: Room) -> None:
    """An item may have 400 KB: whoever writes more is wrong, and trying again doesn't help."""
    too_large = replace(new(desk, 1).ticket, title="x" * 500_000)
    with pytest.raises(TransactWriteError) as fault:
        room.tickets.commit([replace(new(desk, 1), ticket=too_large)])
    assert fault.value.cause_response_code == "ValidationException"


def test_a_change_that_meets_another_is_decided_again_on_what_the_other_left(desk: Desk, room: Room) -> None:
    stored(desk, room, 1)
    meddler = _Meddler(room.tickets, lambda ticket: converse.internal_note(ticket, "in between", at(desk)))
    said = service.add_note(Seat(desk.ports, replace(room, tickets=meddler), ANA), 1, "mine").said
    assert said
    assert meddler.meddled
    ticket = room.tickets.get(1, DescribedTicket)
    assert ticket is not None
    assert ticket.version == 3
    entries = room.timeline.page(1, 100, None, newest_first=False, consistent=True).items
    bodies = [entry.body for entry in entries if not isinstance(entry, PublicMessage) and hasattr(entry, "body")]
    assert bodies == ["in between", "mine"]
    assert entries[-1].id >= said.id


class _Meddler:
    """The tickets of a room in which somebody else writes right after the first read."""

    def __init__(self, tickets: Any, meddle: Callable[[Ticket], Decision]) -> None:
        self._tickets, self._meddle = tickets, meddle
        self.meddled = False

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        ticket = self._tickets.get(number, kind)
        if not self.meddled:
            self.meddled = True
            self._tickets.commit([self._meddle(ticket)])
        return ticket

    def commit(self, *decided: Any, **receipt: Any) -> None:
        self._tickets.commit(*decided, **receipt)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tickets, name)


CANCELLED = {"Error": {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"}}


@pytest.mark.parametrize(
    "refusal",
    [
        CANCELLED | {"CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]},
        CANCELLED | {"CancellationReasons": [{"Code": "ThrottlingError"}, {"Code": "None"}]},
        {"Error": {"Code": "TransactionInProgressException", "Message": "still under way"}},
    ],
    ids=["conflict", "throttled", "in-progress"],
)
def test_what_passes_by_itself_is_tried_again(desk: Desk, room: Room, refusal: dict[str, Any]) -> None:
    stored(desk, room, 1)
    with _refused_once("TransactWriteItems", refusal) as refused:
        service.add_note(Seat(desk.ports, room, ANA), 1, "Hello")
    assert refused == [True]
    ticket = room.tickets.get(1, DescribedTicket)
    assert ticket is not None
    assert ticket.version == 2


@contextmanager
def _refused_once(operation: str, refusal: dict[str, Any]) -> Iterator[list[bool]]:
    """Answer the first such request as DynamoDB does under load, which DynamoDB Local never is."""
    make = BaseClient._make_api_call
    refused: list[bool] = []

    def watch(self: Any, name: str, parameters: Any) -> Any:
        if name == operation and not refused:
            refused.append(True)
            raise ClientError(refusal, operation)
        return make(self, name, parameters)

    BaseClient._make_api_call = watch
    try:
        yield refused
    finally:
        BaseClient._make_api_call = make
