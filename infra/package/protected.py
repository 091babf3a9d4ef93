"""What holds data outlives its stack, and can't be deleted by a slip; but for a stack whose making fails, of which
nothing is left behind.

CloudFormation can't take away what is protected, so the parameter `Protected` is off until a stack was made.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
"""

from __future__ import annotations

from typing import Any

from infra.package.parts import Template

HOLDS_DATA = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool")
KEPT = "RetainExceptOnCreate"
CONDITION = "IsProtected"
_OFF = {"DeletionProtectionEnabled": False, "DeletionProtection": "INACTIVE"}


def protected(template: Template) -> Template:
    """Return the template with what holds data kept, and protected once the stack is there."""
    resources = {name: _kept(each) for name, each in template["Resources"].items()}
    return template | {"Resources": resources}


def is_on(value: Any, on: Any) -> bool:
    """Return whether a property protects what it is of, once the stack is there."""
    return bool(value == on or (isinstance(value, dict) and value.get("Fn::If", [])[:2] == [CONDITION, on]))


def _kept(resource: Template) -> Template:
    if resource.get("Type") not in HOLDS_DATA:
        return resource
    properties = {key: _once_there(key, value) for key, value in resource["Properties"].items()}
    return resource | {"DeletionPolicy": KEPT, "Properties": properties}


def _once_there(key: str, value: Any) -> Any:
    return {"Fn::If": [CONDITION, value, _OFF[key]]} if key in _OFF else value
