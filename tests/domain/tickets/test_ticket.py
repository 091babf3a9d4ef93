"""What a ticket, and what is said on it, is by itself: its place, and whether it may be read or written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Place
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage, SendState, was_taken_back
from chalicelib.domain.tickets.ticket import check_place
from tests.domain.making import BY_ANA, MORNING, ticket

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, Place("open", "m_bo")),
        ({"archived_at": MORNING}, Place("archived", "m_bo")),
        ({"archived_at": MORNING, "merged_into": 3}, Place("merged", "m_bo")),
        ({"merged_into": 3, "bucket": "spam"}, Place("spam", "m_bo")),
    ],
)
def test_a_ticket_is_in_one_place(fields: dict[str, Any], place: Place) -> None:
    assert ticket(assignee_id="m_bo", **fields).place == place


def test_a_ticket_in_a_place_of_a_later_release_is_not_to_be_written() -> None:
    check_place(ticket())
    with pytest.raises(DeskError) as refusal:
        check_place(ticket(bucket="vault"))
    assert (refusal.value.code, refusal.value.data) == ("unknown_place", {"place": "vault"})


@pytest.mark.parametrize(
    ("fields", "public"),
    [
        ({}, True),
        ({"notify_customer": False}, False),
        ({"contact": None}, False),
        ({"contact": ContactRef("c_1", "By phone", None)}, False),
    ],
)
def test_a_ticket_is_public_when_its_customer_has_an_address_and_may_be_told(
    fields: dict[str, Any], public: bool
) -> None:
    assert ticket(**fields).public is public


@pytest.mark.parametrize(
    ("state", "visible_at", "read"),
    [
        (SendState.RELEASED, None, True),
        (SendState.RELEASED, MORNING + SECOND, True),
        (SendState.HELD, MORNING - SECOND, True),
        (SendState.HELD, MORNING, True),
        (SendState.HELD, MORNING + SECOND, False),
        (SendState.HELD, None, False),
        (SendState.WITHDRAWN, None, False),
        (SendState.WITHDRAWN, MORNING - SECOND, False),
    ],
)
def test_what_is_held_is_read_when_its_time_has_come_and_what_was_taken_back_never(
    state: SendState, visible_at: datetime | None, read: bool
) -> None:
    kind = MessageKind.AGENT_REPLY
    said = PublicMessage(
        id="m", at=MORNING, kind=kind, author=BY_ANA, body="Hi", send_state=state, visible_at=visible_at
    )
    assert said.may_be_read(MORNING) is read
    assert was_taken_back(said) is (state is SendState.WITHDRAWN)


def test_a_message_is_released_and_quotes_nothing_unless_it_says_so_and_a_note_is_never_taken_back() -> None:
    said = PublicMessage(id="m", at=MORNING, kind=MessageKind.CUSTOMER_MESSAGE, author=BY_ANA, body="Hi")
    assert (said.send_state, said.quoted, said.delivery) == (SendState.RELEASED, "", {})
    assert not was_taken_back(InternalNote(id="n", at=MORNING, author=BY_ANA, body="Hi"))
