"""A page of found tickets takes at most 35 read units, however long the texts are and whatever finding them took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.services.search.snippets import PAGE_UNITS
from chalicelib.storage.search import streams
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.long_texts import INLINE_BYTES
from infra.local import template
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.bench.scenes import SEARCH
from tests.support.capacity import Layout
from tests.support.desk import Desk
from tests.support.meter import Meter, metering

ROWS = 25
LONGEST = "Refund of order. " + "Thank you. " * ((INLINE_BYTES - 17) // 11)
"""A text that just fits into its item."""


def with_descriptions(desk: Desk) -> None:
    for number in range(ROWS + 2):
        new_ticket(desk, title=f"Lamp {number}", description=LONGEST)


def with_messages(desk: Desk) -> None:
    """The newest entries are long, and the one that was looked for is the oldest of eight."""
    for number in range(ROWS + 2):
        ref = new_ticket(desk, title=f"Lamp {number}")["ref"]
        for body in (LONGEST, *(["Thank you. " * (INLINE_BYTES // 11)] * 3)):
            say(desk, ref, "replies", body=body)


def with_messages_from_before(desk: Desk) -> None:
    """Of these nothing says how long they are."""
    with_messages(desk)
    for number in range(1, ROWS + 3):
        client("dynamodb").update_item(
            TableName=desk.environment["TABLE_NAME"],
            Key={"pk": {"S": Keys("acme").ticket(number)}, "sk": {"S": "TICKET"}},
            UpdateExpression="REMOVE lg",
        )


def with_notes(desk: Desk) -> None:
    for number in range(ROWS + 2):
        say(desk, new_ticket(desk, title=f"Lamp {number}")["ref"], "notes", body=LONGEST)


def with_resolutions(desk: Desk) -> None:
    for number in range(ROWS + 2):
        ref = new_ticket(desk, title=f"Lamp {number}")["ref"]
        say(desk, ref, "resolve", resolution=LONGEST[:10_000], notify_customer=False)


def say(desk: Desk, ref: str, what: str, **body: Any) -> None:
    answer = desk.http("POST", f"{TICKETS}/{ref}/{what}", json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text


def search(desk: Desk, q: str) -> tuple[Meter, list[dict[str, Any]]]:
    with metering(Layout.of(template.table())) as meter:
        answer = desk.http("GET", f"{TICKETS}?{urlencode({'q': q, 'limit': ROWS})}", token=desk.admin.token)
    assert answer.status == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return meter, items


@pytest.mark.parametrize(
    "filled", [with_descriptions, with_messages, with_messages_from_before, with_notes, with_resolutions]
)
def test_a_page_is_within_the_bound_when_texts_are_as_long_as_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, filled: Callable[[Desk], None]
) -> None:
    filled(desk)
    desk.settle(120)
    dearest = 0.0
    for postings_a_page in (64, 8, 5, 4, 3, 2):
        monkeypatch.setattr(streams, "PAGE", postings_a_page)
        meter, items = search(desk, "refund order")
        assert len(items) == ROWS
        assert meter.reads <= PAGE_UNITS
        dearest = max(dearest, sum(one.reads for one in meter.requests if one.touches(SEARCH)))
    assert 14 <= dearest <= 16, "finding them took nearly all that it may"


def test_texts_of_usual_length_are_shown_for_as_many_tickets_as_fit(desk: Desk) -> None:
    for number in range(ROWS + 2):
        ref = new_ticket(desk, title=f"Lamp {number}")["ref"]
        for body in (f"Refund of order {number}. {'Thank you. ' * 50}", "Sent", "Gone", "Anything else?"):
            say(desk, ref, "replies", body=body)
    desk.settle(120)
    meter, items = search(desk, "refund order")
    shown = [row for row in items if row["snippet"]["parts"]]
    assert (len(items), meter.reads <= 25) == (ROWS, True)
    assert len(shown) >= 9
    assert {row["snippet"]["source"] for row in shown} == {"message"}
