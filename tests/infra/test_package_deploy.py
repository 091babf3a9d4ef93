"""Deploying: what is asked of AWS, and what is done with its answers."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from infra.deploy import artifacts, desk, mail, prices, stack
from infra.deploy.__main__ import main, parser, with_command
from infra.deploy.errors import DeployError

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@pytest.fixture
def session(aws: None) -> boto3.Session:
    return boto3.Session(region_name=REGION)


@pytest.fixture
def cloudformation() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client("cloudformation", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        yield client, stub
        stub.assert_no_pending_responses()


def described(status: str = "CREATE_COMPLETE", **more: Any) -> dict[str, Any]:
    return {"Stacks": [{"StackName": "desk", "StackStatus": status, "CreationTime": "2026-01-01", **more}]}


def change(status: str, **more: Any) -> dict[str, Any]:
    return {"Status": status, **more}


def test_code_and_template_are_uploaded_under_names_of_their_content(session: boto3.Session, tmp_path: Path) -> None:
    function = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip"}}
    (tmp_path / "deployment.zip").write_bytes(b"code")
    (tmp_path / "template.json").write_text(json.dumps({"Resources": {"Notify": function}}))
    s3 = session.client("s3")
    bucket = artifacts.bucket_name(ACCOUNT, REGION)
    for _ in range(2):
        artifacts.ensure_bucket(s3, bucket, ACCOUNT, REGION)
        url = artifacts.upload(s3, bucket, tmp_path, REGION, {}).url
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert len(keys) == 2
    template = json.loads(s3.get_object(Bucket=bucket, Key=url.partition(".com/")[2])["Body"].read())
    code = template["Resources"]["Notify"]["Properties"]["CodeUri"]
    assert s3.get_object(**code)["Body"].read() == b"code"


def test_deploying_before_packaging_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="make package"):
        artifacts.built(tmp_path)


def test_a_stack_that_is_not_there_or_only_in_review_is_none(cloudformation: tuple[Any, Stubber]) -> None:
    client, stub = cloudformation
    stub.add_client_error("describe_stacks", "ValidationError", "Stack with id desk does not exist")
    stub.add_response("describe_stacks", described("REVIEW_IN_PROGRESS"))
    stub.add_client_error("describe_stacks", "AccessDenied", "no")
    assert stack.find(client, "desk") is None
    assert stack.find(client, "desk") is None
    with pytest.raises(client.exceptions.ClientError):
        stack.find(client, "desk")


def test_an_update_keeps_the_parameters_nobody_gave() -> None:
    former = {"Parameters": [{"ParameterKey": "Stage"}, {"ParameterKey": "BaseUrl"}]}
    assert stack.parameters({"BaseUrl": "https://a.example"}, former) == [
        {"ParameterKey": "BaseUrl", "ParameterValue": "https://a.example"},
        {"ParameterKey": "Stage", "UsePreviousValue": True},
    ]


def test_a_change_is_made_and_awaited(cloudformation: tuple[Any, Stubber]) -> None:
    client, stub = cloudformation
    stub.add_response("describe_stacks", described())
    asked = {"StackName": "desk", "ChangeSetType": "UPDATE", "ChangeSetName": ANY, "TemplateURL": "https://t"}
    asked |= {"Parameters": [], "Capabilities": stack.CAPABILITIES}
    stub.add_response("create_change_set", {"Id": "arn:change"}, asked)
    stub.add_response("describe_change_set", change("CREATE_COMPLETE"))
    stub.add_response("execute_change_set", {}, {"ChangeSetName": "arn:change"})
    stub.add_response("describe_stacks", described("UPDATE_COMPLETE"))
    stub.add_response("describe_stacks", described("UPDATE_COMPLETE"))
    assert stack.apply(client, "desk", "https://t", {})["StackStatus"] == "UPDATE_COMPLETE"


def test_an_empty_change_is_thrown_away_and_no_error(cloudformation: tuple[Any, Stubber]) -> None:
    client, stub = cloudformation
    nothing = change("FAILED", StatusReason="The submitted information didn't contain changes.")
    stub.add_response("describe_stacks", described())
    stub.add_response("create_change_set", {"Id": "arn:change"})
    stub.add_response("describe_change_set", nothing)
    stub.add_response("describe_change_set", nothing)
    stub.add_response("delete_change_set", {}, {"ChangeSetName": "arn:change"})
    stub.add_response("describe_stacks", described())
    assert stack.apply(client, "desk", "https://t", {})["StackStatus"] == "CREATE_COMPLETE"


def test_a_refused_change_gives_cloudformations_reason(cloudformation: tuple[Any, Stubber]) -> None:
    client, stub = cloudformation
    refused = change("FAILED", StatusReason="Parameter MailDomain failed to satisfy its pattern")
    stub.add_client_error("describe_stacks", "ValidationError", "Stack with id desk does not exist")
    stub.add_response("create_change_set", {"Id": "arn:change"})
    stub.add_response("describe_change_set", refused)
    stub.add_response("describe_change_set", refused)
    stub.add_response("delete_change_set", {})
    with pytest.raises(DeployError, match="MailDomain"):
        stack.apply(client, "desk", "https://t", {})


def test_a_failed_deployment_names_the_resources_that_failed_oldest_first(cloudformation: tuple[Any, Stubber]) -> None:
    client, stub = cloudformation
    event = {"StackId": "s", "EventId": "e", "StackName": "desk", "Timestamp": "2026-01-01"}
    failed = event | {"LogicalResourceId": "Table", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "why"}
    later = event | {"LogicalResourceId": "UserPool", "ResourceStatus": "CREATE_FAILED"}
    fine = event | {"LogicalResourceId": "Notify", "ResourceStatus": "CREATE_COMPLETE"}
    stub.add_response("describe_stacks", described())
    stub.add_response("create_change_set", {"Id": "arn:change"})
    stub.add_response("describe_change_set", change("CREATE_COMPLETE"))
    stub.add_response("execute_change_set", {})
    stub.add_response("describe_stacks", described("UPDATE_ROLLBACK_COMPLETE"))
    stub.add_response("describe_stack_events", {"StackEvents": [later, failed, fine]})
    stub.add_response("describe_stacks", described("UPDATE_ROLLBACK_COMPLETE"))
    with pytest.raises(DeployError) as problem:
        stack.apply(client, "desk", "https://t", {})
    assert str(problem.value).splitlines()[1:3] == ["  Table: why", "  UserPool: CREATE_FAILED"]


def wish(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(with_command(["--stack", "desk", *arguments]))


def test_without_a_command_it_deploys() -> None:
    assert wish().command == "deploy"
    assert with_command(["receive-mail", "--stack", "desk"]) == ["receive-mail", "--stack", "desk"]


def test_a_new_stack_needs_a_mail_domain_and_somebody_to_alarm() -> None:
    with pytest.raises(DeployError, match="--mail-domain"):
        desk.parameters(wish("--mail-domain", "help.example"), None)


def test_addresses_nobody_chose_become_cloudfronts_own() -> None:
    given = desk.parameters(
        wish("--mail-domain", "help.example", "--alarm-email", "ops@help.example", "--base-url", "https://a.example"),
        None,
    )
    assert given["PortalUrl"] == desk.PENDING["PortalUrl"]
    outputs = [{"OutputKey": key, "OutputValue": f"{key.lower()}.cdn.test"} for key in ("ConsoleHost", "PortalHost")]
    values = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    deployed = {"Outputs": outputs, "Parameters": values}
    assert desk.missing_hosts(deployed) == {"PortalUrl": "https://portalhost.cdn.test"}


def test_an_update_changes_only_what_was_given() -> None:
    assert desk.parameters(wish("--stage", "test"), described()["Stacks"][0]) == {"Stage": "test"}


def test_an_option_is_off_until_it_is_named_and_none_takes_it_away() -> None:
    known, acl = described()["Stacks"][0], "arn:aws:wafv2:us-east-1:123456789012:global/webacl/desk/1"
    assert desk.parameters(wish(), known) == {}
    assert desk.parameters(wish("--web-acl", acl), known) == {"WebAclArn": acl}
    assert desk.parameters(wish("--web-acl", "none"), known) == {"WebAclArn": ""}
    assert list(prices.of_options(["WebAclArn"])) == [
        "WAF costs $5.00 a month, $1.00 for each rule of it, and $0.60 for a million requests."
    ]
    assert list(prices.of_options([])) == []


class Session:
    """Gives out prepared clients."""

    def __init__(self, **clients: Any) -> None:
        self.clients = clients

    def client(self, name: str) -> Any:
        return self.clients[name]


@pytest.fixture
def ses() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client("ses", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        yield client, stub
        stub.assert_no_pending_responses()


RULE_SET = [{"OutputKey": "ReceiptRuleSetName", "OutputValue": "desk"}]


def test_mail_is_let_in_by_activating_the_stacks_rules(
    cloudformation: tuple[Any, Stubber], ses: tuple[Any, Stubber]
) -> None:
    cloudformation[1].add_response("describe_stacks", described(Outputs=RULE_SET))
    ses[1].add_response("describe_active_receipt_rule_set", {})
    ses[1].add_response("set_active_receipt_rule_set", {}, {"RuleSetName": "desk"})
    said = io.StringIO()
    with redirect_stdout(said):
        mail.run(wish(), Session(cloudformation=cloudformation[0], ses=ses[0]))
    assert "desk" in said.getvalue()


def test_somebody_elses_active_rules_are_never_pushed_out(
    cloudformation: tuple[Any, Stubber], ses: tuple[Any, Stubber]
) -> None:
    cloudformation[1].add_response("describe_stacks", described(Outputs=RULE_SET))
    ses[1].add_response("describe_active_receipt_rule_set", {"Metadata": {"Name": "billing"}})
    with pytest.raises(DeployError, match=f"rule set billing in {REGION}, .*(?s:.)*copy its rules into desk"):
        mail.run(wish(), Session(cloudformation=cloudformation[0], ses=ses[0]))


def test_a_refusal_is_one_line_and_not_a_traceback(
    session: boto3.Session, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(desk, "BUILD", tmp_path)
    assert main(["--stack", "desk", "--region", REGION]) == 1
    assert capsys.readouterr().err == "build/ has no deployment.zip and no template.json: run `make package` first.\n"
