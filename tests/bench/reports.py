"""Do reports of 90 days cost the same, however much happened in them?"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from chalicelib.adapters.ids import new_ulid
from chalicelib.domain.events import SYSTEM, Action, Place
from chalicelib.domain.facts import FactKind, FiledFacts, ReportFact, Subject
from chalicelib.domain.reports.days import DAY
from chalicelib.domain.reports.sums import WEEK, monday
from chalicelib.domain.reports.words import cells
from chalicelib.domain.vocabulary import Channel, Priority, TicketType
from chalicelib.services.ports import Room
from chalicelib.services.reports.summing import sum_up_week, sums_of
from chalicelib.storage.reports.reports import Reports
from chalicelib.storage.table.batches import write_all
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.bench.units import LAYOUT
from tests.support import dynamodb_local
from tests.support.desk import WORKSPACE, Desk
from tests.support.meter import metering

SMALL, LARGE, DAYS, MOST = 1_000, 100_000, 90, 20
TIMES, WARM_UP = 5, 2
MEMBERS, LABELS, CONTACTS = 20, 40, 4_000
REPLIES = 2
PAGES = {
    "overview": "overview",
    "overview by priority": "overview?by=priority",
    "speed": "speed",
    "SLA": "sla",
    "satisfaction": "satisfaction",
    "team": "team",
    "topics by label": "topics",
    "topics by customer": "topics?by=contact",
    "hours": "hours",
}
TEXT = f"""Read units, and milliseconds (median of {TIMES}; DynamoDB Local, so only good for comparing), of each page of
the reports over the last {DAYS} days, through the HTTP API with all that a request does. {MEMBERS} members,
{LABELS} labels, {CONTACTS:,} customers; each ticket arrives, is answered {REPLIES} times and solved, as many on each
day, today included, and as many in the {DAYS} days before. Promised: at most {MOST} units at either size. What an
action costs more is in “Capacity units of each operation”."""


def measure() -> Section:
    found = {tickets: _measured(tickets) for tickets in (SMALL, LARGE)}
    rows = [(name, *found[SMALL][name], *found[LARGE][name]) for name in PAGES]
    broken = [f"{name}: {units:g} units" for name, *_, units, _ms in rows if units > MOST]
    return Section(
        "Reports of 90 days", TEXT, ("Page", f"units at {SMALL:,}", "ms", f"units at {LARGE:,}", "ms"), rows, broken
    )


def _measured(tickets: int) -> dict[str, tuple[float, float]]:
    say(f"Reports over {tickets:,} tickets …")
    with dynamodb_local.running() as url, open_desk(url) as desk:
        day = Day(desk)
        today = desk.ports.clock.now().date()
        with desk.ports.open(WORKSPACE) as room:
            _live(room, tickets, today)
        query = f"from={today - (DAYS - 1) * DAY}&to={today}"
        paths = {name: f"{path}{'&' if '?' in path else '?'}{query}" for name, path in PAGES.items()}
        return {name: _page(day, desk, path) for name, path in paths.items()}


def _page(day: Day, desk: Desk, path: str) -> tuple[float, float]:
    def ask() -> None:
        answer = desk.http("GET", f"/v1/{WORKSPACE}/reports/{path}", token=desk.admin.token)
        assert answer.status == 200, answer.text
        assert not answer.json()["counting"]

    taken = []
    for _ in range(WARM_UP + TIMES):
        day.warm()
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    day.warm()
    with metering(LAYOUT) as meter:
        ask()
    return meter.reads, round(statistics.median(taken[WARM_UP:]), 1)


def _live(room: Room, tickets: int, today: date) -> None:
    """Have everything happen, in these days and in as many before. What is over is there as it is summed up."""
    chance = random.Random(7)
    a_day = -(-tickets // DAYS)
    for ago in range(2 * DAYS - 1, -1, -1):
        day = today - ago * DAY
        actions = list(_actions(chance, day, a_day))
        _count(room, actions)
        if ago:
            filed = [FiledFacts(one.id, one.number, one.facts or ()) for one in actions]
            room.reports.put_sums(sums_of(day, filed))
        else:
            _file(room, day, actions)
        if day.weekday() == WEEK - 1:
            sum_up_week(room, monday(day))


def _file(room: Room, day: date, actions: list[Action]) -> None:
    assert isinstance(room.reports, Reports)
    write_all([room.reports.record(day, one, one.facts or ()) for one in actions])


def _count(room: Room, actions: list[Action]) -> None:
    assert isinstance(room.reports, Reports)
    days: dict[date, Counter[str]] = {}
    for action in actions:
        for day, amounts in cells(action.facts or ()).items():
            days.setdefault(day, Counter()).update(amounts)
    for day, amounts in days.items():
        room.reports.correct(day, {word: (0, by) for word, by in amounts.items()})


def _actions(chance: random.Random, day: date, tickets: int) -> Iterator[Action]:
    for number in range(1, tickets + 1):
        subject = Subject(
            priority=chance.choice(list(Priority)).value,
            type=chance.choice(list(TicketType)).value,
            channel=chance.choice(list(Channel)).value,
            contact_id=f"c_{chance.randrange(CONTACTS):026d}",
            label_ids=(f"l_{chance.randrange(LABELS):026d}",),
        )
        member = f"m_{chance.randrange(MEMBERS):026d}"
        yield _action(day, number, ReportFact(kind=FactKind.ARRIVED, day=day, subject=subject, hour=9, arrived=day))
        replied = ReportFact(kind=FactKind.REPLIED, day=day, subject=subject, member=member)
        seconds = int(chance.lognormvariate(8, 1.5))
        first = ReportFact(
            kind=FactKind.FIRST, day=day, subject=subject, member=member, wall=seconds, business=seconds, met=True
        )
        for reply in range(REPLIES):
            yield _action(day, number, replied, *([] if reply else [first]))
        yield _action(
            day,
            number,
            ReportFact(
                kind=FactKind.SOLVED,
                day=day,
                subject=subject,
                member=member,
                arrived=day,
                wall=9 * seconds,
                business=3 * seconds,
                met=seconds < 9_000,
            ),
        )


def _action(day: date, number: int, *facts: ReportFact) -> Action:
    at = _noon(day)
    return Action(
        id=new_ulid(at),
        number=number,
        version=1,
        at=at,
        actor=SYSTEM,
        events=(),
        assignee_id=None,
        was=None,
        now=Place("open", None),
        facts=facts,
    )


def _noon(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T00:30:00+00:00")
