"""Rules for AWS's own limits, which only a deployment would tell of otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator

from infra.package.parts import Template
from infra.package.rules.reading import of_type

MOST_BYTES = 1_000_000
"""Of a template in S3: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

MOST_RESOURCES = 500
MOST_PATHS = 300
"""Of an API, every step of a path counted once: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"""


def the_template_is_small_enough(template: Template) -> Iterator[str]:
    size = len(json.dumps(template))
    if size > MOST_BYTES:
        yield f"the template has {size:,} bytes, CloudFormation takes {MOST_BYTES:,}"
    if len(template["Resources"]) > MOST_RESOURCES:
        yield f"the template has {len(template['Resources'])} resources, CloudFormation takes {MOST_RESOURCES}"


def apis_have_few_enough_paths(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, "AWS::ApiGateway::RestApi").items():
        steps = {step for path in properties["Body"]["paths"] for step in _steps(path)}
        if len(steps) > MOST_PATHS:
            yield f"{name} has {len(steps)} path resources, API Gateway takes {MOST_PATHS}"


def _steps(path: str) -> Iterator[str]:
    """`/a/b` → `/a`, `/a/b`."""
    parts = path.strip("/").split("/")
    yield from ("/".join(parts[: end + 1]) for end in range(len(parts)))


RULES = (the_template_is_small_enough, apis_have_few_enough_paths)
