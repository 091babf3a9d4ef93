"""Addresses that SES itself sends nothing to: shown in words, and taken off its list by whoever tries again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local import ses
from tests.api.asking import problem
from tests.jobs.interruptions import calls_made_by
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk

MAYA, OPS = "maya@example.com", "ops@example.com"


@pytest.fixture
def post(desk: Desk) -> Iterator[Correspondence]:
    post = Correspondence(desk)
    post.write()
    yield post
    ses.suppressed.clear()


def bounced(post: Correspondence, address: str) -> Any:
    """A reply that SES didn't send there, as it is shown."""
    ses.suppressed.add(address)
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": "Which cards?"}).status == 201
    post.desk.settle()
    return reply(post)


def reply(post: Correspondence) -> Any:
    (entry,) = [one for one in post.entries() if one["body_text"] == "Which cards?"]
    return entry


def resend(post: Correspondence, entry: Any) -> Any:
    answer = post.call("POST", f"/tickets/TKT-0001/messages/{entry['id']}/resend")
    post.desk.settle()
    return answer


@contextmanager
def list_answers(code: str, status: int) -> Iterator[None]:
    """The suppression list is answered for with this error."""
    answer: Any = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}

    def refuse(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        if operation == "DeleteSuppressedDestination":
            raise ClientError(answer, operation)
        return make(self, operation, parameters)

    with calls_made_by(refuse):
        yield


def test_it_is_shown_at_the_message_and_trying_again_takes_the_address_off_the_list(post: Correspondence) -> None:
    entry = bounced(post, MAYA)
    assert (entry["delivery"]["status"], entry["delivery"]["reason"]) == ("bounced", "suppressed")
    assert entry["delivery"]["detail"].startswith("Amazon SES sends nothing to this address")
    assert problem(resend(post, entry), 409, "not_reachable")["why"] == "undeliverable"
    contact = post.ticket()["contact"]["id"]
    assert post.call("PATCH", f"/contacts/{contact}", {"try_again": [MAYA]}).json()["undeliverable"] == []
    assert ses.suppressed == set()
    assert resend(post, entry).status == 200
    assert reply(post)["delivery"] == {"status": "delivered", "detail": None, "reason": None}


def test_sending_again_to_somebody_who_is_no_contact_takes_them_off_too(post: Correspondence) -> None:
    post.change(participants=[OPS])
    entry = bounced(post, OPS)
    before = len(post.desk.sent)
    assert resend(post, entry).status == 200
    assert ses.suppressed == set()
    assert [mail.to for mail in post.desk.sent[before:]] == [(OPS,)]
    assert reply(post)["delivery"]["status"] == "delivered"


def test_what_came_back_from_another_server_asks_nothing_of_the_list(post: Correspondence) -> None:
    post.change(participants=["bounce@simulator.amazonses.com"])
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": "Which cards?"}).status == 201
    post.desk.settle()
    asked: list[str] = []

    def note(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        asked.append(operation)
        return make(self, operation, parameters)

    with calls_made_by(note):
        assert resend(post, reply(post)).status == 200
    assert "SendEmail" in asked
    assert "DeleteSuppressedDestination" not in asked


def test_a_list_that_cannot_be_asked_changes_nothing_and_says_so(post: Correspondence) -> None:
    bounced(post, MAYA)
    contact = post.ticket()["contact"]["id"]
    with list_answers("TooManyRequestsException", 429):
        answer = post.call("PATCH", f"/contacts/{contact}", {"try_again": [MAYA]})
    problem(answer, 502, "mail_service_failed")
    assert post.call("GET", f"/contacts/{contact}").json()["undeliverable"] == [MAYA]
    assert post.call("PATCH", f"/contacts/{contact}", {"try_again": [MAYA]}).json()["undeliverable"] == []


def test_a_mail_waits_while_the_list_cannot_be_asked(post: Correspondence) -> None:
    post.change(participants=[OPS])
    entry = bounced(post, OPS)
    before = len(post.desk.sent)
    with list_answers("TooManyRequestsException", 429):
        assert resend(post, entry).status == 200
        post.desk.advance(timedelta(minutes=2))
    assert len(post.desk.sent) == before
    post.desk.advance(timedelta(minutes=2))
    assert [mail.to for mail in post.desk.sent[before:]] == [(OPS,)]
