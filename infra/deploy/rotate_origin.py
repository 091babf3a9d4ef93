"""`python -m infra.deploy rotate-origin`: CloudFront shows the API another secret, and nobody is refused meanwhile.

First the functions accept both, then CloudFront shows the new one, then the old one is good no more. How far that got
stands in the secrets themselves, so whoever was cut off goes on.
"""

from __future__ import annotations

import argparse
import time
import urllib.error
import urllib.request
from typing import Any

from infra.deploy import stack, versions
from infra.deploy.errors import DeployError
from infra.deploy.saying import add_dry_run, goes_on, progress
from infra.deploy.secrets import StoredSecrets, change_secrets, new_origin, stored_secrets
from infra.package.cdn import ORIGIN_SECRET_HEADER

ASKED, PAUSE = 10, 3.0
"""Answers in a row that have to be right, and the seconds until the next try where one wasn't."""
TRIES = 40
TIMEOUT = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Take the three steps, each of which waits until it is done everywhere."""
    ssm = session.client("ssm")
    parameter = f"/{options.stack}/secrets"
    known = stored_secrets(ssm, parameter)
    begun = "origin_next" in known.values
    if not goes_on(
        options,
        f"Gives {options.stack} a new origin secret: the functions accept it beside the old one, CloudFront shows it, "
        "the old one is good no more.",
        "That takes five updates of the stack, some minutes each. The desk answers all the time.",
        *(["It was begun before, and goes on."] if begun else []),
    ):
        return
    if not begun:
        finish(session, options.stack, known)
        known = change_secrets(ssm, parameter, known, known.values | {"origin_next": new_origin()})
    deployed = versions.restart(session, options.stack, {"SecretsVersion": str(known.version)})
    check_accepted(stack.outputs(deployed)["EndpointURL"], known.values["origin_next"])
    progress("The functions accept both.")
    _show(session, options.stack, parameter, known)


def finish(session: Any, name: str, known: StoredSecrets) -> None:
    """Bring secrets that were changed, and never deployed, into force. Nothing says by which command they were, so what
    is asked for now is to be done all the same."""
    if stack.parameter(session.client("cloudformation"), name, "SecretsVersion") == str(known.version):
        return
    given = {"OriginSecret": known.values["origin"], "SecretsVersion": str(known.version)}
    versions.restart(session, name, given)
    progress("What was changed before, and cut off, is in force now.")


def _show(session: Any, name: str, parameter: str, known: StoredSecrets) -> None:
    new = known.values["origin_next"]
    stack.set_parameters(session.client("cloudformation"), name, {"OriginSecret": new})
    progress("CloudFront shows the new one, everywhere.")
    kept = {key: value for key, value in known.values.items() if key != "origin_next"}
    last = change_secrets(session.client("ssm"), parameter, known, kept | {"origin": new})
    versions.restart(session, name, {"SecretsVersion": str(last.version)})
    print("The old one is good no more.")


def check_accepted(endpoint: str, origin: str) -> None:
    """Ask the API itself until it accepts the new secret each time. Raises DeployError when it doesn't: the release
    that is deployed may be one that accepts one secret alone, and CloudFront mustn't be told then."""
    right = 0
    for _ in range(TRIES):
        if accepts(endpoint, origin):
            right += 1
            if right == ASKED:
                return
        else:
            right = 0
            time.sleep(PAUSE)
    raise DeployError(
        "The API doesn't accept the new secret beside the old one, so CloudFront goes on with that. Is the release "
        "deployed that this command is of? Deploy it, and run this again."
    )


def accepts(endpoint: str, origin: str) -> bool:
    """Return whether the API answers to who shows it this."""
    asked = urllib.request.Request(f"{endpoint.rstrip('/')}/health", headers={ORIGIN_SECRET_HEADER: origin})  # noqa: S310 - the stack's own HTTPS address
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            return bool(answer.status == 200)
    except urllib.error.URLError as problem:
        progress(f"Not yet: {problem}")
        return False
