"""cfn-lint on a template, in-process."""

from __future__ import annotations

import json

from infra.package.parts import Template

REGIONS = ["us-east-1", "eu-west-1"]


def findings(template: Template) -> list[str]:
    """Return cfn-lint's objections, warnings included; empty when there are none."""
    # cold start: a second to load, and most of packaging goes without
    from cfnlint.api import lint  # type: ignore[import-untyped]
    from cfnlint.config import ManualArgs  # type: ignore[import-untyped]

    text = json.dumps(template, indent=1)
    return [str(match) for match in lint(text, regions=REGIONS, config=ManualArgs(regions=REGIONS))]
