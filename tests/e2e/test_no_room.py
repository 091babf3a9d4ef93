"""The table has no room for all: what people wait for goes first, what can wait yields and comes later by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.ranks import LONGEST
from chalicelib.jobs import react
from chalicelib.jobs.yielding import yields
from tests.api.asking import TICKETS, new_ticket, problem
from tests.jobs.calling import pump
from tests.jobs.interruptions import let_leases_run_out
from tests.support.desk import SUPPORT, Desk
from tests.support.stock import differences
from tests.support.throttling import Throttling, throttled

MAIL = b"From: maya@example.com\r\nSubject: Zeppelin\r\nMessage-ID: <%d@x.example>\r\n\r\nIt broke."
STEP = timedelta(seconds=30)
LOOKS = 50
SOON = 240
"""Seconds within which nothing has come again that yields for minutes: what a test itself takes passes for it, too."""


@pytest.fixture
def table(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Throttling]:
    new_ticket(desk, contact={"email": "maya@example.com"})
    desk.advance(timedelta(minutes=2))
    with throttled(monkeypatch) as found:
        yield found


def reply(desk: Desk) -> None:
    body = {"body": "Mind the dirigible.", "status": "resolved"}
    answer = desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=body, token=desk.admin.token)
    assert answer.status == 201, answer.text


def found(desk: Desk, word: str) -> int:
    return len(desk.http("GET", f"{TICKETS}?q={word}", token=desk.admin.token).json()["items"])


def resolved(desk: Desk) -> int:
    counts = desk.http("GET", f"{TICKETS}/counts", token=desk.admin.token).json()
    return int(counts["resolved"])


def replied(desk: Desk) -> bool:
    return any("dirigible" in mail.text for mail in desk.sent)


def filed(desk: Desk) -> bool:
    return desk.http("GET", f"{TICKETS}/TKT-0002", token=desk.admin.token).status == 200


DONE: dict[str, Callable[[Desk], object]] = {
    "answer": replied,
    "mail in": filed,
    "index": lambda desk: found(desk, "dirigible"),
    "counts": resolved,
}


def seen(desk: Desk, table: Throttling) -> set[str]:
    with table.ample():
        return {what for what, done in DONE.items() if done(desk)}


def times(desk: Desk, table: Throttling, room: Callable[[int], int | None]) -> dict[str, int]:
    """Return the seconds after which each was done, with so much room in the step that ends then."""
    came: dict[str, int] = {}
    for step in range(1, LOOKS):
        seconds = step * int(STEP.total_seconds())
        table.room = room(seconds)
        let_leases_run_out(desk)
        desk.advance(STEP)
        came |= dict.fromkeys(seen(desk, table) - came.keys(), seconds)
        if came.keys() == DONE.keys():
            return came
    pytest.fail(f"only {came} within {seconds} s")


def test_when_there_is_room_again_answers_go_out_then_mail_comes_in_then_it_is_found_then_counted(
    desk: Desk, table: Throttling
) -> None:
    reply(desk)
    desk.receive(MAIL % 1, "maya@example.com", [SUPPORT])
    table.room = 0
    desk.settle()
    assert table.refused
    assert seen(desk, table) == set()

    came = times(desk, table, lambda seconds: 0 if seconds <= 60 else None)
    assert came["answer"] <= came["mail in"] <= SOON < came["index"] <= came["counts"]
    assert came["answer"] <= 120
    desk.advance(timedelta(minutes=30))
    assert differences(desk.ports) == []
    assert found(desk, "zeppelin") == 1


def test_counts_yield_by_themselves_and_come_after_what_is_found(desk: Desk, table: Throttling) -> None:
    reply(desk)
    table.operations = frozenset({"TransactWriteItems"})
    table.room = 0
    desk.settle()
    assert seen(desk, table) == {"answer", "index"}

    desk.advance(timedelta(minutes=9))
    table.room = None
    desk.settle()
    assert {one.what for one in differences(desk.ports)} == {"counts", "reports"}
    assert not resolved(desk)
    desk.advance(timedelta(minutes=1))
    assert resolved(desk)
    assert differences(desk.ports) == []


@pytest.mark.sweep
@pytest.mark.moto_table
@pytest.mark.parametrize("room", [25, 40, 60])
def test_with_room_for_a_few_requests_in_each_step_nothing_is_lost(desk: Desk, table: Throttling, room: int) -> None:
    reply(desk)
    for number in range(3):
        desk.receive(MAIL % number, "maya@example.com", [SUPPORT])
    table.room = 0
    desk.settle()
    came = times(desk, table, lambda _: room)
    assert came["answer"] <= SOON < came["index"] <= came["counts"]
    table.room = None
    desk.advance(timedelta(hours=1))
    assert differences(desk.ports) == []
    assert found(desk, "zeppelin") == 3


def test_mail_in_outlives_hours_without_room_and_no_try_of_its_queue_is_used_up(desk: Desk, table: Throttling) -> None:
    desk.receive(MAIL % 1, "maya@example.com", [SUPPORT])
    table.room = 0
    for _ in range(20):
        desk.advance(timedelta(minutes=15))
    assert desk.pumps.lost() == []
    table.room = None
    desk.advance(timedelta(minutes=4))
    assert filed(desk)


def test_who_asks_by_http_is_told_so_after_some_tries(desk: Desk, table: Throttling) -> None:
    table.room = 0
    problem(desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token), 503, "unavailable")
    assert table.refused.total() == 4
    assert 0 < table.slept < 7


def test_a_batch_of_mail_asks_twice_each_and_is_not_cut_off(desk: Desk, table: Throttling) -> None:
    for number in range(10):
        desk.receive(MAIL % number, "maya@example.com", [SUPPORT])
    table.room = 0
    desk.settle()
    assert table.refused.total() <= 2 * 10 + 4 * 10  # the tick asks as answers do
    assert table.refused["Query"] >= 20
    assert not filed_any(desk, table)


def filed_any(desk: Desk, table: Throttling) -> bool:
    with table.ample():
        return filed(desk)


def test_the_index_asks_once_for_each_action_and_waits_for_nothing(desk: Desk, table: Throttling) -> None:
    for number in range(25):
        note = {"body": f"Note {number}"}
        desk.http("POST", f"{TICKETS}/TKT-0001/notes", json=note, token=desk.admin.token)
    table.room, table.slept = 0, 0
    (index,) = [stream for stream in desk.pumps.streams if stream.function.name == "index"]
    while index.step():
        continue
    assert table.refused.total() == 25
    assert table.slept == 0


def test_what_a_batch_has_no_time_to_begin_is_left_to_the_queue_untouched(desk: Desk, table: Throttling) -> None:
    reply(desk)
    (index,) = [stream for stream in desk.pumps.streams if stream.function.name == "index"]
    index.function._timeout = 29_000
    desk.settle()
    assert seen(desk, table) == {"answer"}
    desk.advance(timedelta(minutes=6))
    assert seen(desk, table) == {"answer", "index", "counts"}


def test_counts_that_wait_are_asked_for_by_a_name_that_the_release_before_them_knows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("not now")

    with monkeypatch.context() as patch:
        patch.setitem(react.REACTORS, "counts", replace(react.REACTORS["counts"], do=fails))  # type: ignore[arg-type]
        new_ticket(desk, contact={"email": "maya@example.com"})
        reply(desk)
        desk.pumps.finish()
    asked = [json.loads(body) for body in pump(desk, "react_retry").bodies()]
    assert asked
    assert {(one["reactor"], one["at"]) for one in asked} == {("index", "counts")}
    assert differences(desk.ports)
    desk.settle()
    assert [str(one) for one in differences(desk.ports)] == []


def test_what_waited_for_days_is_a_fault_like_others() -> None:
    assert yields(TimeoutError(), LONGEST - 1)
    assert not yields(TimeoutError(), LONGEST)
    assert not yields(ValueError())
