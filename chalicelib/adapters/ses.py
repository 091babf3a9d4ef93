"""Amazon SES as the carrier."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import client
from chalicelib.domain.mail.domain_checks import DomainIdentity
from chalicelib.domain.mail.jobs import MailBusyError, MailRefusedError, MailSenderError

_REFUSED = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})
_OF_THE_ACCOUNT = re.compile(r"quota|sending rate|suspended|paused", re.IGNORECASE)
_OF_THE_SENDER = re.compile(r"not verified", re.IGNORECASE)
"""The same codes also say that our account may not send (SES developer guide, "Amazon SES email sending errors", and
"Errors related to the sending quotas"): only their text tells that from a fault of the mail's own."""


@dataclass(frozen=True, slots=True)
class Ses:
    configuration_set: str
    region: str

    @property
    def id_domain(self) -> str:
        """SES writes `<id>@<region>.amazonses.com`, in us-east-1 `<id>@email.amazonses.com`."""
        return f"{'email' if self.region == 'us-east-1' else self.region}.amazonses.com"

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        try:
            answer = client("sesv2", self.region).send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [recipient]},
                Content={"Raw": {"Data": raw}},
                ConfigurationSetName=self.configuration_set,
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
            )
        except ClientError as refusal:
            meaning = _meaning(refusal.response)
            if meaning is None:
                raise
            raise meaning from refusal
        carrier_id: str = answer["MessageId"]
        return carrier_id

    def identity(self, domain: str) -> DomainIdentity | None:
        """A verified domain covers those below it (SES developer guide, "Creating and verifying identities")."""
        labels = domain.split(".")
        above = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next(filter(None, map(self._identity, above)), None)

    def _identity(self, domain: str) -> DomainIdentity | None:
        try:
            found = client("sesv2", self.region).get_email_identity(EmailIdentity=domain)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] == "NotFoundException":
                return None
            raise
        dkim, bounces = found.get("DkimAttributes", {}), found.get("MailFromAttributes", {})
        return DomainIdentity(
            name=domain,
            verified=found.get("VerificationStatus") == "SUCCESS",
            dkim_status=dkim.get("Status", ""),
            dkim_tokens=tuple(dkim.get("Tokens", ())),
            bounce_domain=bounces.get("MailFromDomain") or None,
        )


def _meaning(answer: Mapping[str, Any]) -> MailRefusedError | MailBusyError | None:
    """What an error of SES says of the mail; None for a fault of its own, after which it may have the mail or not."""
    code, text = answer["Error"]["Code"], answer["Error"].get("Message", "")
    if code == "MailFromDomainNotVerifiedException" or (code in _REFUSED and _OF_THE_SENDER.search(text)):
        return MailSenderError(f"{code}: {text}")
    if code in _REFUSED and not _OF_THE_ACCOUNT.search(text):
        return MailRefusedError(text or code)
    return MailBusyError(f"{code}: {text}") if answer["ResponseMetadata"]["HTTPStatusCode"] < 500 else None
