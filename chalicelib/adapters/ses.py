"""Amazon SES as the carrier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from chalicelib.adapters.aws import client, client_of_one_try
from chalicelib.adapters.ses_answers import refusal_of
from chalicelib.domain.mail.domain_checks import DomainIdentity
from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.mail.jobs import MailBusyError


@dataclass(frozen=True, slots=True)
class Ses:
    configuration_set: str
    region: str

    @property
    def id_domain(self) -> str:
        """SES writes `<id>@<region>.amazonses.com`, in us-east-1 `<id>@email.amazonses.com`."""
        return f"{'email' if self.region == 'us-east-1' else self.region}.amazonses.com"

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """Try once: what SES may have taken is not to be handed over again before its own news could settle it."""
        try:
            answer = client_of_one_try("sesv2", self.region).send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [recipient]},
                Content={"Raw": {"Data": raw}},
                ConfigurationSetName=self.configuration_set,
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
            )
        except ClientError as refusal:
            raise refusal_of(refusal.response) from refusal
        except BotoCoreError as trouble:
            out_of_reach = isinstance(trouble, (HTTPClientError, ConnectionError))
            fault = Fault.CARRIER if out_of_reach else Fault.UNKNOWN
            raise MailBusyError(type(trouble).__name__, fault) from trouble
        carrier_id: str = answer["MessageId"]
        return carrier_id

    def forgive(self, address: str) -> None:
        """Take an address off the account's suppression list, if it is there."""
        try:
            client("sesv2", self.region).delete_suppressed_destination(EmailAddress=address)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] != "NotFoundException":
                raise refusal_of(refusal.response) from refusal

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
