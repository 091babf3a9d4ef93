"""A reply that is sent later goes out at its minute, once, whatever clocks on walls do, and costs nothing before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.services.sla.tick import tick
from infra.local import template
from tests.api.asking import TICKETS, new_ticket
from tests.api.tickets.scheduling import ONE, SOON, WORDS, ask, at, later, mailed, said, waiting
from tests.services.mail.correspondence import Correspondence
from tests.support.capacity import Layout
from tests.support.desk import WORKSPACE, Desk
from tests.support.meter import metering

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAYOUT = Layout.of(template.table())
MOST_READS = 8
"""What a minute costs in which nothing is due."""


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("The checkout broke.")
    return correspondence


def day_of_change(desk: Desk, hours: int) -> date:
    """The next day in Berlin, but for the coming few, that is so many hours long."""
    day = desk.ports.clock.now().date() + 4 * DAY
    while midnight(day + DAY) - midnight(day) != timedelta(hours=hours):
        day += DAY
    return day


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BERLIN).astimezone(ZoneInfo("UTC"))


def until(desk: Desk, instant: datetime) -> None:
    desk.advance(instant - desk.ports.clock.now())


def goes_out_at(desk: Desk, instant: datetime) -> None:
    """Nothing left a moment before, all in that minute, and nothing again afterwards."""
    sent = mailed(desk)
    until(desk, instant - timedelta(seconds=20))
    assert mailed(desk) == sent
    until(desk, instant + timedelta(seconds=40))
    assert mailed(desk) == sent + 1
    desk.advance(MINUTE)
    desk.advance(timedelta(hours=1) - 3 * MINUTE)
    assert mailed(desk) == sent + 1


@pytest.mark.parametrize("wall", ["01:59", "03:00", "09:00"])
def test_on_the_day_on_which_clocks_go_forward(desk: Desk, post: Correspondence, wall: str) -> None:
    day = day_of_change(desk, 23)
    instant = datetime.combine(day, time.fromisoformat(wall), BERLIN)
    later(desk, send_at=instant.isoformat())
    goes_out_at(desk, instant.astimezone(ZoneInfo("UTC")))


def test_in_the_hour_that_there_is_twice_each_goes_out_in_its_own(desk: Desk, post: Correspondence) -> None:
    day = day_of_change(desk, 25)
    first, second = (datetime.combine(day, time(2, 30, fold=fold), BERLIN) for fold in (0, 1))
    for instant in (second, first):
        later(desk, send_at=instant.isoformat())
    assert [one["send_at"] for one in waiting(desk)] == sorted(one["send_at"] for one in waiting(desk))
    for instant in (first, second):
        goes_out_at(desk, instant.astimezone(ZoneInfo("UTC")))
    assert said(desk) == [WORDS, WORDS]


def test_on_a_holiday_it_goes_out_as_its_author_chose(desk: Desk, post: Correspondence) -> None:
    day = desk.ports.clock.now().date() + 6 * DAY
    closed = [{"date": day.isoformat(), "name": "Closed"}]
    ask(desk, "PATCH", f"/v1/{WORKSPACE}/business-hours", {"zone": "Europe/Berlin", "holidays": closed})
    instant = datetime.combine(day, time(9), BERLIN)
    later(desk, send_at=instant.isoformat())
    goes_out_at(desk, instant.astimezone(ZoneInfo("UTC")))


def test_a_minute_in_which_none_is_due_costs_no_more_than_any(desk: Desk, post: Correspondence) -> None:
    desk.settle()
    with metering(LAYOUT) as idle:
        tick(desk.ports, 30)
    later(desk)
    desk.settle()
    with metering(LAYOUT) as planned:
        tick(desk.ports, 30)
    assert (planned.reads, planned.writes) == (idle.reads, idle.writes)
    assert idle.reads <= MOST_READS


def test_a_ticket_costs_the_same_with_one_and_without(desk: Desk, post: Correspondence) -> None:
    """It is read only where somebody asks for it."""
    plain, answered = new_ticket(desk)["ref"], new_ticket(desk)["ref"]
    ask(desk, "POST", f"{TICKETS}/{answered}/replies", {"body": WORDS, "send_at": at(desk)})
    desk.settle()
    costs = []
    for ref in (plain, answered):
        with metering(LAYOUT) as meter:
            ask(desk, "GET", f"{TICKETS}/{ref}")
            ask(desk, "PATCH", f"{TICKETS}/{ref}", {"priority": "high"})
        assert not [one for one in meter.requests if one.writes and one.touches(("WORK#",))]
        costs.append((meter.reads, meter.writes, len(meter.requests)))
    assert costs[0] == costs[1]


def test_looked_at_twice_it_is_sent_once(desk: Desk, post: Correspondence) -> None:
    later(desk)
    desk.settle()
    desk.ports.clock.offset += SOON + MINUTE
    for _ in range(2):
        tick(desk.ports, 30)
    desk.settle()
    assert (said(desk), mailed(desk)) == ([WORDS], 1)
    assert ask(desk, "GET", ONE)["scheduled"] == []
