"""Amazon SES as the carrier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.adapters.aws import client
from chalicelib.domain.mailing import MailBusyError, MailRefusedError

_BUSY = frozenset({"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"})
_REFUSED = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})


@dataclass(frozen=True, slots=True)
class Ses:
    configuration_set: str
    region: str

    @property
    def id_domain(self) -> str:
        """SES writes `<id>@<region>.amazonses.com`, in us-east-1 `<id>@email.amazonses.com`."""
        return f"{'email' if self.region == 'us-east-1' else self.region}.amazonses.com"

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        from botocore.exceptions import ClientError

        try:
            answer = client("sesv2", self.region).send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [recipient]},
                Content={"Raw": {"Data": raw}},
                ConfigurationSetName=self.configuration_set,
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
            )
        except ClientError as refusal:
            code = refusal.response["Error"]["Code"]
            if code in _BUSY:
                raise MailBusyError(code) from refusal
            if code in _REFUSED:
                raise MailRefusedError(code) from refusal
            raise
        carrier_id: str = answer["MessageId"]
        return carrier_id
