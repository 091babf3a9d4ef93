"""`python -m infra.deploy health`: asks a deployed desk whether it can work, down to its table."""

from __future__ import annotations

import argparse
import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from chalicelib.services.health import signature
from infra.deploy import released, stack
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk

SECONDS = 35
"""The desk may take 29 for an answer."""


def run(options: argparse.Namespace, session: Any) -> None:
    """Print what is deployed, the signed address, which is good for about a minute, and what is answered there."""
    outputs = stack.deployed_outputs(session.client("cloudformation"), options.stack)
    desk, variables = deployed_desk(options, session)
    print(f"Deployed is {released.of_stack(outputs)}.")
    url = f"{variables['BASE_URL']}/health?deep&signature={signature(desk.secrets, time.time())}"
    print(url)
    status, said = _asked(url)
    print(status, said)
    if status != 200:
        raise DeployError("The desk can't work: see docs/operations.md, Health.")


def _asked(url: str) -> tuple[int, str]:
    try:
        with urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - the desk's own address
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode(errors="replace")
    except (URLError, TimeoutError) as fault:
        raise DeployError(f"No answer from {url.partition('?')[0]}: {fault}") from fault
