"""What a member is still to be mailed of. What comes shortly after one another is one mail, and says so in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.mail.jobs import JobKey, LetterKind

QUIET = timedelta(seconds=15)
"""The mail goes when nothing more came for so long."""
LONGEST = timedelta(seconds=60)
"""Nor does its first news wait longer, however much comes."""
TO_BE_ANSWERED = frozenset({LetterKind.MEMBER_CREATED, LetterKind.MEMBER_REPLIED, LetterKind.MEMBER_MENTIONED})
"""Somebody said something: the ticket has a mail of its own, which can be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One job that is to be mailed to a member, and when it came to be so."""

    key: JobKey
    kind: LetterKind
    at: datetime

    @property
    def order(self) -> tuple[str, int]:
        """Return what they are sorted by: the action, then its ticket."""
        return self.key.action_id, self.key.number or 0


def due_at(pending: Sequence[Pending]) -> datetime:
    """Return when a mail of these is to go, which aren't none."""
    came = [one.at for one in pending]
    return min(max(came) + QUIET, min(came) + LONGEST)


def next_group(pending: Sequence[Pending]) -> list[Pending]:
    """Return what the next mail tells of, the oldest first among it: of a ticket on which somebody said something all
    that is pending, else all there is of the tickets on which nobody did."""
    by_ticket: dict[int | None, list[Pending]] = defaultdict(list)
    for one in pending:
        by_ticket[one.key.number].append(one)
    first = by_ticket[pending[0].key.number]
    if _is_answered(first):
        return first
    return [one for one in pending if not _is_answered(by_ticket[one.key.number])]


def _is_answered(of_ticket: Sequence[Pending]) -> bool:
    return any(one.kind in TO_BE_ANSWERED for one in of_ticket)
