"""The twin of SES for mail that goes out: keeps what was sent and tells what became of it, as SES does.

moto drops tags, reads mail as UTF-8 only and publishes no events, so this takes the place of its SendEmail.
"""

# mypy: disable-error-code="method-assign, attr-defined"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parseaddr
from functools import cache
from typing import Any
from urllib.parse import unquote

from moto.core import responses
from moto.core.exceptions import JsonRESTError
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
suppressed: set[str] = set()
"""The account's suppression list: SES takes mail to these addresses, sends none, and tells of it as a bounce."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that SES answers with instead of taking a mail, of those whose sender has `sender` in their address."""

    code: str
    message: str = "no"
    status: int = 400
    sender: str = ""

    def check(self, sender: str) -> None:
        """Raise the answer, if the mail is of such a sender."""
        if self.sender in sender:
            error = JsonRESTError(self.code, self.message)
            error.code = self.status
            raise error


class Outbox:
    """The mails sent with one configuration set, oldest first. Events about them go to `topic_arn`. While there
    is a `refusal`, that is what SES answers."""

    def __init__(self, configuration_set: str, topic_arn: str) -> None:
        self.mails: list[SentMail] = []
        self.refusal: Refusal | None = None
        self.tried = 0
        self._configuration_set = configuration_set
        self._topic = topic_arn
        self._lock = threading.Lock()

    def take(self, mail: SentMail) -> None:
        """Keep the mail and publish what SES would say about it."""
        with self._lock:
            self.mails.append(mail)
        for event in events_of(mail, self._configuration_set, suppressed):
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


def anew(environment: dict[str, str]) -> Outbox:
    """Return an empty one in its place, where nothing is refused and nobody suppressed."""
    _outboxes.pop(environment["SES_CONFIGURATION_SET"], None)
    suppressed.clear()
    return outbox(environment)


@cache
def install() -> None:
    """Take the place of moto's SendEmail, and of the suppression list that it hasn't."""
    SESV2Response.send_email = _send_email
    SESV2Response.put_suppressed_destination = _suppress
    SESV2Response.delete_suppressed_destination = _unsuppress
    forget = getattr(responses.method_names_from_class, "cache_clear", None)  # what moto_speed has moto keep
    if forget:
        forget()


def _send_email(self: SESV2Response) -> str:
    request = json.loads(self.body)
    if "Raw" not in request["Content"]:
        raise InvalidParameterValue("The desk on one machine takes raw mail only.")
    found = _outboxes.get(request.get("ConfigurationSetName"))
    if found is None:
        raise ConfigurationSetDoesNotExist("Configuration set does not exist.")
    mail = _accept(request)
    found.tried += 1
    if found.refusal:
        found.refusal.check(mail.sender)
    if not self.sesv2_backend.core_backend._is_verified_address(mail.sender):
        raise MessageRejectedError(f"Email address is not verified: {mail.sender}")
    found.take(mail)
    return json.dumps({"MessageId": mail.id})


def _suppress(self: SESV2Response) -> str:
    suppressed.add(json.loads(self.body)["EmailAddress"].lower())
    return "{}"


def _unsuppress(self: SESV2Response) -> str:
    """SES says `NotFoundException` for an address that isn't on the list."""
    address = unquote(self.path.rpartition("/")[2]).lower()
    if address not in suppressed:
        error = JsonRESTError("NotFoundException", f"Email address {address} does not exist on your suppression list.")
        error.code = 404
        raise error
    suppressed.remove(address)
    return "{}"


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
