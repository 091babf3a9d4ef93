"""The schedule may call the tick while the last one still runs, and Lambda may end one anywhere: all are told once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.services.sla import tick
from chalicelib.services.sla.tick import Became, Tick
from tests.api.asking import new_ticket, walked
from tests.dynamodb.racing import race
from tests.support.cuts import cut
from tests.support.desk import Desk

DUE = 500
URGENT = {"priority": "urgent", "notify_customer": False}  # an hour to answer, four to resolve
DUE_SOON, OVERDUE = timedelta(minutes=46), timedelta(minutes=61)
TICK_SECONDS, SETTLED_WITHIN = 300, 600


def make(desk: Desk, tickets: int) -> list[int]:
    """The numbers of that many urgent tickets."""
    each = tickets // 4
    made = race(lambda _: [new_ticket(desk, **URGENT)["number"] for _ in range(each)], 4)
    desk.settle(SETTLED_WITHIN)
    return [number for numbers in made for number in numbers]


A_MOMENT = timedelta(seconds=70)


def told(runs: list[Tick]) -> Counter[int]:
    return Counter(outcome.due.number or 0 for run in runs for outcome in run.outcomes if outcome.became is Became.TOLD)


def notices(desk: Desk) -> Counter[str]:
    """The tickets the admin finds in the inbox, of whom promised times are told."""
    entries = walked(desk, "/v1/acme/inbox", desk.admin.token, 100)
    return Counter(entry["ref"] for entry in entries if "sla" in entry["event"])


def mails(desk: Desk) -> Counter[str]:
    """The same of the mails that leave once they are collected, each of which may tell of many."""
    desk.ports.clock.offset += A_MOMENT
    desk.pumps.advance(A_MOMENT)
    desk.settle(SETTLED_WITHIN)
    texts = [f"{mail.subject}\n{mail.text}" for mail in desk.sent if mail.to == (desk.admin.email,)]
    return Counter(ref for text in texts for ref in set(re.findall(r"TKT-\d{4}", text)))


def refs(numbers: list[int]) -> Counter[str]:
    return Counter(f"TKT-{number:04d}" for number in numbers)


def test_two_ticks_at_once_on_five_hundred_due_tickets_send_five_hundred_notices(desk: Desk) -> None:
    numbers = make(desk, DUE)
    desk.ports.clock.offset += DUE_SOON
    runs = race(lambda _: tick.tick(desk.ports, TICK_SECONDS), 2)
    assert told(runs) == Counter(numbers)
    assert all(len(run.outcomes) > DUE / 2 for run in runs), "they didn't meet"
    assert {outcome.became for run in runs for outcome in run.outcomes} == {Became.TOLD, Became.MOVED}
    desk.settle(SETTLED_WITHIN)
    assert notices(desk) == mails(desk) == refs(numbers)


@pytest.mark.parametrize("calls", [1, 9, 12, 25, 39])
def test_a_tick_that_is_cut_off_is_finished_by_the_next(desk: Desk, calls: int) -> None:
    """The first eight calls look at the shards, then come a read and the writes of every part."""
    numbers = make(desk, 32)
    desk.ports.clock.offset += OVERDUE
    with cut(after=calls) as made:
        tick.tick(desk.ports, TICK_SECONDS)
    assert made.was_cut
    desk.settle(SETTLED_WITHIN)
    desk.settle(SETTLED_WITHIN)
    assert notices(desk) == mails(desk) == refs(numbers)


def test_what_agents_do_while_the_tick_runs_is_kept_and_nobody_told_twice(desk: Desk) -> None:
    numbers = make(desk, 36)
    desk.ports.clock.offset += DUE_SOON

    def act(who: int) -> Any:
        if who == 0:
            return tick.tick(desk.ports, TICK_SECONDS)
        for number in numbers[who - 1 :: 3]:
            path = f"/v1/acme/tickets/TKT-{number:04d}"
            changed = desk.http("PATCH", path, json={"title": f"By {who}"}, token=desk.admin.token)
            assert changed.status == 200, changed.text
        return None

    run, *_ = race(act, 4)
    assert {outcome.became for outcome in run.outcomes} <= {Became.TOLD, Became.MOVED}
    desk.settle(SETTLED_WITHIN)
    titles = [ticket["title"] for ticket in walked(desk, "/v1/acme/tickets", desk.admin.token, 100)]
    assert Counter(titles) == {"By 1": 12, "By 2": 12, "By 3": 12}
    assert notices(desk) == mails(desk) == refs(numbers)


def events_told(desk: Desk, event: str) -> Counter[str]:
    """The tickets of which the admin's inbox says so."""
    entries = walked(desk, "/v1/acme/inbox", desk.admin.token, 100)
    return Counter(entry["ref"] for entry in entries if entry["event"] == event)


def test_two_ticks_at_once_wake_and_remind_once(desk: Desk) -> None:
    numbers = make(desk, 40)
    until = (desk.ports.clock.now() + timedelta(minutes=5)).isoformat()
    for number in numbers:
        ticket = f"/v1/acme/tickets/TKT-{number:04d}"
        asked = {"assignee_id": desk.admin.id}, {"until": until}, {"at": until}
        for method, rest, body in zip(("PATCH", "PUT", "PUT"), ("", "/snooze", "/reminder"), asked, strict=True):
            done = desk.http(method, ticket + rest, json=body, token=desk.admin.token)
            assert done.status == 200, done.text
    desk.settle(SETTLED_WITHIN)
    desk.ports.clock.offset += timedelta(minutes=6)
    runs = race(lambda _: tick.tick(desk.ports, TICK_SECONDS), 2)
    assert told(runs) == Counter(numbers)
    desk.settle(SETTLED_WITHIN)
    assert events_told(desk, "ticket.woken") == events_told(desk, "ticket.reminded") == refs(numbers)
    listed = walked(desk, "/v1/acme/tickets", desk.admin.token, 100)
    assert Counter(ticket["ref"] for ticket in listed) == refs(numbers)


def test_a_tick_ends_in_time_and_the_next_goes_on(desk: Desk) -> None:
    """A run that had no time left for a single ticket, on a busy machine, is followed by one with twice the time."""
    numbers = make(desk, 40)
    desk.ports.clock.offset += DUE_SOON
    runs: list[Tick] = []
    seconds = 0.1
    while not runs or any(outcome.became is Became.NOT_DONE for outcome in runs[-1].outcomes):
        runs.append(tick.tick(desk.ports, seconds))
        if not told(runs[-1:]):
            seconds *= 2
    assert len(runs) > 1
    assert told(runs) == Counter(numbers)
