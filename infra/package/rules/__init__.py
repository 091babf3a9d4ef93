"""What must hold of the expanded template beyond what a linter knows. Each rule yields a sentence for each breach."""

from __future__ import annotations

from infra.package.parts import Template
from infra.package.rules import alarms, concurrency, events, functions, limits, names, permissions, storage, users

RULES = (
    *functions.RULES,
    *events.RULES,
    *concurrency.RULES,
    *permissions.RULES,
    *storage.RULES,
    *users.RULES,
    *limits.RULES,
    *names.RULES,
    *alarms.RULES,
)


def breaches(template: Template) -> list[str]:
    """All breaches of all rules, empty when the template is as it should be."""
    return [breach for rule in RULES for breach in rule(template)]
