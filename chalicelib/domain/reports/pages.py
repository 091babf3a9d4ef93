"""What each page of the reports counts: one table, from which numbers, lists and the API's schema follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.facts import FactKind
from chalicelib.domain.reports.words import SPANS, Dimension, Measure


class ReportName(StrEnum):
    OVERVIEW = "overview"
    SPEED = "speed"
    SLA = "sla"
    SATISFACTION = "satisfaction"
    TEAM = "team"
    TOPICS = "topics"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A page has `measures` by day and in all, `spans` that are measured, and tells tickets apart by something where
    nobody asks for anything. `daily` are measures of days alone."""

    measures: tuple[Measure, ...]
    spans: tuple[FactKind, ...] = ()
    by: Dimension | None = None
    daily: tuple[Measure, ...] = ()
    ages: bool = False
    due: bool = False
    hours: bool = False
    distribution: bool = False


_RATED = (Measure.RATED, *(Measure(f"rated_{score}") for score in range(1, 6)))
_ANSWERS = (Measure.FIRST_MET, Measure.FIRST_MISSED, Measure.NEXT_MET, Measure.NEXT_MISSED)
CONTENTS: Mapping[ReportName, Contents] = {
    ReportName.OVERVIEW: Contents(
        measures=(
            *(Measure.ARRIVED, Measure.SOLVED, Measure.REOPENED, Measure.LEFT, Measure.RETURNED),
            Measure.REPLIED,
        ),
        daily=(Measure.BACKLOG,),
        ages=True,
        due=True,
    ),
    ReportName.SPEED: Contents(measures=(Measure.FIRST, Measure.SOLVED), spans=SPANS, distribution=True),
    ReportName.SLA: Contents(measures=(*_ANSWERS, Measure.SOLVED_MET, Measure.SOLVED_MISSED), due=True),
    ReportName.SATISFACTION: Contents(measures=(*_RATED, Measure.COMMENTED, Measure.SOLVED)),
    ReportName.TEAM: Contents(
        measures=(Measure.REPLIED, Measure.FIRST, Measure.SOLVED, Measure.REOPENED, *_RATED),
        spans=SPANS,
        by=Dimension.MEMBER,
    ),
    ReportName.TOPICS: Contents(
        measures=(Measure.ARRIVED, Measure.SOLVED, Measure.REOPENED), spans=(FactKind.SOLVED,), by=Dimension.LABEL
    ),
    ReportName.HOURS: Contents(measures=(Measure.ARRIVED,), hours=True),
}


@dataclass(frozen=True, slots=True)
class Age:
    """Open tickets that arrived so many days ago, both included; None is: or more."""

    least: int
    most: int | None


AGES = (Age(0, 0), Age(1, 2), Age(3, 6), Age(7, 29), Age(30, 89), Age(90, None))
