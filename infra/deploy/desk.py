"""`python -m infra.deploy`: the desk's stack, from nothing or from an earlier version."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from infra.deploy import (
    agreeing,
    artifacts,
    changes,
    concurrency,
    first_aliases,
    going_back,
    indexes,
    preflight,
    prices,
    released,
    releases,
    stack,
    standing,
    static,
    takeover,
    versions,
)
from infra.deploy.errors import DeployError
from infra.deploy.secrets import StoredSecrets, ensure_secrets, find_secrets
from infra.package.parts import ROOT

BUILD = ROOT / "build"
PENDING = {"BaseUrl": "https://console.invalid", "PortalUrl": "https://portal.invalid"}
"""Stands in the settings until CloudFront has told its host names, a few minutes into the first deployment."""

NONE_YET = "-" * 32
"""Stands for a secret in a dry run of a new stack, which makes none."""
PROTECTED = "Protected"
"""The stack's parameter that protects table and user pool from being deleted. Off only while a stack is made."""
STATIC_BUCKET = "StaticBucketName"
LOST = """\
WARNING: the stack is there, and its secrets, {parameter}, are not: NEW ONES ARE MADE.
With the lost ones end: links to choose a password, cursors of lists, identity secrets of widgets, and the API keys of
language models, which were sealed by them. Have the last two made anew. Links to tickets go on.
If you keep a copy, put it back (aws ssm put-parameter --overwrite --type SecureString --name {parameter} --value …) and
deploy once more: then nothing ends."""
NONE = "none"
"""What is typed to have an option no more: what isn't named stays as it is."""
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
    parser.add_argument(
        "--web-acl", help="ARN of a web ACL of WAF, made in us-east-1 for CloudFront, in front of both hosts; `none`"
    )
    going_back.add_arguments(parser)
    agreeing.add_arguments(parser)
    parser.add_argument("--stage", help="name of this deployment in logs, `prod` by default")
    # Off for a stack alone that is made to be taken down again: `selftest`.
    parser.set_defaults(protects=True)


def run(options: argparse.Namespace, session: Any) -> None:
    """Say what would change and ask, change it, and let what was built take over once it was tried."""
    if options.to:
        going_back.run(options, session)
        return
    artifacts.built(BUILD)
    cloudformation = session.client("cloudformation")
    known = stack.find(cloudformation, options.stack)
    standing.refuse_half_way(known)
    given = parameters(options, known)
    for line in preflight.checked(options, session, known, given):
        print(line, flush=True)
    given |= secret_parameters(options, session.client("ssm"), is_new=known is None)
    before = stack.outputs(known or {})
    bucket, uploaded = _upload(session, before)
    coming = artifacts.template(BUILD)
    lines = released.told(coming, before if known else None)
    chosen = [key for key in prices.OPTIONS if given.get(key, stack.value(known, key))]
    costs = prices.monthly(coming, dashboard=has_dashboard(given, known))
    for line in (*lines, *costs, *prices.of_options(chosen)):
        print(line, flush=True)
    if known is not None and not options.dry_run:
        given |= first_aliases.called_until_now(session, options.stack, known, before, bucket)
    deployed = change(options, session, known, coming, uploaded.url, given)
    if deployed is None:
        return
    if hosts := missing_hosts(deployed):
        print("Telling the desk its addresses …", flush=True)
        deployed = stack.apply(cloudformation, options.stack, uploaded.url, given | hosts)
    _hand_over(options, session, bucket, uploaded, deployed)
    for key, value in sorted(stack.deployed_outputs(cloudformation, options.stack).items()):
        print(f"  {key}: {value}")


def _upload(session: Any, before: dict[str, str]) -> tuple[str, artifacts.Uploaded]:
    account, region = session.client("sts").get_caller_identity()["Account"], session.region_name
    bucket, s3 = artifacts.bucket_name(account, region), session.client("s3")
    print(f"Uploading to {bucket} …", flush=True)
    artifacts.ensure_bucket(s3, bucket, account, region)
    uploaded = artifacts.upload(s3, bucket, BUILD, region, before)
    if site := before.get(STATIC_BUCKET):
        # Before the new code runs, whose pages ask for them.
        static.upload_named_by_content(s3, site, BUILD / "static")
    return bucket, uploaded


