"""What AWS would refuse a quarter of an hour later is refused at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.deploy import preflight
from infra.deploy.__main__ import parser, with_command
from infra.deploy.errors import DeployError

REGION = "eu-west-1"
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"
HOSTS = ["desk.example.com", "support.example.com"]


class Session:
    """Gives out clients that answer as a test says."""

    region_name = REGION

    def __init__(self) -> None:
        kept = {"region_name": REGION, "aws_access_key_id": "x", "aws_secret_access_key": "x"}
        self.clients = {name: boto3.client(name, **kept) for name in ("ses", "sesv2", "acm")}
        self.stubs = {name: Stubber(each) for name, each in self.clients.items()}

    def client(self, name: str, **_: Any) -> Any:
        return self.clients[name]

    def get_available_regions(self, _: str) -> list[str]:
        return [REGION]


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    for stub in made.stubs.values():
        stub.activate()
    yield made
    for stub in made.stubs.values():
        stub.assert_no_pending_responses()


def certificate(session: Session, status: str, *names: str) -> None:
    """Have ACM say this of the certificate."""
    found = {"DomainName": names[0], "SubjectAlternativeNames": list(names), "Status": status}
    session.stubs["acm"].add_response("describe_certificate", {"Certificate": found}, {"CertificateArn": ARN})


@pytest.mark.parametrize("names", [("desk.example.com", "support.example.com"), ("*.example.com",)])
def test_a_certificate_that_covers_both_hosts_is_good(session: Session, names: tuple[str, ...]) -> None:
    certificate(session, "ISSUED", *names)
    said = preflight.check_certificate(session.client("acm"), ARN, HOSTS)
    assert said == "The certificate covers desk.example.com and support.example.com."


@pytest.mark.parametrize(
    ("status", "names", "said"),
    [
        ("PENDING_VALIDATION", tuple(HOSTS), "is PENDING_VALIDATION, not ISSUED"),
        ("ISSUED", ("desk.example.com",), r"is for desk\.example\.com, and not for support\.example\.com"),
        ("ISSUED", ("*.com", "*.desk.example.com"), r"and not for desk\.example\.com, support\.example\.com"),
    ],
)
def test_one_that_cloudfront_would_refuse_is_refused(
    session: Session, status: str, names: tuple[str, ...], said: str
) -> None:
    certificate(session, status, *names)
    with pytest.raises(DeployError, match=said):
        preflight.check_certificate(session.client("acm"), ARN, HOSTS)


def test_a_region_in_which_ses_receives_no_mail_is_refused(session: Session) -> None:
    said = "Mail receiving is not available."
    session.stubs["ses"].add_client_error("describe_active_receipt_rule_set", "InvalidAction", said)
    with pytest.raises(DeployError, match=f"doesn't receive mail in {REGION}: {said} Take a region where it does"):
        list(preflight.check_mail(session, "help.example.com"))


def test_a_domain_that_is_somebodys_already_is_refused(session: Session) -> None:
    session.stubs["ses"].add_response("describe_active_receipt_rule_set", {})
    session.stubs["sesv2"].add_response("get_email_identity", {}, {"EmailIdentity": "help.example.com"})
    with pytest.raises(DeployError, match=f"is an identity of SES in {REGION} already"):
        list(preflight.check_mail(session, "help.example.com"))


def test_another_desks_rule_set_and_the_sandbox_are_told(session: Session) -> None:
    session.stubs["ses"].add_response("describe_active_receipt_rule_set", {"Metadata": {"Name": "other"}})
    session.stubs["sesv2"].add_client_error("get_email_identity", "NotFoundException")
    session.stubs["sesv2"].add_response("get_account", {"ProductionAccessEnabled": False})
    said = list(preflight.check_mail(session, "help.example.com"))
    assert said[0].startswith("SES receives by the rule set other here")
    assert "sandbox" in said[1]


def test_a_stack_whose_name_cloudfront_would_find_too_long_is_refused() -> None:
    preflight.check_name("d" * 39, REGION)
    with pytest.raises(DeployError, match="in eu-west-1 a stack's has 39 letters at most"):
        preflight.check_name("d" * 40, REGION)


def test_a_desk_can_leave_its_own_hosts_for_cloudfronts(session: Session) -> None:
    options = parser().parse_args(with_command(["--stack", "desk", "--certificate", "none"]))
    known = {"Parameters": [{"ParameterKey": "CertificateArn", "ParameterValue": ARN}]}
    assert list(preflight.checked(options, session, known, {"CertificateArn": "", "BaseUrl": "https://d.test"})) == []


def test_another_mail_domain_that_is_somebodys_is_refused_before_anything_is_changed(session: Session) -> None:
    options = parser().parse_args(with_command(["--stack", "desk"]))
    known = {"Parameters": [{"ParameterKey": "MailDomain", "ParameterValue": "help.example.com"}]}
    assert list(preflight.checked(options, session, known, {"MailDomain": "help.example.com"})) == []
    session.stubs["sesv2"].add_response("get_email_identity", {}, {"EmailIdentity": "help.example.org"})
    with pytest.raises(DeployError, match=r"help\.example\.org is an identity of SES"):
        list(preflight.checked(options, session, known, {"MailDomain": "help.example.org"}))
