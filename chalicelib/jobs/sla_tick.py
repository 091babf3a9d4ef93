"""Every minute: tell of SLA targets that were crossed, and close what was resolved long enough ago."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.domain.sla.due import Due
from chalicelib.domain.worklist import Work
from chalicelib.observability import count, log, log_fault
from chalicelib.services.sla.tick import tick
from chalicelib.services.worklist import Became

SECONDS = 40
"""The time for one run. Leave the rest to the next one: well before Lambda's time-out, so that nothing is cut off."""


def handle(_event: dict[str, Any]) -> None:
    run = tick(desk(), SECONDS)
    count("sla_lag", run.lag.total_seconds())
    became = Counter(outcome.became.value for outcome in run.outcomes)
    for outcome, number in became.items():
        count("DueHandled", number, outcome=outcome)
    for due, fault in ((outcome.due, outcome.fault) for outcome in run.outcomes if outcome.fault):
        failures = due.failures + 1
        log_fault("something due failed", fault, workspace=due.workspace, what=_name(due), failures=failures)
    for later in (outcome.due for outcome in run.outcomes if outcome.became is Became.UNKNOWN):
        log.warning("work for a later release was put off", workspace=later.workspace, what=_name(later))
    if became:
        log.info("tick", lag=run.lag.total_seconds(), became=dict(became))


def _name(due: Due | Work) -> str:
    return f"ticket {due.number}" if isinstance(due, Due) else f"{due.kind} {due.id}"
