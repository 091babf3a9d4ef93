"""The one logger and the one way to count things. Nobody else makes either."""

from __future__ import annotations

import json
import sys
import time

from aws_lambda_powertools import Logger

log = Logger(service="workestra-tickets", log_uncaught_exceptions=False)


def count(metric: str, value: float = 1, **dimensions: str) -> None:
    """Add to a CloudWatch metric by an embedded-metric line: no client, no request.

    Format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    line = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {"Namespace": "WorkestraTickets", "Dimensions": [sorted(dimensions)], "Metrics": [{"Name": metric}]}
            ],
        },
        metric: value,
        **dimensions,
    }
    sys.stdout.write(json.dumps(line) + "\n")
