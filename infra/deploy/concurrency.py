"""How much of the account's concurrency in Lambda is kept for console, API and portal."""

from __future__ import annotations

import argparse
from typing import Any

from infra.deploy.errors import DeployError
from infra.package.rules.concurrency import BESIDE_API

PARAMETER = "ApiConcurrency"
FOR_ALL_OTHERS = 100
"""Lambda keeps so many for functions that have none of their own.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"""
MORE = (
    "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value …"
)


def number(text: str) -> int:
    """Return what the option says; 0 keeps nothing."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of requests such as 100, or 0 to keep none")
    return int(text)


def check(aws_lambda: Any, wanted: int, former: int) -> str:
    """Return what is kept, in words. `former` is what the stack keeps by now. DeployError when Lambda would refuse."""
    limit = aws_lambda.get_account_settings()["AccountLimit"]
    whole, free = limit["ConcurrentExecutions"], limit["UnreservedConcurrentExecutions"]
    most = max(0, free + former - FOR_ALL_OTHERS)
    if wanted > most:
        raise DeployError(
            f"--api-concurrency {wanted} is too many. Of the account's {whole} concurrent executions Lambda"
            f" leaves {FOR_ALL_OTHERS} to functions without a share, and some may be other shares: {most} at most."
            f" For more: {MORE}"
        )
    if not wanted:
        return f"Nothing is kept for the API. The desk's other functions take {BESIDE_API} of the account's {whole}."
    return f"{wanted} of the account's {whole} are kept for the API, which gets no more of them. It is free."
