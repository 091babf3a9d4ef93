"""Canned responses: texts with variables. The variables are a closed list; a variable may say what stands in for it.

`{{customer_name}}` is filled with the value, `{{customer_name|there}}` with `there` when there is none. There is no
nesting, and what is filled in is never looked at again: a customer called `{{agent_name}}` stays so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import invalid

CANNED_LENGTH = 20_000
MOST_VARIABLES = 100
FALLBACK_LENGTH = 200
VARIABLES = (
    "customer_name",
    "customer_email",
    "ticket_id",
    "ticket_title",
    "agent_name",
    "workspace_name",
    "ticket_url",
)

_VARIABLE = re.compile(r"\{\{([^{}|]*)(?:\|([^{}]*))?\}\}")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its variables filled. `empty` names those that had neither value nor fallback, each once."""

    text: str
    empty: tuple[str, ...]


def check(body: str, field: str = "body", allowed: Sequence[str] = VARIABLES) -> None:
    """Raises DeskError at `field` for a text that could not be rendered as its writer means it."""
    found = list(_VARIABLE.finditer(body))
    if len(found) > MOST_VARIABLES:
        raise invalid(field, f"A text may have {MOST_VARIABLES} variables at most.")
    for match in found:
        _check_variable(match[1].strip(), match[2] or "", field, allowed)
    if "{{" in _VARIABLE.sub("", body):
        raise invalid(field, "Write a variable as {{name}} or {{name|instead}}, without another one inside.")


def render(body: str, values: Mapping[str, str]) -> Rendered:
    """Fill in `values`, in one pass over a text that `check` has passed."""
    empty: dict[str, None] = {}

    def filled(match: re.Match[str]) -> str:
        name = match[1].strip()
        text = _as_words(values.get(name, "")) or (match[2] or "").strip()
        if not text:
            empty[name] = None
        return text

    return Rendered(_VARIABLE.sub(filled, body), tuple(empty))


def _check_variable(name: str, fallback: str, field: str, allowed: Sequence[str]) -> None:
    if name not in allowed:
        shown = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
        raise invalid(field, f"There is no variable “{shown}”. There are: {', '.join(allowed)}.")
    if len(fallback) > FALLBACK_LENGTH:
        raise invalid(field, f"What stands in for {name} may have {FALLBACK_LENGTH} characters at most.")


def _as_words(value: str) -> str:
    """A value on one line, and without the two characters that would make a Markdown link of it."""
    return " ".join(value.split()).replace("](", "] (")
