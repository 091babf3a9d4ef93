"""What infra/deployer-policy grants, against what deploying and the operator's commands ask AWS for.

No account says whether it is enough: it is put together from the code, and from what CloudFormation's own description
of each resource type says that it calls (cfn-lint has that).
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import botocore.session
import cfnlint
import pytest
from botocore import xform_name

from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.parts import read
from infra.package.sam import sam_template
from tests.infra.stand_in_app import make_app

ROOT = Path(__file__).parents[2]
FILES = {name: ROOT / f"infra/deployer-policy/{name}.json" for name in ("commands", "resources")}
MOST = 6144
"""Characters of a managed policy, white space apart.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

SERVICES = ("acm", "cloudformation", "cloudwatch", "dynamodb", "lambda", "s3", "ses", "sesv2", "sqs", "ssm", "sts")
OF_ONE = {"get_template": "cloudformation"}
"""Methods that several services have, and whose is meant."""
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
}
"""Where the action has another name than the request."""
FUNCTIONS_ALONE = {"bedrock:InvokeModel", "ses:SendEmail", "ses:SendRawEmail"}
"""What no command does of what the functions may."""
COMMANDS_ALONE = {"cognito-idp:ListUsers", "dynamodb:Scan"}
"""What commands do that no function may."""

UNUSED = (
    *("kms:*", "codedeploy:*", "kinesis:*", "ec2:*", "elasticfilesystem:*", "firehose:*", "s3files:*", "s3tables:*"),
    *("iam:CreateServiceLinkedRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:*PermissionsBoundary"),
    *("apigateway:UpdateRestApiPolicy", "cloudfront:*ConnectionGroup", "cloudfront:GetVpcOrigin"),
    *("cloudfront:UpdateDistributionWithStagingConfig", "cognito-idp:AddCustomAttributes"),
    *("dynamodb:*Item", "dynamodb:Query", "dynamodb:Scan", "dynamodb:*TableReplica", "dynamodb:ImportTable"),
    *("dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy", "dynamodb:UpdateContributorInsights"),
    *("dynamodb:*ableKinesisStreamingDestination", "dynamodb:UpdateKinesisStreamingDestination"),
    *(
        "lambda:*teFunctionCodeSigningConfig",
        "lambda:PutFunctionCodeSigningConfig",
        "lambda:PutFunctionRecursionConfig",
    ),
    *("lambda:PutFunctionScalingConfig", "lambda:PutRuntimeManagementConfig", "lambda:PassCapacityProvider"),
    *("lambda:AssociateRuntimeAlias", "lambda:PutProvisionedConcurrencyConfig"),
    *("lambda:DeleteProvisionedConcurrencyConfig",),
    *("logs:*KmsKey", "logs:CreateLogDelivery", "logs:*LogStream*", "logs:PutLogEvents", "logs:PutResourcePolicy"),
    *("logs:DeleteResourcePolicy", "logs:*IndexPolicy", "logs:PutDataProtectionPolicy"),
    *("logs:DeleteDataProtectionPolicy", "logs:PutBearerTokenAuthentication", "logs:PutLogGroupDeletionProtection"),
    *("s3:*Object*", "s3:REST.PUT.OBJECT", "s3:*MetadataTable*", "s3:UpdateBucketMetadata*", "s3:DeleteBucket[!P]*"),
    *("s3:PutA*Configuration", "s3:PutI*Configuration", "s3:PutMetricsConfiguration", "s3:PutReplicationConfiguration"),
    *("s3:PutBucketAbac", "s3:PutBucketAcl", "s3:PutBucketLogging", "s3:PutBucketWebsite"),
    *("s3:PutBucketReplication", "sns:PutDataProtectionPolicy"),
)
"""What CloudFormation calls for properties that the template doesn't have, or is granted with code and templates."""


def granted(name: str) -> list[str]:
    """The actions of one of the files, or patterns of them."""
    statements = json.loads(FILES[name].read_text("utf-8"))["Statement"]
    return [action for statement in statements for action in statement["Action"]]


