"""The cells of the reports, added up from facts one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

from tests.reports.recount.facts import Fact, Told

_MINUTES = (
    "1 2 3 5 7 10 15 20 30 45 60 90 120 180 240 300 360 480 600 720 960 1200 1440 1800 2160 2880 4320 5760 7200 10080 "
    "14400 20160 30240 43200 64800 86400 129600"
)
EDGES = (0, *(60 * int(minutes) for minutes in _MINUTES.split()))
"""Where one bucket ends and the next begins, in seconds. What is longer than all of them is in a bucket of its own."""

Is = Callable[[Fact], bool]


def _kept(kind: str, kept: str) -> Is:
    return lambda fact: fact.kind == kind and fact.kept == kept


def _rated(score: int) -> Is:
    return lambda fact: fact.kind == "rated" and fact.score == score


def _of(kind: str) -> Is:
    return lambda fact: fact.kind == kind


MEASURES: Mapping[str, Is] = {
    **{kind: _of(kind) for kind in ("arrived", "solved", "reopened", "left", "returned", "replied", "first", "rated")},
    **{f"{kind}_{kept}": _kept(kind, kept) for kind in ("first", "next", "solved") for kept in ("met", "missed")},
    **{f"rated_{score}": _rated(score) for score in range(1, 6)},
    "commented": lambda fact: fact.kind == "rated" and bool(fact.comment),
}

DIMENSIONS: Mapping[str, Callable[[Fact], Iterable[str]]] = {
    "priority": lambda fact: [fact.state.priority],
    "type": lambda fact: [fact.state.type],
    "channel": lambda fact: [fact.state.channel],
    "label": lambda fact: fact.state.label_ids or [""],
    "member": lambda fact: [fact.member or ""],
    "contact": lambda fact: [fact.state.contact or ""],
}
"""The values that a fact counts at; the empty one is none."""


def within(facts: Iterable[Fact], first: date, last: date) -> list[Fact]:
    return [fact for fact in facts if first <= fact.day <= last]


def of_value(facts: Iterable[Fact], by: str, value: str) -> list[Fact]:
    return [fact for fact in facts if value in DIMENSIONS[by](fact)]


def values(facts: Iterable[Fact], by: str) -> set[str]:
    return {value for fact in facts for value in DIMENSIONS[by](fact)}


def cell(facts: Iterable[Fact], measure: str) -> list[Fact]:
    """Return the rows behind a number."""
    return [fact for fact in facts if MEASURES[measure](fact)]


def counts(facts: Sequence[Fact]) -> dict[str, int]:
    return {measure: len(cell(facts, measure)) for measure in MEASURES}


def backlog(told: Iterable[Told], day: date) -> int:
    """Return what had come in by the end of a day, less what had gone out. That is how many were open, but where the
    desk moved to a zone in which that day was to come once more."""
    return sum(by for one in told for when, by in one.moves if when <= day)


def open_at_the_end(told: Iterable[Told], day: date) -> list[int]:
    """Return the numbers of the tickets that were open when a day ended."""
    return [one.story.number for one in told if sum(by for when, by in one.moves if when <= day) > 0]


def seconds(fact: Fact, clock: str) -> int:
    taken = fact.seconds if clock == "wall" else fact.business
    assert taken is not None
    return taken


def span(facts: Iterable[Fact], kind: str, clock: str) -> dict[str, Any]:
    """Return how many there are, and their median and ninth decile as far as buckets tell."""
    taken = [seconds(fact, clock) for fact in facts if fact.kind == kind]
    return {"count": len(taken), "median_seconds": quantile(taken, 0.5), "p90_seconds": quantile(taken, 0.9)}


def quantile(taken: Sequence[int], part: float) -> float | None:
    """Return what that part of them took at most, if all of a bucket lie evenly in it."""
    if not taken:
        return None
    buckets = Counter(sum(edge <= one for edge in EDGES) - 1 for one in taken)
    rank = part * len(taken)
    many = [buckets[number] for number in range(len(EDGES))]
    for number, (before, until) in enumerate(pairwise([0, *accumulate(many)])):
        if many[number] and until >= rank:
            if number == len(EDGES) - 1:
                return float(EDGES[-1])
            return EDGES[number] + (rank - before) / many[number] * (EDGES[number + 1] - EDGES[number])
    raise AssertionError("beyond all of them")


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def hours(facts: Iterable[Fact]) -> list[list[int]]:
    """Return how many arrived, by weekday and hour."""
    found = [[0] * 24 for _ in range(7)]
    for fact in cell(facts, "arrived"):
        found[fact.day.weekday()][fact.hour] += 1
    return found
