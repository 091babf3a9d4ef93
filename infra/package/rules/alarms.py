"""Rules for alarms: whatever the code counts as a failure rings, soon, and for this stack alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from infra.package.alarms import OURS
from infra.package.metrics import FAILURES, NEWS, counts
from infra.package.parts import Template
from infra.package.rules.reading import Watched, of_type, watched, watches

ALARM = "AWS::CloudWatch::Alarm"
FUNCTION = "AWS::Lambda::Function"
QUEUE = "AWS::SQS::Queue"
TABLE = "AWS::DynamoDB::Table"
STACK = {"Ref": "AWS::StackName"}
SOON = 300
"""Seconds from the first sign of a fault until its first alarm."""

NOT_SOON = re.compile("(Bounce|Complaint)RateAlarm")
"""Rates of a day's mail, which SES works out now and then."""


def what_is_counted_is_known(_template: Template) -> Iterator[str]:
    for each in counts():
        if not each.metric:
            yield f"{each.place} counts something whose name is not written there"
        elif each.metric not in FAILURES.keys() | NEWS.keys():
            yield f"{each.place} counts {each.metric}: infra/package/metrics.py must say whether that is a failure"


def failures_ring(template: Template) -> Iterator[str]:
    rings = [(each.metric, dict(each.dimensions)) for each in watches(template) if each.namespace == OURS]
    for metric in sorted({each.metric for each in counts()} & FAILURES.keys()):
        if (metric, {"stack": STACK, **FAILURES[metric]}) not in rings:
            yield f"nobody is told of {metric}{_of(FAILURES[metric])}"


def what_rings_is_counted(template: Template) -> Iterator[str]:
    known = [(each.metric, each.dimensions | {"stack"}) for each in counts()]
    for each in watches(template):
        if each.namespace == OURS and not any(
            metric == each.metric and each.dimensions.keys() <= dimensions for metric, dimensions in known
        ):
            yield f"{each.alarm} never rings: nobody counts {each.metric} by {', '.join(sorted(each.dimensions))}"


def what_rings_is_of_this_stack(template: Template) -> Iterator[str]:
    for each in watches(template):
        if each.namespace == OURS and each.dimensions.get("stack") != STACK:
            yield f"{each.alarm} would ring for every desk of the account"
    for name, properties in of_type(template, FUNCTION).items():
        if properties.get("Environment", {}).get("Variables", {}).get("STACK_NAME") != STACK:
            yield f"{name} counts for another stack, whose alarms it would ring"


def alarms_ring_soon_and_say_when_it_is_over(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, ALARM).items():
        if not properties.get("OKActions"):
            yield f"{name} doesn't say when it is over"
        if seconds(properties) > SOON and not NOT_SOON.fullmatch(name):
            yield f"{name} rings after {seconds(properties)} s at the earliest, {SOON} s are wanted"


def functions_and_queues_are_watched(template: Template) -> Iterator[str]:
    for metric, says in (("Duration", "is cut off"), ("Throttles", "is held back")):
        unwatched = of_type(template, FUNCTION).keys() - watched(template, metric, "FunctionName")
        yield from (f"nobody is told when {name} {says}" for name in sorted(unwatched))
    read = {name for name, properties in of_type(template, QUEUE).items() if "RedrivePolicy" in properties}
    for metric in ("NumberOfMessagesReceived", "NumberOfMessagesDeleted", "ApproximateAgeOfOldestMessage"):
        unread = read - watched(template, metric, "QueueName")
        yield from (f"nobody is told when {name} gets no emptier: {metric}" for name in sorted(unread))


def tables_and_indexes_are_watched(template: Template) -> Iterator[str]:
    for used in _tables_in_use(template):
        rings = {(each.metric, _index(each)) for each in watches(template) if each.dimensions.get("TableName") == used}
        for table, properties in of_type(template, TABLE).items():
            indexes = [each["IndexName"] for each in properties.get("GlobalSecondaryIndexes", [])]
            for metric, index in product(("ReadThrottleEvents", "WriteThrottleEvents"), ("", *indexes)):
                if (metric, index) not in rings:
                    yield f"nobody is told of {metric} of {table} {index}".rstrip()


def _tables_in_use(template: Template) -> list[Any]:
    """Return what functions have for their table, which need not be the template's own: it may have been restored."""
    settings = (each.get("Environment", {}).get("Variables", {}) for each in of_type(template, FUNCTION).values())
    names: list[Any] = []
    for name in (each.get("TABLE_NAME") for each in settings):
        if name and name not in names:
            names.append(name)
    return names


def seconds(alarm: Template) -> int:
    """Return how long a fault lasts before an alarm with these properties rings, the metric's own delay left out."""
    span: int = max(_span(each) for each in alarm.get("Metrics", [alarm]))
    return span * int(alarm["DatapointsToAlarm" if "DatapointsToAlarm" in alarm else "EvaluationPeriods"])


def _span(query: Template) -> int:
    return int(query.get("MetricStat", query).get("Period", 0))


def _index(each: Watched) -> str:
    return str(each.dimensions.get("GlobalSecondaryIndexName", ""))


def _of(dimensions: Mapping[str, str]) -> str:
    return "".join(f" of {key} {value}" for key, value in dimensions.items())


RULES = (
    what_is_counted_is_known,
    failures_ring,
    what_rings_is_counted,
    what_rings_is_of_this_stack,
    alarms_ring_soon_and_say_when_it_is_over,
    functions_and_queues_are_watched,
    tables_and_indexes_are_watched,
)
