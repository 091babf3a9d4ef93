"""The desk as `make run` starts it, on DynamoDB Local with 100,000 tickets: what one client waits for, what it takes.

What a client waits for stands beside the same reads and writes by bare botocore, in another DynamoDB Local with the
same tickets: what was asked is recorded in an app of this process.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from urllib.error import HTTPError
from urllib.parse import quote

from tests.bench import data_sets, yardstick
from tests.bench.bare import Bare, Recording, recording
from tests.bench.compared import HEADER, Row, broken
from tests.bench.desks import open_desk
from tests.bench.local_clients import Asking, Client, Inside
from tests.bench.long_tickets import write_messages
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.support.local_desk import LocalDesk

TICKETS = 100_000
TIMES = 25
LONG, MOST_FOR_LONG = 2_000, 1.15
BULK, BULKS = 100, 3
WAITS = 10
WRITES_A_SECOND = 5
GIVEN_UP_AFTER = 60.0
SETTLED_WITHIN = 240  # seconds
MOST = {
    "list of 25": 4.0,
    "filter": 4.0,
    "rare word": 4.0,
    "common word": 4.0,
    "create": 4.0,
    "reply": 4.0,
    "create, our CPU": 2.0,
    "reply, our CPU": 2.8,
    f"bulk of {BULK}, one of them unknown": 20.0,
    f"until found, at {WRITES_A_SECOND} writes a second": 10.0,
}
"""How many times what it is compared with each may take."""
_WAITS = tuple(MOST)[:6]
_CREATE, _REPLY, _BULK, _FOUND = tuple(MOST)[6:]

TEXT = f"""The desk as `make run` starts it, its table in DynamoDB Local with {TICKETS:,} tickets, one client that keeps
its connection: milliseconds, medians of {TIMES}, beside the same reads and writes by bare botocore on the same tickets,
asked in turn; and of CPU, our own share of a request (this thread's time in the same app, botocore's share for
DynamoDB's protocol in it), beside the piece of plain Python. Two open help desks on a machine of two cores take 122 and
751 ms for a list of 25, 105 and 275 for a filter, 77 and 2,477 for a rare word, 279 and 2,643 for a common word, 252
and 25 for creating, 223 and 37 for a reply, and of CPU 24 and 34 ms for these two. There, what is promised here is a
quarter of the better one, half of it for the rare word, twice for creating and a reply, a third of the CPU. A ticket
with {LONG:,} messages opens like one with 20; of {BULK} tickets that are changed at once (the middle of {BULKS} times)
one that can't be changes nothing for the others; the longest of {WAITS} waits until a change is found, while
{WRITES_A_SECOND} others a second are written, stands beside all that follows from a new ticket, by bare botocore."""


def measure() -> Section:
    with data_sets.running(TICKETS) as beside:
        say(f"What requests read and write at {TICKETS:,} tickets, and our own CPU for creating and replying …")
        recorded, cpu = _inside(beside)
        say("The desk on one machine …")
        with data_sets.running(TICKETS) as url, _started(url) as live:
            plain = {what: partial(Bare(beside).milliseconds, one) for what, one in recorded.items()}
            client = Client(live)
            client.create()
            rows = [
                *_waits(client, plain),
                *cpu,
                _whole_cpu(live, client),
                _long(live, client, url),
                _bulk(live, client, plain[_BULK]),
                _found(live, client, plain[_FOUND]),
            ]
    return Section("The desk on one machine", TEXT, ("What", *HEADER), [row.cells() for row in rows], broken(rows))


Plain = Callable[[], float]
"""The milliseconds of bare botocore for something."""


@contextmanager
def _started(url: str) -> Iterator[LocalDesk]:
    with tempfile.TemporaryDirectory() as folder:
        live = LocalDesk(Path(folder), "--dynamodb", url)
        try:
            yield live
        finally:
            live.stop()


def _inside(url: str) -> tuple[dict[str, Recording], list[Row]]:
    """What each request reads and writes, and what takes CPU, in an app of this process."""
    with open_desk(url, data_sets.TABLE) as desk:
        day, inside = Day(desk), Inside(desk)

        def recorded(ask: Callable[[], object]) -> Recording:
            day.warm()
            with recording() as found:
                ask()
            return found

        found = {}
        for what, ask in inside.waits().items():
            ask()
            found[what] = recorded(ask)
        desk.settle(SETTLED_WITHIN)
        found[_BULK] = recorded(partial(inside.bulk, _new(inside)))
        desk.settle(SETTLED_WITHIN)
        inside.create("zeppelin")
        found[_FOUND] = recorded(lambda: (desk.settle(SETTLED_WITHIN), _search(inside, "zeppelin")))
        return found, _own_cpu(day)


def _own_cpu(day: Day) -> list[Row]:
    ref = day.create()
    asked = {_CREATE: day.create, _REPLY: partial(day.reply, ref)}
    taken = {what: _turns(partial(yardstick.cpu, ask), yardstick.cpu) for what, ask in asked.items()}
    return [Row(what, ours, "ms", MOST[what], piece) for what, (ours, piece) in taken.items()]


def _waits(client: Client, plain: dict[str, Plain]) -> Iterator[Row]:
    for what, ask in client.waits().items():
        ours, bare = _turns(partial(yardstick.waited, ask), plain[what])
        yield Row(what, ours, "ms", MOST[what], bare)


def _turns(ours: Callable[[], float], beside: Callable[[], float]) -> tuple[float, ...]:
    """Milliseconds of both, after one each that warms up."""
    ours(), beside()
    return yardstick.in_turn(TIMES, ours, beside)


def _whole_cpu(live: LocalDesk, client: Client) -> Row:
    """Of the desk's whole process, with all that follows from a new ticket: search, counters, notices and mail."""
    _settle(live)
    before = _used(live)
    for _ in range(TIMES):
        client.create()
    _settle(live)
    return Row("create, CPU of the process with all that follows", (_used(live) - before) / TIMES * 1000, "ms")


def _used(live: LocalDesk) -> float:
    """The seconds of processor time that the desk has taken so far."""
    user, system = Path(f"/proc/{live.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _long(live: LocalDesk, client: Client, url: str) -> Row:
    """A long ticket beside a short one."""
    short, long = client.create(), client.create()
    write_messages(url, {short: 20, long: LONG})
    _settle(live)

    def opened(ref: str) -> None:
        client.ask("GET", f"tickets/{ref}")
        client.ask("GET", f"tickets/{ref}/timeline?limit=20&order=newest")

    many, few = _turns(*(partial(yardstick.waited, partial(opened, ref)) for ref in (long, short)))
    return Row(f"first page of {LONG:,} messages, beside 20", many, "ms", MOST_FOR_LONG, few)


def _bulk(live: LocalDesk, client: Client, plain: Plain) -> Row:
    """Many tickets at once."""

    def changed() -> float:
        refs = _new(client)
        _settle(live)
        return yardstick.waited(partial(client.bulk, refs))

    ours, bare = yardstick.in_turn(BULKS, changed, plain)
    return Row(_BULK, ours, "ms", MOST[_BULK], bare)


def _new(asking: Asking) -> list[str]:
    return [asking.create() for _ in range(BULK - 1)]


def _settle(live: LocalDesk) -> None:
    """Wait until all that follows was done: hundreds of changes may take longer than one such request lasts."""
    deadline = time.monotonic() + SETTLED_WITHIN
    while True:
        try:
            live.call("/_local/settle", {})
            return
        except (HTTPError, TimeoutError):
            if time.monotonic() > deadline:
                raise


def _found(live: LocalDesk, client: Client, plain: Plain) -> Row:
    """The longest of some waits until a new ticket is found, while others write; none follows one given up."""
    _settle(live)
    ended = threading.Event()
    writer = threading.Thread(target=_write, args=(Client(live), ended))
    writer.start()
    try:
        waits: list[float] = []
        bare: list[float] = []
        while len(waits) < WAITS and max(waits, default=0) < GIVEN_UP_AFTER:
            waits.append(_until_found(client, f"zeppelin{len(waits)}x"))
            bare.append(plain())
    finally:
        ended.set()
        writer.join()
    return Row(_FOUND, max(waits) * 1000, "ms", MOST[_FOUND], median(bare))


def _write(client: Client, ended: threading.Event) -> None:
    """Whoever comes late on a busy machine doesn't make up for it."""
    while not ended.is_set():
        began = time.monotonic()
        client.create()
        ended.wait(max(0.0, began + 1 / WRITES_A_SECOND - time.monotonic()))


def _until_found(client: Client, word: str) -> float:
    client.create(word)
    began = time.monotonic()
    while time.monotonic() - began < GIVEN_UP_AFTER:
        if _search(client, word):
            break
        time.sleep(0.1)
    return time.monotonic() - began


def _search(asking: Asking, word: str) -> list[object]:
    items: list[object] = asking.ask("GET", f"tickets?limit=1&q={quote(word)}")["items"]
    return items
