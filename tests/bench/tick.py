"""What the tick costs: when nothing is due, and when much is."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
from tests.bench.data_sets import WORKSPACE, member_id
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.units import LAYOUT
from tests.support import dynamodb_local
from tests.support.meter import metering

if TYPE_CHECKING:
    from tests.support.desk import Desk

SMALL, LARGE = 1_000, 100_000
MANY, BURST = 500, 5_000
MOST_READS, MOST_SECONDS = 8, 3.4
ROUNDS = 5
LOADERS = 4
DUE_SOON = timedelta(minutes=46)
"""As old as an urgent ticket is when it has to be answered soon: it is promised an answer within the hour."""

TEXT = f"""The function that EventBridge calls every minute, on desks of {SMALL:,} and {LARGE:,} open tickets, all of
which have an SLA clock that runs. Then urgent tickets become due among them at once, and ticks of {SECONDS} seconds
run until all are told; what the reactors then do, mail among it, is not in it. Each is told once, which is counted.
Promised: nothing due costs at most {MOST_READS} read units at any size; {MANY} due take at most {MOST_SECONDS} s,
half of what the quicker of two other open help desks needs for it (the best of {ROUNDS} rounds, since the machine is
not ours alone; most of it is DynamoDB Local's own time, which does one transaction after the other)."""

Row = tuple[int, int, int, float, int, float, str]
"""Open tickets, how many due, ticks, seconds, how many told, read units (0 where they weren't counted), the promise."""


def measure() -> Section:
    rows: list[Row] = []
    for tickets in (SMALL, LARGE):
        say(f"The tick among {tickets:,} open tickets …")
        with dynamodb_local.running() as url, open_desk(url) as desk:
            _load(desk, 1, tickets, timedelta(0))
            rows += _at(desk, tickets)
    header = ("Open tickets", "due", "ticks", "seconds", "told, each once", "read units", "promised")
    shown = [(*row[:5], row[5] or "", row[6]) for row in rows]
    return Section("The tick", TEXT, header, shown, _broken(rows))


def _at(desk: Desk, tickets: int) -> Iterator[Row]:
    tick(desk.ports, SECONDS)
    with metering(LAYOUT) as meter:
        (idle,) = _ticks(desk, tickets=0)
    yield tickets, 0, 1, idle[0], 0, meter.reads, f"≤ {MOST_READS} units"
    if tickets == LARGE:
        rounds = [_due(desk, LARGE + number * MANY, MANY) for number in range(1, ROUNDS + 1)]
        yield min(rounds, key=lambda row: row[3])
        yield _due(desk, LARGE + BURST, BURST)


def _due(desk: Desk, first: int, due: int) -> Row:
    """So many more become due, and are told."""
    _load(desk, first, due, DUE_SOON)
    runs = _ticks(desk, due)
    seconds = round(sum(run[0] for run in runs), 2)
    promise = f"≤ {MOST_SECONDS} s" if due == MANY else "each once"
    return LARGE, due, len(runs), seconds, _told_once([run[1] for run in runs]), 0, promise


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
    idle = [f"{units} read units with nothing due" for _, due, *_, units, _ in rows if due == 0 and units > MOST_READS]
    slow = [
        f"{seconds} s for {MANY} due tickets"
        for _, due, _, seconds, *_ in rows
        if due == MANY and seconds > MOST_SECONDS
    ]
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
