"""`python -m infra.deploy`: the desk's stack, from nothing or from an earlier version."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from infra.deploy import artifacts, concurrency, prices, released, stack, static
from infra.deploy.errors import DeployError
from infra.deploy.secrets import StoredSecrets, ensure_secrets, find_secrets
from infra.package.parts import ROOT

BUILD = ROOT / "build"
PENDING = {"BaseUrl": "https://console.invalid", "PortalUrl": "https://portal.invalid"}
"""Stands in the settings until CloudFront has told its host names, a few minutes into the first deployment."""

STATIC_BUCKET = "StaticBucketName"
LOST = """\
WARNING: the stack is there, and its secrets, {parameter}, are not: NEW ONES ARE MADE.
With the lost ones end: links to choose a password, cursors of lists, identity secrets of widgets, and the API keys of
language models, which were sealed by them. Have the last two made anew. Links to tickets go on.
If you keep a copy, put it back (aws ssm put-parameter --overwrite --type SecureString --name {parameter} --value …) and
deploy once more: then nothing ends."""
ON_OFF = {True: "on", False: "off"}
HOSTS = {"BaseUrl": "ConsoleHost", "PortalUrl": "PortalHost"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mail-domain", help="domain the desk receives and sends mail for; needed the first time")
    parser.add_argument("--alarm-email", help="who is told when the desk itself fails; needed the first time")
    parser.add_argument("--base-url", help="address of console and API; without it CloudFront's own")
    parser.add_argument("--portal-url", help="address of portal and widget; without it CloudFront's own")
    parser.add_argument("--certificate", help="ARN of a certificate in us-east-1 for both addresses")
    parser.add_argument("--models", help="ARNs of the Bedrock models that workspaces may choose, with commas between")
    parser.add_argument(
        "--dashboard",
        action=argparse.BooleanOptionalAction,
        help="show how the desk is in CloudWatch, and save questions to its logs there; off by default",
    )
    parser.add_argument(
        "--api-concurrency",
        type=concurrency.number,
        help="requests that console, API and portal can always have under way, and no more; 0, as at first: what the"
        " account's other functions leave",
    )
    parser.add_argument("--stage", help="name of this deployment in logs, `prod` by default")


def run(options: argparse.Namespace, session: Any) -> None:
    """Upload, apply, wait, and print what the stack says about itself."""
    artifacts.built(BUILD)
    region = session.region_name
    account = session.client("sts").get_caller_identity()["Account"]
    cloudformation, s3 = session.client("cloudformation"), session.client("s3")
    known = stack.find(cloudformation, options.stack)
    given = parameters(options, known)
    if options.api_concurrency is not None:
        kept = int(stack.value(known, concurrency.PARAMETER) or 0)
        print(concurrency.check(session.client("lambda"), options.api_concurrency, kept))
    secrets = secrets_of(session.client("ssm"), f"/{options.stack}/secrets", is_new=known is None)
    given |= {"OriginSecret": secrets.values["origin"], "SecretsVersion": str(secrets.version)}

    bucket = artifacts.bucket_name(account, region)
    print(f"Uploading to {bucket} …", flush=True)
    artifacts.ensure_bucket(s3, bucket, account, region)
    before = stack.outputs(known or {})
    url = artifacts.upload(s3, bucket, BUILD, region, before)
    for line in released.told(artifacts.template(BUILD), before if known else None):
        print(line, flush=True)
    for line in prices.monthly(artifacts.template(BUILD), dashboard=has_dashboard(given, known)):
        print(f"  {line}")
    if site := before.get(STATIC_BUCKET):
        # Before the new code runs, whose pages ask for them.
        static.upload_named_by_content(s3, site, BUILD / "static")
    print(f"Bringing the stack {options.stack} up to date; a new one takes a while …", flush=True)
    deployed = stack.apply(cloudformation, options.stack, url, given)
    hosts = missing_hosts(deployed)
    if hosts:
        print("Telling the desk its addresses …", flush=True)
        deployed = stack.apply(cloudformation, options.stack, url, given | hosts)
    site = stack.outputs(deployed)[STATIC_BUCKET]
    static.upload_named_by_content(s3, site, BUILD / "static")
    static.upload_stable(s3, site, BUILD / "static")
    for key, value in sorted(stack.outputs(deployed).items()):
        print(f"  {key}: {value}")


def secrets_of(ssm: Any, parameter: str, *, is_new: bool) -> StoredSecrets:
    """Return the stack's secrets, which are made with it. Those of a stack that is there are lost, if they are missing:
    it can go on with new ones, and what that ends is told loudly."""
    if not is_new and find_secrets(ssm, parameter) is None:
        print(LOST.format(parameter=parameter), file=sys.stderr, flush=True)
    return ensure_secrets(ssm, parameter)


def parameters(options: argparse.Namespace, known: dict[str, Any] | None) -> dict[str, str]:
    """The template's parameters as far as they were given; a new stack needs mail domain and alarm address."""
    wanted = {
        "MailDomain": options.mail_domain,
        "AlarmEmail": options.alarm_email,
        "BaseUrl": options.base_url,
        "PortalUrl": options.portal_url,
        "CertificateArn": options.certificate,
        "ModelArns": options.models,
        "Dashboard": ON_OFF.get(options.dashboard),
        concurrency.PARAMETER: None if options.api_concurrency is None else str(options.api_concurrency),
        "Stage": options.stage,
    }
    given = {key: value for key, value in wanted.items() if value}
    if known is not None:
        return given
    if not {"MailDomain", "AlarmEmail"} <= given.keys():
        raise DeployError("A new stack needs --mail-domain and --alarm-email.")
    return PENDING | given


def has_dashboard(given: dict[str, str], known: dict[str, Any] | None) -> bool:
    """Return whether the stack will have a dashboard: what is given, else what it has, else none."""
    return given.get("Dashboard", stack.value(known, "Dashboard")) == ON_OFF[True]


def missing_hosts(deployed: dict[str, Any]) -> dict[str, str]:
    """CloudFront's addresses for those that nobody chose. Asks the stack, so that a deployment cut off here goes on."""
    outputs = stack.outputs(deployed)
    values = {each["ParameterKey"]: each.get("ParameterValue") for each in deployed["Parameters"]}
    return {key: f"https://{outputs[HOSTS[key]]}" for key, pending in PENDING.items() if values[key] == pending}
