"""What became of our mails: told by the carrier's events or by a delivery report, shown on the message."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.domain.mail.jobs import JobKey, JobState
from chalicelib.services.mail.outgoing.deliver import note_delivery
from infra.local.sent_mail import SentMail
from infra.local.ses_events import BOUNCES
from tests.services.mail.correspondence import Correspondence

REPORT = b"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r
To: support@acme.example\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
Message-ID: <report-1@mx.example.net>\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
Your message could not be delivered.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.net\r
\r
Final-Recipient: rfc822; maya@example.com\r
Action: %s\r
Status: %s\r
--b\r
Content-Type: text/rfc822-headers\r
\r
%s\r
--b--\r
"""


def report(original: bytes, action: bytes = b"failed", status: bytes = b"5.1.1") -> bytes:
    return REPORT % (action, status, original)


def head(mail: SentMail, *names: bytes) -> bytes:
    """Those header fields of a mail, as a server returns them."""
    fields = re.findall(rb"(?m)^[\w-]+:.*(?:\r?\n[ \t].*)*", mail.raw.partition(b"\r\n\r\n")[0])
    return b"\r\n".join(field for field in fields if field.partition(b":")[0] in names)


@pytest.fixture
def replied(post: Correspondence) -> SentMail:
    """A reply that left for Maya."""
    post.write()
    return post.reply()


def shown(post: Correspondence) -> Any:
    """How far the reply's mail got, and why no further, in the other server's words."""
    delivery = next(entry["delivery"] for entry in post.entries() if entry["kind"] == "agent_reply")
    assert delivery.pop("reason") is None
    return delivery


def contact(post: Correspondence) -> Any:
    return post.call("GET", f"/contacts/{post.ticket()['contact']['id']}").json()


@pytest.mark.parametrize("names", [[b"Message-ID"], [b"References"]])
def test_a_report_finds_the_mail_by_either_id_and_marks_the_address(
    post: Correspondence, replied: SentMail, names: list[bytes]
) -> None:
    post.change(status="waiting")
    post.send(report(head(replied, *names)), sender="")
    assert shown(post) == {"status": "bounced", "detail": "5.1.1"}
    assert contact(post)["undeliverable"] == ["maya@example.com"]
    assert (post.ticket()["status"], post.parked()) == ("waiting", [])


def test_a_report_of_a_delay_is_an_event_and_changes_nothing(post: Correspondence, replied: SentMail) -> None:
    for _ in range(2):
        post.send(
            report(head(replied, b"Message-ID"), b"delayed", b"4.4.1\r\nDiagnostic-Code: smtp; no answer"), sender=""
        )
    assert shown(post)["status"] == "delivered"
    assert (contact(post)["undeliverable"], post.parked()) == ([], [])
    (event,) = [one["event"] for one in post.entries() if one["kind"] == "event" and "delayed" in one["event"]["type"]]
    assert {name: change["to"] for name, change in event["changes"].items()} == {
        "address": "maya@example.com",
        "detail": "no answer",
    }


@pytest.mark.parametrize(
    "status",
    [
        b"4.4.7\r\nDiagnostic-Code: smtp; Message expired",
        b"4.2.2\r\nDiagnostic-Code: smtp; Message expired",
        b"5.2.2\r\nDiagnostic-Code: smtp; Message expired",
        b"5.7.1\r\nDiagnostic-Code: smtp; Message expired",
        b"5.3.4\r\nDiagnostic-Code: smtp; Message expired",
        b"5.1.8\r\nDiagnostic-Code: smtp; Message expired",
    ],
)
def test_a_mail_that_was_given_up_bounced_whatever_the_code_and_its_address_stays(
    post: Correspondence, replied: SentMail, status: bytes
) -> None:
    post.send(report(head(replied, b"Message-ID"), status=status), sender="")
    assert shown(post) == {"status": "bounced", "detail": "Message expired"}
    assert (contact(post)["undeliverable"], post.parked()) == ([], [])


@pytest.mark.parametrize(
    "original",
    [b"Message-ID: <other@mail.example.com>", b"", b"References: <1.aaaaaaaa.bbbbbbbbbbbbbbbb.01J@acme.example>"],
)
def test_a_report_about_no_mail_of_ours_is_parked(post: Correspondence, replied: SentMail, original: bytes) -> None:
    post.send(report(original), sender="")
    assert (shown(post)["status"], post.parked()) == ("delivered", ["bounce"])


def test_a_mail_to_an_address_that_is_not_there_shows_why_it_bounced(post: Correspondence) -> None:
    post.write(sender=f"Maya <{BOUNCES}>")
    post.reply()
    assert shown(post) == {"status": "bounced", "detail": "smtp; 550 5.1.1 user unknown"}
    assert contact(post)["undeliverable"] == [BOUNCES]


def test_a_mail_that_arrives_later_takes_the_mark_away(post: Correspondence, replied: SentMail) -> None:
    post.send(report(head(replied, b"Message-ID")), sender="")
    assert contact(post)["undeliverable"]
    post.reply("Are you there again?")
    assert contact(post)["undeliverable"] == []


