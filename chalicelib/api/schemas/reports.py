"""Reports, as the API is asked for them and answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from chalicelib.api.schemas.base import Day, Document
from chalicelib.api.schemas.tickets import TicketRow
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.facts import FactKind
from chalicelib.domain.reports.pages import ReportName
from chalicelib.domain.reports.words import Measure, Timing

_LONGEST = 400 * 86_400
"""Seconds that a list may be narrowed down by."""


class ApartBy(StrEnum):
    """By what a report tells tickets apart."""

    PRIORITY = "priority"
    TYPE = "type"
    CHANNEL = "channel"
    LABEL = "label"
    MEMBER = "member"
    CONTACT = "contact"


class ReportQuery(Schema):
    """From the day `from` to the day `to`, both included: days of the business hours' zone. Without them, the last
    thirty; 366 at most. `by` gives a row to each value."""

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None
    by: ApartBy | None = None


class ReportExportQuery(ReportQuery):
    cursor: str | None = Field(default=None, max_length=2000)


class ReportTicketsQuery(ReportQuery):
    """`cell` is the number whose list this is. `value` is the row's, empty for those that have none; `least` and
    `below` are seconds by the `clock`, `weekday` is 0 for Monday."""

    flags = frozenset({"value"})
    cell: Measure
    value: str | None = Field(default=None, max_length=100)
    clock: Timing = Timing.WALL
    least: int | None = Field(default=None, ge=0, le=_LONGEST)
    below: int | None = Field(default=None, ge=0, le=_LONGEST)
    weekday: int | None = Field(default=None, ge=0, le=6)
    hour: int | None = Field(default=None, ge=0, le=23)
    limit: int = Field(default=50, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=2000)


class DaysOut(Document):
    first_day: date
    last_day: date


class SpanOut(Document):
    """The seconds that so many took; null where nothing did. They are known to within the width of a bucket."""

    count: int
    median_seconds: int | None
    p90_seconds: int | None


class ReportNumbersOut(Document):
    """`counts` has the measures of the page, `spans` what was measured by which clock."""

    counts: dict[Measure, int]
    spans: dict[FactKind, dict[Timing, SpanOut]]


class ReportDayOut(Document):
    day: date
    counts: dict[Measure, int]


class ReportRowOut(ReportNumbersOut):
    """`value` is an id or a word, empty for tickets that have none; `name` what it is called, null for what is gone."""

    value: str
    name: str | None
    color: str | None = None


class AgeOut(Document):
    """Open tickets that arrived within these days, `from_days` to `to_days` ago; null is without end."""

    from_days: int
    to_days: int | None
    first_day: date | None
    last_day: date
    tickets: int


class DueOut(Document):
    """As it is now. `most` at risk or overdue may be more."""

    open: int
    at_risk: int
    overdue: int
    most: int


class BucketOut(Document):
    """So many took `from_seconds` or more and less than `below_seconds`, null for whatever was longer."""

    from_seconds: int
    below_seconds: int | None
    count: int


class ReportOut(Document):
    """A page of the reports. `former` are the numbers of `before`: as many days, just before. `hours` are arrivals by
    weekday, Monday first, and hour. `cut`: there are more rows, and those that are there may lack some; `counting`:
    some days are being counted, and numbers may be too small."""

    name: ReportName
    first_day: date
    last_day: date
    today: date
    zone: str
    by: ApartBy | None
    before: DaysOut
    total: ReportNumbersOut
    former: ReportNumbersOut
    days: list[ReportDayOut]
    rows: list[ReportRowOut]
    ages: list[AgeOut]
    now: DueOut | None
    hours: list[list[int]]
    distribution: dict[FactKind, dict[Timing, list[BucketOut]]]
    cut: bool
    counting: bool


class KeptWord(StrEnum):
    MET = "met"
    MISSED = "missed"


class ReportTicketOut(Document):
    """One thing that a number counts. `at` is when it happened, of what was open when it arrived; `ticket` is as it is
    now, null once it is gone."""

    day: date
    at: datetime
    ticket: TicketRow | None
    member_id: str | None
    seconds: int | None
    business_seconds: int | None
    kept: KeptWord | None
    score: int | None
    comment: str | None


class ReportTicketsPage(Document):
    """`count` is how many there are in all, null where that takes reading on."""

    items: list[ReportTicketOut]
    next_cursor: str | None
    count: int | None
