"""Who asks too often is told so, and when to come again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.services import limits
from chalicelib.services.limits import Limit
from chalicelib.storage.table.keys import digest
from chalicelib.storage.table.records import CounterRecord
from tests.api.asking import TICKETS, new_ticket, portal_form, problem
from tests.support.desk import WORKSPACE, Answer, Desk

SIGN_IN = {"email": "stranger@example.com", "password": "wrong horse battery 8"}


def until_refused(most: int, ask: Callable[[int], Answer]) -> Answer:
    """Ask until refused, which must be after `most` answers, or, should the minute end on the way, twice as many."""
    for number in range(2 * most + 1):
        answer = ask(number)
        if answer.status == 429:
            assert number >= most
            return answer
    raise AssertionError(f"{2 * most + 1} requests within a minute were all let through")


def use_up(desk: Desk, limit: Limit, caller: str) -> None:
    """Leave nothing of this minute, nor of the next, should it begin before the test is over."""
    now = int(time.time())
    for window in (now // limits.WINDOW, now // limits.WINDOW + 1):
        bucket = limits.bucket(desk.ports, limit, caller, window * limits.WINDOW)
        counter = CounterRecord(f"RATE#{digest(bucket)}", str(window))
        counter.update([CounterRecord.value.set(limit.most), CounterRecord.type.set("rate")])
    with pytest.raises(DeskError, match="rate_limited"):
        limits.spend(desk.ports, limit, caller)


def refused(answer: Answer, most: int) -> None:
    problem(answer, 429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.headers["ratelimit-limit"] == str(most)
    assert answer.headers["ratelimit-remaining"] == "0"
    assert answer.headers["ratelimit-reset"] == answer.headers["retry-after"]


def test_the_limits_are_those_of_the_specification() -> None:
    assert (limits.MEMBER.most, limits.KEY.most) == (600, 300)
    assert (limits.SIGN_IN_EMAIL.most, limits.SIGN_IN_ADDRESS.most) == (10, 10)
    assert (limits.SUBMIT.most, limits.TRACK.most, limits.PUBLIC_WRITES.most) == (5, 60, 600)


def test_every_answer_to_a_caller_says_what_is_left(desk: Desk) -> None:
    left = [int(desk.http("GET", TICKETS, token=desk.admin.token).headers["ratelimit-remaining"]) for _ in range(3)]
    assert left[0] > left[1] > left[2] or 599 in left  # the minute may end on the way
    assert desk.http("GET", TICKETS, token=desk.api_key("tickets:read")).headers["ratelimit-limit"] == "300"


def test_a_member_beyond_the_limit_is_refused_and_nobody_else(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    new_ticket(desk)
    use_up(desk, limits.MEMBER, f"{WORKSPACE}|{desk.admin.id}")
    refused(desk.http("GET", TICKETS, token=desk.admin.token), 600)
    refused(desk.http("POST", TICKETS, json={"title": "x"}, token=desk.admin.token), 600)
    assert desk.http("GET", TICKETS, token=agent.token).json()["items"][0]["ref"] == "TKT-0001"


def test_a_member_beyond_the_limit_here_is_not_beyond_it_elsewhere(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    desk.add_member("Ana K.", desk.admin.email, "admin", workspace="globex")
    use_up(desk, limits.MEMBER, f"{WORKSPACE}|{desk.admin.id}")
    assert desk.http("GET", "/v1/globex/tickets", token=desk.admin.token).status == 200


def test_a_key_beyond_the_limit_is_refused_and_no_other_key(desk: Desk) -> None:
    first, second = desk.api_key("tickets:read"), desk.api_key("tickets:read")
    use_up(desk, limits.KEY, f"{WORKSPACE}|k_{first.split('_')[1]}")
    refused(desk.http("GET", TICKETS, token=first), 300)
    assert desk.http("GET", TICKETS, token=second).status == 200


def test_asking_who_one_is_is_limited_too(desk: Desk) -> None:
    answer = desk.http("GET", "/v1/me", token=desk.admin.token)
    assert answer.headers["ratelimit-limit"] == "600"
    use_up(desk, limits.MEMBER, f"me|{answer.json()['id']}")
    refused(desk.http("GET", "/v1/me", token=desk.admin.token), 600)


def test_guessing_one_persons_password_is_refused_from_wherever_it_comes(desk: Desk) -> None:
    def guess(number: int) -> Answer:
        return desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN, address=f"198.51.100.{number}")

    refused(until_refused(10, guess), 10)
    right = {"email": SIGN_IN["email"].upper(), "password": "x"}
    refused(desk.http("POST", "/v1/auth/sign-in", json=right, address="203.0.113.1"), 10)


def test_guessing_many_peoples_passwords_from_one_address_is_refused(desk: Desk) -> None:
    def guess(number: int) -> Answer:
        return desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN | {"email": f"p{number}@example.com"})

    refused(until_refused(10, guess), 10)
    assert desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN, address="203.0.113.1").status == 401


def test_mails_about_passwords_cannot_be_asked_for_without_end(desk: Desk) -> None:
    def forget(number: int) -> Answer:
        path, address = "/v1/auth/forgot-password", f"198.51.100.{number}"
        return desk.http("POST", path, json={"email": desk.admin.email}, address=address)

    refused(until_refused(10, forget), 10)


def test_the_portal_takes_five_requests_a_minute_from_one_address_and_keeps_what_was_typed(desk: Desk) -> None:
    def submit(number: int) -> Answer:
        typed = portal_form(desk) | {"title": f"Request {number}", "description": "Typed with care"}
        return desk.http("POST", "/portal/acme", form=typed)

    answer = until_refused(5, submit)
    assert "Typed with care" in answer.text
    elsewhere = desk.http("POST", "/portal/acme", form=portal_form(desk), address="203.0.113.1")
    assert elsewhere.status == 303
