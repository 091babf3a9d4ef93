"""The desk as `make run` starts it, on DynamoDB Local with 100,000 tickets: what one client waits for, what it takes.

For comparison there are two open help desks on a machine of two cores with as many tickets: the medians of one client,
and the CPU of the quicker one's own process. Ours may take a share of the better figure of the two.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection
from itertools import count, cycle
from math import inf
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

from tests.bench import data_sets, texts
from tests.bench.desks import open_desk
from tests.bench.long_tickets import write_messages
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.support.local_desk import LocalDesk

TICKETS = 100_000
TIMES = 25
LONG = 2_000
BULK = 100
KEYS = 12
WRITES_A_SECOND = 5
FOUND_WITHIN, GIVEN_UP_AFTER = 2.0, 60.0
SETTLED_WITHIN = 240  # seconds

TEXT = f"""The desk as `make run` starts it, its table in DynamoDB Local with {TICKETS:,} tickets, one client that keeps
its connection: milliseconds, medians of {TIMES}; and of CPU, our own share of a request (this thread's time in the same
app, botocore's share for DynamoDB's protocol in it). Two open help desks on such a machine take 122 and 751 ms for a
list of 25, 105 and 275 for a filter, 77 and 2,477 for a rare word, 279 and 2,643 for a common word, 252 and 25 for
creating, 223 and 37 for a reply, and of CPU 24 and 34 ms for these two. Promised: a quarter of the better one, half of
it for the rare word, twice for creating and a reply, a third of the CPU. A ticket with {LONG:,} messages opens like one
with 20; {BULK} tickets are changed at once within 10 s, and one that can't be changes nothing for the others; a change
is found within {FOUND_WITHIN:g} s while {WRITES_A_SECOND} others a second are written."""

_numbers = count()


class Client:
    """Somebody with API keys of their own, more than one, because each may ask only so often a minute."""

    def __init__(self, live: LocalDesk) -> None:
        self._connection = HTTPConnection("localhost", live.port, timeout=120)
        self._keys = cycle([_key(live) for _ in range(KEYS)])

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        body = None if content is None else json.dumps(content)
        headers = {"Authorization": f"Bearer {next(self._keys)}", "Content-Type": "application/json"}
        self._connection.request(method, f"/v1/{data_sets.WORKSPACE}/{path}", body, headers)
        answer = self._connection.getresponse()
        said = json.loads(answer.read())
        assert answer.status < 300, said
        return said

    def create(self, word: str = "") -> str:
        number = next(_numbers)
        title = f"{texts.title(number)} {word}".strip()
        contact = {"email": f"someone{number % 200}@northpier.example"}
        ref: str = self.ask(
            "POST", "tickets", {"title": title, "description": texts.description(number), "contact": contact}
        )["ref"]
        return ref


def measure() -> Section:
    say(f"Our own CPU for creating and replying at {TICKETS:,} tickets …")
    with data_sets.running(TICKETS) as url:
        cpu = _own_cpu(url)
    say("The desk on one machine …")
    with data_sets.running(TICKETS) as url, _started(url) as live:
        client = Client(live)
        client.create()
        rows = [
            *_waits(client),
            *cpu,
            _whole_cpu(live, client),
            *_large(live, client, url),
            _found(live, client),
        ]
    broken = [f"{what}: {value:,.1f} {unit}, more than {bound:g}" for what, value, unit, bound in rows if value > bound]
    shown = [(what, f"{value:,.1f} {unit}", f"≤ {bound:g}" if bound < inf else "") for what, value, unit, bound in rows]
    return Section("The desk on one machine", TEXT, ("What", "measured", "promised"), shown, broken)


Row = tuple[str, float, str, float]
"""What, how much of it, in which unit, and the most that it may be, `inf` where nothing is promised."""


def _key(live: LocalDesk) -> str:
    wanted = {"name": "Benchmark", "scopes": ["tickets:read", "tickets:write", "contacts:read", "contacts:write"]}
    key: str = live.call(f"/v1/{data_sets.WORKSPACE}/api-keys", wanted, _token(live))["key"]
    return key


@cache
def _token(live: LocalDesk) -> str:
    """The admin's, good for a quarter of an hour."""
    person = {"email": live.desk["email"], "password": live.desk["password"]}
    token: str = live.call("/v1/auth/sign-in", person)["access_token"]
    return token


