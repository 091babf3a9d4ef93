"""Saved views: a name for a combination of filters, shared with the whole desk or of one member alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.domain.errors import invalid
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType

SHARED = "shared"

_KNOWN: Mapping[str, type[StrEnum]] = {
    "status": Status,
    "priority": Priority,
    "type": TicketType,
    "channel": Channel,
    "sla": SlaStatus,
}


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
        """Who finds it: everybody, or its owner. A name is given once in a scope."""
        return SHARED if self.shared else self.owner_id


def check_filters(filters: Mapping[str, str]) -> None:
    """Raises DeskError at the filter with a value that the list would refuse.

    Labels, members and contacts may come and go: a view that names one that is gone finds nothing.
    """
    for name, kind in _KNOWN.items():
        values = {value.strip() for value in filters.get(name, "").split(",")} - {""}
        if not values <= set(kind):
            raise invalid(f"filters.{name}", f"Choose from {', '.join(kind)}.")
