"""Mail sent to the listener must reach bucket and queue as SES would bring it there, and never be lost once taken."""

from __future__ import annotations

import json
import smtplib
import socket
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.inbound import Inbound
from infra.local.smtp import SmtpListener
from tests.support.desk import Resources

MAIL = b"From: Maya Osei <maya@example.com>\r\nTo: support@acme.example\r\nSubject: Hello\r\n\r\nIt broke.\r\n"


class Post:
    """A listener and what came of the mails it took."""

    def __init__(self) -> None:
        self.environment = Resources().environment
        self.inbound = Inbound(self.environment)
        self.listener = SmtpListener(self.inbound, "acme.example", 0)
        self.listener.start()
        self.sqs, self.s3 = boto3.client("sqs"), boto3.client("s3")

    def send(self, raw: bytes, *recipients: str, sender: str = "maya@example.com") -> None:
        with smtplib.SMTP("127.0.0.1", self.listener.port, timeout=20) as client:
            client.sendmail(sender, recipients or ("support@acme.example",), raw)

    def notices(self) -> list[dict[str, Any]]:
        url = self.sqs.get_queue_url(QueueName=f"{self.environment['DESK_NAME']}-mail-in")["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]

    def stored(self, notice: dict[str, Any]) -> bytes:
        action = notice["receipt"]["action"]
        found: bytes = self.s3.get_object(Bucket=action["bucketName"], Key=action["objectKey"])["Body"].read()
        return found


@pytest.fixture
def post(aws: None) -> Iterator[Post]:
    made = Post()
    yield made
    made.listener.stop()


def test_a_mail_arrives_with_ses_own_block_on_top(post: Post) -> None:
    post.send(MAIL)
    [notice] = post.notices()
    block, _, rest = post.stored(notice).partition(b"From: Maya")
    assert block.startswith(b"Return-Path: <maya@example.com>\r\n")
    assert b"X-SES-Spam-Verdict: PASS\r\n" in block
    assert b"\r\nAuthentication-Results: amazonses.com;\r\n spf=pass (spfCheck: domain of example.com)" in block
    assert b"; envelope-from=maya@example.com; helo=client.example;\r\n dkim=none header.i=@example.com;\r\n" in block
    assert b"\r\n dmarc=none header.from=example.com;\r\n" in block
    assert b"From: Maya" + rest == MAIL


def test_the_notice_has_the_documented_shape(post: Post) -> None:
    post.send(MAIL, "support@acme.example", "reply+1.abc@ACME.example")
    [notice] = post.notices()
    assert notice["notificationType"] == "Received"
    mail, receipt = notice["mail"], notice["receipt"]
    assert mail["source"] == "maya@example.com"
    assert mail["destination"] == receipt["recipients"] == ["support@acme.example", "reply+1.abc@ACME.example"]
    assert mail["commonHeaders"]["subject"] == "Hello"
    assert mail["commonHeaders"]["from"] == ["Maya Osei <maya@example.com>"]
    assert {header["name"] for header in mail["headers"]} >= {"Return-Path", "From", "Subject"}
    assert mail["headersTruncated"] is False
    assert receipt["spamVerdict"] == {"status": "PASS"}
    assert receipt["action"]["type"] == "S3"
    assert receipt["action"]["objectKey"] == f"inbound/{mail['messageId']}"


def test_a_line_of_five_megabytes_arrives_whole(post: Post) -> None:
    line = b"x" * 5_000_000
    post.send(b"Subject: long\r\n\r\n" + line + b"\r\n")
    assert line in post.stored(post.notices()[0])


def test_eight_bit_bytes_and_leading_dots_arrive_as_they_were_sent(post: Post) -> None:
    body = b"Subject: caf\xe9 \xff\r\n\r\n.dot\r\n..dots\r\n\xe9\xff\x80\x00end\r\n"
    post.send(body)
    assert post.stored(post.notices()[0]).endswith(body)


def test_a_bounce_has_an_empty_sender(post: Post) -> None:
    post.send(MAIL, sender="")
    [notice] = post.notices()
    assert notice["mail"]["source"] == ""
    assert post.stored(notice).startswith(b"Return-Path: <>\r\n")


def test_mail_for_another_domain_is_refused(post: Post) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        post.send(MAIL, "someone@elsewhere.example")
    assert post.notices() == []


def test_a_mail_over_forty_megabytes_is_refused(post: Post) -> None:
    with pytest.raises(smtplib.SMTPException, match="552"):
        post.send(b"Subject: big\r\n\r\n" + b"x\r\n" * 14_000_000)
    assert post.notices() == []


def test_a_mail_that_could_not_be_stored_is_not_taken(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.inbound._bucket = "no-such-bucket"
    with pytest.raises(smtplib.SMTPDataError) as caught:
        post.send(MAIL)
    assert caught.value.smtp_code == 451
    assert "could not be taken in" in caplog.text


def test_a_mail_that_could_not_be_announced_is_not_taken(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.inbound._topic = post.inbound._topic + "-gone"
    with pytest.raises(smtplib.SMTPDataError):
        post.send(MAIL)
    assert issubclass(caplog.records[-1].exc_info[0], ClientError)  # type: ignore[index,arg-type]


def test_a_port_that_is_taken_is_an_error_at_once(post: Post) -> None:
    with pytest.raises(OSError, match="in use"):
        SmtpListener(post.inbound, "acme.example", post.listener.port)


def test_stopping_does_not_wait_for_a_client_that_stays(post: Post) -> None:
    listener = SmtpListener(post.inbound, "acme.example", 0)
    listener.start()
    with socket.create_connection(("127.0.0.1", listener.port), timeout=5) as client:
        assert client.recv(100).startswith(b"220")
        listener.stop()


def test_verdicts_of_a_test_show_in_notice_and_block(post: Post) -> None:
    post.inbound.receive(MAIL, "maya@example.com", ["support@acme.example"], {"spam": "FAIL", "dmarc": "FAIL"})
    [notice] = post.notices()
    assert notice["receipt"]["spamVerdict"] == {"status": "FAIL"}
    assert b"dmarc=fail" in post.stored(notice)


def test_a_hostile_header_does_not_stop_the_notice(post: Post) -> None:
    post.send(b"From: \xff\xfe <x@y>, =?x?q?\r\nSubject: =?utf-8?b?a?=\r\nDate: never\r\n\r\n")
    assert post.notices()[0]["mail"]["commonHeaders"]["date"] == "never"
