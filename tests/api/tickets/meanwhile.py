"""Somebody else is quicker: for tests of what happens to the slower one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.domain.settings.parts import Part
from chalicelib.services.ports import Room
from chalicelib.services.ports.settings import Parts


class _Meanwhile:
    """The settings' parts, on which somebody else writes first, once, in the moment before a write."""

    def __init__(self, parts: Parts, other: Callable[[], None]) -> None:
        self._parts = parts
        self._other: Callable[[], None] | None = other

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parts, name)

    def write(self, before: Part | None, after: Part | None, *given: Any, **named: Any) -> None:
        other, self._other = self._other, None
        if other:
            other()
        self._parts.write(before, after, *given, **named)


def meanwhile(room: Room, other: Callable[[], None]) -> Room:
    """A room in which `other` happens first, in the moment before the next change of the settings is written."""
    return replace(room, parts=_Meanwhile(room.parts, other))  # type: ignore[arg-type]
