"""The one logger and the one way to count things. Nobody else makes either."""

from __future__ import annotations

import json
import re
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from aws_lambda_powertools import Logger

from chalicelib.config import stack_name

log = Logger(service="workestra-tickets", log_uncaught_exceptions=False)

Told = Mapping[str, str | int | float | None]

_LONGEST, _MOST_FAULTS, _MOST_PLACES = 500, 4, 12
_VALUE = re.compile(r"\b(value|input|input_value|text)\s*[:=].*", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r"""(?<!\w)(["'`])(?:.*\1|.*)""", re.DOTALL)
"""From the first quote to the last: what stands in quotes may hold some itself."""
_NAME = re.compile(r"(?<!\w)'([A-Za-z_$][\w$]{0,19})'(?!\w)")
_ADDRESS = re.compile(r"\S*@\S*")
_QUERY = re.compile(r"\?\S+")
_TOKEN = re.compile(r"[\w+=~.-]{21,}")
"""What is longer than any word we have, and may open something."""


def count(metric: str, value: float = 1, **dimensions: str) -> None:
    """Add to a CloudWatch metric by an embedded-metric line: no client, no request."""
    _write(_embedded(metric, value, dimensions))


def observe(metric: str, value: float, told: Told, unit: str = "Count", **dimensions: str) -> None:
    """Add to a metric, and tell more of it in the same line: what happened and how often, or how long it took, is one
    line then, which is found by what is told and paid for once."""
    _write({**_embedded(metric, value, dimensions, unit), **told})


def _embedded(metric: str, value: float, dimensions: Mapping[str, str], unit: str | None = None) -> dict[str, Any]:
    """Return the line that counts for the stack as a whole, and once more by the dimensions: CloudWatch adds up nothing
    by itself, and what alarms watch is the whole. Every name stands in infra/package/metrics.py, which says whether it
    is a failure.

    Format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    sets = [["stack"], ["stack", *sorted(dimensions)]] if dimensions else [["stack"]]
    described = {"Name": metric, "Unit": unit} if unit else {"Name": metric}
    directive = {"Namespace": "WorkestraTickets", "Dimensions": sets, "Metrics": [described]}
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}
    return {"_aws": about, metric: value, **dimensions, "stack": stack_name()}


def _write(line: Mapping[str, Any]) -> None:
    """One call, so that lines of several threads don't run into one another."""
    sys.stdout.write(json.dumps(line) + "\n")


def log_fault(message: str, fault: BaseException, **ids: str | int) -> None:
    """Log what failed and where, with what led to it. Faults quote what people wrote and what opens their tickets:
    of their words there is left what can't be either."""
    chain = [{"kind": type(one).__name__, "said": masked(str(one)), "at": _places(one)} for one in _chain(fault)]
    log.error(message, extra={**ids, "fault": chain})


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_MOST_FAULTS):
        if fault is None:
            return
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _places(fault: BaseException) -> list[str]:
    frames = traceback.extract_tb(fault.__traceback__)[-_MOST_PLACES:]
    return [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]


def masked(text: str, *, names: bool = False) -> str:
    """Return a fault's words without addresses, tokens, queries and whatever stands in quotes; with `names`, what is
    quoted and looks like a name in a program stays."""
    kept = _VALUE.sub(r"\1 …", text[:_LONGEST])
    kept = _NAME.sub(r"‘\1’", kept) if names else kept
    kept = _QUOTED.sub("…", kept)
    for hidden in (_QUERY, _ADDRESS, _TOKEN):
        kept = hidden.sub("…", kept)
    return kept


SECURITY_EVENTS: Mapping[str, frozenset[str]] = {
    "sign_in": frozenset({"user", "method", "workspace"}),
    "sign_out": frozenset({"user"}),
    "account_changed": frozenset({"user", "what"}),
    "sign_in_failed": frozenset({"status", "code", "route", "reason", "workspace"}),
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
