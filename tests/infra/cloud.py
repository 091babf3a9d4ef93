"""An account of AWS as deploying meets it: CloudFormation, Lambda and CloudWatch as far as asked, the rest is moto's.

A stack's functions have the code and the parameters that it was brought to; its aliases stand where parameters say.
"""

from __future__ import annotations

import io
import json
import uuid
from contextlib import suppress
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from infra.deploy.__main__ import parser, with_command
from infra.package.names import version_parameter
from infra.package.revision import Revision

REGION = "us-east-1"
FUNCTIONS = ("APIHandler", "Notify")
ALARM = "NotifyErrorsAlarm"


def built(revision: Revision, static: str) -> dict[str, Any]:
    """Return the template of a small desk of this revision, with its bucket of static files."""
    resources: dict[str, Any] = {
        name: {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": ""}} for name in FUNCTIONS
    }
    resources["NotifyErrorsAlarm"] = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {"Namespace": "AWS/Lambda", "MetricName": "Errors", "Statistic": "Sum"},
    }
    resources["Table"] = {"Type": "AWS::DynamoDB::Table", "Properties": {"GlobalSecondaryIndexes": []}}
    names = ("MailDomain", "AlarmEmail", "BaseUrl", "PortalUrl", "OriginSecret", "SecretsVersion", "Protected")
    parameters: dict[str, Any] = {name: {"Type": "String"} for name in names}
    parameters |= {version_parameter(name): {"Default": "$LATEST"} for name in FUNCTIONS}
    outputs = {"StaticBucketName": {"Value": static}, "ConsoleHost": {"Value": "c.cdn.test"}}
    outputs |= {"PortalHost": {"Value": "p.cdn.test"}, **revision.outputs()["Outputs"]}
    return {"Parameters": parameters, "Resources": resources, "Outputs": outputs}


class Cloud:
    """One account, with one stack in it sooner or later. `rings` are alarms, `fails` what an update ends with."""

    region_name = REGION
    asks = False

    def __init__(self) -> None:
        self.name = f"desk-{uuid.uuid4().hex[:12]}"
        self.static = f"static-of-{self.name}"
        self.cloudformation, self.awslambda, self.cloudwatch = CloudFormation(self), Lambda(self), CloudWatch()
        s3 = boto3.client("s3", region_name=REGION)
        s3.create_bucket(Bucket=self.static)

    def client(self, name: str, **_: Any) -> Any:
        ours = {"cloudformation": self.cloudformation, "lambda": self.awslambda, "cloudwatch": self.cloudwatch}
        return ours.get(name) or boto3.client(name, region_name=REGION)

    def deploy(self, *arguments: str) -> None:
        """Give the command, as somebody types it."""
        from infra.deploy import desk

        agreed = () if self.asks else ("--yes",)
        desk.run(parser().parse_args(with_command(["--stack", self.name, *agreed, *arguments])), self)

    @property
    def called(self) -> dict[str, str]:
        """The versions that the aliases stand on."""
        known = self.cloudformation.parameters
        return {name: known.get(version_parameter(name), "") for name in FUNCTIONS}

    @property
    def launcher(self) -> str:
        """The widget's launcher, as it is served."""
        s3 = boto3.client("s3", region_name=REGION)
        return str(s3.get_object(Bucket=self.static, Key="static/widget/widget.js")["Body"].read().decode())


class Waiter:
    def __init__(self, fails: bool) -> None:
        self.fails = fails

    def wait(self, **_: Any) -> None:
        if self.fails:
            raise WaiterError("it", "failed", {})


