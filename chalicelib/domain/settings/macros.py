"""Macros as a part of the settings: a name for a list of actions, shared with the whole desk or of one member alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.settings.saved_views import SHARED

MOST_MACROS = 100
"""Of a desk, and of each member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A name for a list of `actions`, of which the vocabulary in `domain/automation` says what each means."""

    id: str
    name: str
    owner_id: str
    shared: bool = False
    actions: tuple[Mapping[str, Any], ...] = ()

    @property
    def scope(self) -> str:
        """Return whose list the macro stands in: everybody's, or its owner's. A name is given once in a scope."""
        return SHARED if self.shared else self.owner_id
