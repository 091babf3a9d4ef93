"""What a self-test reads of CloudWatch: whether the tick runs, and how the alarms stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from infra.deploy import versions, watch
from infra.deploy.errors import DeployError
from infra.package.names import function_id

if TYPE_CHECKING:
    from infra.deploy.selftest.walkthrough import Walkthrough

COUNTED = 600.0
"""Seconds until CloudWatch has worked out what happened: some minutes behind, and alarms once a minute."""
_TICKS = 2
"""Runs that show a schedule: one alone could have been the trial of the new version."""
_MAIL_HELD = "MailsHeldAlarm"


def tick(visit: Walkthrough) -> str:
    """Wait until CloudWatch has counted runs of the tick, and see that none failed."""
    function = versions.named(visit.session.client("cloudformation"), visit.stack)[function_id("sla_tick")]
    cloudwatch = visit.session.client("cloudwatch")

    def look() -> int | None:
        runs = _counted(cloudwatch, function, "Invocations")
        return runs if runs >= _TICKS else None

    runs = visit.until(f"{function} did not run {_TICKS} times", COUNTED, look)
    if failed := _counted(cloudwatch, function, "Errors"):
        raise DeployError(f"{failed} of {runs} runs of {function} failed")
    return f"{runs} runs within a quarter of an hour, none of which failed"


def _counted(cloudwatch: Any, function: str, metric: str) -> int:
    now = datetime.now(UTC)
    asked = {
        "Namespace": "AWS/Lambda",
        "MetricName": metric,
        "Dimensions": [{"Name": "FunctionName", "Value": function}],
        "StartTime": now - timedelta(minutes=15),
        "EndTime": now,
        "Period": 60,
        "Statistics": ["Sum"],
    }
    return int(sum(point["Sum"] for point in cloudwatch.get_metric_statistics(**asked)["Datapoints"]))


def alarms(visit: Walkthrough) -> str:
    """Wait until every alarm of the stack is OK. Those that ignore missing data may have none yet."""
    names = watch.alarms(visit.session.client("cloudformation"), visit.stack)
    if not names:
        raise DeployError("the stack has no alarms")
    cloudwatch = visit.session.client("cloudwatch")
    wrong: dict[str, str] = {}
    said = ""

    def look() -> int | None:
        found = list(watch.described(cloudwatch, names))
        wrong.clear()
        wrong.update(dict.fromkeys(set(names) - {each["AlarmName"] for each in found}, "is not there"))
        wrong.update({each["AlarmName"]: _told(each) for each in found if not _is_fine(each, visit)})
        return None if wrong else len(names)

    try:
        count = visit.until("not all alarms were OK", COUNTED, look)
    except DeployError as failure:
        told = "; ".join(f"{name} {why}" for name, why in sorted(wrong.items()))
        raise DeployError(f"{failure}: {told}") from failure
    if not visit.verified:
        said = f", but {_MAIL_HELD}, since the domain may not send yet"
    return f"{count} alarms, all of them OK{said}"


def _is_fine(alarm: dict[str, Any], visit: Walkthrough) -> bool:
    if alarm["StateValue"] == "ALARM":
        return not visit.verified and _MAIL_HELD in alarm["AlarmName"]
    return alarm["StateValue"] == "OK" or alarm.get("TreatMissingData") == "ignore"


def _told(alarm: dict[str, Any]) -> str:
    return f"is {alarm['StateValue']} ({alarm.get('StateReason', '')})"