class CloudFormation:
    """Creates and executes change sets on one stack. `changes` stands in for what it would find by itself."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.stack: dict[str, Any] | None = None
        self.template: dict[str, Any] = {}
        self.parameters: dict[str, str] = {}
        self.pending: tuple[dict[str, Any], dict[str, str], list[dict[str, str]]] | None = None
        self.changes: list[dict[str, Any]] = []
        self.discarded, self.protected = 0, False
        self.fails_with, self.failing = "", False
        self.exceptions = boto3.client("cloudformation", region_name=REGION).exceptions

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        if self.stack is None:
            said = {"Error": {"Code": "ValidationError", "Message": "Stack with id desk does not exist"}}
            raise ClientError(said, "DescribeStacks")  # type: ignore[arg-type]
        told = {key: {"ParameterKey": key, "ParameterValue": value} for key, value in self.parameters.items()}
        outputs = self.template.get("Outputs", {})
        return {
            "Stacks": [
                self.stack
                | {"Parameters": list(told.values())}
                | {"Outputs": [{"OutputKey": key, "OutputValue": one["Value"]} for key, one in outputs.items()]}
            ]
        }

    def get_template(self, **_: Any) -> dict[str, Any]:
        return {"TemplateBody": self.template}

    def create_change_set(self, **asked: Any) -> dict[str, str]:
        template = self.template
        if url := asked.get("TemplateURL"):
            bucket, _, key = url.removeprefix("https://").partition(f".s3.{REGION}.amazonaws.com/")
            body = boto3.client("s3", region_name=REGION).get_object(Bucket=bucket, Key=key)["Body"].read()
            template = json.loads(body)
        values = {key: one["Default"] for key, one in template["Parameters"].items() if "Default" in one}
        for each in asked["Parameters"]:
            key = each["ParameterKey"]
            assert key in template["Parameters"], f"CloudFormation refuses {key}, which the template hasn't"
            values[key] = self.parameters[key] if each.get("UsePreviousValue") else each["ParameterValue"]
        self.pending = (template, values, asked.get("Tags", []))
        return {"Id": "change"}

    @property
    def is_empty(self) -> bool:
        return self.pending is not None and self.pending[:2] == (self.template, self.parameters)

    def get_waiter(self, name: str) -> Waiter:
        return Waiter(self.is_empty if name == "change_set_create_complete" else self.failing)

    def describe_change_set(self, **_: Any) -> dict[str, Any]:
        reason = {"StatusReason": "The submitted information didn't contain changes."} if self.is_empty else {}
        return {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": one} for one in self.changes], **reason}

    def get_paginator(self, name: str) -> Any:
        return Pages([self.describe_change_set()] if name == "describe_change_set" else [self.resources()])

    def resources(self) -> dict[str, Any]:
        listed = [
            {
                "LogicalResourceId": name,
                "PhysicalResourceId": f"{self.cloud.name}-{name}",
                "ResourceType": each["Type"].replace("Serverless", "Lambda"),
            }
            for name, each in self.template["Resources"].items()
        ]
        return {"StackResourceSummaries": listed}

    def execute_change_set(self, **_: Any) -> None:
        assert self.pending is not None
        is_new, self.failing = self.stack is None, bool(self.fails_with)
        if self.failing:
            self.stack = {"StackName": self.cloud.name, "StackStatus": self.fails_with}
            return
        self.template, self.parameters, tags = self.pending
        status = "CREATE_COMPLETE" if is_new else "UPDATE_COMPLETE"
        self.stack = {"StackName": self.cloud.name, "StackStatus": status, "Tags": tags}

    def delete_change_set(self, **_: Any) -> None:
        self.discarded += 1

    def delete_stack(self, **_: Any) -> None:
        self.stack = None

    def update_termination_protection(self, **asked: Any) -> None:
        self.protected = asked["EnableTerminationProtection"]

    def describe_stack_events(self, **_: Any) -> dict[str, Any]:
        whole = {"StackId": "arn:desk", "PhysicalResourceId": "arn:desk", "LogicalResourceId": "desk"}
        event = {"StackId": "arn:desk", "LogicalResourceId": "Notify", "ResourceStatus": "UPDATE_FAILED"}
        return {
            "StackEvents": [
                event | {"ResourceStatusReason": "Rate exceeded"},
                whole | {"ResourceStatus": "UPDATE_IN_PROGRESS"},
                event | {"ResourceStatusReason": "of last year"},
            ]
        }


class Pages:
    def __init__(self, pages: list[dict[str, Any]]) -> None:
        self.pages = pages

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        return self.pages


class Lambda:
    """Publishes what the stack has, one version for what stays the same."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.versions: dict[str, dict[str, dict[str, Any]]] = {}
        self.numbers: dict[str, int] = {}
        self.dropped: list[tuple[str, str]] = []
        self.settings: dict[str, str] = {"TABLE_NAME": "table"}
        self.exceptions = boto3.client("lambda", region_name=REGION).exceptions

    def latest(self, function: str) -> dict[str, Any]:
        resource = self.cloud.cloudformation.template["Resources"][function.removeprefix(f"{self.cloud.name}-")]
        code = json.dumps(resource["Properties"]["CodeUri"])
        secrets = {"SECRETS_VERSION": self.cloud.cloudformation.parameters.get("SecretsVersion", "")}
        return {"CodeSha256": code, "Environment": {"Variables": self.settings | secrets}}

    def publish_version(self, **asked: str) -> dict[str, str]:
        function = asked["FunctionName"]
        known = self.versions.setdefault(function, {})
        if not known or list(known.values())[-1] != self.latest(function):
            self.numbers[function] = self.numbers.get(function, 0) + 1
            known[str(self.numbers[function])] = self.latest(function)
        return {"Version": list(known)[-1]}

    def get_function_configuration(self, **asked: str) -> dict[str, Any]:
        if "Qualifier" not in asked:
            return self.latest(asked["FunctionName"])
        with suppress(KeyError):
            return self.versions[asked["FunctionName"]][asked["Qualifier"]]
        said = {"Error": {"Code": "ResourceNotFoundException", "Message": "gone"}}
        raise self.exceptions.ResourceNotFoundException(said, "GetFunctionConfiguration")

    def invoke(self, **_: str) -> dict[str, Any]:
        return {"Payload": io.BytesIO(b'{"errorMessage": "No module named x"}'), "FunctionError": "Unhandled"}

    def delete_function(self, **asked: str) -> None:
        del self.versions[asked["FunctionName"]][asked["Qualifier"]]
        self.dropped.append((asked["FunctionName"], asked["Qualifier"]))

    def get_waiter(self, _name: str) -> Waiter:
        return Waiter(fails=False)


class CloudWatch:
    """Says which alarms ring: `then` at the first look, and the next time what follows it."""

    def __init__(self) -> None:
        self.then: list[list[str]] = []

    def describe_alarms(self, **asked: Any) -> dict[str, Any]:
        now = self.then.pop(0) if self.then else []
        rings = [name for name in asked["AlarmNames"] if name.endswith(tuple(now))]
        return {"MetricAlarms": [{"AlarmName": name, "StateReason": "3 errors in 5 minutes"} for name in rings]}
