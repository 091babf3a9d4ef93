"""Mail that goes round in circles comes to rest, and a flood from one sender drowns nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT

ROBOT = "Robot <robot@shop.example>"


def answers(post: Correspondence, to: str) -> list[SentMail]:
    return [mail for mail in post.desk.sent if mail.to == (to,)]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No limit on how much one sender may write within a minute, where the test is about another limit."""
    from chalicelib.services.limits import Limit
    from chalicelib.services.mail import limits

    monkeypatch.setattr(limits, "SENDER", Limit("mail-sender", 10_000))


def test_the_third_mail_with_the_same_subject_opens_a_ticket_and_is_not_answered(post: Correspondence) -> None:
    for number in range(4):
        post.write("Same again.", Subject=f"Error {number}")
    assert len(post.refs()) == 4
    assert len(answers(post, "maya@example.com")) == 2


@pytest.mark.usefixtures("patient")
def test_an_address_gets_ten_automatic_answers_in_three_hours_and_others_are_not_affected(
    post: Correspondence,
) -> None:
    for word in "abcdefghijkl":
        post.write("Another thing.", sender=ROBOT, Subject=f"Thing {word * 3}")
    assert len(answers(post, "robot@shop.example")) == 10
    post.write()
    assert len(answers(post, "maya@example.com")) == 1
    post.desk.advance(timedelta(hours=3, minutes=1))
    post.write("Another thing.", sender=ROBOT, Subject="Thing zzz")
    assert len(answers(post, "robot@shop.example")) == 11


def test_a_ticket_is_reopened_five_times_an_hour_and_then_the_mail_is_parked(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    for number in range(6):
        post.change(status="resolved")
        post.write(f"No, not yet. {number}", to=to)
    assert (post.ticket()["status"], len(post.said()), post.parked()) == ("resolved", 5, ["loop"])
    post.desk.advance(timedelta(hours=1, minutes=1))
    post.write("Still not.", to=to)
    assert (post.ticket()["status"], len(post.said())) == ("open", 6)


def test_answers_on_an_open_ticket_are_no_loop(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    for number in range(8):
        post.write(f"And another thing {number}.", to=to)
    assert (len(post.said()), post.parked()) == (8, [])


def test_what_one_address_sends_beyond_twenty_a_minute_is_parked_and_nobody_else_is_affected(
    post: Correspondence, within_a_minute: None
) -> None:
    from chalicelib.services.mail.limits import SENDER

    for number in range(SENDER.most + 15):
        post.desk.receive(
            f"From: {ROBOT}\r\nMessage-ID: <{number}@shop.example>\r\nSubject: Alert {number}\r\n\r\nDown.".encode(),
            "robot@shop.example",
            ["support@acme.example"],
        )
    post.desk.settle()
    post.write()
    items = post.call("GET", "/tickets?limit=100").json()["items"]
    by_contact = [ticket["contact"]["email"] for ticket in items]
    assert by_contact.count("maya@example.com") == 1
    assert by_contact.count("robot@shop.example") == SENDER.most
    assert post.parked() == ["rate"] * 15


def test_mail_beyond_what_a_desk_answers_is_filed_and_not_answered(
    post: Correspondence, within_a_minute: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.services.limits import Limit
    from chalicelib.services.mail import limits

    monkeypatch.setattr(limits, "PUBLIC_MAILS", Limit("public-mails", 2))
    for number in range(4):
        post.write(f"It broke. {number}", sender=f"p{number}@example.com")
    assert (len(post.refs()), post.parked()) == (4, [])
    assert [mail.to for mail in post.desk.sent] == [("p0@example.com",), ("p1@example.com",)]


def test_a_file_beyond_25_mb_is_parked(post: Correspondence, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.services.mail.incoming import park

    monkeypatch.setattr(park, "MOST_BYTES", 1000)
    post.write("See this.", files=[("big.bin", "application/octet-stream", b"x" * 1001)])
    assert (post.refs(), post.parked()) == ([], ["oversize"])


def test_an_agents_own_reply_starts_the_count_of_reopenings_anew(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    for number in range(8):
        post.reply(f"And now? {number}")
        post.change(status="waiting")
        post.write(f"No, not yet. {number}", to=to)
    assert (post.ticket()["status"], post.parked()) == ("open", [])
    for number in range(5):
        post.change(status="waiting")
        post.write(f"Hello? {number}", to=to)
    assert (post.ticket()["status"], post.parked()) == ("waiting", ["loop"])


def test_what_a_program_replies_for_the_desk_starts_no_count_anew(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    scopes = {"name": "Bot", "scopes": ["tickets:read", "tickets:write"]}
    key = post.call("POST", "/api-keys", scopes).json()["key"]
    for number in range(6):
        path = "/v1/acme/tickets/TKT-0001/replies"
        assert post.desk.http("POST", path, json={"body": f"Noted. {number}"}, token=key).status == 201
        post.change(status="waiting")
        post.write(f"Noted, too. {number}", to=to)
    assert post.parked() == ["loop"]


def test_whoever_is_assigned_is_told_once_of_an_answer_that_is_parked(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.change(assignee_id=post.desk.admin.id)
    post.write("Win!", to=to, verdicts={"spam": "FAIL"})
    notice = post.call("GET", "/inbox").json()["items"][0]
    assert (notice["event"], notice["ref"], notice["actor"]) == ("ticket.answer_parked", "TKT-0001", "Maya Osei")
    post.desk.receive(b"From: x@example.net\r\nSubject: New\r\n\r\nHi", "x@example.net", [SUPPORT], {"spam": "FAIL"})
    post.desk.settle()
    told = [one["event"] for one in post.call("GET", "/inbox").json()["items"]]
    assert (told.count("ticket.answer_parked"), post.parked()) == (1, ["spam", "spam"])
