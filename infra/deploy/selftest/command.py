"""What the command does: says what it costs, makes a stack, runs the checks, and takes the stack down whatever came."""

from __future__ import annotations

import argparse
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.costs import month, prices, units
from infra.deploy import agreeing, artifacts, desk, scratch, stack
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run
from infra.deploy.secrets import stored_secrets
from infra.deploy.selftest import checks
from infra.deploy.selftest.desk_checks import DELIVERS
from infra.deploy.selftest.teardown import Leftover, take_down
from infra.deploy.selftest.transcript import Transcript
from infra.deploy.selftest.walkthrough import Walkthrough

PREFIX = "selftest-"
_DNS_MINUTES = 30.0
_LOOK = 15.0
"""Seconds between two looks at what the DNS has become."""
_HOURS = 730
"""Of a month."""
_USED = 10
"""Tickets that a self-test is counted as: it makes half as many, and writes fewer mails."""
_PLAN = """\
This makes a stack {name} in {region}, a whole desk for {domain}, runs {count} checks on it, and takes it down
with all it holds. It takes 20 to 40 minutes, most of them for CloudFront to come and to go, and up to {minutes:g} more
while SES looks for the DKIM records, which are told once the stack is there. It costs about ${cost}, and nothing once
it is gone. Its data isn't protected from being deleted. No other stack is touched; mail is let in only while no other
rule set of SES is active in {region}."""
_KEPT = "{name} is kept, and costs what a desk costs. Take it down: python -m infra.deploy selftest --take-down {name}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--mail-domain", help="a domain or subdomain for this alone; none that SES knows in the region")
    what.add_argument("--take-down", metavar="NAME", type=_ours, help="take down what an earlier one kept, or left")
    parser.add_argument("--keep", action="store_true", help="leave the stack there when the checks were run")
    parser.add_argument("--alarm-email", default=DELIVERS, help="who is told of alarms; by default SES's simulator")
    parser.add_argument(
        "--dns-minutes",
        type=float,
        default=_DNS_MINUTES,
        help=f"for how long to wait for the DKIM records, {_DNS_MINUTES:g} by default; 0: mail isn't checked",
    )
    parser.add_argument("--transcript", type=Path, help="file for what was done and seen; in build/ by default")
    parser.add_argument("--yes", action="store_true", help="begin without asking")
    add_dry_run(parser)


def _ours(name: str) -> str:
    if not name.startswith(PREFIX):
        raise argparse.ArgumentTypeError(f"{name} is no stack of a self-test: those begin with {PREFIX}")
    return name


def run(options: argparse.Namespace, session: Any) -> None:
    """Say what it takes and ask; then make the stack, check it, and take it down. DeployError where a check failed, or
    something is left."""
    if options.take_down:
        print(f"Takes down {options.take_down} in {session.region_name}, with all that it holds.")
        if agreeing.is_agreed(options):
            _end(session, options.take_down, None)
        return
    artifacts.built(desk.BUILD)
    name = f"{PREFIX}{secrets.token_hex(3)}"
    print("\n".join(plan(options, session.region_name, name)), flush=True)
    if not agreeing.is_agreed(options):
        return
    transcript = Transcript(options.transcript or desk.BUILD / f"{name}.txt")
    transcript.begin(f"Self-test {name} in {session.region_name}")
    try:
        outcomes = _tested(options, session, name, transcript)
    except (DeployError, BotoCoreError, ClientError) as failure:
        transcript.line(f"It ended before all was checked: {failure}")
        raise
    except KeyboardInterrupt:
        transcript.line("It was cut off.")
        raise
    finally:
        # Whatever came: what was begun costs until it is gone.
        _finish(options, session, name, transcript)
    if outcomes[checks.FAILED]:
        raise DeployError(f"{outcomes[checks.FAILED]} checks failed: {transcript.path} tells which.")


def plan(options: argparse.Namespace, region: str, name: str) -> Iterator[str]:
    """Yield what is about to be done, how long it takes, and what it costs."""
    yield _PLAN.format(
        name=name,
        region=region,
        domain=options.mail_domain,
        count=len(checks.CHECKS),
        minutes=options.dns_minutes,
        cost=_cost(options),
    )
    yield f"Prices: {prices.source(prices.DEFAULT)}. Other regions differ."