@contextmanager
def _started(url: str) -> Iterator[LocalDesk]:
    with tempfile.TemporaryDirectory() as folder:
        live = LocalDesk(Path(folder), "--dynamodb", url)
        try:
            yield live
        finally:
            live.stop()


def _waits(client: Client) -> Iterator[Row]:
    """What one client waits for, the others being quiet."""
    ref = client.create()
    asked: dict[str, tuple[float, Callable[[], object]]] = {
        "list of 25": (122 / 4, lambda: client.ask("GET", "tickets?limit=25")),
        "filter": (105 / 4, lambda: client.ask("GET", "tickets?limit=25&priority=urgent")),
        "rare word": (77 / 2, lambda: client.ask("GET", f"tickets?limit=25&q={texts.RARE}")),
        "common word": (279 / 4, lambda: client.ask("GET", f"tickets?limit=25&q={texts.common(8)}")),
        "create": (25 * 2, client.create),
        "reply": (37 * 2, lambda: client.ask("POST", f"tickets/{ref}/replies", {"body": texts.description(1)})),
    }
    for what, (bound, ask) in asked.items():
        yield what, _median(ask), "ms", round(bound, 1)


def _own_cpu(url: str) -> list[Row]:
    with open_desk(url, data_sets.TABLE) as desk:
        day = Day(desk)
        ref = day.create()
        return [
            ("create, our CPU", _median(day.create, time.thread_time), "ms", 8.0),
            ("reply, our CPU", _median(lambda: day.reply(ref), time.thread_time), "ms", 11.3),
        ]


def _whole_cpu(live: LocalDesk, client: Client) -> Row:
    """Of the desk's whole process, with all that follows from a new ticket: search, counters, notices and mail."""
    _settle(live)
    before = _used(live)
    for _ in range(TIMES):
        client.create()
    _settle(live)
    return "create, CPU of the process with all that follows", (_used(live) - before) / TIMES * 1000, "ms", inf


def _used(live: LocalDesk) -> float:
    """The seconds of processor time that the desk has taken so far."""
    user, system = Path(f"/proc/{live.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _large(live: LocalDesk, client: Client, url: str) -> Iterator[Row]:
    """A long ticket, and many tickets at once."""
    short, long = client.create(), client.create()
    write_messages(url, {short: 20, long: LONG})
    _settle(live)

    def opened(ref: str) -> float:
        def ask() -> None:
            client.ask("GET", f"tickets/{ref}")
            client.ask("GET", f"tickets/{ref}/timeline?limit=20&order=newest")

        return _median(ask)

    few, many = opened(short), opened(long)
    yield f"first page of {LONG:,} messages, against 20", many / few, "×", 1.15
    refs = [client.create() for _ in range(BULK - 1)]
    began = time.monotonic()
    results = client.ask("POST", "tickets/bulk", {"refs": [*refs, "TKT-9999999"], "set": {"priority": "high"}})[
        "results"
    ]
    taken = time.monotonic() - began
    assert [result["ok"] for result in results] == [True] * len(refs) + [False]
    yield f"bulk of {BULK}, one of them unknown", taken, "s", 10


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


def _found(live: LocalDesk, client: Client) -> Row:
    """The longest of ten waits until a new ticket is found, while others write; none follows one given up."""
    _settle(live)
    ended = threading.Event()
    writer = threading.Thread(target=_write, args=(Client(live), ended))
    writer.start()
    try:
        waits: list[float] = []
        while len(waits) < 10 and max(waits, default=0) < GIVEN_UP_AFTER:
            waits.append(_until_found(client, f"zeppelin{len(waits)}x"))
    finally:
        ended.set()
        writer.join()
    return f"until found, at {WRITES_A_SECOND} writes a second", max(waits), "s", FOUND_WITHIN


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
        if client.ask("GET", f"tickets?limit=1&q={quote(word)}")["items"]:
            break
        time.sleep(0.1)
    return time.monotonic() - began


def _median(ask: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds, after one that warms up."""
    ask()
    taken = []
    for _ in range(TIMES):
        began = clock()
        ask()
        taken.append(clock() - began)
    return median(taken) * 1000
