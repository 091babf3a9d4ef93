"""Creating and updating a CloudFormation stack by change sets."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any

from botocore.exceptions import WaiterError

from infra.deploy import standing
from infra.deploy.errors import DeployError

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_BEGINS = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
"""What a stack's own event says when something is begun."""
POLL = {"Delay": 10, "MaxAttempts": 360}
NOTHING = ("didn't contain changes", "No updates are to be performed")
"""CloudFormation's ways to say that a change set is empty."""


def find(cloudformation: Any, name: str) -> dict[str, Any] | None:
    """The stack as AWS describes it, or None when it was never created."""
    try:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except cloudformation.exceptions.ClientError as refusal:
        if "does not exist" in refusal.response["Error"]["Message"]:
            return None
        raise
    # A change set for a new stack makes it "in review": then it still has nothing in it.
    return None if stack["StackStatus"] == "REVIEW_IN_PROGRESS" else stack


def outputs(stack: dict[str, Any]) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def parameters(
    given: dict[str, str], stack: dict[str, Any] | None, accepted: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """CloudFormation's parameters: what is given, and for an existing stack the former value of the rest, as far as the
    template still has them (`accepted`): it takes no others."""
    former = {each["ParameterKey"] for each in (stack or {}).get("Parameters", [])} - given.keys()
    former = former if accepted is None else former & set(accepted)
    values = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    return values + [{"ParameterKey": key, "UsePreviousValue": True} for key in sorted(former)]


def set_parameters(cloudformation: Any, name: str, given: dict[str, str]) -> dict[str, Any]:
    """Bring a stack that must exist to these parameters, with the template it has. The stack as it then is."""
    must_find(cloudformation, name)
    return apply(cloudformation, name, None, given)


def apply(cloudformation: Any, name: str, template_url: str | None, given: dict[str, str]) -> dict[str, Any]:
    """Bring the stack to this template, without one to the one it has, and these parameters, and wait for it. The stack
    as it then is."""
    known = find(cloudformation, name)
    change = prepare(cloudformation, name, known, template_url, given)
    if change:
        execute(cloudformation, name, change, is_new=known is None)
    return must_find(cloudformation, name)


def prepare(
    cloudformation: Any,
    name: str,
    known: dict[str, Any] | None,
    template_url: str | None,
    given: dict[str, str],
    tags: Mapping[str, str] | None = None,
    accepted: Collection[str] | None = None,
) -> str | None:
    """Have CloudFormation work out what would change, and return that change set's name; None where nothing would. The
    stack's tags stay, but for those that are given here; `accepted` are the parameters of the template."""
    wanted = tags_of(known) | dict(tags or {})
    change: str = cloudformation.create_change_set(
        StackName=name,
        ChangeSetName=f"deploy-{int(time.time())}",
        ChangeSetType="UPDATE" if known else "CREATE",
        **({"TemplateURL": template_url} if template_url else {"UsePreviousTemplate": True}),
        **({"Tags": [{"Key": key, "Value": value} for key, value in wanted.items()]} if wanted else {}),
        Parameters=parameters(given, known, accepted),
        Capabilities=CAPABILITIES,
    )["Id"]
    return change if _has_changes(cloudformation, change) else None


def execute(cloudformation: Any, name: str, change: str, *, is_new: bool) -> None:
    """Make a change that was prepared, and wait for it. DeployError, with what failed, where it is undone."""
    cloudformation.execute_change_set(ChangeSetName=change)
    _wait(cloudformation, name, "stack_create_complete" if is_new else "stack_update_complete")


def discard(cloudformation: Any, name: str, change: str, *, is_new: bool) -> None:
    """Throw away a change that was prepared, and with it the empty stack that it made where there was none."""
    cloudformation.delete_change_set(ChangeSetName=change)
    if is_new:
        cloudformation.delete_stack(StackName=name)


def tags_of(stack: dict[str, Any] | None) -> dict[str, str]:
    """Return the tags of a stack as AWS describes it."""
    return {tag["Key"]: tag["Value"] for tag in (stack or {}).get("Tags", [])}


def _has_changes(cloudformation: Any, change: str) -> bool:
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=change, WaiterConfig=POLL)
    except WaiterError as failure:
        reason = cloudformation.describe_change_set(ChangeSetName=change).get("StatusReason", "")
        cloudformation.delete_change_set(ChangeSetName=change)
        if any(phrase in reason for phrase in NOTHING):
            print("  Nothing differs from what is deployed.")
            return False
        raise DeployError(f"CloudFormation refuses the change: {reason}") from failure
    return True


def _wait(cloudformation: Any, name: str, waiter: str) -> None:
    try:
        cloudformation.get_waiter(waiter).wait(StackName=name, WaiterConfig=POLL)
    except WaiterError as failure:
        told = ["The stack could not be changed:", *_failures(cloudformation, name)]
        told.append(standing.left(find(cloudformation, name)))
        raise DeployError("\n".join(told)) from failure


def _failures(cloudformation: Any, name: str) -> list[str]:
    """What went wrong this time, oldest first. CloudFormation lists newest first, and all that ever was."""
    events = []
    for event in cloudformation.describe_stack_events(StackName=name)["StackEvents"]:
        events.append(event)
        if event.get("PhysicalResourceId") == event["StackId"] and event["ResourceStatus"] in _BEGINS:
            break
    return [
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', event['ResourceStatus'])}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED")
    ]


def must_find(cloudformation: Any, name: str) -> dict[str, Any]:
    """The stack as AWS describes it. Raises DeployError where there is none."""
    stack = find(cloudformation, name)
    if stack is None:
        raise DeployError(f"There is no stack {name} in this account and region.")
    return stack


def parameter(cloudformation: Any, name: str, key: str) -> str:
    """Return a parameter of a stack that must exist, as it is deployed."""
    return value(must_find(cloudformation, name), key)


def value(stack: dict[str, Any] | None, key: str) -> str:
    """Return a parameter of a stack as AWS describes it; empty for one that it hasn't."""
    given = (stack or {}).get("Parameters", ())
    return next((one.get("ParameterValue", "") for one in given if one["ParameterKey"] == key), "")


def deployed_outputs(cloudformation: Any, name: str) -> dict[str, str]:
    """The outputs of a stack that must exist."""
    return outputs(must_find(cloudformation, name))
