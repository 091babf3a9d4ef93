"""Canned responses: texts with variables. The variables are a closed list; a variable may say what stands in for it.

`{{customer_name}}` is filled with the value, `{{customer_name|there}}` with `there` when there is none. There is no
nesting, and what is filled in is never looked at again: a customer called `{{agent_name}}` stays so. `\\{{` is two
braces that begin no variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import invalid

CANNED_LENGTH = 20_000
CANNED_FOLDER_LENGTH = 60
MOST_VARIABLES = 100
FALLBACK_LENGTH = 200
VARIABLES = (
    "customer_name",
    "customer_first_name",
    "customer_email",
    "ticket_id",
    "ticket_title",
    "agent_name",
    "workspace_name",
    "ticket_url",
)

_VARIABLE = re.compile(r"\\\{\{|\{\{(?P<name>[^{}|]*)(?:\|(?P<instead>[^{}]*))?\}\}")
_BRACES = "\\{{"
_SHOWN = 40
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "sr", "sra", "hr", "fr", "m", "mme", "mlle", "herr", "frau"}
    | {"monsieur", "madame", "señor", "señora", "don", "doña"}
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its variables filled. `empty` names those that had neither value nor fallback, each once."""

    text: str
    empty: tuple[str, ...]


def check(body: str, field: str = "body", allowed: Sequence[str] = VARIABLES) -> None:
    """Raises DeskError at `field` for a text that could not be rendered as its writer means it."""
    found = [match for match in _VARIABLE.finditer(body) if match[0] != _BRACES]
    if len(found) > MOST_VARIABLES:
        raise invalid(field, f"A text may have {MOST_VARIABLES} variables at most.")
    for match in found:
        _check_variable(match["name"].strip(), match["instead"] or "", field, allowed)
    if "{{" in _VARIABLE.sub("", body):
        raise invalid(field, "Write a variable as {{name}} or {{name|instead}}, without another one inside.")


def render(body: str, values: Mapping[str, str]) -> Rendered:
    """Fill in `values`, in one pass over a text that `check` has passed."""
    empty: dict[str, None] = {}

    def filled(match: re.Match[str]) -> str:
        if match[0] == _BRACES:
            return "{{"
        name = match["name"].strip()
        text = _as_words(values.get(name, "")) or (match["instead"] or "").strip()
        if not text:
            empty[name] = None
        return text

    return Rendered(_VARIABLE.sub(filled, body), tuple(empty))


def first_name(name: str) -> str:
    """Return what somebody is called by who knows them: the first of their names, which comes last after a comma. A
    name in letters that have no blanks between them, or one alone, is whole."""
    family, comma, given = name.partition(",")
    words = (given if comma and given.strip() else family).split()
    while len(words) > 1 and words[0].casefold().removesuffix(".") in _TITLES:
        words = words[1:]
    whole = not words or any(_CJK.match(word) for word in words)
    return name.strip() if whole else words[0]


def _check_variable(name: str, fallback: str, field: str, allowed: Sequence[str]) -> None:
    if name not in allowed:
        shown = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
        raise invalid(field, f"There is no variable “{shown}”. There are: {', '.join(allowed)}.")
    if len(fallback) > FALLBACK_LENGTH:
        raise invalid(field, f"What stands in for {name} may have {FALLBACK_LENGTH} characters at most.")


def _as_words(value: str) -> str:
    """A value on one line, and without the two characters that would make a Markdown link of it."""
    return " ".join(value.split()).replace("](", "] (")
