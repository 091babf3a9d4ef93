"""Pages of lists, and what a list of tickets may be narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list. `position` is where the next part begins, None at the end."""

    items: list[T]
    position: str | None


def pages_of(read: Callable[[str | None], Page[T]], after: str | None = None) -> Iterator[Page[T]]:
    """Yield all pages of a list from a position on, each read when it is looked for."""
    while True:
        page = read(after)
        yield page
        if page.position is None:
            return
        after = page.position


def items_of(read: Callable[[str | None], Page[T]], after: str | None = None) -> Iterator[T]:
    """Yield what is on those pages."""
    for page in pages_of(read, after):
        yield from page.items
