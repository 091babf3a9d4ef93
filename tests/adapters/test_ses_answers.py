"""Whose fault each answer of SES says it is that a mail wasn't taken, and what follows from that."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from chalicelib.adapters import ses as adapter
from chalicelib.adapters.aws import client_of_one_try
from chalicelib.adapters.ses import Ses
from chalicelib.adapters.ses_answers import CODES, FINAL, meaning_of, refusal_of
from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.mail.jobs import MailBusyError, MailRefusedError, MailSenderError

NOT_VERIFIED = "Email address is not verified. The following identities failed the check in region US-EAST-1: "
TABLE = [
    ("MessageRejected", NOT_VERIFIED + "support@acme.example", 400, Fault.IDENTITY),
    ("MailFromDomainNotVerifiedException", "no", 400, Fault.IDENTITY),
    ("AccountSuspendedException", "no", 400, Fault.SUSPENDED),
    ("MessageRejected", "Sending suspended for this account. For more information, see …", 400, Fault.SUSPENDED),
    ("MessageRejected", "Your account has been shut down.", 400, Fault.SUSPENDED),
    ("SendingPausedException", "Email sending is paused for the account.", 400, Fault.PAUSED),
    ("BadRequestException", "Sending paused for this account.", 400, Fault.PAUSED),
    ("MessageRejected", "Email sending is disabled for the configuration set desk", 400, Fault.PAUSED),
    ("LimitExceededException", "no", 400, Fault.QUOTA),
    ("ThrottlingException", "Daily message quota exceeded.", 400, Fault.QUOTA),
    ("MessageRejected", "Daily message quota exceeded.", 400, Fault.QUOTA),
    ("TooManyRequestsException", "no", 429, Fault.RATE),
    ("Throttling", "Maximum sending rate exceeded.", 400, Fault.RATE),
    ("MessageRejected", "Maximum sending rate exceeded.", 400, Fault.RATE),
    ("NotFoundException", "Configuration set <desk> does not exist.", 404, Fault.CONFIGURATION),
    ("BadRequestException", "Configuration set <desk> does not exist.", 400, Fault.CONFIGURATION),
    ("AccessDeniedException", "User is not authorized to perform: ses:SendEmail", 403, Fault.RIGHTS),
    ("ExpiredTokenException", "The security token included in the request is expired", 403, Fault.RIGHTS),
    ("UnrecognizedClientException", "no", 403, Fault.RIGHTS),
    ("InternalFailure", "no", 500, Fault.CARRIER),
    ("ServiceUnavailable", "no", 503, Fault.CARRIER),
    ("SomethingNewException", "no", 400, Fault.UNKNOWN),
    ("MessageRejected", "no", 400, Fault.UNKNOWN),
    ("MessageRejected", "", 400, Fault.UNKNOWN),
    ("BadRequestException", "EmailTags: a value is not valid", 400, Fault.UNKNOWN),
    ("MessageRejected", "Header too long: 'References'.", 400, FINAL),
    ("MessageRejected", "Duplicate header 'Subject'.", 400, FINAL),
    ("MessageRejected", "The message contained a virus.", 400, FINAL),
    ("BadRequestException", "Local address contains\ncontrol or whitespace", 400, FINAL),
    ("BadRequestException", "Local address starts with dot", 400, FINAL),
    ("BadRequestException", "Domain contains illegal character", 400, FINAL),
    ("BadRequestException", "Domain ends with dot", 400, FINAL),
    ("BadRequestException", "Invalid domain name", 400, FINAL),
    ("BadRequestException", "Missing final '@domain'", 400, FINAL),
    ("BadRequestException", "User name is missing", 400, FINAL),
    ("BadRequestException", "Address length is more than 320 characters", 400, FINAL),
    ("InvalidParameterValue", "Illegal address", 400, FINAL),
    ("MessageRejected", "Message length is more than 41943040 bytes long: '50000000'.", 400, FINAL),
]


@pytest.mark.parametrize(("code", "text", "status", "meaning"), TABLE)
def test_each_answer_has_its_meaning(code: str, text: str, status: int, meaning: Fault | str) -> None:
    assert meaning_of(code, text, status) == meaning
    refusal = refusal_of(
        {"Error": {"Code": code, "Message": text}, "ResponseMetadata": {"HTTPStatusCode": status}},
    )
    assert isinstance(refusal, MailRefusedError) is (meaning == FINAL)
    assert isinstance(refusal, MailSenderError) is (meaning is Fault.IDENTITY)
    if isinstance(refusal, MailBusyError):
        assert refusal.fault is meaning


def test_every_fault_has_an_answer_that_says_so() -> None:
    assert {meaning for *_, meaning in TABLE} == {*Fault, FINAL}


def test_every_error_of_sending_that_ses_describes_has_its_row() -> None:
    service = botocore.session.get_session().get_service_model("sesv2")
    described = {shape.name for shape in service.operation_model("SendEmail").error_shapes}
    assert described - CODES.keys() == {"MessageRejected", "BadRequestException"}


@pytest.mark.parametrize(
    "trouble",
    [
        EndpointConnectionError(endpoint_url="https://email.example"),
        ConnectTimeoutError(endpoint_url="https://email.example"),
        ReadTimeoutError(endpoint_url="https://email.example"),
    ],
)
def test_whoever_cannot_be_reached_may_have_the_mail(trouble: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    class OutOfReach:
        def send_email(self, **_: Any) -> Any:
            raise trouble

    monkeypatch.setattr(adapter, "client_of_one_try", lambda *_: OutOfReach())
    with pytest.raises(MailBusyError) as caught:
        Ses("desk", "us-east-1").send(b"", "support@acme.example", "maya@example.com", {})
    assert caught.value.fault is Fault.CARRIER


def test_the_client_tries_once_and_answers_before_the_function_ends() -> None:
    config = client_of_one_try("sesv2", "us-east-1").meta.config
    assert config.retries["total_max_attempts"] == 1
    assert config.connect_timeout + config.read_timeout < 15
