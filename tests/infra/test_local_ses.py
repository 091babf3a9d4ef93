"""The twin of SES must take mail, change it and tell of it as SES does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.sent_mail import SentMail, as_sent, readable
from infra.local.ses import Refusal
from tests.support.desk import Resources


class Sender:
    """Sends as the desk does, and reads what SES tells."""

    def __init__(self) -> None:
        self.made = Resources()
        self.ses, self.sqs = boto3.client("sesv2"), boto3.client("sqs")

    def send(self, raw: bytes, to: str = "maya@example.com", sender: str = "support@acme.example", **more: Any) -> str:
        answer = self.ses.send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": [to]},
            Content={"Raw": {"Data": raw}},
            EmailTags=[{"Name": "job", "Value": "j-1"}],
            **{"ConfigurationSetName": self.made.environment["SES_CONFIGURATION_SET"], **more},
        )
        found: str = answer["MessageId"]
        return found

    @property
    def last(self) -> SentMail:
        return self.made.outbox.mails[-1]

    def events(self) -> list[dict[str, Any]]:
        queue = f"{self.made.environment['DESK_NAME']}-ses-events"
        url = self.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


@pytest.fixture
def sender(aws: None) -> Sender:
    return Sender()


def letter(subject: str = "Größe") -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ana K. (Acme Support) <support@acme.example>"
    mail["To"] = "Maya Osei <maya@example.com>"
    mail["Bcc"] = "secret@example.com"
    mail["Subject"] = subject
    mail["Message-ID"] = "<own@acme.example>"
    mail["Date"] = "Mon, 01 Jan 2001 00:00:00 +0000"
    mail.set_content("Guten Tag, schöne Grüße")
    mail.add_alternative("<p>Guten Tag</p>", subtype="html")
    return mail.as_bytes()


def test_a_sent_mail_is_kept_readable_with_its_tags(sender: Sender) -> None:
    sender.send(letter())
    mail = sender.last
    assert mail.to == ("maya@example.com",)
    assert mail.sender == "support@acme.example"
    assert mail.subject == "Größe"
    assert mail.text.strip() == "Guten Tag, schöne Grüße"
    assert mail.html.strip() == "<p>Guten Tag</p>"
    assert mail.tags == {"job": "j-1"}


def test_message_id_and_date_are_replaced_and_bcc_is_gone(sender: Sender) -> None:
    ses_id = sender.send(letter())
    message = sender.last.message
    assert message.get_all("Message-ID") == [f"<{ses_id}@email.amazonses.com>"]
    assert len(message.get_all("Date", [])) == 1
    assert "2001" not in message["Date"]
    assert message["Bcc"] is None


def test_a_folded_header_is_replaced_with_all_its_lines_and_the_body_is_left_alone() -> None:
    raw = b"Subject: a\r\nMessage-ID:\r\n <old@x.example>\r\n\r\nDate: in the body\r\n"
    sent = as_sent(raw, "id-1", datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert b"old@x.example" not in sent
    assert sent.endswith(b"\r\n\r\nDate: in the body\r\n")


def test_eight_bit_and_binary_mail_does_no_harm(sender: Sender) -> None:
    sender.send(
        b"Subject: \xe9\xff\xfe\r\nX-Odd: \x80\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\x00\xff\xe9"
    )
    assert sender.last.subject
    assert "\ufffd" in sender.last.text
    assert [event["eventType"] for event in sender.events()] == ["Send", "Delivery"]


def test_repeated_headers_are_a_list(sender: Sender) -> None:
    sender.send(b"Subject: a\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\nbody")
    assert sender.last.headers["X-Twice"] == ["1", "2"]
    assert sender.last.headers["Subject"] == "a"


def test_ses_tells_of_sending_and_delivery_with_the_tags(sender: Sender) -> None:
    ses_id = sender.send(letter())
    sent, delivered = sender.events()
    assert (sent["eventType"], delivered["eventType"]) == ("Send", "Delivery")
    assert sent["mail"]["messageId"] == ses_id
    assert sent["mail"]["tags"]["job"] == ["j-1"]
    assert sent["mail"]["tags"]["ses:configuration-set"] == [sender.made.environment["SES_CONFIGURATION_SET"]]
    assert sent["mail"]["commonHeaders"]["subject"] == "Größe"
    assert sent["mail"]["timestamp"].endswith("Z")
    assert delivered["delivery"]["recipients"] == ["maya@example.com"]


@pytest.mark.parametrize(
    ("recipient", "told"),
    [
        ("bounce@simulator.amazonses.com", ["Send", "Bounce"]),
        ("bounce+7@simulator.amazonses.com", ["Send", "Bounce"]),
        ("complaint@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]),
    ],
)
def test_the_simulators_addresses_bounce_and_complain(sender: Sender, recipient: str, told: list[str]) -> None:
    sender.send(letter(), to=recipient)
    assert [event["eventType"] for event in sender.events()] == told


def test_long_headers_are_left_out_of_notices_and_it_says_so(sender: Sender) -> None:
    sender.send(b"Subject: a\r\n" + b"X-Long: " + b"x" * 20_000 + b"\r\n\r\nbody")
    assert sender.events()[0]["mail"]["headersTruncated"] is True


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"sender": "support@elsewhere.example"}, "MessageRejected"),
        ({"ConfigurationSetName": "unknown"}, "NotFoundException"),
        ({"to": ""}, "MessageRejected"),
    ],
)
def test_what_ses_would_refuse_is_refused(sender: Sender, more: dict[str, str], error: str) -> None:
    with pytest.raises(ClientError) as caught:
        sender.send(b"Subject: a\r\n\r\nbody", **more)
    assert caught.value.response["Error"]["Code"] == error
    assert sender.made.outbox.mails == []


def test_a_mail_without_a_named_recipient_goes_to_those_in_its_headers(sender: Sender) -> None:
    sender.ses.send_email(
        Content={"Raw": {"Data": letter()}}, ConfigurationSetName=sender.made.environment["SES_CONFIGURATION_SET"]
    )
    assert sender.last.to == ("maya@example.com", "secret@example.com")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=?utf-8?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("plain\r\n folded", "plain folded"),
        ("=?nonsense?q?a?=", "=?nonsense?q?a?="),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
    ],
)
def test_headers_are_shown_readable_and_broken_ones_as_they_are(value: str, shown: str) -> None:
    assert readable(value) == shown


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refusal("MessageRejected", "Sending suspended for this account."), 400),
        (Refusal("TooManyRequestsException", "Maximum sending rate exceeded.", 429), 429),
        (Refusal("InternalFailure", "out of order", 500), 500),
    ],
)
def test_it_answers_with_the_fault_it_is_told_to_have_until_that_is_over(
    sender: Sender, refusal: Refusal, status: int
) -> None:
    sender.made.outbox.refusal = refusal
    with pytest.raises(ClientError) as caught:
        sender.send(letter())
    answer = caught.value.response
    assert (answer["Error"]["Code"], answer["Error"]["Message"]) == (refusal.code, refusal.message)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status
    sender.made.outbox.refusal = None
    sender.send(letter())
    assert len(sender.made.outbox.mails) == 1


def test_a_fault_of_one_sender_is_no_others(sender: Sender) -> None:
    sender.made.outbox.refusal = Refusal("MessageRejected", "Email address is not verified.", sender="billing@")
    sender.send(letter())
    assert len(sender.made.outbox.mails) == 1


def test_mail_to_an_address_on_the_suppression_list_is_taken_and_comes_back(sender: Sender) -> None:
    sender.ses.put_suppressed_destination(EmailAddress="gone@example.com", Reason="BOUNCE")
    sender.send(letter(), to="Gone@example.com")
    sent, bounced = sender.events()
    assert (sent["eventType"], bounced["eventType"]) == ("Send", "Bounce")
    assert bounced["bounce"]["bounceSubType"] == "OnAccountSuppressionList"
    sender.ses.delete_suppressed_destination(EmailAddress="gone@example.com")
    sender.send(letter(), to="gone@example.com")
    assert [event["eventType"] for event in sender.events()] == ["Send", "Delivery"]
    with pytest.raises(ClientError) as caught:
        sender.ses.delete_suppressed_destination(EmailAddress="gone@example.com")
    assert caught.value.response["Error"]["Code"] == "NotFoundException"
