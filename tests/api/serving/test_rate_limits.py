"""Who asks too often is told so, and when to come again."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.services import limits
from chalicelib.services.limits import Limit
from chalicelib.storage.table.keys import digest
from chalicelib.storage.table.records import CounterRecord
from tests.api.asking import TICKETS, new_ticket, portal_form, problem
from tests.support.desk import PASSWORD, VISITOR, WORKSPACE, Answer, Desk

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
    assert (limits.SIGN_IN.most, limits.TRIES.free, limits.TRIES.longest) == (30, 5, 900)
    assert (limits.SUBMIT.most, limits.FIND.most, limits.TRACK.most, limits.PUBLIC_WRITES.most) == (5, 3, 60, 600)


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


def test_guessing_a_password_is_slowed_down_more_and_more_and_locks_nobody_else_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time())
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: now))

    def guess(address: str = "2001:db8::1", password: str = "wrong horse battery 8") -> Answer:
        body = {"email": desk.admin.email.upper(), "password": password}
        return desk.http("POST", "/v1/auth/sign-in", json=body, address=address)

    assert [guess(f"2001:db8::{number}").status for number in range(5)] == [401] * 5
    waited = []
    for _ in range(12):
        answer = guess()
        problem(answer, 429, "rate_limited")
        waited.append(int(answer.headers["retry-after"]))
        now += waited[-1]
        assert guess().status == 401
    assert waited == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert guess("203.0.113.1", PASSWORD).status == 200
    now += 900
    assert guess(password=PASSWORD).status == 200
    assert [guess().status for _ in range(6)] == [401] * 5 + [429], "who got it right begins anew"


def test_guessing_many_peoples_passwords_from_one_address_is_refused(desk: Desk) -> None:
    def guess(number: int) -> Answer:
        return desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN | {"email": f"p{number}@example.com"})

    refused(until_refused(30, guess), 30)
    assert desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN, address="203.0.113.1").status == 401


def test_wrong_keys_and_wrong_tokens_have_limits_apart_and_hold_up_nobody_with_a_right_one(desk: Desk) -> None:
    right = desk.api_key("tickets:read")
    wrong = {limits.WRONG_KEY: "wtk_0123456789abcdef_" + "x" * 43, limits.WRONG_TOKEN: "a.b.c"}
    statuses = {401: limits.WRONG_TOKEN, 429: limits.WRONG_KEY}
    use_up(desk, limits.WRONG_KEY, f"{WORKSPACE}|{VISITOR}")
    for status, limit in statuses.items():
        assert desk.http("GET", TICKETS, token=wrong[limit]).status == status
    use_up(desk, limits.PUBLIC_TOKENS, WORKSPACE)
    use_up(desk, limits.WRONG_TOKEN, VISITOR)
    assert desk.http("GET", TICKETS, token="a.b.c", address="203.0.113.1").status == 429
    assert desk.http("GET", "/v1/me", token="a.b.c").status == 429
    cookie = {"cookie": "__Host-refresh=wrong", "origin": "http://desk.test"}
    assert desk.http("POST", "/v1/auth/refresh", headers=cookie).status == 429
    assert desk.http("GET", TICKETS, token=right).status == 200
    assert desk.http("GET", TICKETS, token=desk.admin.token).status == 200


def test_mails_about_passwords_cannot_be_asked_for_without_end_from_one_network(desk: Desk) -> None:
    def forget(number: int) -> Answer:
        return desk.http("POST", "/v1/auth/forgot-password", json={"email": f"somebody-{number}@acme.example"})

    refused(until_refused(10, forget), 10)


def test_the_portal_takes_five_requests_a_minute_from_one_address_and_keeps_what_was_typed(desk: Desk) -> None:
    def submit(number: int) -> Answer:
        typed = portal_form(desk) | {"title": f"Request {number}", "description": "Typed with care"}
        return desk.http("POST", "/portal/acme", form=typed)

    answer = until_refused(5, submit)
    assert "Typed with care" in answer.text
    elsewhere = desk.http("POST", "/portal/acme", form=portal_form(desk), address="203.0.113.1")
    assert elsewhere.status == 303
