"""Taking down what a self-test made. A stack's data outlives it, and so that is deleted by its own names.

Each step is tried, whatever became of those before it. What is left is told with the commands that end it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import artifacts, stack, versions
from infra.deploy.errors import DeployError
from infra.deploy.releases import Releases
from infra.deploy.saying import progress

TABLE, BUCKET, POOL = "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"
_GONE = ("NoSuchBucket", "ResourceNotFoundException", "ParameterNotFound", "404")
"""What AWS says of what isn't there any more, which is what was wanted."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing to take away, and the commands that do the same."""

    what: str
    take: Callable[[], None]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A thing that is still there: why, and the commands that end it."""

    what: str
    why: str
    commands: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield the lines that tell of it."""
        yield f"  {self.what}: {self.why}"
        yield from (f"    {command}" for command in self.commands)


def take_down(session: Any, name: str) -> list[Leftover]:
    """Take everything away that the stack is and holds. Return what is left; nothing is as it should be.

    Cut off meanwhile, the rest is left.
    """
    cloudformation, left = session.client("cloudformation"), list[Leftover]()
    try:
        stack_id = _id_of(cloudformation, name)
        held = _held(cloudformation, stack_id) if stack_id else []
    except (BotoCoreError, ClientError, KeyboardInterrupt) as failure:
        # Without the names of what it holds the stack stays: once it is gone, nobody finds them.
        again = f"python -m infra.deploy selftest --take-down {name} --region {session.region_name}"
        return [Leftover(f"stack {name}, and all it holds", str(failure) or "it was cut off", (again,))]
    goes_on = _taken(_stack_steps(session, name), left, goes_on=True)
    if goes_on and stack_id:
        held = _held_after(cloudformation, stack_id, held)
    steps = [_data_step(session, kind, resource) for kind, resource in held]
    _taken([*steps, *_around_steps(session, name)], left, goes_on=goes_on)
    return left


def _taken(steps: Iterable[Removal], left: list[Leftover], *, goes_on: bool) -> bool:
    """Take every step, and note what is left. Return whether nobody cut it off."""
    for step in steps:
        if not goes_on:
            left.append(Leftover(step.what, "it was cut off before", step.commands))
            continue
        try:
            progress(f"{step.what} …")
            step.take()
        except KeyboardInterrupt:
            goes_on = False
            left.append(Leftover(step.what, "it was cut off", step.commands))
        except (DeployError, BotoCoreError, ClientError) as failure:
            if not _is_gone(failure):
                left.append(Leftover(step.what, str(failure), step.commands))
    return goes_on


def _is_gone(failure: Exception) -> bool:
    return isinstance(failure, ClientError) and failure.response["Error"]["Code"] in _GONE


def _stack_steps(session: Any, name: str) -> Iterator[Removal]:
    region = session.region_name
    rules = (f"aws ses set-active-receipt-rule-set --region {region}",)
    yield Removal("receipt rule set", lambda: _let_no_mail_in(session, name), rules)
    delete = (
        f"aws cloudformation delete-stack --stack-name {name} --region {region}",
        f"aws cloudformation wait stack-delete-complete --stack-name {name} --region {region}",
    )
    yield Removal(f"stack {name}", lambda: _delete_stack(session.client("cloudformation"), name), delete)


def _around_steps(session: Any, name: str) -> Iterator[Removal]:
    """What the stack has outside itself: its secrets, and what is kept to go back to."""
    region, parameter = session.region_name, f"/{name}/secrets"
    secrets = (f"aws ssm delete-parameter --name {parameter} --region {region}",)
    yield Removal(f"secrets {parameter}", lambda: _delete_parameter(session.client("ssm"), parameter), secrets)
    bucket = artifacts.bucket_name("$(aws sts get-caller-identity --query Account --output text)", region)
    releases = (f'aws s3 rm "s3://{bucket}/releases/{name}/" --recursive',)
    yield Removal(f"releases of {name}", lambda: _forget_releases(session, name), releases)


def _id_of(cloudformation: Any, name: str) -> str:
    """By its id a stack tells of itself for 90 days after it is gone, by its name it doesn't. Empty: there was none."""
    if known := stack.find(cloudformation, name):
        return str(known["StackId"])
    pages = cloudformation.get_paginator("list_stacks").paginate(StackStatusFilter=["DELETE_COMPLETE"])
    listed = (each for page in pages for each in page["StackSummaries"])
    return next((str(each["StackId"]) for each in listed if each["StackName"] == name), "")


def _held(cloudformation: Any, name: str) -> list[tuple[str, str]]:
    kinds = (TABLE, BUCKET, POOL)
    return [(kind, each) for kind in kinds for each in versions.named(cloudformation, name, kind).values()]


def _held_after(cloudformation: Any, stack_id: str, before: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a stack held that is gone by now: cut off while it was made, it may have got more meanwhile."""
    try:
        return list(dict.fromkeys([*before, *_held(cloudformation, stack_id)]))
    except (BotoCoreError, ClientError):
        return before


def _data_step(session: Any, kind: str, resource: str) -> Removal:
    region = session.region_name
    if kind == TABLE:
        client = session.client("dynamodb")
        command = f"aws dynamodb delete-table --table-name {resource} --region {region}"
        return Removal(f"table {resource}", lambda: client.delete_table(TableName=resource), (command,))
    if kind == POOL:
        pools = session.client("cognito-idp")
        command = f"aws cognito-idp delete-user-pool --user-pool-id {resource} --region {region}"
        return Removal(f"user pool {resource}", lambda: pools.delete_user_pool(UserPoolId=resource), (command,))
    commands = (f"aws s3 rm s3://{resource} --recursive", f"aws s3 rb s3://{resource}")
    return Removal(f"bucket {resource}", lambda: _delete_bucket(session.client("s3"), resource), commands)


def _let_no_mail_in(session: Any, name: str) -> None:
    """A rule set that is active can't be deleted, and the stack not without it."""
    cloudformation, ses = session.client("cloudformation"), session.client("ses")
    ours = stack.outputs(stack.find(cloudformation, name) or {}).get("ReceiptRuleSetName")
    active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    if ours and active == ours:
        ses.set_active_receipt_rule_set()


def _delete_stack(cloudformation: Any, name: str) -> None:
    cloudformation.delete_stack(StackName=name)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig=stack.POLL)


def _delete_bucket(s3: Any, bucket: str) -> None:
    """Every version of everything goes first: a bucket is deleted empty, or not at all."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if listed:
            objects = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in listed]
            s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    s3.delete_bucket(Bucket=bucket)


def _delete_parameter(ssm: Any, parameter: str) -> None:
    ssm.delete_parameter(Name=parameter)


def _forget_releases(session: Any, name: str) -> None:
    account = session.client("sts").get_caller_identity()["Account"]
    Releases(session.client("s3"), artifacts.bucket_name(account, session.region_name), name).drop_all()
