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


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    """Each set means any of its values, an empty one anything; an assignee of None means nobody.

    Archived tickets are listed alone, or not at all.
    """

    statuses: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    assignees: frozenset[str | None] = frozenset()
    contacts: frozenset[str] = frozenset()
    archived: bool = False
    newest_first: bool = True
