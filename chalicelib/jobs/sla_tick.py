"""Every minute: tell of SLA targets that were crossed, and close what was resolved long enough ago."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.observability import count, log
from chalicelib.services.sla.tick import tick

SECONDS = 40
"""What isn't done by then is the next minute's: well before Lambda's time-out, so that nothing is cut off."""


def handle(_event: dict[str, Any]) -> None:
    run = tick(desk(), SECONDS)
    count("sla_lag", run.lag.total_seconds())
    became = Counter(outcome.became.value for outcome in run.outcomes)
    for outcome, number in became.items():
        count("DueHandled", number, outcome=outcome)
    for failed in (outcome for outcome in run.outcomes if outcome.fault):
        log.error(
            "something due failed",
            workspace=failed.due.workspace,
            number=failed.due.number,
            failures=failed.due.failures + 1,
            fault=type(failed.fault).__name__,
            exc_info=failed.fault,
        )
    if became:
        log.info("tick", lag=run.lag.total_seconds(), became=dict(became))
