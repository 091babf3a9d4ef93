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

from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.support import dynamodb_local

TIMES = 200
MOST_MILLISECONDS = 3.0

TEXT = f"""CPU time of this thread per request, median of {TIMES}: Chalice, token check, validation, rules, PynamoDB,
JSON. Storage is answered from memory: answers recorded from DynamoDB Local are given back in the place of botocore's
`_make_api_call`, so neither botocore's protocol nor the network is in it. The container is warm: settings, and the
access token once checked, are in memory. Promised: at most {MOST_MILLISECONDS:g} ms
each."""

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
    broken = [f"{name}: {median:.2f} ms" for name, median, _ in rows if median > MOST_MILLISECONDS]
    return Section("CPU time of our own code", TEXT, ("Request", "median ms", "90 % below ms"), rows, broken)


def measured(day: Day, ref: str, request: Callable[[Day, str], object], times: int = TIMES) -> tuple[float, float]:
    """Milliseconds of CPU that a request takes of this thread: the median, and what nine of ten stay below.

    All of them have to be done while the settings that were read before are still good: half a minute.
    """
    day.list()
    with _recorded() as answers:
        request(day, ref)
    with _replayed(answers) as replay:
        taken = sorted(_once(day, ref, request, replay) for _ in range(times))
    return round(statistics.median(taken), 2), round(taken[len(taken) * 9 // 10], 2)


def _once(day: Day, ref: str, request: Callable[[Day, str], object], replay: Replay) -> float:
    """In milliseconds."""
    replay.rewind()
    start = time.thread_time()
    request(day, ref)
    return (time.thread_time() - start) * 1000


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
def _replayed(answers: list[Answered]) -> Iterator[Replay]:
    replay = Replay(answers)
    with _in_place_of(lambda self, operation, parameters: replay.answer(operation)):
        yield replay


@contextmanager
def _in_place_of(call: Callable[[Any, str, Any], Any]) -> Iterator[None]:
    before = BaseClient._make_api_call
    BaseClient._make_api_call = call
    try:
        yield
    finally:
        BaseClient._make_api_call = before