def change(
    options: argparse.Namespace,
    session: Any,
    known: dict[str, Any] | None,
    coming: dict[str, Any],
    url: str,
    given: dict[str, str],
) -> dict[str, Any] | None:
    """Bring the stack to the template, once that was agreed to. The stack as it then is, or None where nothing is to be
    done. What would end data is refused before anybody is asked."""
    cloudformation = session.client("cloudformation")
    if known:
        indexes.refuse_many(indexes.deployed_template(cloudformation, options.stack), coming)
    print(f"Asking CloudFormation what would change in {options.stack} …", flush=True)
    accepted = coming.get("Parameters")
    prepared = stack.prepare(cloudformation, options.stack, known, url, given, options.tags, accepted)
    if prepared is None:
        return None if options.dry_run else stack.must_find(cloudformation, options.stack)
    agreed = False
    try:
        found = changes.read(cloudformation, prepared)
        print("\n".join(changes.told(found)), flush=True)
        changes.refuse_ending_data(found)
        agreed = agreeing.is_agreed(options)
    finally:
        if not agreed:
            stack.discard(cloudformation, options.stack, prepared, is_new=known is None)
    if not agreed:
        return None
    print(f"Bringing the stack {options.stack} up to date; a new one takes a while …", flush=True)
    stack.execute(cloudformation, options.stack, prepared, is_new=known is None)
    return stack.must_find(cloudformation, options.stack)


def _hand_over(
    options: argparse.Namespace, session: Any, bucket: str, uploaded: artifacts.Uploaded, deployed: dict[str, Any]
) -> None:
    """Publish what was uploaded, and have it take over. A new stack is protected from now on: one whose making failed
    could not be taken away otherwise."""
    site = stack.outputs(deployed)[STATIC_BUCKET]
    s3, cloudformation = session.client("s3"), session.client("cloudformation")
    static.upload_named_by_content(s3, site, BUILD / "static")
    functions = versions.named(cloudformation, options.stack)
    kept = releases.Releases(s3, bucket, options.stack)
    place = takeover.Succession(session, options.stack, site, kept, functions)
    built = released.of_template(artifacts.template(BUILD))
    published = versions.publish(session.client("lambda"), functions, built.version)
    files = {served: kept.keep_file(content) for served, content in static.stable(BUILD / "static").items()}
    number = published.get(versions.API, "0")
    release = releases.Release(
        number, built.commit, built.version, published, (uploaded.code, uploaded.template), files
    )
    if (known := kept.all().get(number)) is None or not known.since:
        kept.keep(release)
    if options.protects:
        cloudformation.update_termination_protection(StackName=options.stack, EnableTerminationProtection=True)
    is_open = options.protects and stack.value(deployed, PROTECTED) == "off"
    takeover.take_over(options, place, release, {PROTECTED: "on"} if is_open else {})


def secret_parameters(options: argparse.Namespace, ssm: Any, *, is_new: bool) -> dict[str, str]:
    """Return the stack's parameters about its secrets. Where nothing is to be done there may be none yet."""
    parameter = f"/{options.stack}/secrets"
    if options.dry_run and find_secrets(ssm, parameter) is None:
        return {"OriginSecret": NONE_YET, "SecretsVersion": "1"}
    secrets = secrets_of(ssm, parameter, is_new=is_new)
    return {"OriginSecret": secrets.values["origin"], "SecretsVersion": str(secrets.version)}


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
        "WebAclArn": options.web_acl,
        "Stage": options.stage,
    }
    given = {key: "" if value == NONE else value for key, value in wanted.items() if value}
    if known is not None:
        return given
    if not {"MailDomain", "AlarmEmail"} <= given.keys():
        raise DeployError("A new stack needs --mail-domain and --alarm-email.")
    return PENDING | given | {PROTECTED: "off"}


def has_dashboard(given: dict[str, str], known: dict[str, Any] | None) -> bool:
    """Return whether the stack will have a dashboard: what is given, else what it has, else none."""
    return given.get("Dashboard", stack.value(known, "Dashboard")) == ON_OFF[True]


def missing_hosts(deployed: dict[str, Any]) -> dict[str, str]:
    """CloudFront's addresses for those that nobody chose. Asks the stack, so that a deployment cut off here goes on."""
    outputs = stack.outputs(deployed)
    values = {each["ParameterKey"]: each.get("ParameterValue") for each in deployed["Parameters"]}
    return {key: f"https://{outputs[HOSTS[key]]}" for key, pending in PENDING.items() if values[key] == pending}
