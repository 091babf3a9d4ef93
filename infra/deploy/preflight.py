"""What is looked at before anything is uploaded: whatever AWS would refuse a quarter of an hour later."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from infra.deploy import concurrency, stack
from infra.deploy.errors import DeployError

MOST_NAME = 64
"""Letters of a CloudFront function's name, which says stack and region."""
_IN_SANDBOX = (
    "SES is in its sandbox here: the desk writes to verified addresses alone until AWS lets it out"
    " (docs/operations.md, section 5)."
)


def checked(
    options: argparse.Namespace, session: Any, known: dict[str, Any] | None, given: dict[str, str]
) -> Iterator[str]:
    """Yield what is worth saying. DeployError for what can't work."""
    check_name(options.stack, session.region_name)
    if options.api_concurrency is not None:
        kept = int(stack.value(known, concurrency.PARAMETER) or 0)
        yield concurrency.check(session.client("lambda"), options.api_concurrency, kept)
    certificate = given.get("CertificateArn", stack.value(known, "CertificateArn"))
    if certificate and given.keys() & {"CertificateArn", "BaseUrl", "PortalUrl"}:
        hosts = [urlsplit(given.get(key) or stack.value(known, key)).netloc for key in ("BaseUrl", "PortalUrl")]
        yield check_certificate(session.client("acm", region_name="us-east-1"), certificate, hosts)
    if known is None:
        yield from check_mail(session, given["MailDomain"])
    elif given.get("MailDomain", now := stack.value(known, "MailDomain")) != now:
        check_free(session.client("sesv2"), given["MailDomain"], session.region_name)


def check_name(stack_name: str, region: str) -> None:
    """Raise DeployError for a stack's name with which CloudFront's names would be too long."""
    most = MOST_NAME - len(f"-{region}-viewer-address")
    if len(stack_name) > most:
        raise DeployError(f"{stack_name} is too long a name: in {region} a stack's has {most} letters at most.")


def check_mail(session: Any, domain: str) -> Iterator[str]:
    """Yield how SES stands in this region. DeployError where it doesn't receive mail, or the domain is taken."""
    region = session.region_name
    if region not in session.get_available_regions("ses"):
        raise DeployError(f"There is no SES in {region}. Take another region with --region.")
    ses, sesv2 = session.client("ses"), session.client("sesv2")
    try:
        active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    except ses.exceptions.ClientError as refusal:
        if "Access" in refusal.response["Error"]["Code"]:
            raise
        raise DeployError(
            f"SES doesn't receive mail in {region}: {refusal.response['Error']['Message']} Take a region where it does"
            " (docs/operations.md, section 1)."
        ) from refusal
    check_free(sesv2, domain, region)
    if active:
        yield f"SES receives by the rule set {active} here: see docs/operations.md, Two desks in an account."
    if not sesv2.get_account().get("ProductionAccessEnabled"):
        yield _IN_SANDBOX


def check_free(sesv2: Any, domain: str, region: str) -> None:
    """Raise DeployError for a mail domain that is an identity of SES already: CloudFormation makes none of it then."""
    try:
        sesv2.get_email_identity(EmailIdentity=domain)
    except sesv2.exceptions.NotFoundException:
        return
    raise DeployError(
        f"{domain} is an identity of SES in {region} already, and the stack would make it one. If no other desk or"
        f" program uses it: aws sesv2 delete-email-identity --email-identity {domain} --region {region}."
        " Else take another domain, or another region."
    )


def check_certificate(acm: Any, arn: str, hosts: list[str]) -> str:
    """Return what the certificate is good for. DeployError where CloudFront would refuse it for these hosts."""
    try:
        found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    except acm.exceptions.ResourceNotFoundException as gone:
        raise DeployError(f"There is no certificate {arn}; CloudFront takes those of us-east-1 alone.") from gone
    if found["Status"] != "ISSUED":
        raise DeployError(
            f"The certificate is {found['Status']}, not ISSUED: make the DNS records that ACM names, and wait for it."
        )
    names = [found["DomainName"], *found.get("SubjectAlternativeNames", [])]
    if missing := [host for host in hosts if not any(_covers(name, host) for name in names)]:
        raise DeployError(
            f"The certificate is for {', '.join(dict.fromkeys(names))}, and not for {', '.join(missing)}."
        )
    return f"The certificate covers {' and '.join(hosts)}."


def _covers(name: str, host: str) -> bool:
    """A star stands for one label."""
    return name.lower() == host.lower() or (
        name.startswith("*.") and name[1:].lower() == f".{host.partition('.')[2]}".lower()
    )
