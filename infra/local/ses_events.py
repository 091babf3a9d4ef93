"""What SES tells about a mail it took, in its documented shapes.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html for the events,
https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html for the addresses that bounce on purpose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from infra.local.aws import ACCOUNT, REGION
from infra.local.sent_mail import SentMail

BOUNCES = "bounce@simulator.amazonses.com"
COMPLAINS = "complaint@simulator.amazonses.com"
HEADERS_SHOWN = 10 * 1024  # bytes; SES leaves out the rest and says so


def events_of(mail: SentMail, configuration_set: str, suppressed: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """Everything that becomes of the mail, at once: taken, then delivered or bounced, then perhaps complained about."""
    about = _about(mail, configuration_set)
    yield {"eventType": "Send", "mail": about, "send": {}}
    listed = [address for address in mail.to if address.lower() in suppressed]
    bounced = [address for address in mail.to if _bare(address) == BOUNCES]
    delivered = [address for address in mail.to if address not in (*listed, *bounced)]
    if listed:
        yield {"eventType": "Bounce", "mail": about, "bounce": _not_sent(mail, listed)}
    complained = [address for address in mail.to if _bare(address) == COMPLAINS]
    if bounced:
        yield {"eventType": "Bounce", "mail": about, "bounce": _bounce(mail, bounced)}
    if delivered:
        yield {"eventType": "Delivery", "mail": about, "delivery": _delivery(mail, delivered)}
    if complained:
        yield {"eventType": "Complaint", "mail": about, "complaint": _complaint(mail, complained)}


def timestamp(at: datetime) -> str:
    """A moment as SES writes it: `2016-10-14T05:02:16.645Z`."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def shown_headers(headers: list[tuple[str, str]]) -> tuple[list[dict[str, str]], bool]:
    """Headers as SES lists them in a notice, and whether some had to be left out."""
    shown: list[dict[str, str]] = []
    size = 0
    for name, value in headers:
        size += len(name) + len(value)
        if size > HEADERS_SHOWN:
            return shown, True
        shown.append({"name": name, "value": value})
    return shown, False


def _bare(address: str) -> str:
    """Lower-case, without a label: `bounce+anything@` bounces as well."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _about(mail: SentMail, configuration_set: str) -> dict[str, Any]:
    headers, truncated = shown_headers([(name, str(value)) for name, value in mail.message.items()])
    return {
        "timestamp": timestamp(mail.at),
        "source": mail.sender,
        "sourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{mail.sender.rpartition('@')[2]}",
        "sendingAccountId": ACCOUNT,
        "messageId": mail.id,
        "destination": list(mail.to),
        "headersTruncated": truncated,
        "headers": headers,
        "commonHeaders": {
            "from": [str(mail.message.get("From", ""))],
            "to": [str(value) for value in mail.message.get_all("To", [])],
            "messageId": mail.id,
            "subject": mail.subject,
        },
        "tags": {
            "ses:configuration-set": [configuration_set],
            "ses:from-domain": [mail.sender.rpartition("@")[2]],
            **{name: [value] for name, value in mail.tags.items()},
        },
    }


def _bounce(mail: SentMail, recipients: list[str]) -> dict[str, Any]:
    return {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [
            {
                "emailAddress": address,
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 user unknown",
            }
            for address in recipients
        ],
        "timestamp": timestamp(mail.at),
        "feedbackId": f"{mail.id}-bounce",
        "reportingMTA": "dsn; a8-70.smtp-out.amazonses.com",
    }


def _not_sent(mail: SentMail, recipients: list[str]) -> dict[str, Any]:
    """SES developer guide, "Using the Amazon SES account-level suppression list"."""
    told = "Amazon SES did not send the message to this address because it is on the suppression list for your account."
    return {
        "bounceType": "Permanent",
        "bounceSubType": "OnAccountSuppressionList",
        "bouncedRecipients": [
            {"emailAddress": address, "action": "failed", "status": "5.1.1", "diagnosticCode": told}
            for address in recipients
        ],
        "timestamp": timestamp(mail.at),
        "feedbackId": f"{mail.id}-suppressed",
        "reportingMTA": "dns; amazonses.com",
    }


def _delivery(mail: SentMail, recipients: list[str]) -> dict[str, Any]:
    return {
        "timestamp": timestamp(mail.at),
        "processingTimeMillis": 500,
        "recipients": recipients,
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a8-70.smtp-out.amazonses.com",
    }


def _complaint(mail: SentMail, recipients: list[str]) -> dict[str, Any]:
    return {
        "complainedRecipients": [{"emailAddress": address} for address in recipients],
        "timestamp": timestamp(mail.at),
        "feedbackId": f"{mail.id}-complaint",
        "complaintFeedbackType": "abuse",
    }
