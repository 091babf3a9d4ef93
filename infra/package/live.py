"""What calls a function calls its alias `live`, which a parameter of the template holds to a version.

SAM would publish a version and move the alias in one go (`AutoPublishAlias`), before anybody tried it; so the alias and
what calls it stand in the template as plain resources, under the names that SAM gives them: CloudFormation changes them
in place then. A stream's mapping that were made anew would read a day of it once more.
Why so: docs/decisions/2026-11-30-versions-behind-an-alias.md.
"""

from __future__ import annotations

from typing import Any

from infra.package.names import alias_id, version_parameter
from infra.package.parts import Template, combine

ALIAS = "live"
UNPUBLISHED = "$LATEST"
"""What an alias of a new stack stands on until its first version was tried."""
FUNCTION = "AWS::Serverless::Function"
_API = "APIHandler"


def behind_aliases(sam: Template) -> Template:
    """Return the template with an alias for each function, which everything calls in its place."""
    names = [name for name, each in sam["Resources"].items() if each.get("Type") == FUNCTION]
    added = combine(*({"Parameters": _parameter(name), "Resources": _resources(name, sam)} for name in names))
    changed = {name: _without_callers(each) for name, each in sam["Resources"].items()}
    whole: Template = sam | {"Resources": changed, "Parameters": sam.get("Parameters", {}) | added["Parameters"]}
    whole["Resources"] |= added["Resources"]
    if _API in names:
        _aim_the_api(whole["Resources"])
    return whole


def _parameter(name: str) -> Template:
    says = f"Version of {name} that is called; the deploy command fills it in once the version was tried"
    return {
        version_parameter(name): {
            "Type": "String",
            "Default": UNPUBLISHED,
            "AllowedPattern": r"\$LATEST|[0-9]+",
            "Description": says,
        }
    }


def _resources(name: str, sam: Template) -> Template:
    given = sam["Resources"][name]["Properties"]
    alias = {
        "Type": "AWS::Lambda::Alias",
        "Properties": {
            "FunctionName": {"Ref": name},
            "FunctionVersion": {"Ref": version_parameter(name)},
            "Name": ALIAS,
        },
    }
    made: Template = {alias_id(name): alias}
    for event, entry in given.get("Events", {}).items():
        made |= _CALLERS[entry["Type"]](f"{name}{event}", alias_id(name), entry["Properties"])
    if "EventInvokeConfig" in given:
        config = {"FunctionName": {"Ref": name}, "Qualifier": ALIAS, **given["EventInvokeConfig"]}
        kind = "AWS::Lambda::EventInvokeConfig"
        made[f"{name}EventInvokeConfig"] = {"Type": kind, "DependsOn": alias_id(name), "Properties": config}
    return made


def _mapping(source: str) -> Any:
    def made(identity: str, alias: str, entry: Template) -> Template:
        properties = {key: value for key, value in entry.items() if key != source}
        if "DestinationConfig" in properties:
            # `Type` is SAM's own, which makes permissions of it; the role has them already.
            failed = properties["DestinationConfig"]["OnFailure"]
            properties["DestinationConfig"] = {"OnFailure": {"Destination": failed["Destination"]}}
        called = {"EventSourceArn": entry[source], "FunctionName": {"Ref": alias}, **properties}
        return {identity: {"Type": "AWS::Lambda::EventSourceMapping", "Properties": called}}

    return made


def _schedule(identity: str, alias: str, entry: Template) -> Template:
    target = {"Arn": {"Ref": alias}, "Id": f"{identity}LambdaTarget"}
    permission = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": alias},
        "Principal": "events.amazonaws.com",
        "SourceArn": {"Fn::GetAtt": [identity, "Arn"]},
    }
    rule = {"ScheduleExpression": entry["Schedule"], "Targets": [target]}
    return {
        identity: {"Type": "AWS::Events::Rule", "Properties": rule},
        f"{identity}Permission": {"Type": "AWS::Lambda::Permission", "Properties": permission},
    }


_CALLERS = {"SQS": _mapping("Queue"), "DynamoDB": _mapping("Stream"), "Schedule": _schedule}


def _without_callers(resource: Template) -> Template:
    if resource.get("Type") != FUNCTION:
        return resource
    kept = {key: value for key, value in resource["Properties"].items() if key not in ("Events", "EventInvokeConfig")}
    return resource | {"Properties": kept}


def _aim_the_api(resources: Template) -> None:
    alias = alias_id(_API)
    resources["APIHandlerInvokePermission"]["Properties"]["FunctionName"] = {"Ref": alias}
    for path in resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"].values():
        for method in path.values():
            uri = method["x-amazon-apigateway-integration"]["uri"]
            uri["Fn::Sub"] = uri["Fn::Sub"].replace(f"${{{_API}.Arn}}", f"${{{alias}}}")
