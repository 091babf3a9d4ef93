"""Rules for who may do what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from infra.package.parts import Template
from infra.package.rules.reading import as_list, of_type, statements

GUARDS = {"aws:SourceArn", "aws:SourceAccount"}
RESOURCE_POLICIES = ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy")


_BELOW_ONE = re.compile(r"(arn:[^*]*:[a-z]+/)?\$\{[\w.]+\}(/[a-z-]+)*/\*")
ANY_IDENTITY = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"
"""A desk may have mailboxes of further domains, which the template can't know. SES has an identity for a domain only if
somebody proved that it is this account's."""


WITHOUT_RESOURCES = {"ses:DeleteSuppressedDestination"}
"""What can be granted for everything alone: service authorization reference, "Actions defined by Amazon SES v2"."""


def roles_name_their_actions(template: Template) -> Iterator[str]:
    for role, statement in _role_statements(template):
        wide = [action for action in as_list(statement["Action"]) if "*" in action]
        yield from (f"{role} may do {action}" for action in wide)


def roles_name_their_resources(template: Template) -> Iterator[str]:
    for role, statement in _role_statements(template):
        for resource in as_list(statement["Resource"]):
            if resource == "*" and set(as_list(statement["Action"])) <= WITHOUT_RESOURCES:
                continue
            if not _is_bounded(resource):
                yield f"{role} may use {resource}"


def roles_are_for_lambda(template: Template) -> Iterator[str]:
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        for statement in statements(properties["AssumeRolePolicyDocument"]):
            if statement["Principal"] != {"Service": "lambda.amazonaws.com"}:
                yield f"{role} may be taken by {statement['Principal']}"
        if properties.get("ManagedPolicyArns"):
            yield f"{role} has policies that somebody else writes"


def services_act_for_this_account_only(template: Template) -> Iterator[str]:
    for kind in RESOURCE_POLICIES:
        for name, properties in of_type(template, kind).items():
            for statement in statements(properties["PolicyDocument"]):
                if statement["Effect"] == "Allow" and not _is_guarded(statement):
                    yield f"{name} lets {statement['Principal']} in from any account"


def _role_statements(template: Template) -> Iterator[tuple[str, Template]]:
    for name, properties in of_type(template, "AWS::IAM::Role").items():
        for policy in properties["Policies"]:
            for statement in statements(policy["PolicyDocument"]):
                yield name, statement


def _is_bounded(resource: Any) -> bool:
    """One thing, or everything below one thing of this stack: `${Bucket.Arn}/*` but neither `*` nor `arn:…:table/*`."""
    if isinstance(resource, dict) and "Fn::Sub" in resource:
        pattern = str(resource["Fn::Sub"])
        if pattern == ANY_IDENTITY:
            return True
        return "*" not in pattern or _BELOW_ONE.fullmatch(pattern) is not None
    if isinstance(resource, dict) and "Fn::If" in resource:
        return all(map(_is_bounded, resource["Fn::If"][1:]))
    return isinstance(resource, dict) and bool(resource.keys() & {"Ref", "Fn::GetAtt"})


def _is_guarded(statement: Template) -> bool:
    if "Service" not in as_list(statement["Principal"])[0]:
        return False
    return any(key in GUARDS for condition in statement.get("Condition", {}).values() for key in condition)


RULES = (
    roles_name_their_actions,
    roles_name_their_resources,
    roles_are_for_lambda,
    services_act_for_this_account_only,
)
