"""What finding and counting need of the table, as Protocols."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Protocol

from chalicelib.domain.search_query import Query
from chalicelib.domain.search_terms import Hits, Indexed
from chalicelib.domain.tickets.counts import Counts


class Matches(Protocol):
    """The numbers of the tickets that match, the highest first.

    It ends at the last one, or when as much was read as one request may read. `position` then says where to go on, None
    at the end.
    """

    def __iter__(self) -> Iterator[int]: ...

    @property
    def position(self) -> str | None: ...

    @property
    def units(self) -> float:
        """The read units that finding took until now."""
        ...

    def kinds(self, number: int) -> Set[str]:
        """The kinds of sources that have the words of a ticket that matched, as far as they were read."""
        ...


class Search(Protocol):
    def matches(self, wanted: Query, start: int | None, *, notes: bool) -> Matches:
        """From the number `start` down. Words that stand in internal notes alone count only with `notes`."""
        ...

    def nearly(self, term: str, most: int) -> Sequence[str]:
        """Terms that `term` is a typo away from, the likely newest first, among `most` entries of the dictionary.

        Some may stand in internal notes alone: they are to be searched for, not to be shown.
        """
        ...

    def hits(self, stem: str, term: str, *, notes: bool) -> Hits:
        """The tickets that have a word beginning with `stem`, when they are few, else the newest that have `term`.

        Each is a page, about half a read unit; `Hits.pages` says how many it took.
        """
        ...

    def indexed(self, number: int, sources: Sequence[str]) -> Sequence[Indexed]: ...

    def index(self, changes: Sequence[tuple[Indexed, frozenset[str]]]) -> None:
        """Let each source of a ticket be found by these terms, and by none of those it was found by before.

        Its text must have been read after what was indexed. Raises ConflictError when somebody else indexed a source
        since; then read both again.
        """
        ...


class Counters(Protocol):
    def add(self, action_id: str, tabs: Mapping[str, int], members: Mapping[str, int], expires_at: int) -> None:
        """Raises RepeatedError when this action was counted before; that is remembered until `expires_at`.

        The instant is in seconds since 1970. Raises ConflictError when others count at this very moment.
        """
        ...

    def read(self, member_id: str | None) -> Counts: ...

    def whole(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return every tab's count, and every member's own, as they are this moment."""
        ...

    def counted(self, action_ids: Sequence[str]) -> Set[str]:
        """Return those of the actions that are known to be counted."""
        ...

    def correct(self, tabs: Mapping[str, tuple[int, int]], members: Mapping[str, tuple[int, int]]) -> None:
        """Add to counts: of each, what it must still be, and how much is added.

        Raises ConflictError when one isn't what it was, or others count at this very moment; then a part may be done.
        """
        ...

    def add_unproven(self, day: str, amounts: Mapping[str, int], expires_at: int) -> tuple[Mapping[str, int], set[str]]:
        """Add to what a day has of the unproven. Return what it then comes to, and of which somebody was told."""
        ...

    def told_unproven(self, day: str, what: str) -> None:
        """Note that somebody was told of what a day has of that."""
        ...
