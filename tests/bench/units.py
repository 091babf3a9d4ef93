"""Capacity units of every usual operation, and of what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infra.local import template
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.scenes import SEARCH, Day
from tests.support import dynamodb_local
from tests.support.capacity import Layout
from tests.support.meter import Meter, metering

LAYOUT = Layout.of(template.table())
SETTLED_WITHIN = 120  # seconds

TEXT = """Counted by AWS's rules from the items themselves (`tests/support/meter.py`), through the HTTP API with
everything that a request does: authentication, rate limit, number, idempotency key, indexes. *Then* is what the
reactors, the mail to the customer and the carrier's events about it add, *search* what its words being found costs.
Settings are in memory, as in a warm container."""


@dataclass(frozen=True, slots=True)
class Operation:
    """`most_reads` and `most_writes` are what was promised, None where nothing was."""

    name: str
    request: Callable[[Day, str], object]
    most_reads: float | None = None
    most_writes: int | None = None


OPERATIONS = (
    Operation("create a ticket, new customer", lambda day, _: day.create(), most_writes=24),
    Operation(
        "create a ticket, known customer", lambda day, _: day.create(contact="maya@northpier.example"), most_writes=18
    ),
    Operation("submit through the portal", lambda day, _: day.submit(), most_writes=25),
    Operation("reply, the first", lambda day, ref: day.reply(ref), most_writes=20),
    Operation("reply and resolve", lambda day, ref: day.reply(ref, status="resolved"), most_writes=19),
    Operation("internal note", lambda day, ref: day.note(ref)),
    Operation("change the status", lambda day, ref: day.change(ref, status="waiting")),
    Operation("change the assignee", lambda day, ref: day.change(ref, assignee_id=None)),
    Operation("list 25 tickets", lambda day, _: day.list(), most_reads=4),
    Operation("list 25 open tickets of mine", lambda day, _: day.list("?assignee=me&status=open"), most_reads=4),
    Operation("list 25 tickets of mine", lambda day, _: day.list("?assignee=me")),
    Operation("sign in", lambda day, _: day.sign_in(), most_reads=7),
    Operation("who am I", lambda day, _: day.me()),
    Operation("open a ticket with 20 entries", lambda day, ref: day.open(ref), most_reads=5),
)


def measure() -> Section:
    say("Capacity units of each operation …")
    with dynamodb_local.running() as url, open_desk(url) as desk:
        day = Day(desk)
        ref = day.create(contact="maya@northpier.example")
        desk.settle(SETTLED_WITHIN)
        rows, broken = [], []
        for operation in OPERATIONS:
            if operation.most_reads is not None:
                _fill(day, ref)
            own, following = _cost(day, operation, ref)
            rows.append((operation.name, *_figures(own, following), _promise(operation)))
            broken += _broken(operation, own)
    header = ("Operation", "read", "write", "then read", "then write", "search write", "promised")
    return Section("Capacity units", TEXT, header, rows, broken)


def _fill(day: Day, ref: str) -> None:
    """Thirty tickets, and twenty entries on the one to look at."""
    while len(day.list("?limit=30")) < 30:
        day.create(contact="maya@northpier.example")
    while len(day.timeline(ref, limit=100)) < 20:
        day.note(ref)
    day.desk.settle(SETTLED_WITHIN)


def _cost(day: Day, operation: Operation, ref: str) -> tuple[Meter, Meter]:
    day.list()
    with metering(LAYOUT) as own:
        operation.request(day, ref)
    with metering(LAYOUT) as following:
        day.desk.settle(SETTLED_WITHIN)
    return own, following


def _figures(own: Meter, following: Meter) -> tuple[float, ...]:
    finding = following.writes_to(*SEARCH)
    return own.reads, own.writes, following.reads, following.writes - finding, finding


def _promise(operation: Operation) -> str:
    if operation.most_reads is not None:
        return f"≤ {operation.most_reads} read"
    return f"≤ {operation.most_writes} write" if operation.most_writes is not None else ""


def _broken(operation: Operation, own: Meter) -> list[str]:
    too_much = (operation.most_reads is not None and own.reads > operation.most_reads) or (
        operation.most_writes is not None and own.writes > operation.most_writes
    )
    return [f"{operation.name}: {own.reads} read, {own.writes} write; {_promise(operation)}"] if too_much else []
