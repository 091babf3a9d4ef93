"""The checks a template goes through before it may leave the house."""

from __future__ import annotations

from infra.package.errors import UnfitError
from infra.package.expand import expand
from infra.package.lint import findings
from infra.package.parts import Template
from infra.package.rules import breaches


def check(sam: Template) -> Template:
    """Lint the SAM template, expand it, lint that and apply our own rules. The expanded template, or UnfitError."""
    _refuse("app.py", not_in_the_app(sam))
    _refuse("cfn-lint, SAM template", findings(sam))
    expanded = expand(sam)
    _refuse("cfn-lint, expanded template", findings(expanded))
    _refuse("our rules", breaches(expanded))
    return expanded


def not_in_the_app(sam: Template) -> list[str]:
    """Return problems for what the merge file adds to and Chalice didn't describe: it does so for what app.py has."""
    return [f"there is no {name}" for name, resource in sam["Resources"].items() if "Type" not in resource]


def _refuse(who: str, reasons: list[str]) -> None:
    if reasons:
        raise UnfitError("\n".join(f"{who}: {reason}" for reason in reasons))