def _cost(options: argparse.Namespace) -> Decimal:
    """Dollars for as long as it may take, and what is used meanwhile."""
    # What is metered once anybody uses a desk is metered by the hour, too.
    uses = units.uses(artifacts.template(desk.BUILD), dashboard=False)
    taken = [replace(use, idle=use.idle + use.once, once=0) for use in uses]
    costs = month.month(taken, prices.of(prices.DEFAULT), _USED, 0).values()
    hours = Decimal(str(1 + options.dns_minutes / 60))
    total = sum((each.idle * hours / _HOURS + each.used for each in costs), Decimal(0))
    return max(total, Decimal("0.01")).quantize(Decimal("0.01"))


def _tested(options: argparse.Namespace, session: Any, name: str, transcript: Transcript) -> Counter[str]:
    begun = time.monotonic()
    wanted = deploying(options, name)
    transcript.line(f"Making the stack {name} …")
    desk.run(wanted, session)
    transcript.line(f"The stack is there, after {(time.monotonic() - begun) / 60:.0f} minutes.")
    verified = _verified(options, session, name, transcript)
    ours, settings = deployed_desk(wanted, session)
    with scratch.opened(ours, settings["MAIL_DOMAIN"]) as password:
        known = stored_secrets(session.client("ssm"), settings["SECRETS_PARAMETER"]).values.values()
        transcript.hide(password, *(each for each in known if isinstance(each, str)))
        visit = Walkthrough(ours, settings, session, name, password, verified)
        outcomes = checks.run_all(visit, transcript)
    transcript.line(", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()) + ".")
    return outcomes


def deploying(options: argparse.Namespace, name: str) -> argparse.Namespace:
    """Return what somebody would type to deploy such a stack: without hosts of its own, and unprotected."""
    parser = argparse.ArgumentParser()
    desk.add_arguments(parser)
    typed = ["--mail-domain", options.mail_domain, "--alarm-email", options.alarm_email, "--yes", "--watch", "0"]
    wanted = parser.parse_args([*typed, "--stage", "selftest", "--tags", "purpose=selftest"])
    wanted.stack, wanted.profile, wanted.region, wanted.protects = name, options.profile, options.region, False
    return wanted


def _verified(options: argparse.Namespace, session: Any, name: str, transcript: Transcript) -> bool:
    """Return whether SES lets the mail domain send, once its records had the time to be found."""
    outputs = stack.deployed_outputs(session.client("cloudformation"), name)
    transcript.line("Records for the DNS, which the checks of mail need (the MX record for mail in alone):")
    for key in ("Dkim1", "Dkim2", "Dkim3"):
        transcript.line(f"  CNAME {outputs.get(key, '')}")
    transcript.line(f"  MX {options.mail_domain} -> {outputs.get('MailExchanger', '')}")
    end = time.monotonic() + options.dns_minutes * 60
    while True:
        known = session.client("sesv2").get_email_identity(EmailIdentity=options.mail_domain)
        if known.get("VerifiedForSendingStatus"):
            transcript.line("SES lets the mail domain send.")
            return True
        if time.monotonic() >= end:
            transcript.line("SES doesn't let the mail domain send yet: mail isn't checked.")
            return False
        time.sleep(_LOOK)


def _finish(options: argparse.Namespace, session: Any, name: str, transcript: Transcript) -> None:
    if options.keep:
        transcript.line(_KEPT.format(name=name))
        return
    try:
        _end(session, name, transcript)
    finally:
        print(f"What was done and seen stands in {transcript.path}.")


def _end(session: Any, name: str, transcript: Transcript | None) -> None:
    """Take down, and say what came of it. DeployError lists what is left."""
    say = transcript.line if transcript else print
    say(f"Taking down {name} …")
    left = take_down(session, name)
    if not left:
        say(f"{name} is gone, and so is all that it held.")
        return
    told = told_left(left)
    say(told)
    raise DeployError(f"{name} is not gone altogether.")


def told_left(left: list[Leftover]) -> str:
    """Return what is left as it is told."""
    lines = (line for each in left for line in each.lines())
    return "\n".join(["This is left, and costs until these commands end it:", *lines])
