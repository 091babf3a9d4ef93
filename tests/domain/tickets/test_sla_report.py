"""The report on promised times: which tickets it covers, and what it counts of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.sla.clock import STOPPED, Target
from chalicelib.domain.tickets.sla_report import Kept, Period, SlaReport, period, report
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Priority
from tests.domain.making import MORNING, ticket

TODAY = date(2026, 11, 23)
NOW = MORNING + timedelta(hours=3)
MINUTE, DAY, MOMENT = timedelta(minutes=1), timedelta(days=1), timedelta(microseconds=1)
NONE = Kept(met=0, missed=0, undecided=0, median=None)


def done(took: int, **fields: Any) -> Target:
    """An hour's target that was done after so many minutes."""
    return Target(minutes=60, done_at=NOW - MINUTE, took=took * MINUTE, missed=took > 60, **fields)


def due(minutes: int) -> Target:
    return Target(minutes=60, due_at=NOW + minutes * MINUTE)


def kept(first: Target, resolution: Target, **fields: Any) -> Ticket:
    return ticket(clock=replace(STOPPED, first=first, resolution=resolution), priority=Priority.HIGH, **fields)


def of_today(*tickets: Ticket) -> SlaReport:
    return report(tickets, Period(first=TODAY, last=TODAY, zone="UTC"), NOW)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (None, None, (date(2026, 10, 25), TODAY)),
        (None, date(2026, 1, 30), (date(2026, 1, 1), date(2026, 1, 30))),
        (date(2026, 11, 1), None, (date(2026, 11, 1), TODAY)),
        (TODAY, TODAY, (TODAY, TODAY)),
        (date(2024, 1, 1), date(2024, 12, 31), (date(2024, 1, 1), date(2024, 12, 31))),
        (date(2000, 1, 1), date(2000, 1, 1), (date(2000, 1, 1), date(2000, 1, 1))),
        (date(2999, 12, 31), date(2999, 12, 31), (date(2999, 12, 31), date(2999, 12, 31))),
    ],
)
def test_a_report_covers_the_days_that_were_asked_for_or_thirty(
    first: date | None, last: date | None, covered: tuple[date, date]
) -> None:
    found = period(first, last, TODAY, "Europe/Berlin")
    assert (found.first, found.last, found.zone) == (*covered, "Europe/Berlin")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(1999, 12, 31), TODAY, "from"),
        (date(3000, 1, 1), None, "from"),
        (TODAY, date(1999, 12, 31), "to"),
        (None, date(3000, 1, 1), "to"),
        (TODAY, TODAY - DAY, "to"),
        (TODAY + DAY, None, "from"),
        (date(2025, 1, 1), date(2026, 1, 2), "from"),
    ],
)
def test_days_that_no_report_covers_are_refused_at_the_field(first: date | None, last: date | None, field: str) -> None:
    with pytest.raises(DeskError) as refusal:
        period(first, last, TODAY, "UTC")
    assert [error.field for error in refusal.value.errors] == [field]


@pytest.mark.parametrize(
    ("created_at", "tickets"),
    [
        (datetime(2026, 11, 21, 23, tzinfo=UTC) - MOMENT, 0),
        (datetime(2026, 11, 21, 23, tzinfo=UTC), 1),
        (datetime(2026, 11, 23, 23, tzinfo=UTC) - MOMENT, 1),
        (datetime(2026, 11, 23, 23, tzinfo=UTC), 0),
    ],
)
def test_a_day_is_one_of_the_zone_from_its_first_instant_to_its_last(created_at: datetime, tickets: int) -> None:
    days = Period(first=TODAY - DAY, last=TODAY, zone="Europe/Berlin")
    assert report([ticket(created_at=created_at)], days, NOW).tickets == tickets


@pytest.mark.parametrize("away", [{"archived_at": NOW}, {"merged_into": 3}])
def test_what_is_put_away_is_in_no_report(away: dict[str, Any]) -> None:
    assert of_today(ticket(**away), ticket()).tickets == 1


def test_each_target_is_met_missed_or_undecided_and_its_median_is_of_all_that_are_done() -> None:
    unpromised = replace(done(500), minutes=None)
    found = of_today(
        kept(done(10), due(1)),
        kept(done(70), due(0)),
        kept(due(-1), due(-1)),
        kept(due(1), Target(minutes=60, missed=True)),
        kept(unpromised, Target(minutes=None)),
    )
    (high,) = [one for one in found.priorities if one.tickets]
    assert (high.priority, high.tickets, found.tickets) == (Priority.HIGH, 5, 5)
    assert high.first_response == Kept(met=1, missed=2, undecided=1, median=70 * MINUTE)
    assert high.resolution == Kept(met=0, missed=3, undecided=1, median=None)


def test_what_is_done_late_was_told_of_before_or_not_is_missed_once() -> None:
    found = of_today(kept(done(70, due_at=NOW - DAY), done(60, due_at=NOW - DAY)))
    high = found.priorities[1]
    assert high.first_response == Kept(met=0, missed=1, undecided=0, median=70 * MINUTE)
    assert high.resolution == Kept(met=1, missed=0, undecided=0, median=60 * MINUTE)


def test_every_priority_is_in_a_report_also_without_tickets() -> None:
    found = of_today()
    assert [one.priority for one in found.priorities] == list(Priority)
    assert {(one.tickets, one.first_response, one.resolution) for one in found.priorities} == {(0, NONE, NONE)}


def test_labels_are_counted_the_most_frequent_first() -> None:
    found = of_today(ticket(label_ids=("l1",)), ticket(label_ids=("l2", "l1")), ticket(label_ids=("l2",)))
    assert found.labels == {"l1": 2, "l2": 2}
    assert list(of_today(ticket(label_ids=("l1", "l2")), ticket(label_ids=("l2",))).labels) == ["l2", "l1"]
