"""The harness itself: a fresh desk for every test, and functions cut off at any point."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support import cuts

if TYPE_CHECKING:
    from tests.support.desk import Answer, Desk


def create(desk: Desk, key: str = "") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    content = {"title": "Checkout fails", "contact": {"email": "maya@example.com"}}
    return desk.http("POST", "/v1/acme/tickets", json=content, headers=headers, token=desk.admin.token)


def count(desk: Desk) -> int:
    return len(desk.http("GET", "/v1/acme/tickets", token=desk.admin.token).json()["items"])


@pytest.mark.parametrize("run", [1, 2])
def test_every_test_has_a_desk_of_its_own(desk: Desk, run: int) -> None:
    assert create(desk).json()["ref"] == "TKT-0001"
    desk.settle()
    assert [mail.to for mail in desk.sent] == [("maya@example.com",)]


def test_people_and_keys_may_what_they_may(desk: Desk) -> None:
    viewer = desk.add_member("Vera", "vera@acme.example", "viewer")
    assert desk.http("GET", "/v1/acme/tickets", token=viewer.token).status == 200
    assert desk.http("POST", "/v1/acme/tickets", json={"title": "x"}, token=viewer.token).status == 403
    assert desk.http("GET", "/v1/acme/tickets", token=desk.api_key("tickets:read")).status == 200


def test_the_clock_moves_for_the_whole_desk(desk: Desk) -> None:
    before = create(desk).json()["created_at"]
    desk.advance(timedelta(days=400))
    assert create(desk).json()["created_at"][:4] > before[:4]


def test_a_mail_from_outside_becomes_a_ticket(desk: Desk) -> None:
    raw = b"From: Maya <maya@example.com>\r\nTo: support@acme.example\r\nSubject: By mail\r\n\r\nHello.\r\n"
    desk.receive(raw, "maya@example.com", ["support@acme.example"])
    desk.settle()
    assert count(desk) == 1


def test_settling_fails_when_a_function_fails_for_good(desk: Desk) -> None:
    events = next(pump for pump in desk.pumps.queues if pump.function.name == "record_delivery")
    events.put_back(["no event of SES"])
    with pytest.raises(AssertionError, match="no event of SES"):
        desk.settle()


def test_the_apps_calls_are_counted_and_the_machinerys_are_not(desk: Desk) -> None:
    with cuts.counting() as calls:
        create(desk)
    in_request = list(calls.made)
    assert in_request.count("dynamodb.TransactWriteItems") == 1
    with cuts.counting() as calls:
        desk.settle()
    assert "email.SendEmail" in calls.made
    assert not [call for call in calls.made if "Receive" in call or "GetRecords" in call]


def test_cut_off_before_the_first_call_nothing_happened(desk: Desk) -> None:
    with cuts.cut(before=1) as calls:
        create(desk)
    assert calls.was_cut
    assert count(desk) == 0


def test_cut_off_after_the_transaction_it_happened_and_trying_again_does_not_double_it(desk: Desk) -> None:
    create(desk, key="so that the settings are known")
    with cuts.counting() as calls:
        create(desk, key="another")
    transaction = calls.made.index("dynamodb.TransactWriteItems") + 1
    with cuts.cut(after=transaction) as calls:
        create(desk, key="the-key")
    assert calls.was_cut
    assert count(desk) == 3
    assert create(desk, key="the-key").status == 201
    assert count(desk) == 3


def test_with_fewer_calls_than_that_nothing_is_cut_off(desk: Desk) -> None:
    with cuts.cut(after=1000) as calls:
        assert create(desk).status == 201
    assert not calls.was_cut


def test_a_function_cut_off_while_settling_is_called_again(desk: Desk) -> None:
    create(desk)
    with cuts.cut(after=1) as calls:
        desk.settle()
    assert calls.was_cut
    desk.settle()
    assert [mail.to for mail in desk.sent] == [("maya@example.com",)]
