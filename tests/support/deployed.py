"""A desk as the operator's commands find it: CloudFormation and Lambda say where everything is, the rest is there."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

import boto3

from infra.deploy.__main__ import RUN, parser
from tests.support.desk import Desk

STACK = "desk"


class Deployed:
    """A session of AWS credentials that reaches the stack: what CloudFormation and Lambda would say of it, and the
    real rest."""

    region_name = "us-east-1"

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)

    def client(self, name: str) -> Any:
        return self if name in ("cloudformation", "lambda") else boto3.client(name)

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        told = {
            "APIHandlerName": f"{asked['StackName']}-api",
            "MailBucketName": self.environment["MAIL_BUCKET"],
            "FailuresBucketName": self.environment["FAILURES_BUCKET"],
            "Commit": "abc123",
            "Version": "v1.2-3-gabc123",
            "TableName": self.environment["TABLE_NAME"],
        }
        listed = [{"OutputKey": key, "OutputValue": value} for key, value in told.items()]
        return {"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Outputs": listed}]}

    def get_function_configuration(self, **asked: str) -> dict[str, Any]:
        assert asked == {"FunctionName": f"{STACK}-api"}
        return {"Environment": {"Variables": self.environment}}


def wish(command: str, *arguments: str) -> argparse.Namespace:
    """Return what somebody asks for by typing a command."""
    return parser().parse_args([command, "--stack", STACK, *arguments])


def run(desk: Desk, command: str, *arguments: str) -> None:
    """Carry out a command on a desk of the tests, as the operator would."""
    RUN[command](wish(command, *arguments), Deployed(desk.environment))
