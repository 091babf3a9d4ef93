"""Which commit a stack is of, and which one it was of before: that is where one goes back to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.package.parts import Template
from infra.package.revision import COMMIT, DIRTY, UNKNOWN, VERSION, Revision

FORMER = "FormerCommit"
"""The stack's output with the commit that was deployed before the one that is. Nothing else in AWS would say it."""
_OURS = (COMMIT, VERSION)


def of_stack(outputs: Mapping[str, str]) -> Revision:
    """Return what is deployed; unknown of a release from before stacks said it."""
    return Revision(outputs.get(COMMIT, UNKNOWN), outputs.get(VERSION, UNKNOWN))


def of_template(template: Template) -> Revision:
    """Return what was built."""
    return of_stack({name: one["Value"] for name, one in template.get("Outputs", {}).items() if name in _OURS})


def told(template: Template, outputs: Mapping[str, str] | None) -> Iterator[str]:
    """Yield what is deployed until now, if anything is, and what comes."""
    if outputs is not None:
        yield f"Deployed until now: {of_stack(outputs)}."
    coming = of_template(template)
    yield f"Comes now: {coming}."
    if coming.version.endswith(DIRTY):
        yield "  It has changes that no commit has: whoever goes back to its commit does without them."


def with_former(template: Template, outputs: Mapping[str, str]) -> Template:
    """Return the template with what is deployed until now as the commit to go back to; deployed once more, a commit
    leaves that as it is."""
    now = of_stack(outputs)
    former = now.commit if of_template(template).commit != now.commit else outputs.get(FORMER, UNKNOWN)
    added: dict[str, Any] = {FORMER: {"Value": former}}
    return {**template, "Outputs": {**template.get("Outputs", {}), **added}}
