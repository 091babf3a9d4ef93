"""What the tabs count: every ticket under its status, the archived ones apart, merged ones and spam not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.events import ARCHIVED, Place
from chalicelib.domain.vocabulary import Status

UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Counts:
    """Tickets by tab (a status, `archived`, `unassigned`), and those of one member. Tabs without any may be missing."""

    tabs: Mapping[str, int]
    mine: int

    @property
    def all(self) -> int:
        return sum(self.tabs.get(status, 0) for status in Status)


@dataclass(frozen=True, slots=True)
class Move:
    """By how much each tab and each member's own count change; nothing that stays the same is in it."""

    tabs: Mapping[str, int] = field(default_factory=dict)
    members: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tabs or self.members)


def move(was: Place | None, now: Place | None) -> Move:
    """Return how the counts change when a ticket goes from one place to another. Members count what isn't put away."""
    tabs: Counter[str] = Counter()
    members: Counter[str] = Counter()
    for place, by in ((was, -1), (now, 1)):
        if place is None or place.bucket not in {*Status, ARCHIVED}:
            continue
        tabs[place.bucket] += by
        if place.bucket == ARCHIVED:
            continue
        if place.assignee_id is None:
            tabs[UNASSIGNED] += by
        else:
            members[place.assignee_id] += by
    return Move(_changed(tabs), _changed(members))


def _changed(amounts: Mapping[str, int]) -> dict[str, int]:
    return {name: by for name, by in amounts.items() if by}
