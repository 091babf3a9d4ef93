"""What SES does with a mail that comes in: raw mail into the bucket, a notice to the topic.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime, getaddresses
from typing import Any

from infra.local.aws import client
from infra.local.mail_checks import MailChecks
from infra.local.sent_mail import readable
from infra.local.ses_events import shown_headers, timestamp

PREFIX = "inbound/"
CONTENT_CHECKS = ("spam", "virus")


class Inbound:
    """The receipt rule of one desk. `now` tells the time by the desk's clock, which may have been moved."""

    def __init__(
        self,
        environment: dict[str, str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        checks: MailChecks | None = None,
    ) -> None:
        self._now = now
        self._checks = checks or MailChecks()
        self._bucket = environment["MAIL_BUCKET"]
        self._topic = environment["INBOUND_TOPIC_ARN"]

    def receive(
        self, raw: bytes, mail_from: str, recipients: list[str], verdicts: Mapping[str, str] | None = None
    ) -> str:
        """Store the mail and tell the topic; the object's key. Once this returns, the mail can't be lost.

        `verdicts` says what the checks found, by `spam`, `virus`, `spf`, `dkim`, `dmarc`. Where nothing is said, it is
        neither spam nor a virus, and the sender is looked at as `MailChecks` does.
        """
        message_id, at = secrets.token_hex(20), self._now()
        key = PREFIX + message_id
        checked = self._checks.look(raw, mail_from, verdicts or {})
        found = dict.fromkeys(CONTENT_CHECKS, "PASS") | dict(verdicts or {}) | dict(checked.verdicts)
        content = _block(message_id, mail_from, recipients, at, found, checked.results) + raw
        client("s3").put_object(Bucket=self._bucket, Key=key, Body=content)
        notice = {
            "notificationType": "Received",
            "mail": _mail(content, message_id, mail_from, recipients, at),
            "receipt": _receipt(recipients, at, found, checked.policy) | {"action": self._action(key)},
        }
        subject = "Amazon SES Email Receipt Notification"
        client("sns").publish(TopicArn=self._topic, Subject=subject, Message=json.dumps(notice))
        return key

    def _action(self, key: str) -> dict[str, str]:
        return {
            "type": "S3",
            "topicArn": self._topic,
            "bucketName": self._bucket,
            "objectKeyPrefix": PREFIX,
            "objectKey": key,
        }


def _block(
    message_id: str, mail_from: str, recipients: list[str], at: datetime, found: Mapping[str, str], results: str
) -> bytes:
    """The headers that SES puts on top of a mail."""
    lines = (
        f"Return-Path: <{mail_from}>",
        f"Received: from client.example (client.example [127.0.0.1])\r\n by inbound-smtp.us-east-1.amazonaws.com"
        f" with SMTP id {message_id}\r\n for {', '.join(recipients[:1])};\r\n {format_datetime(at)}",
        f"X-SES-Spam-Verdict: {found['spam']}",
        f"X-SES-Virus-Verdict: {found['virus']}",
        f"Received-SPF: {found['spf'].lower()} (spfCheck) client-ip=127.0.0.1;",
        f"Authentication-Results: {results}",
        f"X-SES-RECEIPT: {secrets.token_urlsafe(24)}",
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


def _mail(content: bytes, message_id: str, mail_from: str, recipients: list[str], at: datetime) -> dict[str, Any]:
    message = message_from_bytes(content)
    headers, truncated = shown_headers([(name, str(value)) for name, value in message.items()])
    return {
        "timestamp": timestamp(at),
        "source": mail_from,
        "messageId": message_id,
        "destination": recipients,
        "headersTruncated": truncated,
        "headers": headers,
        "commonHeaders": _common_headers(message, mail_from),
    }


def _common_headers(message: Message, mail_from: str) -> dict[str, Any]:
    found: dict[str, Any] = {"returnPath": mail_from}
    for name in ("From", "To", "Cc", "Reply-To"):
        values = [str(value) for value in message.get_all(name, [])]
        if values:
            key = "replyTo" if name == "Reply-To" else name.lower()
            found[key] = [f"{shown} <{address}>" if shown else address for shown, address in getaddresses(values)]
    for name, key in (("Date", "date"), ("Message-ID", "messageId"), ("Subject", "subject")):
        if name in message:
            found[key] = readable(message[name])
    return found


def _receipt(recipients: list[str], at: datetime, found: Mapping[str, str], policy: str | None) -> dict[str, Any]:
    verdicts: dict[str, Any] = {f"{check}Verdict": {"status": status} for check, status in found.items()}
    if policy:
        verdicts["dmarcPolicy"] = policy
    return {"timestamp": timestamp(at), "processingTimeMillis": 250, "recipients": recipients, **verdicts}
