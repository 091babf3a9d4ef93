"""What a list of tickets may be narrowed down by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.sla.state import SlaStatus

_UNASKED = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    """Each set means any of its values, an empty one anything; an assignee of None means nobody.

    Archived tickets are listed alone, or not at all. `sla` are states of the ticket's indicator at the moment `at`.
    `soonest_due` puts on top what has to be resolved first; archived tickets have no such order.
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
    sla: frozenset[SlaStatus] = frozenset()
    soonest_due: bool = False
    at: datetime = _UNASKED
