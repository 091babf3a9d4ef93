"""Expressions of DynamoDB, read once and then only carried out, as far as the desk has them: conditions and operands.

Each becomes a function of an item, the names and the values. What isn't known here raises NotImplementedError, never a
wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Any

Item = dict[str, Any]
Names = Mapping[str, str]
Values = Mapping[str, Any]
Condition = Callable[[Item, Names, Values], bool]
Operand = Callable[[Item, Names, Values], Any]
"""An attribute's value, such as {"S": "x"}; None for one that isn't there."""

_TOKEN = re.compile(r"\s*(<>|<=|>=|[=<>(),+-]|[#:]?\w+(?:\.#?\w+)*)")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _content(value: Any) -> Any:
    """What two values are compared by. Members of a set are in no order."""
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return Decimal(content)
        case "NS":
            return {Decimal(one) for one in content}
        case "SS" | "BS":
            return set(content)
    return content


def kind_of(value: Any) -> str:
    return str(next(iter(value)))


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return False
    return kind_of(one) == kind_of(other) and bool(_content(one) == _content(other))


def found_at(item: Item, path: list[str], names: Names) -> Any:
    value: Any = {"M": item}
    for part in path:
        value = value.get("M", {}).get(names.get(part, part)) if value else None
    return value


@dataclass(slots=True)
class Reader:
    """An expression's words, taken one after the other."""

    words: list[str]
    at: int = 0

    @classmethod
    def of(cls, text: str) -> Reader:
        words, end = list[str](), 0
        while text[end:].strip():
            found = _TOKEN.match(text, end)
            if found is None:
                raise NotImplementedError(text[end:])
            words.append(found[1])
            end = found.end()
        return cls(words)

    @property
    def next(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, wanted: str = "") -> str:
        word = self.next
        if wanted and word.upper() != wanted:
            raise NotImplementedError(f"{word} in the place of {wanted}")
        self.at += 1
        return word

    def took(self, wanted: str) -> bool:
        if self.next.upper() != wanted:
            return False
        self.at += 1
        return True

    def listed(self) -> list[Operand]:
        """The operands between two brackets."""
        self.take("(")
        found = [self.operand()]
        while self.took(","):
            found.append(self.operand())
        self.take(")")
        return found

    def operand(self) -> Operand:
        word = self.take()
        if word.startswith(":"):
            return lambda item, names, values: values[word]
        if self.next != "(":
            path = word.split(".")
            return lambda item, names, values: found_at(item, path, names)
        parts = self.listed()
        match word.lower(), parts:
            case "if_not_exists", [there, otherwise]:
                return lambda *known: otherwise(*known) if there(*known) is None else there(*known)
            case "list_append", [first, second]:
                return lambda *known: {"L": [*first(*known)["L"], *second(*known)["L"]]}
        raise NotImplementedError(word)

    def any_of(self) -> Condition:
        first = self.all_of()
        if not self.took("OR"):
            return first
        rest = self.any_of()
        return lambda *known: first(*known) or rest(*known)

    def all_of(self) -> Condition:
        first = self.one()
        if not self.took("AND"):
            return first
        rest = self.all_of()
        return lambda *known: first(*known) and rest(*known)

    def one(self) -> Condition:
        if self.took("NOT"):
            negated = self.one()
            return lambda *known: not negated(*known)
        if self.took("("):
            inner = self.any_of()
            self.take(")")
            return inner
        if self.next.lower() in _FUNCTIONS:
            return _FUNCTIONS[self.take().lower()](*self.listed())
        return self.comparison(self.operand())

    def comparison(self, one: Operand) -> Condition:
        if self.took("IN"):
            several = self.listed()
            return lambda *known: any(_same(one(*known), other(*known)) for other in several)
        if self.took("BETWEEN"):
            low = self.operand()
            self.take("AND")
            high = self.operand()
            return lambda *known: _ordered(le, low(*known), one(*known)) and _ordered(le, one(*known), high(*known))
        sign, other = self.take(), self.operand()
        if sign in ("=", "<>"):
            wanted = sign == "="
            return lambda *known: _same(one(*known), other(*known)) is wanted
        compares = _COMPARISONS[sign]
        return lambda *known: _ordered(compares, one(*known), other(*known))


def _ordered(compares: Callable[[Any, Any], bool], one: Any, other: Any) -> bool:
    if one is None or other is None or kind_of(one) != kind_of(other):
        return False
    return compares(_content(one), _content(other))


def _contains(whole: Any, part: Any) -> bool:
    if whole is None or part is None:
        return False
    if kind_of(whole) == "L":
        return part in whole["L"]
    return _content(part) in _content(whole)


_FUNCTIONS: dict[str, Callable[..., Condition]] = {
    "attribute_exists": lambda one: lambda *known: one(*known) is not None,
    "attribute_not_exists": lambda one: lambda *known: one(*known) is None,
    "begins_with": lambda one, start: (
        lambda *known: bool(one(*known) and _content(one(*known)).startswith(_content(start(*known))))
    ),
    "contains": lambda one, part: lambda *known: _contains(one(*known), part(*known)),
}


@lru_cache(2000)
def condition(text: str) -> Condition:
    """Read a condition, a key condition or a filter."""
    reader = Reader.of(text)
    found = reader.any_of()
    if reader.next:
        raise NotImplementedError(text)
    return found
