from __future__ import annotations

from chalicelib.mail import Bounce, parse
from tests.mail.support import mail


def _report(status: str, original: str, kind: str = "message/rfc822") -> bytes:
    body = (
        "--r\r\n\r\nSorry.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"{status}\r\n--r\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--r--"
    )
    return mail(body, content_type="multipart/report; report-type=delivery-status; boundary=r")


def test_a_report_names_recipient_reason_and_the_mail_it_is_about() -> None:
    raw = _report(
        "Final-Recipient: rfc822; Maya@example.com\r\nAction: failed\r\nStatus: 5.1.1",
        "Message-ID: <ses-1@email.amazonses.com>\r\nReferences: <t1@acme.example>\r\n <m7@acme.example>\r\n\r\nHello",
    )
    expected = Bounce(
        ("maya@example.com",), "5.1.1", True, "ses-1@email.amazonses.com", ("t1@acme.example", "m7@acme.example")
    )
    assert parse(raw).bounce == expected


def test_headers_alone_are_enough_of_the_original() -> None:
    raw = _report("Action: failed", "Message-ID: <m7@acme.example>", "text/rfc822-headers")
    bounce = parse(raw).bounce
    assert bounce is not None
    assert bounce.message_id == "m7@acme.example"


def test_a_temporary_failure_is_not_permanent() -> None:
    bounce = parse(_report("Action: failed\r\nStatus: 4.2.2", "Subject: x")).bounce
    assert bounce is not None
    assert (bounce.status, bounce.permanent) == ("4.2.2", False)


def test_a_report_in_prose_is_read_too() -> None:
    body = "I could not deliver this.\n<maya@example.com>:\n550 5.1.1 no such user\n\nMessage-ID: <m7@acme.example>\n"
    bounce = parse(mail(body, **{"from": "MAILER-DAEMON@mx.example", "subject": "failure notice"})).bounce
    assert bounce == Bounce(("maya@example.com",), "5.1.1", True, "m7@acme.example", ())


def test_a_persons_mail_reports_no_bounce() -> None:
    assert parse(mail("550 5.1.1 <a@b.example>")).bounce is None
