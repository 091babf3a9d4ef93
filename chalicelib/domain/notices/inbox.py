"""What a member finds in the inbox: entries of their own, and those they share with whoever else chose to hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.notices.ways import Scope
from chalicelib.domain.text import one_line

ANSWER_PARKED = "ticket.answer_parked"
"""In the place of an event: a mail to a ticket was parked, so nothing happened there."""
PREVIEW_LENGTH = 140
SHARED = (Scope.UNASSIGNED, Scope.ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """`id` is the action's, or made of the mail that it is about, so that telling twice is telling once.

    `member_id` is whose it is: for an entry that several share, the name of their scope. Of such a one `told_at` is
    when it was put there, and `actor_id` who finds none of it, since they did it. `preview` is how the message begins
    that it is about, never a note; `why` is a word for the reason, of what wasn't done. `instead_of` is the member for
    whom whoever finds it stands in.
    """

    id: str
    member_id: str
    event: str
    number: int
    title: str
    actor: str
    at: datetime
    read: bool = False
    actor_id: str | None = None
    preview: str = ""
    why: str = ""
    told_at: datetime | None = None
    instead_of: str | None = None

    @property
    def scope(self) -> Scope:
        """Return the scope that it is told in."""
        return Scope(self.member_id) if self.member_id in SHARED else Scope.MINE


@dataclass(frozen=True, slots=True)
class Marks:
    """A member's notes on the entries that they share: those told up to `until` are read, and those whose ids are in
    `read`; those in `done` are no longer in their inbox."""

    until: datetime | None = None
    read: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()

    def has_read(self, entry: InboxEntry) -> bool:
        by_then = self.until is not None and entry.told_at is not None and entry.told_at <= self.until
        return by_then or entry.id in self.read


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries of one list, the newest first; `last` is the id of the one that reading stopped at, None at the end."""

    entries: Sequence[InboxEntry]
    last: str | None


def merged(stretches: Sequence[Stretch]) -> Stretch:
    """Put stretches together that begin at the same place, down to where all of them were read. What somebody was told
    themselves isn't told again by what they share; of two that are shared, the first stretch's stands."""
    edge = max((one.last for one in stretches if one.last is not None), default=None)
    found: dict[str, InboxEntry] = {}
    for one in stretches:
        for entry in one.entries:
            if edge is None or entry.id >= edge:
                found.setdefault(entry.id, entry)
    return Stretch([found[entry_id] for entry_id in sorted(found, reverse=True)], edge)


def preview_of(text: str) -> str:
    """Return how a text begins, on one line."""
    line = one_line(text[: 8 * PREVIEW_LENGTH])
    return line if len(line) <= PREVIEW_LENGTH else f"{line[: PREVIEW_LENGTH - 1].rstrip()}…"
