"""What the facts of a day or a week add up to, so that a report over many of them reads a few items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain.reports.days import DAY, Period
from chalicelib.domain.reports.words import Dimension, Measure

Rows = Mapping[str, Mapping[str, int]]
"""Words and how often, by a value of some dimension."""
WEEK = 7
MOST_OF_DAY, MOST_OF_WEEK = 100, 300
"""Contacts that are kept of a day that is over, and of a week: those with the most tickets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Of so many `facts` of `days` days from `first` on. `until` is the last action in it, None once the days are over;
    `cut` that rows were left out."""

    dimension: Dimension
    first: date
    facts: int
    rows: Rows = field(default_factory=dict)
    days: int = 1
    until: str | None = None
    cut: bool = False


def monday(day: date) -> date:
    return day - day.weekday() * DAY


def weeks(period: Period) -> tuple[date, ...]:
    """Return the Mondays of the weeks that lie wholly in a period."""
    first = monday(period.first + (WEEK - 1) * DAY)
    count = max(0, ((period.last - first).days + 1) // WEEK)
    return tuple(first + number * WEEK * DAY for number in range(count))


def added(parts: Iterable[Rows]) -> dict[str, Counter[str]]:
    """Return what all parts add up to; nothing is kept of what came to nothing."""
    rows: dict[str, Counter[str]] = {}
    for part in parts:
        for value, words in part.items():
            rows.setdefault(value, Counter()).update(words)
    return {value: found for value, words in rows.items() if (found := Counter({w: n for w, n in words.items() if n}))}


def cut_to(rows: Rows, most: int) -> tuple[Rows, bool]:
    """Return the rows with the most tickets, and whether others were left out. What has no value is always kept."""
    if len(rows) <= most:
        return rows, False
    ranked = sorted(rows, key=lambda value: (value != "", -_weight(rows[value]), value))
    return {value: rows[value] for value in ranked[:most]}, True


def _weight(words: Mapping[str, int]) -> int:
    return words.get(Measure.ARRIVED.value, 0) + words.get(Measure.SOLVED.value, 0)


def stretches(days: Sequence[date]) -> tuple[Period, ...]:
    """Return days in order as periods without gaps."""
    found: list[Period] = []
    for day in days:
        if found and found[-1].last + DAY == day:
            found[-1] = Period(found[-1].first, day)
        else:
            found.append(Period(day, day))
    return tuple(found)
