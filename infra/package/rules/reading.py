"""Finding one's way in an expanded template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.package.parts import Template


def of_type(template: Template, kind: str) -> dict[str, Template]:
    """Logical id → properties of all resources of a type such as `AWS::SQS::Queue`."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def target(value: Any) -> str:
    """The logical id that a `Ref` or `Fn::GetAtt` points to; empty for anything else."""
    if not isinstance(value, dict):
        return ""
    return str(value.get("Ref") or value.get("Fn::GetAtt", [""])[0])


def called(template: Template, value: Any) -> str:
    """The logical id of the function that is called by a `Ref` to it or to an alias of it."""
    name = target(value)
    alias = template["Resources"].get(name, {})
    return target(alias["Properties"]["FunctionName"]) if alias.get("Type") == "AWS::Lambda::Alias" else name


def as_list(value: Any) -> list[Any]:
    """Policies allow one thing where a list may stand."""
    return value if isinstance(value, list) else [value]


def statements(document: Template) -> list[Template]:
    return as_list(document["Statement"])


@dataclass(frozen=True, slots=True)
class Watched:
    """A metric that an alarm watches which tells somebody."""

    alarm: str
    namespace: str
    metric: str
    dimensions: Mapping[str, Any]


def watches(template: Template) -> Iterator[Watched]:
    """Yield every metric of every alarm that tells somebody."""
    for name, properties in of_type(template, "AWS::CloudWatch::Alarm").items():
        for metric in metrics_of(properties) if properties.get("AlarmActions") else ():
            dimensions = {entry["Name"]: entry["Value"] for entry in metric.get("Dimensions", [])}
            yield Watched(name, metric["Namespace"], metric["MetricName"], dimensions)


def metrics_of(alarm: Template) -> list[Template]:
    """Return the metrics of an alarm's properties: its one, or those that its expression is made of."""
    if "MetricName" in alarm:
        return [alarm]
    return [each["MetricStat"]["Metric"] for each in alarm["Metrics"] if "MetricStat" in each]


def watched(template: Template, metric: str, dimension: str) -> set[str]:
    """The logical ids whose `metric` some alarm, which tells somebody, watches by this dimension."""
    found = (each for each in watches(template) if each.metric == metric and dimension in each.dimensions)
    return {target(each.dimensions[dimension]) for each in found}
