"""What a month takes of each service: measured where it can be, else assumed, and each said with where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from infra.costs.prices import Key
from infra.package.parts import read
from infra.package.rules.reading import metrics_of, of_type

MINUTES = 43_800
DAYS = 21
SLOWER = 1.7
"""A function of 1,024 MB has 0.58 of the processor that docs/benchmarks.md was measured on."""


@dataclass(frozen=True, slots=True)
class Use:
    """An amount of what is metered: idle, once anybody uses the desk, a ticket and an agent, and where that is from."""

    key: Key
    idle: float = 0
    once: float = 0
    ticket: float = 0
    agent: float = 0
    source: str = "assumed"


LISTS = 40 * DAYS
"""Times an agent looks at a list (assumed)."""
ASKED = (3 * 360 + 5 * 60) * DAYS
"""Times the console asks for changes: every ten seconds while it is looked at, three hours a day (assumed), else every
minute (portal_static/console/src/store/tickets/feed.ts)."""
PRESENT = 2 * 240 * DAYS
"""Times it tells that somebody has a ticket open, two hours a day (assumed; store/desk/presence.ts)."""
_CONSOLE = LISTS + ASKED + PRESENT
REQUESTS_OF_A_TICKET, OPENED = 22, 6
"""Creating, two replies, a note, two changes, and the rest looked at: opening takes two requests (assumed)."""
MAILS_OUT, MAILS_IN = 4, 2

_READS = 2 + 21 + 2 * (2 + 34) + 2 + 12 + 2 * (2 + 6) + OPENED * 5
"""A new customer's ticket, two replies, a note, two changes of status, six times opened."""
_WRITES = 24 + 23 + 107 + 2 * (20 + 19 + 95) + 16 + 2 + 31 + 2 * (13 + 9) + OPENED * 2
_UNITS = "docs/benchmarks.md, Capacity units"
_TIMES = "docs/benchmarks.md, The desk on one machine, × 1.7 for Lambda's share of a processor"
_TICK = "docs/benchmarks.md, The tick"


def uses(template: dict[str, Any], *, dashboard: bool) -> Iterator[Use]:
    """Yield what a desk with these alarms takes."""
    yield from _computing()
    yield from _storing()
    yield from _passing_on()
    yield from _watching(template, dashboard=dashboard)


def _computing() -> Iterator[Use]:
    mails = MAILS_OUT + MAILS_IN
    ticket = (0.043 + 2 * 0.039 + REQUESTS_OF_A_TICKET * 0.019 + 0.043 + mails * 0.1) * SLOWER
    yield Use(("Lambda", "GB-second"), MINUTES * 0.13 * SLOWER, 0, ticket, _CONSOLE * 0.019 * SLOWER, _TIMES)
    yield Use(("Lambda", "request"), MINUTES, 0, REQUESTS_OF_A_TICKET + 12 + 2 * mails, _CONSOLE)
    yield Use(("EventBridge", "scheduled run"), MINUTES, source="infra/template/functions.json")


def _storing() -> Iterator[Use]:
    reads = LISTS * 9 + (ASKED + PRESENT) * 3 + DAYS * 9
    yield Use(("DynamoDB", "read"), ticket=_READS, agent=reads, source=f"{_UNITS}; 3 of a look for changes assumed")
    yield Use(("DynamoDB", "read"), MINUTES * 5, source=_TICK)
    yield Use(("DynamoDB", "write"), ticket=_WRITES, agent=_CONSOLE + PRESENT + DAYS * 5, source=_UNITS)
    yield Use(("DynamoDB", "GB"), ticket=120e-6, source="assumed: 120 KB a ticket with its index, each month's")
    yield Use(("DynamoDB", "backup GB"), ticket=120e-6)
    yield Use(("S3", "GB"), 0.1, ticket=1e-3, source="assumed: 1 MB of files and mails a ticket, each month's")
    yield Use(("S3", "write"), ticket=4)
    yield Use(("S3", "read"), ticket=10)


def _passing_on() -> Iterator[Use]:
    api = _CONSOLE + DAYS * 5
    yield Use(("API Gateway", "request"), ticket=REQUESTS_OF_A_TICKET, agent=api)
    yield Use(("CloudFront", "request"), ticket=REQUESTS_OF_A_TICKET + 10, agent=api + DAYS * 40)
    yield Use(("CloudFront", "function"), ticket=REQUESTS_OF_A_TICKET + 10, agent=api + DAYS * 40)
    yield Use(("CloudFront", "GB"), ticket=0.5e-3, agent=0.2)
    yield Use(("SES", "mail"), ticket=MAILS_OUT + MAILS_IN)
    yield Use(("SES", "chunk"), ticket=MAILS_IN)
    yield Use(("SNS", "request"), ticket=MAILS_IN + 2 * MAILS_OUT)
    # Lambda asks with five long polls of 20 seconds at once.
    polled = sum("queue" in entry for entry in read("template/functions.json").values())
    yield Use(
        ("SQS", "request"), polled * 5 * 3 * MINUTES, ticket=40, source="infra/template/functions.json: its queues"
    )
    yield Use(("Cognito", "user"), agent=1, source="one for each agent")
    yield Use(("KMS", "request"), 1_500, source="assumed: 1,500 starts, each reads the secrets")
    yield Use(("SSM", "request"), 1_500, source="assumed: 1,500 starts, each reads the secrets")


def _watching(template: dict[str, Any], *, dashboard: bool) -> Iterator[Use]:
    yield Use(("CloudWatch", "alarm metric"), alarm_metrics(template), source="the template")
    yield Use(("CloudWatch", "dashboard"), int(dashboard), source="the template")
    yield Use(("CloudWatch", "metric"), 3, 5, source="assumed: three at all hours, twenty routes in a quarter of them")
    yield Use(("CloudWatch", "log GB"), MINUTES * 1e-6, 0, 60e-6, _CONSOLE * 1e-6, "assumed: 1 KB a line")
    yield Use(("CloudWatch", "kept log GB"), MINUTES * 3e-6, 0, 180e-6, _CONSOLE * 3e-6, "kept for 90 days")


def alarm_metrics(template: dict[str, Any]) -> int:
    """Return how many metrics the alarms of a template watch."""
    return sum(len(metrics_of(each)) for each in of_type(template, "AWS::CloudWatch::Alarm").values())
