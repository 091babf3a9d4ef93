"""The laws of the desk on the real storage: a few long lives, in which everything happens that may."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalicelib.domain.vocabulary import Priority, Status
from chalicelib.storage.table import keys
from chalicelib.storage.table.lines import ActionRecord
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.tickets import entries
from tests.services import laws
from tests.services.lives import Life
from tests.support.desk import Desk

STEPS, LOOKED_AT_EVERY = 30, 15


def stored(life: Life, number: int) -> list[Any]:
    """The time line, and the actions it doesn't show."""
    shown = life.room.timeline.page(number, 1_000, None, newest_first=False, consistent=True).items
    silent = query(Range(keys.Keys("acme").ticket(number), keys.SILENT), 1_000, consistent=True).items
    actions = [entries.action(ActionRecord.from_raw_data(item)) for item in silent]
    return sorted([*shown, *actions], key=lambda entry: entry.id)


def step(life: Life, desk: Desk, chance: random.Random) -> None:
    which, other, who = chance.randrange(3), chance.randrange(3), chance.randrange(2)
    status = chance.choice([None, *Status])
    acts: list[Callable[[], object]] = [
        lambda: life.reply(which, who, chance.choice([0, 10]), status),
        lambda: life.note(which, who),
        lambda: life.hear(which),
        lambda: life.change(which, who, {"status": status or Status.OPEN, "priority": chance.choice([*Priority])}),
        lambda: life.act(chance.choice(["resolve", "escalate", "archive", "restore"]), which, who),
        lambda: life.merge(which, other),
        lambda: life.unmerge(which, other),
        lambda: life.undo(len(life.replies) - 1, life.replies[-1][1] if life.replies else who),
        lambda: life.rate(which, chance.randrange(7)),
        lambda: desk.advance(timedelta(seconds=chance.choice([1, 30]))),
    ]
    chance.choice(acts)()


def everything_once(life: Life) -> None:
    """On two tickets of one customer and one of another, whatever chance makes of them afterwards."""
    life.reply(0, 0, 10, Status.RESOLVED)
    life.undo(0, 0)
    life.note(1, 1)
    life.act("archive", 1, 0)
    life.merge(0, 1)
    life.hear(1)
    life.merge(2, 0)
    life.reply(2, 1, 0, Status.WAITING)
    life.hear(0)
    life.unmerge(0, 1)
    life.act("escalate", 2, 0)
    life.act("resolve", 2, 0)
    life.rate(2, 5)
    assert not life.refused, life.refused


def listed(desk: Desk) -> list[int]:
    items = desk.http("GET", "/v1/acme/tickets?limit=100", token=desk.admin.token).json()["items"]
    return sorted(item["number"] for item in items)


def test_a_long_life_keeps_the_laws_in_the_table_too(desk: Desk) -> None:
    chance = random.Random(2)
    with desk.ports.open("acme") as room:
        life = Life(desk.ports, room, lambda number: stored(life, number))
        life.begin()
        everything_once(life)
        laws.check(life)
        for number in range(STEPS):
            step(life, desk, chance)
            if number % LOOKED_AT_EVERY == LOOKED_AT_EVERY - 1:
                laws.check(life)
        desk.settle()
        tickets = [life.ticket(number) for number in life.every_number()]
        laws.check(life)
    places = Counter(ticket.place.bucket for ticket in tickets)
    counts = desk.http("GET", "/v1/acme/tickets/counts", token=desk.admin.token).json()
    for bucket in (*Status, "archived"):
        assert counts[bucket] == places[bucket], bucket
    assert listed(desk) == sorted(one.number for one in tickets if one.place.bucket in {*Status})
