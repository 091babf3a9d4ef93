"""In a member's quiet hours no mail comes; at their end what waited does, in one mail or in one for each ticket."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest

from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Person

PROVEN = {"dmarc": "PASS"}


def wants(post: Correspondence, who: Person, **preferences: Any) -> None:
    answer = post.desk.http("PATCH", "/v1/acme/preferences", json=preferences, token=who.token)
    assert answer.status == 200, answer.text


@pytest.fixture
def bo(post: Correspondence) -> Person:
    """It is evening; Bo doesn't want to be disturbed for the next four hours."""
    made = post.desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    begin = post.desk.ports.clock.now().astimezone(UTC) - timedelta(minutes=5)
    end = begin + timedelta(hours=4)
    hours = {"from": f"{begin:%H:%M}", "to": f"{end:%H:%M}", "zone": "UTC"}
    wants(post, made, customer_replied="email", quiet_hours=hours)
    return made


def told(post: Correspondence, who: Person) -> list[SentMail]:
    return [mail for mail in post.desk.sent if mail.to == (who.email,)]


def something_happens(post: Correspondence, bo: Person) -> None:
    """Two tickets are handed over, and on one the customer writes again, each an hour after the other."""
    post.write(verdicts=PROVEN)
    assert post.call("POST", "/tickets", {"title": "Router"}).status == 201
    for ref in ("TKT-0001", "TKT-0002"):
        assert post.call("PATCH", f"/tickets/{ref}", {"assignee_id": bo.id}).status == 200
        post.desk.settle()
        post.desk.advance(timedelta(hours=1))
    post.write("Any news?", Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    post.desk.advance(timedelta(minutes=30))


def wait_for_the_end(post: Correspondence) -> None:
    post.desk.advance(timedelta(hours=2))
    post.desk.advance(timedelta(seconds=17))


def test_what_came_meanwhile_is_one_mail(post: Correspondence, bo: Person) -> None:
    something_happens(post, bo)
    assert told(post, bo) == []
    wait_for_the_end(post)
    (mail,) = told(post, bo)
    assert mail.subject == "While you were away: 2 tickets"
    for words in ("[TKT-0001] Checkout", "[TKT-0002] Router", "Any news?", "Ana K. assigned a ticket to you."):
        assert words in mail.text
    assert mail.headers["List-Unsubscribe"] == "<http://desk.test/console/settings/notifications>"
    post.desk.advance(timedelta(hours=3))
    assert len(told(post, bo)) == 1


def test_without_a_digest_each_ticket_has_its_own_mail(post: Correspondence, bo: Person) -> None:
    wants(post, bo, digest=False)
    something_happens(post, bo)
    assert told(post, bo) == []
    wait_for_the_end(post)
    assert [mail.subject for mail in told(post, bo)] == [
        "Customer replied: [TKT-0001] Checkout",
        "Assigned to you: [TKT-0002] Router",
    ]


def test_what_is_about_one_ticket_can_be_answered(post: Correspondence, bo: Person) -> None:
    post.write(verdicts=PROVEN)
    assert post.call("PATCH", "/tickets/TKT-0001", {"assignee_id": bo.id}).status == 200
    post.desk.settle()
    post.write("Any news?", Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    post.desk.advance(timedelta(hours=3, minutes=30))
    wait_for_the_end(post)
    (mail,) = told(post, bo)
    post.write("Yes.", sender="Bo <bo@acme.example>", to=reply_address(mail), verdicts=PROVEN)
    assert post.said()[-1] == ("agent_reply", "Yes.")


def test_what_was_undone_meanwhile_is_told_to_nobody(post: Correspondence, bo: Person) -> None:
    for _ in range(2):
        assert post.call("POST", "/tickets", {"title": "Router"}).status == 201
    for ref in ("TKT-0001", "TKT-0002"):
        done = post.call("PATCH", f"/tickets/{ref}", {"assignee_id": bo.id}).json()
        post.desk.settle()
    assert post.call("POST", f"/tickets/TKT-0002/actions/{done['action_id']}/undo").status == 200
    post.desk.advance(timedelta(hours=3, minutes=30))
    wait_for_the_end(post)
    assert [mail.subject for mail in told(post, bo)] == ["Assigned to you: [TKT-0001] Router"]


def test_what_comes_afterwards_is_told_as_ever(post: Correspondence, bo: Person) -> None:
    post.desk.advance(timedelta(hours=5))
    assert post.call("POST", "/tickets", {"title": "Router", "assignee_id": bo.id}).status == 201
    post.desk.settle()
    post.desk.advance(timedelta(seconds=17))
    assert [mail.subject for mail in told(post, bo)] == ["New ticket: [TKT-0001] Router"]


def test_quiet_hours_that_are_taken_back_hold_nothing_up(post: Correspondence, bo: Person) -> None:
    something_happens(post, bo)
    wants(post, bo, quiet_hours=None)
    post.desk.advance(timedelta(seconds=40))
    assert post.call("POST", "/tickets", {"title": "Printer", "assignee_id": bo.id}).status == 201
    post.desk.settle()
    post.desk.advance(timedelta(seconds=17))
    listed = " ".join(mail.text for mail in told(post, bo))
    assert all(f"/console/tickets/TKT-000{one}" in listed for one in (1, 2, 3))


def test_the_end_of_quiet_hours_is_by_the_clock(post: Correspondence, bo: Person) -> None:
    something_happens(post, bo)
    post.desk.advance(timedelta(minutes=80))
    assert told(post, bo) == []
