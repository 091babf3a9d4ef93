"""Saved views: a name for a combination of filters, shared with the whole desk or of one member alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SHARED = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`filters` maps filters of the tickets' list to values as that list takes them: `{"status": "open,waiting"}`."""

    id: str
    name: str
    owner_id: str
    shared: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        """Return whose list the view stands in: everybody's, or its owner's. A name is given once in a scope."""
        return SHARED if self.shared else self.owner_id
