"""Reports: their pages, and the lists behind their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.api.reports.names import names_of
from chalicelib.api.schemas.reports import (
    AgeOut,
    ApartBy,
    BucketOut,
    DaysOut,
    DueOut,
    KeptWord,
    ReportDayOut,
    ReportNumbersOut,
    ReportOut,
    ReportQuery,
    ReportRowOut,
    ReportTicketOut,
    ReportTicketsPage,
    ReportTicketsQuery,
    SpanOut,
)
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.api.tickets.present import ticket_row
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.facts import FactKind
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.reports.days import DAY
from chalicelib.domain.reports.pages import ReportName
from chalicelib.domain.reports.spans import buckets, quantile
from chalicelib.domain.reports.words import Dimension, Timing
from chalicelib.services.reports import report as reports
from chalicelib.services.reports.report import MOST_DUE, PageNumbers, Report, ReportWish, Spans
from chalicelib.services.reports.rows import Cell, Row, rows

_MEDIAN, _MOST = 0.5, 0.9


@route(
    "Read a report",
    permission=Permission.TICKETS_READ,
    query=ReportQuery,
    answer=ReportOut,
)
def read_report(call: Call[ReportQuery]) -> Reply:
    found = reports.report(call.desk, call.room, wish_of(call))
    return Reply(_shown(call, found))


@route(
    "List what a number of a report counts",
    permission=Permission.TICKETS_READ,
    query=ReportTicketsQuery,
    answer=ReportTicketsPage,
    refusals=("bad_cursor", "too_many"),
)
def list_report_tickets(call: Call[ReportTicketsQuery]) -> Reply:
    wish, query = wish_of(call), call.query
    asked = call.cursors("report", query.model_dump_json(exclude={"cursor", "limit"})).page(query.limit, query.cursor)
    page = rows(call.desk, call.room, _cell(query, wish), wish.days, asked.limit, asked.after)
    items = [_row(call, row, wish) for row in page.rows]
    return Reply(ReportTicketsPage(items=items, next_cursor=asked.next_cursor(page.position), count=page.count))


def wish_of(call: Call[ReportQuery]) -> ReportWish:
    """Return what is asked for, as far as the caller may see it: of the team, members but for admins see themselves."""
    name = call.path["name"]
    if name not in set(ReportName):
        raise not_found("report")
    by = Dimension(call.query.by.value) if call.query.by else None
    wish = reports.wished(call.desk, call.room, ReportName(name), call.query.first, call.query.last, by)
    caller = call.caller
    sees_all = caller.member is None or Permission.SETTINGS_READ in caller.permissions
    return reports.for_viewer(wish, caller.member.id if caller.member else None, sees_all=sees_all)


def _cell(query: ReportTicketsQuery, wish: ReportWish) -> Cell:
    """Raises DeskError `forbidden` for the row of somebody else."""
    if query.value is None:
        by = None
    elif wish.by is Dimension.MEMBER and not wish.shows(query.value):
        raise DeskError("forbidden", "Members see their own numbers, and those of all together.")
    else:
        by = wish.by
    return Cell(
        measure=query.cell,
        by=by,
        value=query.value or "",
        clock=query.clock,
        least=query.least,
        below=query.below,
        weekday=query.weekday,
        hour=query.hour,
    )


def _shown(call: Call, found: Report) -> ReportOut:
    wish, days = found.wish, found.wish.days
    named = names_of(call.room, wish.by, found.rows) if wish.by else []
    return ReportOut(
        name=wish.name,
        first_day=days.first,
        last_day=days.last,
        today=found.today,
        zone=found.zone,
        by=ApartBy(wish.by.value) if wish.by else None,
        before=DaysOut(first_day=days.before.first, last_day=days.before.last),
        total=_numbers(found.total),
        former=_numbers(found.former),
        days=[ReportDayOut(day=day, counts=dict(counts)) for day, counts in found.days],
        rows=[ReportRowOut(value=one.value, name=one.name, color=one.color, **_counted(one.numbers)) for one in named],
        ages=[_age(found, age.least, age.most, tickets) for age, tickets in found.ages],
        now=_due(found),
        hours=[list(hours) for hours in found.hours],
        distribution=_distribution(found.total.spans) if wish.contents.distribution else {},
        cut=found.cut or len(named) < len(found.rows),
        counting=found.unfinished,
    )


def _numbers(numbers: PageNumbers) -> ReportNumbersOut:
    return ReportNumbersOut(**_counted(numbers))


def _counted(numbers: PageNumbers) -> dict[str, Any]:
    spans: dict[FactKind, dict[Timing, SpanOut]] = {}
    for (kind, clock), histogram in numbers.spans.items():
        spans.setdefault(kind, {})[clock] = _span(histogram)
    return {"counts": dict(numbers.counts), "spans": spans}


def _span(histogram: Mapping[int, int]) -> SpanOut:
    return SpanOut(
        count=sum(histogram.values()),
        median_seconds=quantile(histogram, _MEDIAN),
        p90_seconds=quantile(histogram, _MOST),
    )


def _distribution(spans: Spans) -> dict[FactKind, dict[Timing, list[BucketOut]]]:
    found: dict[FactKind, dict[Timing, list[BucketOut]]] = {}
    for (kind, clock), histogram in spans.items():
        shown = [
            BucketOut(from_seconds=one.start, below_seconds=one.end, count=one.count) for one in buckets(histogram)
        ]
        found.setdefault(kind, {})[clock] = shown
    return found


def _age(found: Report, least: int, most: int | None, tickets: int) -> AgeOut:
    first = None if most is None else found.today - most * DAY
    last = found.today - least * DAY
    return AgeOut(from_days=least, to_days=most, first_day=first, last_day=last, tickets=tickets)


def _due(found: Report) -> DueOut | None:
    due = found.due
    return DueOut(open=due.open, at_risk=due.at_risk, overdue=due.overdue, most=MOST_DUE) if due else None


def _row(call: Call, row: Row, wish: ReportWish) -> ReportTicketOut:
    fact = row.fact
    kept = None if fact is None or fact.met is None else KeptWord.MET if fact.met else KeptWord.MISSED
    return ReportTicketOut(
        day=row.day,
        at=row.at,
        ticket=ticket_row(call.desk, call.room, row.ticket) if row.ticket else None,
        member_id=fact.member if fact and fact.member and wish.shows(fact.member) else None,
        seconds=fact.wall if fact else None,
        business_seconds=fact.business if fact else None,
        kept=kept,
        score=fact.score if fact else None,
        comment=row.comment,
    )
