"""Every alarm in one shape: those that functions and queues get by themselves, and those of template/alarms.json.

How an alarm is evaluated: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.package.names import TABLE_IN_USE
from infra.package.parts import Template, read

OURS = "WorkestraTickets"
"""The namespace of what chalicelib.observability counts."""


@dataclass(frozen=True, slots=True)
class Window:
    """`bad` of the latest `of` spans of so many seconds: then it rings. When they are fewer, it is over."""

    seconds: int
    bad: int
    of: int


WINDOWS: Mapping[str, Window] = {
    # What fails is tried again every few minutes: it rings at the first try, and once for all.
    "once": Window(60, 1, 15),
    # The same for what is tried again at growing intervals, of an hour at last.
    "hourly": Window(60, 1, 75),
    "burst": Window(300, 1, 1),
    "lasting": Window(60, 3, 5),
    # Metrics that we count arrive by the log, now and then a minute late: that alone is no missed minute.
    "missed": Window(60, 4, 5),
    # It says how things stand: it rings while they do.
    "state": Window(60, 1, 1),
    "hour": Window(3600, 1, 1),
}


@dataclass(frozen=True, slots=True)
class Metric:
    """`name` is namespace and name with a slash between: `AWS/SQS/NumberOfMessagesSent`."""

    name: str
    dimensions: Mapping[str, Any] = field(default_factory=dict)
    statistic: str = "Sum"

    def described(self) -> Template:
        """Return it as CloudFormation names a metric."""
        namespace, _, name = self.name.rpartition("/")
        dimensions = [{"Name": key, "Value": value} for key, value in self.dimensions.items()]
        return {"Namespace": namespace, "MetricName": name, "Dimensions": dimensions}


def counted(name: str, of: Mapping[str, str] | None = None, statistic: str = "Sum") -> Metric:
    """Return a metric of chalicelib.observability.count, of this stack alone."""
    return Metric(f"{OURS}/{name}", {"stack": {"Ref": "AWS::StackName"}, **(of or {})}, statistic)


def alarm(
    says: str, metric: Metric, *, at_least: float, window: str = "burst", missing: str = "notBreaching"
) -> Template:
    """Return an alarm that rings when the metric reached `at_least` in a window, one of WINDOWS."""
    # Statistics are a word, percentiles a `p` and a number.
    kind = "ExtendedStatistic" if metric.statistic[1:].isdigit() else "Statistic"
    watched = {**metric.described(), kind: metric.statistic, "Period": WINDOWS[window].seconds}
    return _alarm(says, watched, at_least, WINDOWS[window], missing)


def alarm_on(says: str, expression: str, parts: Mapping[str, Metric], *, at_least: float, window: str) -> Template:
    """Return an alarm on what CloudWatch makes of several metrics by an expression. Each of them costs as one alarm.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    """
    metrics: list[Template] = [{"Id": "result", "Expression": expression, "ReturnData": True}]
    for name, metric in parts.items():
        stat = {"Metric": metric.described(), "Period": WINDOWS[window].seconds, "Stat": metric.statistic}
        metrics.append({"Id": name, "MetricStat": stat, "ReturnData": False})
    return _alarm(says, {"Metrics": metrics}, at_least, WINDOWS[window], "notBreaching")


def _alarm(says: str, watched: Template, at_least: float, window: Window, missing: str) -> Template:
    tell = [{"Ref": "AlarmTopic"}]
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": says,
            **watched,
            "EvaluationPeriods": window.of,
            "DatapointsToAlarm": window.bad,
            "Threshold": at_least,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": missing,
            "AlarmActions": tell,
            "OKActions": tell,
        },
    }


def alarms() -> Template:
    """Return the alarms that belong to no single function or queue, as a piece of a template."""
    single = {f"{name}Alarm": _entry(**entry) for name, entry in read("template/alarms.json").items()}
    return {"Resources": single | _throttles(read("table.json")["Properties"]) | _sending_off()}


def _entry(
    says: str,
    at_least: float,
    window: str,
    metric: str = "",
    counts: str = "",
    dimensions: Mapping[str, Any] | None = None,
    statistic: str = "Sum",
    missing: str = "notBreaching",
) -> Template:
    watched = counted(counts, dimensions, statistic) if counts else Metric(metric, dimensions or {}, statistic)
    return alarm(says, watched, at_least=at_least, window=window, missing=missing)


def _throttles(table: Template) -> Template:
    """Return an alarm for reads and one for writes. What an index refuses is counted by the index, not by its table."""
    name = {"TableName": TABLE_IN_USE}
    indexes = [{"GlobalSecondaryIndexName": each["IndexName"]} for each in table["GlobalSecondaryIndexes"]]
    places: list[dict[str, Any]] = [name, *(name | index for index in indexes)]
    return {
        f"Table{kind}ThrottlesAlarm": alarm_on(
            f"The table or one of its indexes refused {kind.lower()}s for want of capacity.",
            " + ".join(f"FILL(place{number}, 0)" for number in range(len(places))),
            {f"place{at}": Metric(f"AWS/DynamoDB/{kind}ThrottleEvents", place) for at, place in enumerate(places)},
            at_least=10,
            window="lasting",
        )
        for kind in ("Read", "Write")
    }


def _sending_off() -> Template:
    """Return the alarm for an account that may not send: SES has no metric that says so, but mails are held for it."""
    off = alarm_on(
        "SES suspended or paused the account: no mail goes out. All of it is held.",
        "FILL(suspended, 0) + FILL(paused, 0)",
        {why: counted("MailsHeld", {"why": why}) for why in ("suspended", "paused")},
        at_least=1,
        window="hourly",
    )
    return {"SendingOffAlarm": off}
