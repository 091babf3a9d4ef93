"""Stores that are written to more than once for the same thing: inbox, parked mails, repeats, rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.notices.inbox import InboxEntry, Marks
from chalicelib.domain.people.people import Contact
from chalicelib.services.ports import Room
from chalicelib.storage.notices import inbox
from chalicelib.storage.rates import Rates
from chalicelib.storage.table.reading import every
from infra.local.aws import client
from tests.support.desk import Desk

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ENTRY = InboxEntry(
    id="01A", member_id="m_ana", event="ticket.assigned", number=7, title="Checkout", actor="Bo L.", at=AT
)
MAIL = SuspendedMail(
    id="20261123T090000-aa", at=AT, cause="spam", detail="", sender="x@example.com", subject="Win", object_key="k"
)
ONCE = Once(principal="m_ana", route="POST /x", key="k1", body_digest="d1", expires_at=4_000_000_000, result="7")


def test_a_notice_told_twice_is_there_once_and_stays_read(room: Room) -> None:
    room.inbox.add(ENTRY)
    room.inbox.mark_read("m_ana", ["01A"], AT)
    room.inbox.add(replace(ENTRY, title="Other"))
    assert room.inbox.list("m_ana", 10, None).items == [replace(ENTRY, read=True)]


def test_an_inbox_shows_the_newest_first_and_nobody_elses(room: Room) -> None:
    for number in range(5):
        room.inbox.add(replace(ENTRY, id=f"01{number}"))
    room.inbox.add(replace(ENTRY, member_id="m_bo"))
    first = room.inbox.list("m_ana", 3, None)
    rest = room.inbox.list("m_ana", 3, first.position)
    assert [entry.id for entry in first.items + rest.items] == ["014", "013", "012", "011", "010"]
    assert rest.position is None


def test_a_notice_that_is_done_with_does_not_come_back(room: Room) -> None:
    room.inbox.add(ENTRY)
    for _ in range(2):
        room.inbox.finish("m_ana", [ENTRY.id, "01Z"], AT)
    for one in (ENTRY, replace(ENTRY, id="01Z")):
        room.inbox.add(one)
    assert [entry.id for entry in room.inbox.list("m_ana", 10, None).items] == ["01Z"]


def test_what_is_shared_goes_for_everybody_by_its_ticket_however_much_there_is(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "every", partial(every, page=2))
    for place in range(9):
        room.inbox.add(replace(ENTRY, member_id="unassigned", id=f"0{place}", number=place % 2, told_at=AT))
    room.inbox.remove_of("unassigned", 1, "02", "07")
    left = [entry.id for entry in room.inbox.list("unassigned", 10, None).items]
    assert left == ["08", "07", "06", "04", "02", "01", "00"]


def test_marks_of_what_is_gone_are_forgotten_in_time(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "_TIDIED_AT", 3)
    ids = [f"0{place}" for place in range(4)]
    for one in ids:
        room.inbox.add(replace(ENTRY, member_id="all", id=one, told_at=AT))
    room.inbox.mark_shared("m_ana", ids[:2], done=True)
    room.inbox.mark_shared("m_ana", [ids[0], "0Z"])
    room.inbox.remove("all", ids[0])
    room.inbox.mark_shared("m_ana", ids[2:3], done=True)
    assert room.inbox.marks("m_ana") == Marks(None, frozenset({ids[0]}), frozenset(ids[1:3]))
    room.inbox.mark_shared_until("m_ana", AT)
    assert room.inbox.marks("m_ana") == Marks(AT, frozenset(), frozenset(ids[1:3]))
    assert room.inbox.marks("m_bo") == Marks()


def test_notices_and_parked_mails_leave_by_themselves(bare_desk: Desk, room: Room) -> None:
    room.inbox.add(ENTRY)
    room.suspended.add(MAIL)
    items = client("dynamodb").scan(TableName=bare_desk.environment["TABLE_NAME"])["Items"]
    expiry = {item["type"]["S"]: int(item["expires_at"]["N"]) for item in items if "expires_at" in item}
    assert expiry["inbox"] == (AT + timedelta(days=90)).timestamp()
    assert expiry["suspended"] == (AT + timedelta(days=14)).timestamp()


def test_a_mail_parked_twice_is_parked_once(room: Room) -> None:
    room.suspended.add(MAIL)
    room.suspended.add(replace(MAIL, cause="virus"))
    room.suspended.add(replace(MAIL, id="20261123T090001-bb"))
    assert [mail.id for mail in room.suspended.list(10, None).items] == ["20261123T090001-bb", MAIL.id]
    assert room.suspended.list(10, None).items[1] == MAIL


def test_mails_to_nobody_are_kept_for_the_operator(bare_desk: Desk) -> None:
    bare_desk.ports.unrouted.add(MAIL)
    bare_desk.ports.unrouted.add(MAIL)
    items = client("dynamodb").scan(TableName=bare_desk.environment["TABLE_NAME"])["Items"]
    assert [item["pk"]["S"] for item in items] == ["UNROUTED"]


def test_an_idempotency_key_is_found_by_who_used_it_where(room: Room) -> None:
    room.contacts.create(Contact(id="c_1", name="Maya"), ONCE)
    assert room.repeats.find(replace(ONCE, body_digest="", result="")) == ONCE
    for other in ({"principal": "m_bo"}, {"route": "POST /y"}, {"key": "k2"}):
        assert room.repeats.find(replace(ONCE, **other)) is None


def test_a_message_id_leads_to_its_ticket_and_counts_with_its_content(room: Room) -> None:
    room.repeats.remember(SeenMail(message_id="a@example.com", content_digest="sent", number=7))
    assert room.repeats.ticket_of("a@example.com") == 7
    assert room.repeats.ticket_of("A@example.com") is None
    assert room.repeats.filed("a@example.com", "sent")
    assert not room.repeats.filed("a@example.com", "other")


def test_a_rate_window_counts_each_caller_and_window_apart(room: Room) -> None:
    rates = Rates()
    assert [rates.hit("a", 1, 9) for _ in range(3)] == [1, 2, 3]
    assert (rates.hit("b", 1, 9), rates.hit("a", 2, 9)) == (1, 1)


def test_a_rate_window_names_no_address(bare_desk: Desk) -> None:
    Rates().hit("submit|maya@example.com", 1, 9)
    items = client("dynamodb").scan(TableName=bare_desk.environment["TABLE_NAME"])["Items"]
    assert "maya" not in str(items)


@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
def test_a_limiter_that_is_throttled_says_so(room: Room, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def throttle(self: object, operation: str, parameters: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": ""}}, operation)

    monkeypatch.setattr(BaseClient, "_make_api_call", throttle)
    assert Rates().hit("a", 1, 9) is None
