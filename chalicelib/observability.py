"""The one logger and the one way to count things. Nobody else makes either."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Mapping

from aws_lambda_powertools import Logger

from chalicelib.config import stack_name

log = Logger(service="workestra-tickets", log_uncaught_exceptions=False)


def count(metric: str, value: float = 1, **dimensions: str) -> None:
    """Add to a CloudWatch metric by an embedded-metric line: no client, no request.

    It counts for the stack as a whole, and once more by the dimensions: CloudWatch adds up nothing by itself, and what
    alarms watch is the whole. Every name stands in infra/package/metrics.py, which says whether it is a failure.

    Format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    sets = [["stack"], ["stack", *sorted(dimensions)]] if dimensions else [["stack"]]
    line = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {"Namespace": "WorkestraTickets", "Dimensions": sets, "Metrics": [{"Name": metric}]},
            ],
        },
        metric: value,
        **dimensions,
        "stack": stack_name(),
    }
    sys.stdout.write(json.dumps(line) + "\n")


SECURITY_EVENTS: Mapping[str, frozenset[str]] = {
    "sign_in": frozenset({"user"}),
    "sign_in_failed": frozenset({"status", "code", "route"}),
    "refused": frozenset({"status", "code", "route", "workspace", "caller"}),
    "limited": frozenset({"route", "workspace", "caller"}),
    "key_used": frozenset({"workspace", "caller"}),
    "granted": frozenset({"route", "workspace", "caller", "subject"}),
    "downloaded": frozenset({"workspace", "caller", "number", "file"}),
    "exported": frozenset({"route", "workspace", "caller"}),
}
"""Every event that matters to whoever looks for what went wrong, with the fields it may have: ids and our own words,
never what somebody wrote or signs in with."""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,253}|(?:[A-Z]+ )?[A-Za-z0-9_./{}-]{1,120}")


def security_event(name: str, **ids: str | int | None) -> None:
    """Log one of SECURITY_EVENTS; what is None is left out, and what has not the form of an id told as `?`.

    Raises KeyError for an event that there isn't, ValueError for a field that it hasn't.
    """
    if strange := ids.keys() - SECURITY_EVENTS[name]:
        raise ValueError(f"{name} has no {', '.join(sorted(strange))}")
    told = {key: _as_id(value) for key, value in ids.items() if value is not None}
    log.info("security", extra={"event": name, **told})


def _as_id(value: str | int) -> str | int:
    return value if isinstance(value, int) or _ID.fullmatch(value) else "?"
