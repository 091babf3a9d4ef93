"""What watching the desk costs a month, whether anybody uses it or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from infra.costs import prices
from infra.costs.units import alarm_metrics
from infra.package.dashboard import MOST_METRICS
from infra.package.rules.reading import of_type

SOURCE = prices.source(prices.DEFAULT)
FREE_METRICS, FREE_DASHBOARDS = 10, 3
"""How many of an account's cost nothing: metrics that alarms watch, dashboards of no more than MOST_METRICS each."""

OPTIONS = ("WebAclArn",)
"""The parameters that switch an option on which costs something each month."""


def of_options(chosen: Collection[str]) -> Iterator[str]:
    """Yield what each option costs that a stack has, or is to have."""
    known = prices.of(prices.DEFAULT)
    if "WebAclArn" in chosen:
        acl, rule, million = known["WAF", "web ACL"], known["WAF", "rule"], 1_000_000 * known["WAF", "request"]
        yield f"WAF costs ${acl} a month, ${rule} for each rule of it, and ${million:.2f} for a million requests."


def monthly(template: dict[str, Any], *, dashboard: bool) -> Iterator[str]:
    """Yield a line for the alarms of a template, one for its dashboard, if it is to have one, and where the prices
    are from."""
    known = prices.of(prices.DEFAULT)
    alarms, watched = of_type(template, "AWS::CloudWatch::Alarm"), alarm_metrics(template)
    yield (
        f"{len(alarms)} alarms on {watched} metrics cost ${watched * known['CloudWatch', 'alarm metric']} a month;"
        f" {FREE_METRICS} metrics of an account are free."
    )
    if dashboard:
        yield (
            f"The dashboard costs ${known['CloudWatch', 'dashboard']} a month; {FREE_DASHBOARDS} of an account,"
            f" with up to {MOST_METRICS} metrics each, are free. Saved queries cost nothing until they are asked."
        )
    yield f"Prices: {SOURCE}. Other regions differ; `python -m infra.costs` tells a month of all services."
