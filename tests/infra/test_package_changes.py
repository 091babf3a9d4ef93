"""What would change is told before it does, and what would end data is refused."""

from __future__ import annotations

from typing import Any

import pytest

from infra.deploy import changes, indexes
from infra.deploy.changes import PlannedChange
from infra.deploy.errors import DeployError
from infra.package.parts import read
from tests.infra.test_package_takeover import Ground, ground  # noqa: F401 - a fixture


def resource(action: str, name: str, kind: str, replaced: str = "", *names: str) -> dict[str, Any]:
    """Return what CloudFormation says of a resource in a change set."""
    details = [{"Target": {"Attribute": "Properties", "Name": each}} for each in names]
    said = {"Action": action, "LogicalResourceId": name, "ResourceType": kind, "Details": details}
    return said | ({"Replacement": replaced} if replaced else {})


def test_what_changes_is_told_in_plain_words_the_harmless_first() -> None:
    said = [
        PlannedChange("Remove", "OldAlarm", "AWS::CloudWatch::Alarm"),
        PlannedChange("Modify", "UserPoolClient", "AWS::Cognito::UserPoolClient", "True", ("GenerateSecret",)),
        PlannedChange("Modify", "Notify", "AWS::Lambda::Function", "False", ("Code", "Environment")),
        PlannedChange("Add", "NotifyLive", "AWS::Lambda::Alias"),
        PlannedChange("Add", "MailPolicy", "AWS::SQS::QueuePolicy"),
    ]
    assert list(changes.told(said)) == [
        "New: 2",
        "  alias NotifyLive",
        "  queue policy MailPolicy",
        "Changed: 1",
        "  function Notify: Code, Environment",
        "Made anew, the old one goes: 1",
        "  client of the user pool UserPoolClient: GenerateSecret",
        "Taken away: 1",
        "  alarm OldAlarm",
    ]


def test_a_new_desk_is_told_by_number() -> None:
    said = [PlannedChange("Add", f"A{number}", "AWS::CloudWatch::Alarm") for number in range(40)]
    assert list(changes.told([*said, PlannedChange("Add", "Table", "AWS::DynamoDB::Table")])) == [
        "New: 41",
        "  40 × alarm, 1 × table",
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            resource("Modify", "Table", "AWS::DynamoDB::Table", "True", "KeySchema"),
            "the table Table would be made anew, empty, since KeySchema changes",
        ),
        (
            resource("Modify", "UserPool", "AWS::Cognito::UserPool", "Conditional", "UsernameAttributes"),
            "the user pool UserPool may be made anew, empty, since UsernameAttributes changes",
        ),
        (resource("Remove", "FilesBucket", "AWS::S3::Bucket"), "the bucket FilesBucket would be taken away"),
    ],
)
def test_what_would_end_data_is_refused_and_nothing_is_asked_or_done(
    ground: Ground,  # noqa: F811
    found: dict[str, Any],
    said: str,
) -> None:
    ground.deploy("v1")
    ground.account.cloudformation.changes = [found]
    with pytest.raises(DeployError) as refusal:
        ground.deploy("v2")
    assert said in str(refusal.value)
    assert ground.account.cloudformation.discarded == 1
    assert "v1" in str(ground.account.cloudformation.template["Outputs"]["Version"])


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    ground: Ground,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    ground.account.cloudformation.changes = [resource("Add", "Notify", "AWS::Lambda::Function")]
    ground.deploy("v1", "--dry-run")
    said = capsys.readouterr().out
    assert "New: 1\n  function Notify\nNothing was done: that is what --dry-run is for.\n" in said
    assert ground.account.cloudformation.stack is None
    with pytest.raises(ground.account.client("ssm").exceptions.ParameterNotFound):
        ground.account.client("ssm").get_parameter(Name=f"/{ground.account.name}/secrets")


def test_nothing_is_changed_unless_somebody_says_yes(
    ground: Ground,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from infra.deploy import agreeing

    monkeypatch.setattr(agreeing.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "")
    ground.deploy("v1", "--yes")
    ground.account.asks = True
    ground.deploy("v2")
    assert "Nothing was changed." in capsys.readouterr().out
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}
    monkeypatch.setattr(agreeing.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(DeployError, match="say --yes"):
        ground.deploy("v2")


def test_tags_stay_unless_others_are_given(ground: Ground) -> None:  # noqa: F811
    ground.deploy("v1", "--tags", "team=support", "cost=12")
    ground.deploy("v2", "--watch", "0", "--tags", "cost=13")
    stack = ground.account.cloudformation.stack
    assert stack is not None
    assert stack["Tags"] == [{"Key": "team", "Value": "support"}, {"Key": "cost", "Value": "13"}]


def table(*indexes_of: str) -> dict[str, Any]:
    """Return the template of a table that has these of the desk's indexes."""
    made = read("table.json")
    known = made["Properties"]["GlobalSecondaryIndexes"]
    made["Properties"]["GlobalSecondaryIndexes"] = [each for each in known if each["IndexName"] in indexes_of]
    return {"Resources": {"Table": made}}


def test_a_release_changes_one_index_at_most() -> None:
    indexes.refuse_many(table("by_status", "by_sla"), table("by_status", "by_due", "by_sla"))
    with pytest.raises(DeployError, match="2 indexes of the table would change, by_due, by_sla, and DynamoDB changes"):
        indexes.refuse_many(table("by_status", "by_sla"), table("by_status", "by_due"))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("ROLLBACK_COMPLETE", "aws cloudformation delete-stack --stack-name NAME"),
        ("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name NAME"),
        ("UPDATE_IN_PROGRESS", "being changed by somebody else"),
    ],
)
def test_a_stack_that_was_left_half_way_says_how_to_go_on(
    ground: Ground,  # noqa: F811
    status: str,
    said: str,
) -> None:
    ground.deploy("v1")
    stack = ground.account.cloudformation.stack
    assert stack is not None
    stack["StackStatus"] = status
    with pytest.raises(DeployError) as refusal:
        ground.deploy("v2")
    assert said.replace("NAME", ground.account.name) in str(refusal.value)
    assert str(refusal.value).endswith("Nothing was changed.")


def test_an_update_that_fails_says_what_failed_this_time_and_how_the_desk_is_left(ground: Ground) -> None:  # noqa: F811
    ground.deploy("v1")
    ground.account.cloudformation.fails_with = "UPDATE_ROLLBACK_COMPLETE"
    with pytest.raises(DeployError) as failure:
        ground.deploy("v2")
    assert str(failure.value).splitlines() == [
        "The stack could not be changed:",
        "  Notify: Rate exceeded",
        "CloudFormation undid all of it (UPDATE_ROLLBACK_COMPLETE): the desk goes on as before. Nothing is half done.",
    ]
    ground.account.cloudformation.fails_with = "UPDATE_ROLLBACK_FAILED"
    with pytest.raises(DeployError, match="half-way between two releases"):
        ground.deploy("v2")
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}
