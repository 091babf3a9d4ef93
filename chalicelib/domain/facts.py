"""What reports count. A command's action carries its facts: what each says stays as it was then.

Nothing is ever changed: what is taken back is the same fact once more, with the opposite sign and on the same day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class FactKind(StrEnum):
    """`REFILED` is an arrival that counts as something else since; the next four move tickets into the backlog, or out
    of it: `LEFT` and `RETURNED` are archived, merged, spam, and back from there."""

    ARRIVED = "arrived"
    REFILED = "refiled"
    SOLVED = "solved"
    REOPENED = "reopened"
    LEFT = "left"
    RETURNED = "returned"
    REPLIED = "replied"
    FIRST = "first"
    NEXT = "next"
    RATED = "rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The things about a ticket by which reports tell tickets apart."""

    priority: str
    type: str
    channel: str
    contact_id: str | None = None
    label_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFact:
    """One of a ticket, on a `day` of the desk's zone. `sign` is −1 for what is taken back.

    `member` did it, or has the ticket. `arrived` is the day on which a ticket arrived that enters the backlog or leaves
    it, `hour` that of the day at which it did. `wall` and `business` are the seconds that it took since the ticket was
    made; `met` says whether that was in time, None where nothing was promised. `score` is a rating, with words or not.
    """

    kind: FactKind
    day: date
    subject: Subject
    sign: int = 1
    member: str | None = None
    hour: int | None = None
    arrived: date | None = None
    wall: int | None = None
    business: int | None = None
    met: bool | None = None
    score: int | None = None
    commented: bool = False


@dataclass(frozen=True, slots=True)
class FiledFacts:
    """The facts of one day that an action of the ticket `number` left."""

    action_id: str
    number: int
    facts: tuple[ReportFact, ...]


def taken_back(fact: ReportFact) -> ReportFact:
    """Return what makes a fact as if it had never been."""
    return replace(fact, sign=-fact.sign)
