"""Indexes of the table, of which DynamoDB makes or takes away one at a time."""

from __future__ import annotations

import json
from typing import Any

from infra.deploy.errors import DeployError
from infra.package.parts import Template

TABLE = "AWS::DynamoDB::Table"


def deployed_template(cloudformation: Any, stack: str) -> Template:
    """Return the template a stack has, as it was given."""
    body = cloudformation.get_template(StackName=stack, TemplateStage="Original")["TemplateBody"]
    template: Template = json.loads(body) if isinstance(body, str) else body
    return template


def refuse_many(former: Template, coming: Template) -> None:
    """Raise DeployError where a release would change more than one index: DynamoDB refuses that, halfway through."""
    changed = changed_indexes(former, coming)
    if len(changed) > 1:
        raise DeployError(
            f"{len(changed)} indexes of the table would change, {', '.join(changed)}, and DynamoDB changes one at a"
            " time. Nothing was changed. Deploy the releases between yours and this one, one after the other: each of"
            " them changes one index at most (CHANGELOG.md)."
        )


def changed_indexes(former: Template, coming: Template) -> list[str]:
    """Return the names of the indexes that come, go or are made anew."""
    was, will = _indexes(former), _indexes(coming)
    return sorted(name for name in was.keys() | will.keys() if was.get(name) != will.get(name))


def _indexes(template: Template) -> dict[str, Any]:
    tables = [each for each in template["Resources"].values() if each.get("Type") == TABLE]
    return {
        f"{index['IndexName']}": (index["KeySchema"], index.get("Projection"))
        for table in tables
        for index in table["Properties"].get("GlobalSecondaryIndexes", [])
    }
