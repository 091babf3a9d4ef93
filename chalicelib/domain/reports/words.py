"""The words that facts are counted under: in the cell of a day, and by what tells tickets apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from chalicelib.domain.facts import FactKind, ReportFact
from chalicelib.domain.reports.spans import bucket_of


class Measure(StrEnum):
    """The things that numbers of reports count."""

    ARRIVED = "arrived"
    SOLVED = "solved"
    REOPENED = "reopened"
    LEFT = "left"
    RETURNED = "returned"
    REPLIED = "replied"
    FIRST = "first"
    FIRST_MET = "first_met"
    FIRST_MISSED = "first_missed"
    NEXT_MET = "next_met"
    NEXT_MISSED = "next_missed"
    SOLVED_MET = "solved_met"
    SOLVED_MISSED = "solved_missed"
    RATED = "rated"
    RATED_1 = "rated_1"
    RATED_2 = "rated_2"
    RATED_3 = "rated_3"
    RATED_4 = "rated_4"
    RATED_5 = "rated_5"
    COMMENTED = "commented"
    BACKLOG = "backlog"


class Timing(StrEnum):
    """By which a span is measured: by the one on the wall, or by the desk's hours less what was waited for."""

    WALL = "wall"
    BUSINESS = "business"


class Dimension(StrEnum):
    """By what tickets are told apart. `ALL` tells none apart."""

    ALL = "all"
    PRIORITY = "priority"
    TYPE = "type"
    CHANNEL = "channel"
    LABEL = "label"
    MEMBER = "member"
    CONTACT = "contact"


INTO, OUT = "in", "out"
"""What moved into the backlog, and out of it."""
FACTS, STILL = "facts", "still"
"""How many facts a day has; how many of its arrivals are in the backlog."""
Tally = Mapping[str, int]
Tables = dict[Dimension, dict[str, Counter[str]]]

_COUNTED = {
    FactKind.ARRIVED: Measure.ARRIVED,
    FactKind.REFILED: Measure.ARRIVED,
    FactKind.SOLVED: Measure.SOLVED,
    FactKind.REOPENED: Measure.REOPENED,
    FactKind.LEFT: Measure.LEFT,
    FactKind.RETURNED: Measure.RETURNED,
    FactKind.REPLIED: Measure.REPLIED,
    FactKind.FIRST: Measure.FIRST,
}
_JUDGED = {
    FactKind.FIRST: (Measure.FIRST_MISSED, Measure.FIRST_MET),
    FactKind.NEXT: (Measure.NEXT_MISSED, Measure.NEXT_MET),
    FactKind.SOLVED: (Measure.SOLVED_MISSED, Measure.SOLVED_MET),
}
_FLOWS = {
    FactKind.ARRIVED: (INTO, 1),
    FactKind.REOPENED: (INTO, 1),
    FactKind.RETURNED: (INTO, 1),
    FactKind.SOLVED: (OUT, -1),
    FactKind.LEFT: (OUT, -1),
}
SPANS = (FactKind.FIRST, FactKind.SOLVED)
_OF_CONTACTS = frozenset({Measure.ARRIVED, Measure.SOLVED})
"""All that is counted by contact: there are too many of them for more."""


def measures(fact: ReportFact) -> Iterator[Measure]:
    """Yield what a fact counts as."""
    if fact.kind in _COUNTED:
        yield _COUNTED[fact.kind]
    if fact.met is not None and fact.kind in _JUDGED:
        yield _JUDGED[fact.kind][fact.met]
    if fact.score is not None:
        yield Measure.RATED
        yield Measure(f"rated_{fact.score}")
        if fact.commented:
            yield Measure.COMMENTED


def flow(fact: ReportFact) -> int:
    """Return by how much a fact changes the backlog."""
    return _FLOWS[fact.kind][1] * fact.sign if fact.kind in _FLOWS else 0


def cells(facts: Iterable[ReportFact]) -> dict[date, Counter[str]]:
    """Return what facts add to the cells of their days, and of the days on which their tickets arrived."""
    found: dict[date, Counter[str]] = {}
    for fact in facts:
        cell = found.setdefault(fact.day, Counter())
        cell[FACTS] += 1
        for measure in measures(fact):
            cell[measure.value] += fact.sign
        if fact.kind in _FLOWS and fact.arrived:
            cell[_FLOWS[fact.kind][0]] += fact.sign
            found.setdefault(fact.arrived, Counter())[STILL] += flow(fact)
    return {day: Counter({word: by for word, by in cell.items() if by}) for day, cell in found.items()}


def tables(facts: Iterable[ReportFact]) -> Tables:
    """Return what facts are counted under, by each dimension and value."""
    found: Tables = {dimension: {} for dimension in Dimension}
    for fact in facts:
        words = list(_words(fact))
        for dimension in Dimension:
            shown = [one for one in words if one in _OF_CONTACTS] if dimension is Dimension.CONTACT else words
            for value in values(fact, dimension) if shown else ():
                row = found[dimension].setdefault(value, Counter())
                for word in shown:
                    row[word] += fact.sign
    return {dimension: _without_nothing(rows) for dimension, rows in found.items()}


def values(fact: ReportFact, dimension: Dimension) -> tuple[str, ...]:
    """Return what a fact has of a dimension; an empty word for nothing."""
    subject = fact.subject
    match dimension:
        case Dimension.ALL:
            return ("",)
        case Dimension.LABEL:
            return subject.label_ids or ("",)
        case Dimension.MEMBER:
            return (fact.member or "",)
        case Dimension.CONTACT:
            return (subject.contact_id or "",)
        case _:
            return (str(getattr(subject, dimension.value)),)


def span_word(kind: FactKind, clock: Timing, bucket: int) -> str:
    return f"{kind.value}.{clock.value}.{bucket}"


def hour_word(weekday: int, hour: int) -> str:
    return f"hour.{weekday}.{hour}"


def _words(fact: ReportFact) -> Iterator[str]:
    for measure in measures(fact):
        yield measure.value
    if fact.hour is not None:
        yield hour_word(fact.day.weekday(), fact.hour)
    if fact.kind in SPANS:
        for clock, seconds in ((Timing.WALL, fact.wall), (Timing.BUSINESS, fact.business)):
            if seconds is not None:
                yield span_word(fact.kind, clock, bucket_of(seconds))


def _without_nothing(rows: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    kept = {value: Counter({word: by for word, by in row.items() if by}) for value, row in rows.items()}
    return {value: row for value, row in kept.items() if row}