def is_in(action: str, patterns: list[str] | tuple[str, ...]) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def requests() -> dict[str, set[str]]:
    """Every method of a client, and the requests that it may be."""
    found: dict[str, set[str]] = {}
    for service in SERVICES:
        for operation in botocore.session.get_session().get_service_model(service).operation_names:
            if OF_ONE.get(xform_name(operation), service) == service:
                found.setdefault(xform_name(operation), set()).add(action(service, operation))
    return found


def action(service: str, operation: str) -> str:
    asked = f"{service.removesuffix('v2')}:{operation}"
    return ACTIONS.get(asked, asked)


def waited() -> dict[str, str]:
    """What each waiter asks for."""
    session, found = botocore.session.get_session(), {}
    for service in ("cloudformation", "dynamodb", "lambda"):
        waiters = session.get_waiter_model(service)
        found |= {
            xform_name(name): action(service, waiters.get_waiter(name).operation) for name in waiters.waiter_names
        }
    return found


def calls(source: str) -> Iterator[str]:
    """Every action that a module asks AWS for: by a method, a paginator, or a waiter."""
    methods, waiters = requests(), waited()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        named = [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
        match node.func.attr, named:
            case "get_paginator", [name]:
                yield from methods[name]
            case "get_waiter", [name]:
                yield waiters[name]
            case method, _:
                yield from methods.get(method, ())


def test_each_call_of_a_command_is_granted() -> None:
    made = {each for path in (ROOT / "infra/deploy").glob("*.py") for each in calls(path.read_text("utf-8"))}
    assert len(made) > 40
    assert {"cloudformation:DescribeChangeSet", "dynamodb:DescribeTable", "lambda:PublishVersion"} <= made
    assert [each for each in sorted(made) if not is_in(each, granted("commands"))] == []


def test_commands_may_what_the_functions_may_and_read_the_whole_table() -> None:
    statements = [statement for grant in read("template/grants.json").values() for statement in grant]
    listed = [each["Action"] if isinstance(each["Action"], list) else [each["Action"]] for each in statements]
    actions = {one for actions in listed for one in actions}
    wanted = (actions - FUNCTIONS_ALONE) | COMMANDS_ALONE
    assert [each for each in sorted(wanted) if not is_in(each, granted("commands"))] == []


@pytest.fixture(scope="module")
def handlers() -> dict[str, set[str]]:
    """By the types of resources that the stack has, what CloudFormation calls for them."""
    stack = expand(sam_template(make_app(), merge_file()))
    types = {resource["Type"] for resource in stack["Resources"].values()}
    found: dict[str, set[str]] = {}
    for path in (Path(cfnlint.__file__).parent / "data/schemas/resources").glob("*.json"):
        schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if (kind := schema.get("typeName")) in types:
            needed = (schema.get("handlers", {}).get(verb, {}) for verb in ("create", "read", "update", "delete"))
            found.setdefault(kind, set()).update(one for each in needed for one in each.get("permissions", ()))
    assert {kind for kind in types if not found.get(kind)} == set()
    return found


def test_what_cloudformation_calls_for_each_resource_is_granted(handlers: dict[str, set[str]]) -> None:
    lacking = {
        (kind, one)
        for kind, needed in handlers.items()
        for one in needed
        if not is_in(one, granted("resources")) and not is_in(one, UNUSED)
    }
    assert lacking == set()


def test_nothing_is_granted_that_neither_calls(handlers: dict[str, set[str]]) -> None:
    called = {one.lower() for needed in handlers.values() for one in needed}
    beyond = [one for one in granted("resources") if not any(fnmatchcase(each, one.lower()) for each in called)]
    assert beyond == ["wafv2:GetWebACL"], "which AWS asks of whoever puts a web ACL in front of a distribution"


@pytest.mark.parametrize("name", FILES)
def test_a_policy_fits_and_holds_what_has_a_name_to_the_stacks(name: str) -> None:
    text = FILES[name].read_text("utf-8")
    assert len("".join(text.split())) <= MOST
    for statement in json.loads(text)["Statement"]:
        may_all = [one for one in statement["Action"] if statement["Resource"] == "*"]
        assert not is_in("iam:PassRole", may_all)
        assert not any(one.startswith(("iam:", "dynamodb:Delete", "s3:", "ssm:", "sqs:")) for one in may_all)
        assert "*" not in statement["Action"]
