"""The one file that is merged into Chalice's template: every part together."""

from __future__ import annotations

from infra.package.alarms import alarms
from infra.package.buckets import buckets
from infra.package.cdn import distributions
from infra.package.dashboard import dashboard
from infra.package.functions import functions
from infra.package.gateway import gateway_responses
from infra.package.parts import INFRA, Template, combine, read
from infra.package.protected import protected
from infra.package.queues import queues


def merge_file() -> Template:
    """Return the part of the stack that Chalice can't make of app.py."""
    entries = read("template/functions.json")
    fixed = sorted((INFRA / "template" / "resources").glob("*.json"))
    whole = protected(
        combine(
            {"Resources": {"Table": read("table.json")}},
            *(read(str(path.relative_to(INFRA))) for path in fixed),
            alarms(),
            buckets(),
            queues(entries),
            functions(entries),
            gateway_responses(),
            distributions(),
        )
    )
    ring = [name for name, each in whole["Resources"].items() if each.get("Type") == "AWS::CloudWatch::Alarm"]
    return combine(whole, dashboard(entries, ring))
