"""Versions of the functions, and the aliases that say which of them are called.

An alias stands in the template, its version is a parameter of the stack: moved by anything but CloudFormation, the next
deployment would move it back. Why so: docs/decisions/2026-11-30-versions-behind-an-alias.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from infra.deploy import artifacts, releases, stack
from infra.deploy.errors import DeployError
from infra.deploy.saying import progress
from infra.package.live import UNPUBLISHED
from infra.package.names import version_parameter

Versions = Mapping[str, str]
"""By a function's name in the template, its version."""
Call = Callable[[str, dict[str, Any]], Any]
"""Calls a function, by its name in the template, with an event. Returns what it answers."""

API = "APIHandler"
_DATA = ("TABLE_NAME", "USER_POOL_ID", "USER_POOL_CLIENT_ID", "FILES_BUCKET")
_ADDRESSES = ("BASE_URL", "PORTAL_URL", "MAIL_DOMAIN")
"""Settings that a version has for good, and that CloudFront and SES have to agree with."""
_FUNCTION = "AWS::Lambda::Function"
_POLL = {"Delay": 2, "MaxAttempts": 60}


def named(cloudformation: Any, name: str, kind: str = _FUNCTION) -> dict[str, str]:
    """Return the resources of a kind that a stack has: by their names in the template, their names in AWS."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    listed = (each for page in pages for each in page["StackResourceSummaries"])
    return {
        each["LogicalResourceId"]: each["PhysicalResourceId"]
        for each in listed
        if each["ResourceType"] == kind and each.get("PhysicalResourceId")
    }


def publish(awslambda: Any, functions: Mapping[str, str], says: str) -> dict[str, str]:
    """Return a version of each function as it was uploaded. Where nothing changed since the last one, it is that."""
    published = {}
    for name, function in sorted(functions.items()):
        published[name] = awslambda.publish_version(FunctionName=function, Description=says)["Version"]
    for name, version in published.items():
        waiter = awslambda.get_waiter("published_version_active")
        waiter.wait(FunctionName=functions[name], Qualifier=version, WaiterConfig=_POLL)
    return published


def parameters(versions: Versions) -> dict[str, str]:
    """Return the stack's parameters that have these versions called."""
    return {version_parameter(name): version for name, version in versions.items()}


def live(known: dict[str, Any] | None, functions: Mapping[str, str]) -> dict[str, str]:
    """Return what is called now; nothing of a stack from before there were aliases, or one that was only just made."""
    versions = {name: stack.value(known, version_parameter(name)) for name in functions}
    return {name: version for name, version in versions.items() if version not in ("", UNPUBLISHED)}


def move(cloudformation: Any, name: str, versions: Versions, more: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Have these versions called from now on. The stack as it then is."""
    return stack.apply(cloudformation, name, None, {**parameters(versions), **(more or {})})


def caller(awslambda: Any, functions: Mapping[str, str], versions: Versions) -> Call:
    """Return what calls these versions, whatever the aliases say."""

    def call(name: str, event: dict[str, Any]) -> Any:
        payload = json.dumps(event).encode()
        answer = awslambda.invoke(FunctionName=functions[name], Qualifier=versions[name], Payload=payload)
        said = answer["Payload"].read().decode(errors="replace")
        if "FunctionError" in answer:
            raise DeployError(f"it failed: {said}")
        return json.loads(said or "null")

    return call


def restart(session: Any, name: str, given: dict[str, str]) -> dict[str, Any]:
    """Bring the stack to these parameters, and have functions called that started with them. The stack as it then is.
    DeployError where what was uploaded last isn't what is called: that would go live with them, untried."""
    cloudformation, awslambda = session.client("cloudformation"), session.client("lambda")
    known = stack.must_find(cloudformation, name)
    if not stack.value(known, version_parameter(API)):
        return stack.set_parameters(cloudformation, name, given)
    functions = named(cloudformation, name)
    now = live(known, functions)
    if others := list(_uploaded_since(awslambda, functions, now)):
        raise DeployError(
            f"What was uploaded last to {', '.join(others)} is not what is called: a deployment was undone, or cut off."
            " Deploy what is to be called, then run this again. Nothing was changed."
        )
    stack.set_parameters(cloudformation, name, given)
    published = publish(awslambda, functions, "restarted")
    account = session.client("sts").get_caller_identity()["Account"]
    bucket = artifacts.bucket_name(account, session.region_name)
    releases.Releases(session.client("s3"), bucket, name).renumber(now.get(API, ""), published[API], published)
    return move(cloudformation, name, published)


def _uploaded_since(awslambda: Any, functions: Mapping[str, str], now: Versions) -> Iterator[str]:
    for name, version in now.items():
        uploaded = awslambda.get_function_configuration(FunctionName=functions[name])["CodeSha256"]
        called = awslambda.get_function_configuration(FunctionName=functions[name], Qualifier=version)["CodeSha256"]
        if uploaded != called:
            yield name


def refuse_other_data(awslambda: Any, functions: Mapping[str, str], versions: Versions) -> None:
    """Raise DeployError for versions that are gone, or that work on another table or pool than the desk by now: whoever
    had it restored would go on, unseen, with the one of before. So with other hosts or another mail domain: CloudFront
    and SES have those of now."""
    for name, version in versions.items():
        try:
            then = awslambda.get_function_configuration(FunctionName=functions[name], Qualifier=version)
        except (KeyError, awslambda.exceptions.ResourceNotFoundException) as gone:
            raise DeployError(f"Version {version} of {name} is gone. Build its commit, and deploy that.") from gone
        now = awslambda.get_function_configuration(FunctionName=functions[name])
        for setting in (*_DATA, *_ADDRESSES):
            was, is_now = (each["Environment"]["Variables"].get(setting) for each in (then, now))
            if was != is_now:
                raise DeployError(
                    f"Version {version} of {name} has {was} for {setting}, and the desk by now {is_now}. Build its"
                    " commit, and deploy that: it goes on with what the desk has by now. Nothing was changed."
                )
    progress(f"{len(versions)} functions have what they need to go on.")
