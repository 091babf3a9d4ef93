"""The checks of a self-test, one after the other: each by its name, what it does, what it saw, and how long it took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.errors import DeployError
from infra.deploy.selftest import desk_checks, mail_checks, watching_checks
from infra.deploy.selftest.transcript import Transcript
from infra.deploy.selftest.walkthrough import NotCheckedError, Walkthrough

OK, FAILED, NOT_CHECKED = "ok", "FAILED", "not checked"


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """`look` returns what it saw; DeployError says what was wrong, NotCheckedError why it can't be looked at here."""

    name: str
    does: str
    look: Callable[[Walkthrough], str]


CHECKS = (
    SelfCheck("sign in", "POST /v1/auth/sign-in as the only member", desk_checks.sign_in),
    SelfCheck("create by the API", "POST a ticket, and GET it", desk_checks.create),
    SelfCheck("list", "GET the tickets", desk_checks.list_tickets),
    SelfCheck("search", "GET the tickets that its words are in, until the index has it", desk_checks.search),
    SelfCheck("portal form", "open the portal's form and send it", desk_checks.portal_form),
    SelfCheck("tracking page", "open the page that the form led to, by its link", desk_checks.tracking_page),
    SelfCheck("file", "put a file by a presigned form, and fetch it by a presigned link", desk_checks.file),
    SelfCheck("reply delivered", f"reply to {desk_checks.DELIVERS}", mail_checks.delivered),
    SelfCheck("reply bounced", f"reply to {mail_checks.BOUNCES}", mail_checks.bounced),
    SelfCheck("complaint", f"reply to {mail_checks.COMPLAINS}", mail_checks.complained),
    SelfCheck("mail in", "write to the desk's address, and wait for the ticket", mail_checks.mail_in),
    SelfCheck("tick", "read how often sla_tick ran, and failed", watching_checks.tick),
    SelfCheck("alarms", "read how the stack's alarms stand", watching_checks.alarms),
)


def run_all(visit: Walkthrough, transcript: Transcript) -> Counter[str]:
    """Run every check, whatever the one before it came to. Return how many came to what."""
    outcomes: Counter[str] = Counter()
    try:
        transcript.line(desk_checks.reached(visit))
    except DeployError as failure:
        transcript.line(f"{failure}; what needs them will fail.")
    for number, check in enumerate(CHECKS, 1):
        transcript.line(f"{number:2}. {check.name}: {check.does} …")
        begun = time.monotonic()
        outcome, saw = _looked(check, visit)
        transcript.hide(visit.token, visit.page.rpartition("/")[2])
        transcript.line(f"    {outcome}, {time.monotonic() - begun:.1f} s: {saw}")
        outcomes[outcome] += 1
    return outcomes


def _looked(check: SelfCheck, visit: Walkthrough) -> tuple[str, str]:
    try:
        return OK, check.look(visit)
    except NotCheckedError as reason:
        return NOT_CHECKED, str(reason)
    except (DeployError, BotoCoreError, ClientError) as failure:
        return FAILED, str(failure)
    except (ValueError, LookupError, TypeError) as odd:
        # An answer of another shape than the desk gives: the next check can be right all the same.
        return FAILED, f"the answer was another than expected: {type(odd).__name__} {odd}"
