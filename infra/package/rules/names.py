"""Rules for names: what an account has once for all regions is named by region, or two desks of a name collide."""

from __future__ import annotations

import json
from collections.abc import Iterator

from infra.package.parts import Template
from infra.package.rules.reading import of_type

_GLOBAL = {
    "AWS::CloudFront::Function": ("Name",),
    "AWS::CloudFront::OriginAccessControl": ("OriginAccessControlConfig", "Name"),
    "AWS::CloudFront::ResponseHeadersPolicy": ("ResponseHeadersPolicyConfig", "Name"),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
}
"""Where each kind has its name. Roles and buckets have none of ours: CloudFormation makes theirs up."""


def names_of_all_regions_have_the_region(template: Template) -> Iterator[str]:
    for kind, path in _GLOBAL.items():
        for name, properties in of_type(template, kind).items():
            given = properties
            for step in path:
                given = given[step]
            said = json.dumps(given)
            if "${AWS::StackName}" not in said or "${AWS::Region}" not in said:
                yield f"{name} has a name that a desk in another region may have as well"


RULES = (names_of_all_regions_have_the_region,)
