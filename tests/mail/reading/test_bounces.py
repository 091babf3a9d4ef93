from __future__ import annotations

import pytest

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
    assert bounce == Bounce(("maya@example.com",), "5.1.1", True, "m7@acme.example", (), "550 5.1.1 no such user")


def test_a_persons_mail_reports_no_bounce() -> None:
    assert parse(mail("550 5.1.1 <a@b.example>")).bounce is None


def _prose(text: str, **fields: str) -> Bounce:
    bounce = parse(mail(text, **{"from": "MAILER-DAEMON@mx.example", "subject": "failure notice", **fields})).bounce
    assert bounce is not None
    return bounce


@pytest.mark.parametrize(
    "text",
    [
        "Contact postmaster@mx.example for help.\n\n<maya@example.com>: host mx said: 550 unknown user",
        "Your mail to support@acme.example's customer failed.\n  maya@example.com: no mailbox here by that name",
        "Ask admin@mx.example.\n\nThis could not be delivered: maya@example.com\n\n> To: Maya <maya@example.com>",
        "The mail of ana@acme.example did not reach maya@example.com\n\nFrom: Ana <ana@acme.example>\nSubject: x",
        "Message-ID: <m7@acme.example>\nThe following address failed: maya@example.com",
        "Technical contact: it@firm.example\nRecipient: maya@example.com\nReason: mailbox full",
        "abuse@mx.example and mailer-daemon@other.example report that\nRCPT TO:<maya@example.com> was refused",
    ],
)
def test_whom_a_mail_did_not_reach_is_never_who_reports_it_nor_who_wrote_it(text: str) -> None:
    assert _prose(text, to="support@acme.example").recipients == ("maya@example.com",)


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        ("Diagnostic-Code: smtp; 552 5.2.2 The mailbox\r\n is over quota", "552 5.2.2 The mailbox is over quota"),
        ("Status: 5.2.2", ""),
        ("Diagnostic-Code: smtp; 550", ""),
        ("Diagnostic-Code: X-Notes; Recipient is on leave", "Recipient is on leave"),
    ],
)
def test_the_reason_is_told_in_words(status: str, detail: str) -> None:
    bounce = parse(_report(f"Action: failed\r\n{status}", "Subject: x")).bounce
    assert bounce is not None
    assert bounce.detail == detail


def test_without_a_code_the_line_that_names_the_recipient_is_the_reason() -> None:
    text = "** Not found **\n\n<maya@example.com>:\nYour message to maya@example.com was refused: no such mailbox."
    assert _prose(text).detail == "Your message to maya@example.com was refused: no such mailbox."


def _recipients(status: str, original: str = "Subject: x") -> tuple[str, ...]:
    bounce = parse(_report(status, original)).bounce
    assert bounce is not None
    return bounce.recipients


@pytest.mark.parametrize("other", ["delivered", "relayed", "expanded", "delayed"])
def test_whom_the_mail_reached_is_no_failed_recipient(other: str) -> None:
    reached = f"Final-Recipient: rfc822; ada@example.com\r\nAction: {other}\r\nStatus: 2.0.0"
    bounce = parse(
        _report(f"{reached}\r\n\r\nFinal-Recipient: rfc822; maya@example.com\r\nAction: failed\r\nStatus: 5.1.1", "")
    ).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status, bounce.permanent) == (("maya@example.com",), "5.1.1", True)


def test_of_two_addresses_of_one_recipient_it_is_the_one_that_was_written_to() -> None:
    status = "Original-Recipient: rfc822;maya@example.com\r\nFinal-Recipient: rfc822;m@in.example.com\r\nAction: failed"
    assert _recipients(status, "To: Maya <maya@example.com>") == ("maya@example.com",)
    assert _recipients(status) == ("maya@example.com", "m@in.example.com")


@pytest.mark.parametrize("written", ["jörg@bücher.example", r"j\x{F6}rg@b\x{FC}cher.example"])
def test_an_address_may_be_of_more_than_ascii(written: str) -> None:
    assert _recipients(f"Final-Recipient: utf-8; {written}\r\nAction: failed") == ("jörg@bücher.example",)


def test_an_escape_that_is_no_character_stays() -> None:
    assert _recipients(r"Final-Recipient: utf-8; a\x{D800}\x{FFFFFF}@b.example") == (r"a\x{d800}\x{ffffff}@b.example",)


def test_all_that_a_report_in_prose_lists_are_named() -> None:
    text = "I wasn't able to deliver.\n\n<ada@example.com>:\nno mailbox\n\n<maya@example.com>:\nno mailbox"
    assert _prose(text, to="support@acme.example").recipients == ("ada@example.com", "maya@example.com")


def test_an_address_on_a_line_of_its_own_goes_before_one_within_a_sentence() -> None:
    text = "Ask helpdesk@example.com about it.\n\nNot delivered to\n\n  maya@example.com\n\nmailbox full"
    assert _prose(text, to="support@acme.example").recipients == ("maya@example.com",)
