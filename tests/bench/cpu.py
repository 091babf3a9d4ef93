"""How much CPU our own code takes for a request, with storage answered from memory.

A request is made once against DynamoDB Local while every answer is written down. Then it is made again and again, and
botocore's `_make_api_call` gives the recorded answers in their order: what is left is Chalice, token check, validation,
rules, PynamoDB's mapping and the answer's JSON; neither botocore's protocol nor the network.
"""

from __future__ import annotations

import copy
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.client import BaseClient

from tests.bench import yardstick
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.support import dynamodb_local

TIMES = 200
MOST = 2.8
WARM_FOR = 10
"""Seconds after which the settings are read anew: they are good for half a minute, which is short on a busy machine."""

TEXT = f"""CPU time of this thread per request, median of {TIMES}: Chalice, token check, validation, rules, PynamoDB,
JSON. Storage is answered from memory: answers recorded from DynamoDB Local are given back in the place of botocore's
`_make_api_call`, so neither botocore's protocol nor the network is in it. The container is warm: settings are in
memory. The piece of plain Python is run before each of them. Promised: at most {MOST:g} × that piece."""

HEADER = ("Request", "median ms", "90 % below ms", "plain Python ms", "ratio")

REQUESTS: dict[str, Callable[[Day, str], object]] = {
    "list 25 tickets": lambda day, _: day.list(),
    "read a ticket": lambda day, ref: day.read(ref),
    "time line of 20 entries": lambda day, ref: day.timeline(ref, limit=100),
    "create a ticket": lambda day, _: day.create(),
    "reply": lambda day, ref: day.reply(ref),
}


def measure() -> Section:
    say("CPU time per request …")
    with dynamodb_local.running() as url, open_desk(url) as desk:
        day = Day(desk)
        for _ in range(30):
            ref = day.create()
        for _ in range(9):
            day.reply(ref)
            day.note(ref)
        rows = [(name, *measured(day, ref, request)) for name, request in REQUESTS.items()]
    broken = [f"{name}: {ratio:.2f} ×" for name, *_, ratio in rows if ratio > MOST]
    return Section("CPU time of our own code", TEXT, HEADER, rows, broken)


def measured(
    day: Day, ref: str, request: Callable[[Day, str], object], times: int = TIMES
) -> tuple[float, float, float, float]:
    """Milliseconds of CPU that a request takes of this thread: the median, what nine of ten stay below, and what plain
    Python took in turn; how many times that the median is."""
    day.list()
    warm, turns = day.warm(), []
    with _recorded() as answers:
        request(day, ref)
    replay = Replay(answers)
    for _ in range(times):
        if time.monotonic() - warm > WARM_FOR:
            warm = day.warm()
        turns.append((yardstick.cpu(), _once(day, ref, request, replay)))
    plain, taken = (sorted(column) for column in zip(*turns, strict=True))
    middle, piece = statistics.median(taken), statistics.median(plain)
    return round(middle, 2), round(taken[len(taken) * 9 // 10], 2), round(piece, 2), round(middle / piece, 2)


def _once(day: Day, ref: str, request: Callable[[Day, str], object], replay: Replay) -> float:
    """In milliseconds."""
    with _replayed(replay):
        return yardstick.cpu(lambda: request(day, ref))


Answered = tuple[str, dict[str, Any]]


class Replay:
    """Gives recorded answers, in order; a call that wasn't recorded is a fault."""

    def __init__(self, answers: list[Answered]) -> None:
        self._answers = answers
        self._ready: Iterator[Answered] = iter(())

    def rewind(self) -> None:
        """From the first again. Answers are copied: whoever gets one may change it."""
        self._ready = iter(copy.deepcopy(self._answers))

    def answer(self, operation: str) -> dict[str, Any]:
        recorded, answer = next(self._ready, ("nothing", {}))
        if recorded != operation:
            raise AssertionError(f"{operation} was called, {recorded} was recorded")
        return answer


@contextmanager
def _recorded() -> Iterator[list[Answered]]:
    answers: list[Answered] = []
    make = BaseClient._make_api_call

    def record(self: Any, operation: str, parameters: Any) -> Any:
        answer = make(self, operation, parameters)
        answers.append((operation, copy.deepcopy(answer)))
        return answer

    with _in_place_of(record):
        yield answers


@contextmanager
def _replayed(replay: Replay) -> Iterator[None]:
    replay.rewind()
    with _in_place_of(lambda self, operation, parameters: replay.answer(operation)):
        yield


@contextmanager
def _in_place_of(call: Callable[[Any, str, Any], Any]) -> Iterator[None]:
    before = BaseClient._make_api_call
    BaseClient._make_api_call = call
    try:
        yield
    finally:
        BaseClient._make_api_call = before
