"""One shape for the alarms that functions and queues get by themselves."""

from __future__ import annotations

from typing import Any

from infra.package.parts import Template


def alarm(
    description: str,
    metric: str,
    dimension: dict[str, Any],
    *,
    at_least: float,
    statistic: str = "Sum",
    minutes: int = 5,
) -> Template:
    """An alarm that tells the alarm topic when `metric` ("AWS/SQS/Age") reached `at_least` within so many minutes."""
    namespace, _, name = metric.rpartition("/")
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "Namespace": namespace,
            "MetricName": name,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimension.items()],
            "Statistic": statistic,
            "Period": minutes * 60,
            "EvaluationPeriods": 1,
            "Threshold": at_least,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "AlarmTopic"}],
        },
    }
