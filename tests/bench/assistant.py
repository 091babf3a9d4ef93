"""What the assistant's panel costs without a model, at a long ticket among many."""

from __future__ import annotations

from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.records import Item
from chalicelib.storage.tickets import mapping
from tests.bench import cpu, data_sets, texts
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.bench.units import LAYOUT, SETTLED_WITHIN
from tests.support.meter import metering

TICKETS = 50_000
MESSAGES = 50
MOST_READS = 25
TIMES = 50
MOST = 20

TEXT = f"""The panel of a ticket with {MESSAGES} messages among {TICKETS:,}, by the engine that needs no model: summary,
suggestions, and similar tickets with how they ended. Read units through the HTTP API with all that a request does, CPU
as in “CPU time of our own code”. Promised: at most {MOST_READS} read units, and in CPU {MOST} × plain Python."""


def measure() -> Section:
    say(f"The assistant's panel at {TICKETS:,} tickets …")
    with data_sets.running(TICKETS) as url, open_desk(url, data_sets.TABLE) as desk:
        _complete()
        day = Day(desk)
        ref = day.create()
        day.change(ref, title=texts.title(7), description=texts.description(7))  # words that many others have
        for _ in range(MESSAGES):
            day.reply(ref)
        desk.settle(SETTLED_WITHIN)
        rows = [
            ("after the ticket changed", *_cost(day, ref, changed=True)),
            ("as it was", *_cost(day, ref, changed=False)),
        ]
    broken = [
        f"the panel {name}: {reads:g} read units, {ratio:g} × plain Python"
        for name, reads, *_, ratio in rows
        if reads > MOST_READS or ratio > MOST
    ]
    return Section("The assistant's panel", TEXT, ("Panel", "read units", *cpu.HEADER[1:]), rows, broken)


def _complete() -> None:
    """What lists read nothing of, and the data set therefore leaves out: how tickets ended."""
    say("  completing every ticket …")
    with workspace_scope(data_sets.WORKSPACE), Item.batch_write() as batch:
        for decision in data_sets.decisions(TICKETS):
            batch.save(mapping.more_record(Keys(data_sets.WORKSPACE), decision.ticket))


def _cost(day: Day, ref: str, *, changed: bool) -> tuple[float, ...]:
    """Read units, and of CPU what `cpu.measured` says."""
    _prepare(day, ref, changed)
    with metering(LAYOUT) as meter:
        day.panel(ref)
    _prepare(day, ref, changed)
    return meter.reads, *cpu.measured(day, ref, lambda day, ref: day.panel(ref), TIMES)


def _prepare(day: Day, ref: str, changed: bool) -> None:
    if changed:
        day.note(ref)
    else:
        day.panel(ref)