NOTICE = b"""From: postmaster@firm.onmicrosoft.example\r
To: support@acme.example\r
Subject: Undeliverable: %s\r
Message-ID: <ndr@firm.example>\r
X-MS-Exchange-Message-Is-Ndr:\r
%s\r
\r
Your message to %s couldn't be delivered.\r
550 5.1.10 RESOLVER.ADR.RecipientNotFound\r
"""


@pytest.mark.parametrize("name", ["In-Reply-To", "References"])
@pytest.mark.parametrize("which", [b"Message-ID", b"References"])
def test_a_report_without_the_mail_finds_it_by_what_it_answers(
    post: Correspondence, replied: SentMail, which: bytes, name: str
) -> None:
    ids = head(replied, which).partition(b":")[2].split()
    post.send(NOTICE % (b"Question", name.encode() + b": " + ids[-1], b"maya@example.com"), sender="")
    assert shown(post) == {"status": "bounced", "detail": "550 5.1.10 RESOLVER.ADR.RecipientNotFound"}
    assert (contact(post)["undeliverable"], post.parked()) == (["maya@example.com"], [])


def test_or_by_the_reference_in_its_subject_and_who_is_on_that_ticket(post: Correspondence, replied: SentMail) -> None:
    post.send(NOTICE % (b"[TKT-0001] Question", b"X-A: b", b"maya@example.com"), sender="")
    assert shown(post)["status"] == "bounced"


def test_a_reference_with_nobody_of_that_ticket_finds_nothing(post: Correspondence, replied: SentMail) -> None:
    post.send(NOTICE % (b"[TKT-0001] Question", b"X-A: b", b"noor@example.net"), sender="")
    assert (shown(post)["status"], post.parked()) == ("delivered", ["bounce"])


COMPLAINT = b"""From: abuse@isp.example\r
To: support@acme.example\r
Subject: complaint about message\r
Message-ID: <arf@isp.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
This is an email abuse report.\r
--b\r
Content-Type: message/feedback-report\r
\r
Feedback-Type: %s\r
Original-Rcpt-To: <maya@example.com>\r
\r
--b\r
Content-Type: message/rfc822\r
\r
%s\r
\r
Hello\r
--b--\r
"""


def test_after_a_complaint_only_what_somebody_wrote_goes_there(post: Correspondence, replied: SentMail) -> None:
    post.send(COMPLAINT % (b"abuse", head(replied, b"References")), sender="")
    assert (shown(post)["status"], contact(post)["complained"], post.parked()) == (
        "complained",
        ["maya@example.com"],
        [],
    )
    sent = len(post.desk.sent)
    post.write("Another thing.")
    post.change(status="resolved")
    assert len(post.desk.sent) == sent
    assert post.reply("We heard you.").to == ("maya@example.com",)


def test_that_a_mail_is_no_spam_is_no_complaint(post: Correspondence, replied: SentMail) -> None:
    post.send(COMPLAINT % (b"not-spam", head(replied, b"References")), sender="")
    assert (shown(post)["status"], contact(post)["complained"]) == ("delivered", [])


def told(post: Correspondence) -> list[tuple[str, str, str]]:
    entries = post.call("GET", "/inbox").json()["items"]
    return [(one["ref"], one["actor"], one["preview"]) for one in entries if one["event"] == "ticket.not_delivered"]


def test_whoever_wrote_a_reply_that_did_not_arrive_is_told_once_however_often_the_news_come(
    post: Correspondence, replied: SentMail
) -> None:
    other = post.desk.add_member("Gil G.", "gil@acme.example", "agent")
    for _ in range(2):
        post.send(report(head(replied, b"Message-ID")), sender="")
        with post.desk.ports.open("acme") as room:
            number, message = 1, next(one["id"] for one in post.entries() if one["kind"] == "agent_reply")
            action = room.timeline.action_of(number, message)
            assert action
            for recipient in action.recipients:
                key = JobKey(id=f"{action.id}.{recipient.id}", workspace="acme", number=number)
                note_delivery(post.desk.ports, key, JobState.BOUNCED)
    assert told(post) == [("TKT-0001", "Maya Osei", "Which cards?")]
    assert "not_delivered" not in post.desk.http("GET", "/v1/acme/inbox", token=other.token).text


def test_a_reply_that_arrived_late_is_told_to_nobody(post: Correspondence, replied: SentMail) -> None:
    post.send(report(head(replied, b"Message-ID"), b"delayed"), sender="")
    assert told(post) == []


def test_whoever_does_not_want_to_hear_of_it_does_not(post: Correspondence, replied: SentMail) -> None:
    assert post.call("PATCH", "/preferences", {"notices": {"not_delivered": {"mine": []}}}).status == 200
    post.send(report(head(replied, b"Message-ID")), sender="")
    assert told(post) == []
