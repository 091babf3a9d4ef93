"""What the desk can refuse, as data. Edges turn it into HTTP answers, form messages or parked mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

RETRY_AFTER = 5
"""Seconds after which to ask again what could not be served."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field. `field` is a dotted path such as `contact.email`."""

    field: str
    message: str


@dataclass(eq=False)
class DeskError(Exception):
    """A refusal with a stable `code`; `detail` says to a person what was wrong and what to do."""

    code: str
    detail: str
    errors: Sequence[FieldError] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


def invalid(name: str, message: str) -> DeskError:
    """One field holds something that can't be."""
    return DeskError("validation_failed", message, (FieldError(name, message),))


def not_found(what: str = "ticket") -> DeskError:
    return DeskError("not_found", f"{what.capitalize()} not found.")


def unavailable() -> DeskError:
    """Nothing is wrong with what was asked: the same again, a little later, is carried out."""
    return DeskError("unavailable", "The desk is busy right now. Please try again in a few seconds.")
