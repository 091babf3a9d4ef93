"""What a deployment makes of the expanded template, read off it: functions, their roles' grants, routes, variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.aws import ACCOUNT, REGION
from infra.local.resources import queue_arn, queue_name
from infra.package.names import function_id, queue_id
from infra.package.parts import Template, read
from infra.package.rules.reading import as_list, statements
from tests.zip.actions import Called

FUNCTIONS: Mapping[str, Any] = read("template/functions.json")
BUCKETS = {"FilesBucket": "FILES_BUCKET", "MailBucket": "MAIL_BUCKET", "FailuresBucket": "FAILURES_BUCKET"}


@dataclass(frozen=True, slots=True)
class Grant:
    """An action that a function's role may do, on what fits one of these patterns."""

    who: str
    action: str
    resources: tuple[str, ...]

    def allows(self, one: Called) -> bool:
        """Return whether it covers a call."""
        fits = any(re.fullmatch(re.escape(each).replace(r"\*", ".*"), one.resource) for each in self.resources)
        return (self.who, self.action) == (one.who, one.action) and fits


class Stack:
    """A template, deployed: `environment` is what `infra.local.resources` says of the resources it made."""

    def __init__(self, template: Template, environment: Mapping[str, str]) -> None:
        self._template = template
        self._made = _made(environment)
        parameters = template["Parameters"].items()
        self._known = {name: each["Default"] for name, each in parameters if "Default" in each} | self._made

    def function(self, name: str) -> dict[str, Any]:
        """Return a function's properties with its variables' values."""
        about = self._resource(function_id(name))
        variables = {key: str(self._value(value)) for key, value in about["Environment"]["Variables"].items()}
        return {**about, "Environment": {"Variables": variables}}

    def grants(self) -> list[Grant]:
        """Return all that the functions' roles may."""
        return [grant for name in FUNCTIONS for grant in self._grants_of(name)]

    def routes(self) -> dict[str, set[str]]:
        """Return the methods that API Gateway has at each path."""
        paths = self._resource("RestAPI")["Body"]["paths"].items()
        return {path: {each.upper() for each in methods if each.isalpha()} for path, methods in paths}

    def _grants_of(self, name: str) -> Iterator[Grant]:
        for policy in self._resource(f"{function_id(name)}Role")["Policies"]:
            for statement in statements(policy["PolicyDocument"]):
                found = [self._value(one) for one in as_list(statement["Resource"])]
                resources = [each for one in found for each in one.split(",")]  # a parameter may be a list
                for action in as_list(statement["Action"]):
                    yield Grant(name, action, tuple(resources))

    def _resource(self, name: str) -> Any:
        return self._template["Resources"][name]["Properties"]

    def _value(self, value: Any) -> Any:
        """Return what CloudFormation puts there, for a desk of which only what is needed was given."""
        match value:
            case {"Ref": name}:
                return self._known[name]
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return self._attribute(f"{name}.{attribute}")
            case {"Fn::GetAtt": str(name)}:
                return self._attribute(name)
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^}]+)\}", lambda found: self._attribute(found[1]), text)
            case {"Fn::If": [_, _, otherwise]}:
                return self._value(otherwise)
        return value

    def _attribute(self, name: str) -> str:
        if name.endswith("Log.Arn"):
            return f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}"
        return str(self._known[name])


def _made(environment: Mapping[str, str]) -> dict[str, str]:
    """Return names and attributes of the resources, as templates call them."""
    desk, arn = environment["DESK_NAME"], f"{REGION}:{ACCOUNT}:"
    found = {
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::AccountId": ACCOUNT,
        "AWS::StackName": desk,
        "MailDomain": environment["MAIL_DOMAIN"],
        "BaseUrl": environment["BASE_URL"],
        "PortalUrl": environment["PORTAL_URL"],
        "Table": environment["TABLE_NAME"],
        "Table.Arn": f"arn:aws:dynamodb:{arn}table/{environment['TABLE_NAME']}",
        "Table.StreamArn": environment["STREAM_ARN"],
        "MailOutQueue": environment["MAIL_QUEUE_URL"],
        "ReactRetryQueue": environment["RETRY_QUEUE_URL"],
        "UserPool": environment["USER_POOL_ID"],
        "UserPool.Arn": f"arn:aws:cognito-idp:{arn}userpool/{environment['USER_POOL_ID']}",
        "UserPoolClient": environment["USER_POOL_CLIENT_ID"],
        "MailConfiguration": environment["SES_CONFIGURATION_SET"],
    }
    for bucket, variable in BUCKETS.items():
        found |= {bucket: environment[variable], f"{bucket}.Arn": f"arn:aws:s3:::{environment[variable]}"}
    for queue in read("template/queues.json"):
        found[f"{queue_id(queue)}.Arn"] = queue_arn(queue_name(desk, queue))
    return found
