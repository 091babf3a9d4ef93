"""Merging and parting are all or nothing: cut off anywhere, tried again, or racing with another one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.e2e.life import MAYA, ask, done, merge, opened, read, refused
from tests.jobs.copies import in_a_copy
from tests.jobs.interruptions import MakeCut, counting, cut_points
from tests.support.desk import Answer, Desk
from tests.support.stock import differences

ONE, TWO, THREE = "TKT-0001", "TKT-0002", "TKT-0003"
State = tuple[Any, ...]


def command(desk: Desk, name: str, *, key: str = "once") -> Answer:
    return ask(desk, "POST", f"{ONE}/{name}", {"duplicate": TWO}, Idempotency_Key=key)


def state(desk: Desk) -> State:
    """What of two tickets a merge changes."""
    one, two = read(desk, ONE), read(desk, TWO)
    labels, people = [label["id"] for label in one["labels"]], one["participants"]
    return one["version"], one["duplicates"], labels, people, two["version"], two["merged_into"], two["status"]


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two tickets, the second with a participant that a merge brings along."""
    opened(desk, MAYA)
    opened(desk, MAYA)
    done(ask(desk, "PATCH", TWO, {"participants": ["ops@example.com"], "status": "waiting"}))
    desk.advance(timedelta(seconds=12))
    return desk


def cut_and_tried_again(desk: Desk, name: str, states: tuple[State, State], make_cut: MakeCut) -> bool:
    """Nothing has happened at the cut, or everything; then the same request again ends as if it had never been cut."""
    with make_cut() as calls:
        command(desk, name)
    assert state(desk) in states
    again = command(desk, name)
    assert (again.status, state(desk)) == (200, states[1])
    assert command(desk, name).json() == again.json()
    assert state(desk) == states[1]
    mails = len(desk.sent)
    desk.advance(timedelta(seconds=12))
    assert len(desk.sent) - mails == (1 if name == "merge" else 0)
    assert [str(one) for one in differences(desk.ports)] == []
    return calls.was_cut


@pytest.mark.parametrize("name", ["merge", "unmerge"])
def test_cut_off_at_any_call_and_tried_again_it_has_happened_once(two: Desk, name: str) -> None:
    if name == "unmerge":
        merge(two, ONE, TWO)
        two.settle()
    before = state(two)

    def undisturbed() -> tuple[State, list[str]]:
        with counting() as calls:
            assert command(two, name).status == 200
        return state(two), calls

    after, calls = in_a_copy(undisturbed)
    assert before != after
    assert calls
    for where, make_cut in cut_points(calls):
        was_cut = in_a_copy(partial(cut_and_tried_again, two, name, (before, after), make_cut))
        assert was_cut, f"{where} of {calls}"


def test_a_key_gives_the_first_answer_again_and_refuses_another_body(two: Desk) -> None:
    assert command(two, "merge").status == 200
    assert command(two, "unmerge").status == 200
    assert command(two, "merge").status == 200, "the first merge, again"
    assert read(two, TWO)["merged_into"] is None
    other = ask(two, "POST", f"{ONE}/merge", {"duplicate": THREE}, Idempotency_Key="once")
    refused(other, 422, "idempotency_mismatch")


def raced(*requests: Callable[[], Answer]) -> list[int]:
    with ThreadPoolExecutor(len(requests)) as pool:
        return sorted(future.result().status for future in [pool.submit(request) for request in requests])


@pytest.mark.parametrize(
    "pairs",
    [((ONE, TWO), (TWO, ONE)), ((ONE, TWO), (ONE, TWO)), ((ONE, TWO), (THREE, TWO)), ((ONE, TWO), (TWO, THREE))],
    ids=["into each other", "the same twice", "into two", "in a row"],
)
def test_of_two_merges_at_once_both_or_one_happen_and_no_pointer_is_lost(two: Desk, pairs: Any) -> None:
    opened(two, MAYA)
    requests = [lambda pair=pair: ask(two, "POST", f"{pair[0]}/merge", {"duplicate": pair[1]}) for pair in pairs]
    statuses = raced(*requests)
    assert statuses[0] == 200
    assert set(statuses) <= {200, 409, 422}
    tickets = {ref: read(two, ref) for ref in (ONE, TWO, THREE)}
    for ref, ticket in tickets.items():
        assert all(tickets[one]["merged_into"] == ref for one in ticket["duplicates"])
        if ticket["merged_into"]:
            assert ref in tickets[ticket["merged_into"]]["duplicates"]
    assert any(ticket["merged_into"] is None for ticket in tickets.values()), "no circle"


def test_a_merge_and_a_change_of_the_duplicate_at_once_lose_neither(two: Desk) -> None:
    for _ in range(4):
        statuses = raced(
            lambda: ask(two, "POST", f"{ONE}/merge", {"duplicate": TWO}),
            lambda: ask(two, "POST", f"{TWO}/notes", {"body": "seen"}),
        )
        assert statuses in ([200, 201], [200, 409]), "on a merged ticket there is no note"
        notes = [one for one in done(ask(two, "GET", f"{TWO}/timeline"))["items"] if one["kind"] == "internal_note"]
        assert read(two, TWO)["message_count"] == len(notes)
        done(ask(two, "POST", f"{ONE}/unmerge", {"duplicate": TWO}))
