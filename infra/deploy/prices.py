"""What watching the desk costs a month, whether anybody uses it or not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from infra.package.dashboard import MOST_METRICS
from infra.package.rules.reading import metrics_of, of_type

SOURCE = "https://aws.amazon.com/cloudwatch/pricing/, us-east-1, February 2026"
METRIC, FREE_METRICS = Decimal("0.10"), 10
"""Dollars for each metric that an alarm of standard resolution watches, and how many of the account's cost nothing."""
DASHBOARD, FREE_DASHBOARDS = Decimal("3.00"), 3
"""Dollars for each dashboard beyond the account's first three, if those have no more than MOST_METRICS each."""


def monthly(template: dict[str, Any], *, dashboard: bool) -> Iterator[str]:
    """Yield a line for the alarms of a template, one for its dashboard, if it is to have one, and where the prices
    are from."""
    alarms = of_type(template, "AWS::CloudWatch::Alarm")
    watched = sum(len(metrics_of(each)) for each in alarms.values())
    yield (
        f"{len(alarms)} alarms on {watched} metrics cost ${watched * METRIC} a month;"
        f" {FREE_METRICS} metrics of an account are free."
    )
    if dashboard:
        yield (
            f"The dashboard costs ${DASHBOARD} a month; {FREE_DASHBOARDS} of an account,"
            f" with up to {MOST_METRICS} metrics each, are free. Saved queries cost nothing until they are asked."
        )
    yield f"Prices: {SOURCE}. Other regions differ."
