"""Finding one's way in an expanded template."""

from __future__ import annotations

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


def as_list(value: Any) -> list[Any]:
    """Policies allow one thing where a list may stand."""
    return value if isinstance(value, list) else [value]


def statements(document: Template) -> list[Template]:
    return as_list(document["Statement"])


def watched(template: Template, metric: str, dimension: str) -> set[str]:
    """The logical ids whose `metric` some alarm, which tells somebody, watches by this dimension."""
    return {
        target(entry["Value"])
        for properties in of_type(template, "AWS::CloudWatch::Alarm").values()
        if properties.get("AlarmActions") and properties["MetricName"] == metric
        for entry in properties.get("Dimensions", [])
        if entry["Name"] == dimension
    }
