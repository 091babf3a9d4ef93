"""What the tick costs: when nothing is due, and when much is."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters.ids import new_ulid
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets import create
from chalicelib.domain.tickets.decision import Moment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.timing import Promises
from chalicelib.domain.vocabulary import Channel, Priority, Source
from chalicelib.jobs.sla_tick import SECONDS
from chalicelib.services.sla.tick import Became, Tick, tick
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.records import Item
from chalicelib.storage.tickets import mapping
from tests.bench import texts
from tests.bench.bare import Bare, recording
from tests.bench.data_sets import WORKSPACE, member_id
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.units import LAYOUT
from tests.bench.yardstick import in_turn
from tests.support import dynamodb_local
from tests.support.meter import metering

if TYPE_CHECKING:
    from tests.support.desk import Desk

SMALL, LARGE = 1_000, 100_000
MANY, BURST = 500, 5_000
MOST_READS, MOST = 8, 1.5
ROUNDS = 5
LOADERS = 4
DUE_SOON = timedelta(minutes=46)
"""As old as an urgent ticket is when it has to be answered soon: it is promised an answer within the hour."""

TEXT = f"""The function that EventBridge calls every minute, on desks of {SMALL:,} and {LARGE:,} open tickets, all of
which have an SLA clock that runs. Then urgent tickets become due among them at once, and ticks of {SECONDS} seconds
run until all are told; what the reactors then do, mail among it, is not in it. Each is told once, which is counted.
Promised: nothing due costs at most {MOST_READS} read units at any size; {MANY} due take at most {MOST:g} × what the
same reads and writes take bare botocore from as many threads, medians of {ROUNDS} rounds in turn. (Most of both is
DynamoDB Local's own time, which does one transaction after the other. At that ratio the tick took half of what the
quicker of two other open help desks needs for it.)"""


@dataclass(frozen=True, slots=True)
class Row:
    """What so many due tickets took. What wasn't counted or compared is None."""

    tickets: int
    due: int
    ticks: int
    seconds: float
    told: int
    promise: str
    units: float | None = None
    bare: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.bare is None else round(self.seconds / self.bare, 2)

    def cells(self) -> tuple[object, ...]:
        found = (self.bare, self.ratio, self.units)
        measured = (self.tickets, self.due, self.ticks, self.seconds, self.told)
        return *measured, *("" if value is None else value for value in found), self.promise


def measure() -> Section:
    rows: list[Row] = []
    for tickets in (SMALL, LARGE):
        say(f"The tick among {tickets:,} open tickets …")
        with dynamodb_local.running() as url, open_desk(url) as desk:
            _load(desk, 1, tickets, timedelta(0))
            rows += _at(desk, url, tickets)
    header = ("Open tickets", "due", "ticks", "seconds", "told, each once", "bare botocore s", "ratio", "read units")
    return Section("The tick", TEXT, (*header, "promised"), [row.cells() for row in rows], _broken(rows))


def _at(desk: Desk, url: str, tickets: int) -> Iterator[Row]:
    tick(desk.ports, SECONDS)
    with metering(LAYOUT) as meter:
        (idle,) = _ticks(desk, tickets=0)
    yield Row(tickets, 0, 1, idle[0], 0, f"≤ {MOST_READS} units", units=meter.reads)
    if tickets == LARGE:
        yield _many(desk, url)
        yield _due(desk, LARGE + BURST, BURST)


def _many(desk: Desk, url: str) -> Row:
    """The middle one of some rounds, beside what bare botocore took between them for the reads and writes of one."""
    _load(desk, LARGE + MANY, MANY, DUE_SOON)
    with recording() as recorded:
        _ticks(desk, MANY)
    rounds: list[Row] = []
    bare = Bare(url)

    def one() -> float:
        rounds.append(_due(desk, LARGE + (len(rounds) + 2) * MANY, MANY))
        return rounds[-1].seconds

    _, plain = in_turn(ROUNDS, one, lambda: bare.milliseconds(recorded) / 1000)
    middle = sorted(rounds, key=lambda row: row.seconds)[ROUNDS // 2]
    return replace(middle, promise=f"≤ {MOST:g} ×", bare=round(plain, 2))


def _due(desk: Desk, first: int, due: int) -> Row:
    """So many more become due, and are told."""
    _load(desk, first, due, DUE_SOON)
    runs = _ticks(desk, due)
    seconds = round(sum(run[0] for run in runs), 2)
    return Row(LARGE, due, len(runs), seconds, _told_once([run[1] for run in runs]), "each once")


def _ticks(desk: Desk, tickets: int) -> list[tuple[float, Tick]]:
    """Seconds and outcome of every tick until that many are told."""
    runs: list[tuple[float, Tick]] = []
    while not runs or _told_once([run for _, run in runs]) < tickets:
        start = time.perf_counter()
        run = tick(desk.ports, SECONDS)
        runs.append((round(time.perf_counter() - start, 2), run))
    return runs


def _told_once(runs: list[Tick]) -> int:
    """How many tickets were told; fails when one was told twice, or anything failed."""
    outcomes = [outcome for run in runs for outcome in run.outcomes]
    told = Counter(outcome.due.number for outcome in outcomes if outcome.became is Became.TOLD)
    assert not any(outcome.fault for outcome in outcomes)
    assert set(told.values()) <= {1}
    return len(told)


def _broken(rows: list[Row]) -> list[str]:
    idle = [f"{row.units:g} read units with nothing due" for row in rows if row.units and row.units > MOST_READS]
    slow = [f"{row.ratio} × bare botocore for {row.due} due tickets" for row in rows if row.ratio and row.ratio > MOST]
    return idle + slow


def _load(desk: Desk, first: int, tickets: int, age: timedelta) -> None:
    """That many open tickets of that age, without what no tick reads. Only those with an age are urgent."""
    numbers = range(first, first + tickets)

    def load(some: range) -> None:
        with desk.ports.open(WORKSPACE) as room, Item.batch_write() as batch:
            promises, now = Promises.of(room.workspace), desk.ports.clock.now()
            for number in some:
                batch.save(mapping.ticket_record(Keys(WORKSPACE), _ticket(number, now - age, bool(age), promises)))

    with ThreadPoolExecutor(LOADERS) as pool:
        list(pool.map(load, [numbers[part::LOADERS] for part in range(LOADERS)]))


def _ticket(number: int, at: datetime, urgent: bool, promises: Promises) -> Ticket:
    chance = random.Random(number)
    new = create.NewTicket(
        title=texts.title(number),
        channel=Channel.EMAIL,
        source=Source.EMAIL,
        priority=Priority.URGENT if urgent else chance.choice([Priority.HIGH, Priority.MEDIUM, Priority.LOW]),
        assignee_id=member_id(chance.randrange(8)),
    )
    moment = Moment(Actor(ActorKind.AGENT, member_id(0), "Ana K."), at, new_ulid, promises)
    return create.create(new, number, chance.randbytes(32), moment).ticket
