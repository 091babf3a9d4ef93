"""The twin of SES for mail that goes out: keeps what was sent and tells what became of it, as SES does.

moto drops tags, reads mail as UTF-8 only and publishes no events, so this takes the place of its SendEmail.
"""

# mypy: disable-error-code="method-assign"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import base64
import json
import threading
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parseaddr
from functools import cache
from typing import Any

from moto.ses.exceptions import ConfigurationSetDoesNotExist, InvalidParameterValue, MessageRejectedError
from moto.ses.utils import get_random_message_id
from moto.sesv2.responses import SESV2Response
from moto.sns.models import sns_backends

from infra.local.aws import ACCOUNT, REGION
from infra.local.sent_mail import SentMail, as_sent
from infra.local.ses_events import events_of

RECIPIENTS = 50
SIZE = 40 * 1024 * 1024
"""Limits of one mail: https://docs.aws.amazon.com/ses/latest/dg/quotas.html."""

_outboxes: dict[str, Outbox] = {}


class Outbox:
    """The mails sent with one configuration set, oldest first. Events about them go to `topic_arn`."""

    def __init__(self, configuration_set: str, topic_arn: str) -> None:
        self.mails: list[SentMail] = []
        self._configuration_set = configuration_set
        self._topic = topic_arn
        self._lock = threading.Lock()

    def take(self, mail: SentMail) -> None:
        """Keep the mail and publish what SES would say about it."""
        with self._lock:
            self.mails.append(mail)
        for event in events_of(mail, self._configuration_set):
            self.tell(event)

    def tell(self, event: dict[str, Any]) -> None:
        """Publish an event as SES would."""
        sns_backends[ACCOUNT][REGION].topics[self._topic].publish(json.dumps(event))

    def clear(self) -> None:
        """Forget every mail."""
        with self._lock:
            self.mails.clear()


def outbox(environment: dict[str, str]) -> Outbox:
    """The outbox of a desk's configuration set; from now on mail sent with that set is kept there."""
    install()
    name = environment["SES_CONFIGURATION_SET"]
    return _outboxes.setdefault(name, Outbox(name, environment["DELIVERY_TOPIC_ARN"]))


@cache
def install() -> None:
    """Take the place of moto's SendEmail."""
    SESV2Response.send_email = _send_email


def _send_email(self: SESV2Response) -> str:
    request = json.loads(self.body)
    if "Raw" not in request["Content"]:
        raise InvalidParameterValue("The desk on one machine takes raw mail only.")
    found = _outboxes.get(request.get("ConfigurationSetName"))
    if found is None:
        raise ConfigurationSetDoesNotExist("Configuration set does not exist.")
    mail = _accept(request)
    if not self.sesv2_backend.core_backend._is_verified_address(mail.sender):
        raise MessageRejectedError(f"Email address is not verified: {mail.sender}")
    found.take(mail)
    return json.dumps({"MessageId": mail.id})


def _accept(request: dict[str, Any]) -> SentMail:
    raw = base64.b64decode(request["Content"]["Raw"]["Data"])
    written = message_from_bytes(raw)
    recipients = _recipients(request.get("Destination") or {}, written)
    if len(raw) > SIZE or not 0 < len(recipients) <= RECIPIENTS:
        raise MessageRejectedError(f"A mail has at most {SIZE} bytes and 1 to {RECIPIENTS} recipients.")
    ses_id, at = get_random_message_id(), datetime.now(UTC)
    return SentMail(
        id=ses_id,
        sender=parseaddr(request.get("FromEmailAddress") or str(written.get("From", "")))[1],
        to=recipients,
        at=at,
        raw=as_sent(raw, ses_id, at),
        tags={tag["Name"]: tag["Value"] for tag in request.get("EmailTags", [])},
    )


def _recipients(destination: dict[str, list[str]], written: Message) -> tuple[str, ...]:
    """Whom the request names; only if it names nobody, whom the mail's own headers do."""
    named = [address for kind in ("To", "Cc", "Bcc") for address in destination.get(f"{kind}Addresses", [])]
    if not named:
        named = [str(value) for kind in ("To", "Cc", "Bcc") for value in written.get_all(kind, [])]
    return tuple(address for _, address in getaddresses(named) if address)
