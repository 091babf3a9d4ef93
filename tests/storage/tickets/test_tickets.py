"""Storing tickets, and finding them again by every filter, in pages."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.idempotency import AlreadyFiledError, ConflictError, Once, RepeatedError, SeenMail
from chalicelib.domain.people.people import Contact, ContactRef
from chalicelib.domain.tickets import change, converse, create, lifecycle, spam
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.filter import Order, TicketFilter
from chalicelib.domain.tickets.ticket import DescribedTicket, Opening, Ticket, TicketSummary
from chalicelib.domain.vocabulary import Channel, Priority, Source, Status, TicketType
from chalicelib.services.ports import Room
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.records import BodyRecord, TicketRecord
from tests.domain.making import KEY, moment, opened

ONCE = Once(principal="m", route="POST", key="k", body_digest="d", expires_at=4_000_000_000, result="7")
SEEN = SeenMail(message_id="a@example.com", content_digest="c", number=7)


def test_numbers_count_up_from_one(room: Room) -> None:
    assert [room.tickets.next_number() for _ in range(3)] == [1, 2, 3]


def test_a_ticket_nobody_made_is_none(room: Room) -> None:
    assert room.tickets.get(7, DescribedTicket) is None


def test_a_change_against_an_older_version_is_refused_and_leaves_nothing(room: Room) -> None:
    made = opened()
    room.tickets.commit([made])
    room.tickets.commit([change.change(made.ticket, {"title": "First"}, moment())])
    with pytest.raises(ConflictError):
        room.tickets.commit([converse.agent_reply(made.ticket, "Second", moment())])
    stored = room.tickets.get(7, DescribedTicket)
    assert stored is not None
    assert (stored.title, stored.version, stored.message_count) == ("First", 2, 0)


def test_the_same_number_is_not_given_to_two_tickets(room: Room) -> None:
    room.tickets.commit([opened()])
    with pytest.raises(ConflictError):
        room.tickets.commit([opened(title="Other")])


def test_a_command_carried_out_before_is_refused_as_repeated(room: Room) -> None:
    made = opened()
    room.tickets.commit([made], once=ONCE)
    with pytest.raises(RepeatedError):
        room.tickets.commit([replace(made, ticket=replace(made.ticket, number=8))], once=ONCE)
    assert room.tickets.get(8, DescribedTicket) is None


def test_a_mail_filed_before_is_refused_as_filed(room: Room) -> None:
    made = opened()
    room.tickets.commit([made], seen=SEEN)
    with pytest.raises(AlreadyFiledError):
        room.tickets.commit([converse.customer_message(made.ticket, "Again", moment())], seen=SEEN)


def test_a_new_contact_is_stored_with_its_ticket_or_not_at_all(room: Room) -> None:
    maya = Contact(id="c_maya", name="Maya Osei", addresses=("maya@example.com",))
    room.tickets.commit([opened()], new_contact=maya)
    assert room.contacts.by_address("maya@example.com") == maya
    double = Contact(id="c_two", name="Maya", addresses=("maya@example.com",))
    eight = opened()
    assert eight.action is not None
    eight = replace(eight, ticket=replace(eight.ticket, number=8), action=replace(eight.action, number=8))
    with pytest.raises(ConflictError):
        room.tickets.commit([eight], new_contact=double)
    assert (room.tickets.get(8, DescribedTicket), room.contacts.get("c_two")) == (None, None)


def test_a_decision_that_changes_nothing_writes_nothing(room: Room) -> None:
    made = opened()
    room.tickets.commit([made])
    room.tickets.commit([change.change(made.ticket, {"title": "Checkout"}, moment())])
    assert room.tickets.get(7, DescribedTicket) == made.ticket


@pytest.mark.parametrize("description", ["", "short", "ü" * 50_000])
def test_a_description_of_any_length_comes_back_and_can_be_changed(room: Room, description: str) -> None:
    made = opened(description=description)
    room.tickets.commit([made])
    assert room.tickets.get(7, DescribedTicket) == made.ticket
    changed = change.change(made.ticket, {"description": "x" * 40_000}, moment())
    room.tickets.commit([changed])
    assert room.tickets.get(7, DescribedTicket) == changed.ticket
    emptied = change.change(changed.ticket, {"description": ""}, moment())
    room.tickets.commit([emptied])
    assert room.tickets.get(7, DescribedTicket) == emptied.ticket


def test_the_formatting_of_a_description_is_that_of_no_other_text(room: Room) -> None:
    made = opened(description="It broke", formatted="<p>It <b>broke</b></p>")
    room.tickets.commit([made])
    assert (room.tickets.get(7, DescribedTicket), room.tickets.opening(7)) == (made.ticket, made.ticket.opening)
    tickets: Any = room.tickets
    of_a_release_without_it = [BodyRecord.text.set("It works")]
    BodyRecord(tickets.keys.ticket(7), k.BODY).update(of_a_release_without_it)
    assert room.tickets.opening(7) == Opening("It works")
    changed = change.change(made.ticket, {"description": "It is old"}, moment())
    room.tickets.commit([changed])
    assert "fm" not in BodyRecord.get(tickets.keys.ticket(7), k.BODY).serialize()


def test_a_ticket_read_without_its_description_keeps_it_when_it_is_changed(room: Room) -> None:
    made = opened(description="ü" * 50_000)
    room.tickets.commit([made])
    read = room.tickets.get(7, Ticket)
    assert read is not None
    assert not hasattr(read, "description")
    room.tickets.commit([change.change(read, {"title": "Renamed"}, moment())])
    stored = room.tickets.get(7, DescribedTicket)
    assert stored is not None
    assert (stored.title, stored.description) == ("Renamed", "ü" * 50_000)


def test_a_ticket_knows_how_long_the_longest_is_that_was_said_on_it_unless_it_is_from_before(room: Room) -> None:
    """As far as it is stored with it: a text that is too long for that lies elsewhere."""
    room.tickets.commit([opened()])
    tickets: Any = room.tickets

    def said(text: str) -> int | None:
        ticket = room.tickets.get(7, Ticket)
        assert ticket is not None
        room.tickets.commit([converse.internal_note(ticket, text, moment())])
        (row,) = room.tickets.rows([7])
        return row.longest

    assert (said("ü" * 5_000), said("x"), said("ü" * 50_000)) == (10_000, 10_000, 10_000)
    TicketRecord(tickets.keys.ticket(7), k.TICKET).update([TicketRecord.longest.remove()])
    assert (said("x"), said("ü" * 5_000)) == (None, None)


@pytest.fixture
def many(room: Room) -> list[TicketSummary]:
    """Tickets of every status, by turns of different priority, type, channel, assignee, contact, labels, mailboxes."""
    made = []
    turns = (
        itertools.cycle(values)
        for values in (
            list(Status), list(Priority), list(TicketType), list(Channel), [None, "m_ana", "m_bo"],
            ["c_1", "c_2"], [(), ("l1",), ("l1", "l2"), ("l3",)],
            [None, "help@acme.example", "gone@acme.example", "sales@acme.example"],
        )
    )  # fmt: skip
    for number, (status, priority, kind, channel, assignee, contact, labels, mailbox) in enumerate(
        itertools.islice(zip(*turns, strict=False), 30), 1
    ):
        new = NewTicket(
            title=f"Ticket {number}",
            channel=channel,
            source=Source.API,
            type=kind,
            priority=priority,
            status=status,
            assignee_id=assignee,
            contact=ContactRef(contact, "", f"{contact}@example.com"),
            label_ids=labels,
            mailbox=mailbox,
        )
        decision = create.create(new, number, KEY, moment(after=timedelta(minutes=number * 7 % 30)))
        room.tickets.commit([decision])
        if number % 10 == 0:
            put_away = lifecycle.archive(decision.ticket, moment(after=timedelta(hours=1)))
            room.tickets.commit([put_away])
            decision = put_away
        elif number % 10 == 5:
            marked = spam.mark(decision.ticket, moment(after=timedelta(hours=1)), parked=None)
            room.tickets.commit([marked])
            decision = marked
        made.append(decision.ticket)
    return made


MAILBOXES = frozenset({"help@acme.example", "sales@acme.example"})


def by(bucket: str | None = None, **wanted: set[str | None]) -> TicketFilter:
    named = {name: frozenset(values) for name, values in wanted.items()}
    return TicketFilter(wanted=named, bucket=bucket, mailboxes=MAILBOXES)


FILTERS = [
    by(),
    by("archived"),
    by("spam"),
    by("spam", assignee={None}, status={"open"}),
    *(by(status={status}) for status in Status),
    by(status={"open", "closed"}),
    by(priority={"urgent", "low"}),
    by(type={"bug_report"}),
    by(channel={"email", "chat"}),
    by(label={"l2", "l3"}),
    by(contact={"c_1"}),
    by(assignee={None}),
    by(assignee={"m_ana", None}),
    by(assignee={"m_ana"}, status={"open", "waiting"}),
    by(assignee={"m_bo"}, label={"l1"}, priority={"high", "medium"}),
    by("archived", assignee={None, "m_bo"}, status={"closed"}),
    by(status={"nonsense"}),
    by(assignee={"m_nobody"}),
    by(mailbox={"sales@acme.example"}),
    by(mailbox={"help@acme.example", None}),
    by(mailbox={"help@acme.example", None}, bucket="archived"),
    by(mailbox={"gone@acme.example"}, status={"open", "waiting"}),
]


def fits(ticket: TicketSummary, wanted: TicketFilter) -> bool:
    """The same filter as a plain look at the ticket."""
    values: dict[str, set[str | None]] = {
        "status": {ticket.status},
        "priority": {ticket.priority},
        "type": {ticket.type},
        "channel": {ticket.channel},
        "label": set(ticket.label_ids),
        "assignee": {ticket.assignee_id},
        "contact": {ticket.contact.id if ticket.contact else ""},
        "mailbox": {ticket.mailbox or "", *([] if ticket.mailbox in wanted.mailboxes else [None])},
    }
    away = "archived" if ticket.archived_at else ticket.bucket
    fits = wanted.bucket == away and all(chosen & values[name] for name, chosen in wanted.wanted.items())
    assert wanted.admits(ticket) == fits
    return fits


@pytest.mark.parametrize("newest_first", [True, False])
def test_every_filter_finds_what_a_look_at_every_ticket_finds(
    room: Room, many: list[TicketSummary], newest_first: bool
) -> None:
    ordered = sorted(many, key=lambda ticket: (ticket.updated_at, ticket.number), reverse=newest_first)
    for plain, limit in itertools.product(FILTERS, (1, 7, 100)):
        wanted = replace(plain, order=Order.NEWEST if newest_first else Order.OLDEST)
        found: list[int] = []
        position = None
        while True:
            page = room.tickets.list(wanted, limit, position)
            found += [ticket.number for ticket in page.items]
            position = page.position
            if position is None:
                break
        assert found == [ticket.number for ticket in ordered if fits(ticket, wanted)], (wanted, limit)


def test_a_list_shows_tickets_as_they_are(room: Room, many: list[TicketSummary]) -> None:
    shown = {ticket.number: ticket for ticket in room.tickets.list(TicketFilter(), 100, None).items}
    summary = [name for name, field in TicketSummary.__dataclass_fields__.items() if field.compare]
    for ticket in many:
        if ticket.archived_at is None and not ticket.is_spam:
            assert all(getattr(shown[ticket.number], name) == getattr(ticket, name) for name in summary)
