"""A CloudWatch for tests: takes metrics, or the lines that hold them, and says which alarms of a template ring when.

As AWS describes it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from infra.package.parts import Template
from infra.package.rules.reading import of_type, target

STACK = "desk"
Key = tuple[str, str, frozenset[tuple[str, str]]]
STATISTICS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Maximum": max,
    "Average": lambda values: sum(values) / len(values),
    "p99": lambda values: sorted(values)[int(len(values) * 0.99)],
}


class CloudWatch:
    """Points are kept by the minute. Minute 7 is what came between the sixth and the seventh."""

    def __init__(self, template: Template) -> None:
        self.alarms = of_type(template, "AWS::CloudWatch::Alarm")
        self._points: dict[Key, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))

    def read(self, log: str, minute: int) -> None:
        """Take the metrics of a log's embedded-metric lines."""
        for line in filter(lambda line: '"_aws"' in line, log.splitlines()):
            said = json.loads(line)
            for directive in said["_aws"]["CloudWatchMetrics"]:
                for names in directive["Dimensions"]:
                    dimensions = {name: said[name] for name in names}
                    for metric in directive["Metrics"]:
                        name = metric["Name"]
                        self.put(f"{directive['Namespace']}/{name}", dimensions, minute, said[name])

    def put(self, metric: str, dimensions: Mapping[str, str], minute: int, value: float) -> None:
        namespace, _, name = metric.rpartition("/")
        self._points[namespace, name, frozenset(dimensions.items())][minute].append(value)

    def feed(self, alarm: str, minute: int, value: float, *only: str) -> None:
        """Give what an alarm watches a value: all its metrics, or only those that have one of these ids."""
        properties = self.alarms[alarm]
        queries = properties.get("Metrics") or [{"Id": "", "MetricStat": {"Metric": properties}}]
        for metric in (each["MetricStat"]["Metric"] for each in queries if "MetricStat" in each and fits(each, only)):
            self._points[key(metric)][minute].append(value)

    def ringing(self, minute: int) -> set[str]:
        return {name for name in self.alarms if self.rings(name, minute)}

    def rings(self, name: str, minute: int) -> bool:
        alarm = self.alarms[name]
        values = [self._value(alarm, minute, back) for back in range(alarm["EvaluationPeriods"])]
        missing = alarm["TreatMissingData"] == "breaching"
        bad: list[bool] = [missing if value is None else value >= alarm["Threshold"] for value in values]
        return sum(bad) >= int(alarm["DatapointsToAlarm"])

    def _value(self, alarm: Template, minute: int, back: int) -> float | None:
        if "Metrics" not in alarm:
            stat = alarm.get("Statistic") or alarm["ExtendedStatistic"]
            return self._stat(alarm, stat, alarm["Period"] // 60, minute, back)
        parts = {}
        for each in (each for each in alarm["Metrics"] if "MetricStat" in each):
            stat = each["MetricStat"]
            parts[each["Id"]] = self._stat(stat["Metric"], stat["Stat"], stat["Period"] // 60, minute, back)
        [expression] = [each["Expression"] for each in alarm["Metrics"] if each.get("ReturnData")]
        return None if all(part is None for part in parts.values()) else calculated(expression, parts)

    def _stat(self, metric: Template, stat: str, minutes: int, minute: int, back: int) -> float | None:
        last = minute - back * minutes
        points = self._points.get(key(metric), {})
        values = [value for at in range(last - minutes + 1, last + 1) for value in points.get(at, ())]
        return STATISTICS[stat](values) if values else None


def calculated(expression: str, parts: Mapping[str, float | None]) -> float:
    """Return what the parts come to by an expression of CloudWatch's, as far as the template's use its language."""
    python = re.sub(r"\b(AND|OR)\b", lambda found: found[0].lower(), expression)
    fill = {"FILL": lambda value, other: other if value is None else value, "__builtins__": {}}
    return float(eval(python, fill, dict(parts)))


def fits(query: Template, only: Sequence[str]) -> bool:
    return not only or query["Id"] in only


def key(metric: Template) -> Key:
    dimensions = {each["Name"]: resolved(each["Value"]) for each in metric.get("Dimensions", [])}
    return metric["Namespace"], metric["MetricName"], frozenset(dimensions.items())


def resolved(value: Any) -> str:
    """Return a value as it is in the stack `desk`, whose resources have their logical ids for names."""
    return STACK if value == {"Ref": "AWS::StackName"} else target(value) or str(value)
