"""Taking down what a self-test made, as far as it goes; what is left is told with what ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, WaiterError

from infra.deploy.artifacts import bucket_name
from infra.deploy.releases import Release, Releases
from infra.deploy.selftest import command, teardown

ACCOUNT = "123456789012"
HELD = {"Table": "AWS::DynamoDB::Table", "FilesBucket": "AWS::S3::Bucket", "UserPool": "AWS::Cognito::UserPool"}


class Held:
    """A session for which CloudFormation has one stack that holds data; the data, and the rest, are moto's."""

    region_name = "us-east-1"

    def __init__(self) -> None:
        self.name = f"selftest-{id(self):x}"
        self.exceptions = boto3.client("cloudformation").exceptions
        boto3.client("s3").create_bucket(Bucket=self.name)
        boto3.client("s3").put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})
        for content in (b"one", b"two"):
            boto3.client("s3").put_object(Bucket=self.name, Key="file", Body=content)
        boto3.client("s3").delete_object(Bucket=self.name, Key="file")
        boto3.client("dynamodb").create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        pool = boto3.client("cognito-idp").create_user_pool(PoolName=self.name)["UserPool"]["Id"]
        boto3.client("ssm").put_parameter(Name=f"/{self.name}/secrets", Value="{}", Type="SecureString")
        self.held = {"Table": self.name, "FilesBucket": self.name, "UserPool": pool}
        self.steps: list[str] = []
        self.active: str | None = self.name
        self.fails: Callable[[], None] = lambda: None
        self.is_there, self.id = True, f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{self.name}/1"

    def client(self, name: str, **_: Any) -> Any:
        return self if name in ("cloudformation", "ses") else boto3.client(name)

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        if not self.is_there:
            said: Any = {"Error": {"Code": "ValidationError", "Message": "Stack does not exist"}}
            raise ClientError(said, "DescribeStacks")
        told = [{"OutputKey": "ReceiptRuleSetName", "OutputValue": self.name}]
        return {"Stacks": [{"StackName": self.name, "StackId": self.id, "StackStatus": "DONE", "Outputs": told}]}

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, **asked: Any) -> list[Any]:
        if "StackStatusFilter" in asked:
            gone = [] if self.is_there else [{"StackName": self.name, "StackId": self.id}]
            return [{"StackSummaries": [{"StackName": "other", "StackId": "arn:other"}, *gone]}]
        assert asked == {"StackName": self.id}, "by its name a stack that is gone tells nothing"
        listed = [
            {"LogicalResourceId": name, "PhysicalResourceId": self.held[name], "ResourceType": kind}
            for name, kind in HELD.items()
        ]
        return [{"StackResourceSummaries": listed}]

    def describe_active_receipt_rule_set(self) -> dict[str, Any]:
        return {"Metadata": {"Name": self.active}} if self.active else {}

    def set_active_receipt_rule_set(self) -> None:
        self.steps.append("no mail in")
        self.active = None

    def delete_stack(self, **asked: str) -> None:
        self.steps.append(f"delete {asked['StackName']}")

    def get_waiter(self, _: str) -> Any:
        return self

    def wait(self, **_: Any) -> None:
        self.fails()

    @property
    def is_gone(self) -> bool:
        """Whether none of its data is there any more."""
        buckets = [each["Name"] for each in boto3.client("s3").list_buckets()["Buckets"]]
        pools = boto3.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
        secrets = boto3.client("ssm").describe_parameters()["Parameters"]
        return (
            self.name not in boto3.client("dynamodb").list_tables()["TableNames"]
            and self.name not in buckets
            and self.held["UserPool"] not in [each["Id"] for each in pools]
            and f"/{self.name}/secrets" not in [each["Name"] for each in secrets]
        )


@pytest.fixture
def held(aws: None) -> Held:
    return Held()


def releases(name: str) -> Releases:
    bucket = bucket_name(ACCOUNT, "us-east-1")
    boto3.client("s3").create_bucket(Bucket=bucket)
    return Releases(boto3.client("s3"), bucket, name)


def test_the_stack_goes_with_its_data_its_secrets_and_its_releases_and_no_more(held: Held) -> None:
    ours, theirs = releases(held.name), releases("desk")
    shared, own = ours.keep_file(b"shared"), ours.keep_file(b"ours alone")
    ours.keep(Release("1", files={"a": shared, "b": own}))
    theirs.keep(Release("1", files={"a": shared}))
    assert teardown.take_down(held, held.name) == []
    assert held.steps == ["no mail in", f"delete {held.name}"]
    assert held.is_gone
    assert ours.all() == {}
    assert list(theirs.all()) == ["1"]
    keys = [each["Key"] for each in ours.s3.list_objects_v2(Bucket=ours.bucket)["Contents"]]
    assert shared in keys
    assert own not in keys


def test_mail_of_another_rule_set_goes_on(held: Held) -> None:
    held.active = "billing"
    assert teardown.take_down(held, held.name) == []
    assert held.active == "billing"


def test_taken_down_once_more_nothing_is_left_and_nothing_is_wrong(held: Held) -> None:
    releases(held.name)
    assert teardown.take_down(held, held.name) == []
    assert teardown.take_down(held, held.name) == []


def test_what_a_stack_held_that_is_gone_already_is_found_and_taken_down(held: Held) -> None:
    releases(held.name)
    held.is_there = False
    assert teardown.take_down(held, held.name) == []
    assert held.is_gone


def test_what_can_not_be_taken_down_is_told_with_its_commands_and_the_rest_is_taken(held: Held) -> None:
    releases(held.name)

    def fails() -> None:
        raise WaiterError("StackDeleteComplete", "DELETE_FAILED", {})

    held.fails = fails
    [left] = teardown.take_down(held, held.name)
    told = command.told_left([left])
    assert f"  stack {held.name}: Waiter StackDeleteComplete failed: DELETE_FAILED" in told
    assert f"    aws cloudformation delete-stack --stack-name {held.name} --region us-east-1" in told
    assert held.is_gone


def test_cut_off_meanwhile_all_that_is_left_is_told_by_its_name(held: Held) -> None:
    def cut() -> None:
        raise KeyboardInterrupt

    held.fails = cut
    told = command.told_left(teardown.take_down(held, held.name))
    for line in (
        f"aws cloudformation wait stack-delete-complete --stack-name {held.name}",
        f"aws dynamodb delete-table --table-name {held.name}",
        f"aws cognito-idp delete-user-pool --user-pool-id {held.held['UserPool']}",
        f"aws s3 rb s3://{held.name}",
        f"aws ssm delete-parameter --name /{held.name}/secrets",
    ):
        assert line in told
    assert not held.is_gone


def test_without_knowing_what_it_holds_the_stack_stays(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    said: Any = {"Error": {"Code": "ExpiredToken", "Message": "sign in again"}}

    def refused(**_: Any) -> None:
        raise ClientError(said, "DescribeStacks")

    monkeypatch.setattr(held, "describe_stacks", refused)
    told = command.told_left(teardown.take_down(held, held.name))
    assert "sign in again" in told
    assert f"python -m infra.deploy selftest --take-down {held.name} --region us-east-1" in told
    assert held.steps == []
