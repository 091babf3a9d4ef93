"""The desk's alarms, for some minutes after another version took over."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from infra.deploy import versions
from infra.deploy.saying import progress

PAUSE = 15.0
"""Seconds between two looks: alarms are worked out once a minute."""
_PAGE = 100
"""As many as CloudWatch tells of at once."""
_ALARM = "AWS::CloudWatch::Alarm"


def alarms(cloudformation: Any, name: str) -> list[str]:
    """Return the names of all the alarms that a stack has."""
    return sorted(versions.named(cloudformation, name, _ALARM).values())


def ringing(cloudwatch: Any, names: list[str]) -> dict[str, str]:
    """Return the alarms that ring, and why, as CloudWatch says it."""
    return {each["AlarmName"]: each.get("StateReason", "") for each in described(cloudwatch, names, StateValue="ALARM")}


def described(cloudwatch: Any, names: list[str], **more: str) -> Iterator[dict[str, Any]]:
    """Yield these alarms as CloudWatch describes them."""
    for first in range(0, len(names), _PAGE):
        asked = {"AlarmNames": names[first : first + _PAGE], "MaxRecords": _PAGE, **more}
        yield from cloudwatch.describe_alarms(**asked)["MetricAlarms"]


def until_one_rings(cloudwatch: Any, names: list[str], seconds: float, before: Iterable[str]) -> dict[str, str]:
    """Look on for so many seconds. Return what rings that didn't before, as soon as something does; else nothing."""
    known, end, told = set(before), time.monotonic() + seconds, 0
    while True:
        if new := {name: why for name, why in ringing(cloudwatch, names).items() if name not in known}:
            return new
        left = end - time.monotonic()
        if left <= 0:
            return {}
        if (minutes := -int(-left // 60)) != told:
            progress(f"Nothing rings that didn't before. {minutes} minutes to go.")
            told = minutes
        time.sleep(min(PAUSE, left))
