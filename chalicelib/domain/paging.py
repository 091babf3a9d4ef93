"""Pages of lists, and what a list of tickets may be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list. `position` is where the next part begins, None at the end."""

    items: list[T]
    position: str | None
