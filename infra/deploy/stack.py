"""Creating and updating a CloudFormation stack by change sets."""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import WaiterError

from infra.deploy.errors import DeployError

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
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


def parameters(given: dict[str, str], stack: dict[str, Any] | None) -> list[dict[str, Any]]:
    """CloudFormation's parameters: what is given, and for an existing stack the former value of the rest."""
    former = {each["ParameterKey"] for each in (stack or {}).get("Parameters", [])} - given.keys()
    values = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    return values + [{"ParameterKey": key, "UsePreviousValue": True} for key in sorted(former)]


def set_parameters(cloudformation: Any, name: str, given: dict[str, str]) -> dict[str, Any]:
    """Bring a stack that must exist to these parameters, with the template it has. The stack as it then is."""
    must_find(cloudformation, name)
    return apply(cloudformation, name, None, given)


def apply(cloudformation: Any, name: str, template_url: str | None, given: dict[str, str]) -> dict[str, Any]:
    """Bring the stack to this template, without one to the one it has, and these parameters, and wait for it. The stack
    as it then is."""
    stack = find(cloudformation, name)
    change = cloudformation.create_change_set(
        StackName=name,
        ChangeSetName=f"deploy-{int(time.time())}",
        ChangeSetType="UPDATE" if stack else "CREATE",
        **({"TemplateURL": template_url} if template_url else {"UsePreviousTemplate": True}),
        Parameters=parameters(given, stack),
        Capabilities=CAPABILITIES,
    )["Id"]
    if _has_changes(cloudformation, change):
        cloudformation.execute_change_set(ChangeSetName=change)
        _wait(cloudformation, name, "stack_update_complete" if stack else "stack_create_complete")
    return must_find(cloudformation, name)


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
        raise DeployError("\n".join(["The stack could not be changed:", *_failures(cloudformation, name)])) from failure


def _failures(cloudformation: Any, name: str) -> list[str]:
    """What went wrong, oldest first. CloudFormation lists newest first."""
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
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
