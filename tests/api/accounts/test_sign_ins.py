"""Sign-ins: they go on by their cookie, once each, are listed, and end at once wherever somebody ends them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from chalicelib.domain.accounts import browsers
from chalicelib.domain.accounts import sign_ins as rules
from tests.api.accounts.tokens import resigned, said_by
from tests.api.asking import TICKETS, cookie, problem, refresh, sign_in
from tests.support.desk import Answer, Desk

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SESSIONS = "/v1/me/sessions"


def browser(desk: Desk, address: str = "198.51.100.7", agent: str = FIREFOX, **headers: str) -> Answer:
    """Sign Ana in from another browser."""
    body = {"email": "ana@acme.example", "password": desk.admin.password}
    sent = {"User-Agent": agent, **headers}
    return desk.http("POST", "/v1/auth/sign-in", json=body, address=address, headers=sent)


def token_of(answer: Answer) -> str:
    assert answer.status == 200, answer.text
    return str(answer.json()["access_token"])


def opens(desk: Desk, token: str) -> list[int]:
    return [desk.http("GET", path, token=token).status for path in (TICKETS, "/v1/me")]


def test_a_refresh_token_is_good_once(desk: Desk) -> None:
    first = cookie(sign_in(desk))
    second = cookie(refresh(desk, first))
    assert second != first
    third = cookie(refresh(desk, second))
    assert len({first, second, third}) == 3


def test_who_shows_a_token_that_was_used_up_ends_the_sign_in_for_both(desk: Desk) -> None:
    signed_in = sign_in(desk)
    first, access = cookie(signed_in), token_of(signed_in)
    newest = cookie(refresh(desk, cookie(refresh(desk, first))))
    problem(refresh(desk, first), 401, "sign_in_reused")
    assert refresh(desk, newest).status == 401
    assert opens(desk, access) == [401, 401]


def test_two_tabs_that_go_on_at_once_both_go_on(desk: Desk) -> None:
    first = cookie(sign_in(desk))
    newer = cookie(refresh(desk, first))
    other_tab = refresh(desk, first)
    assert opens(desk, token_of(other_tab)) == [200, 200]
    assert "set-cookie" not in other_tab.headers, "the newer cookie stays"
    assert refresh(desk, newer).status == 200


def test_an_answer_that_never_arrived_signs_nobody_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cookie(sign_in(desk))
    lost = cookie(refresh(desk, first))
    monkeypatch.setattr(rules, "GRACE_SECONDS", 0)
    again = refresh(desk, first)
    assert again.status == 200
    assert cookie(again) not in (first, lost)
    problem(refresh(desk, lost), 401, "sign_in_reused")


def test_a_thief_and_the_owner_are_told_apart_whoever_comes_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thief goes on with a copied cookie: as soon as both went on, nobody does."""
    monkeypatch.setattr(rules, "GRACE_SECONDS", 0)
    copied = cookie(sign_in(desk))
    thief = cookie(refresh(desk, copied))
    owner = cookie(refresh(desk, copied))
    problem(refresh(desk, thief), 401, "sign_in_reused")
    assert refresh(desk, owner).status == 401


def test_a_cookie_with_another_generation_or_owner_is_nobodys(desk: Desk) -> None:
    user, sign_in_id, generation, signature = cookie(sign_in(desk)).split(".", 3)
    for wrong in (
        f"{user}.{sign_in_id}.{int(generation) + 1}.{signature}",
        f"{user[:-1]}x.{sign_in_id}.{generation}.{signature}",
        f"{user}.{sign_in_id[:-1]}{'0' if sign_in_id[-1] != '0' else '1'}.{generation}.{signature}",
        f"{user}.{sign_in_id}.0{generation}.{signature}",
        f"{user}.{sign_in_id}.{generation}.",
    ):
        problem(refresh(desk, wrong), 401, "unauthenticated")
    assert refresh(desk, f"{user}.{sign_in_id}.{generation}.{signature}").status == 200, "none of them ended it"


def test_a_sign_in_is_over_when_nobody_went_on_for_thirty_days(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in = sign_in(desk)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + rules.IDLE_SECONDS + 1)
    problem(refresh(desk, cookie(signed_in)), 401, "unauthenticated")


def test_a_stolen_access_token_is_worth_nothing_one_request_after_signing_out(desk: Desk) -> None:
    signed_in = sign_in(desk)
    stolen = token_of(signed_in)
    assert opens(desk, stolen) == [200, 200]
    assert refresh(desk, cookie(signed_in), "sign-out").status == 204
    assert opens(desk, stolen) == [401, 401]
    problem(desk.http("POST", TICKETS, json={"title": "Stolen"}, token=stolen), 401, "unauthenticated")


def test_signing_in_again_in_a_browser_ends_the_sign_in_before(desk: Desk) -> None:
    first = browser(desk)
    again = browser(desk, Cookie=f"__Host-refresh={cookie(first)}")
    assert opens(desk, token_of(first)) == [401, 401]
    assert opens(desk, token_of(again)) == [200, 200]
    assert refresh(desk, cookie(first)).status == 401


def test_somebody_elses_cookie_is_not_ended_by_signing_in(desk: Desk) -> None:
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    body = {"email": cy.email, "password": cy.password}
    cys = desk.http("POST", "/v1/auth/sign-in", json=body)
    browser(desk, Cookie=f"__Host-refresh={cookie(cys)}")
    assert opens(desk, token_of(cys)) == [200, 200]


def sessions(desk: Desk, token: str) -> list[dict[str, Any]]:
    answer = desk.http("GET", SESSIONS, token=token)
    assert answer.status == 200, answer.text
    assert answer.json()["next_cursor"] is None
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_the_list_names_browser_system_and_place_and_which_is_this_one(desk: Desk) -> None:
    token = token_of(browser(desk, "2001:db8:7:9::12"))
    here = next(one for one in sessions(desk, token) if one["current"])
    assert (here["device"], here["network"], here["method"]) == ("Firefox on Windows", "2001:db8:7:9::/64", "password")
    assert here["created_at"] == here["last_seen_at"]
    assert [one["current"] for one in sessions(desk, token)].count(True) == 1


def test_one_that_is_ended_is_over_at_once_and_the_others_go_on(desk: Desk) -> None:
    lost, here = browser(desk), browser(desk)
    lost_id = said_by(desk.ports, token_of(lost)).sign_in_id
    assert desk.http("DELETE", f"{SESSIONS}/{lost_id}", token=token_of(here)).status == 204
    assert opens(desk, token_of(lost)) == [401, 401]
    assert refresh(desk, cookie(lost)).status == 401
    assert opens(desk, token_of(here)) == [200, 200]
    problem(desk.http("DELETE", f"{SESSIONS}/{lost_id}", token=token_of(here)), 404, "not_found")


def test_ending_the_others_leaves_this_one(desk: Desk) -> None:
    others, here = [browser(desk), browser(desk)], browser(desk)
    assert desk.http("DELETE", SESSIONS, token=token_of(here)).status == 204
    assert [opens(desk, token_of(other)) for other in others] == [[401, 401]] * 2
    assert [one["current"] for one in sessions(desk, token_of(here))] == [True]


def test_nobody_ends_anothers(desk: Desk) -> None:
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    cys = said_by(desk.ports, cy.token).sign_in_id
    problem(desk.http("DELETE", f"{SESSIONS}/{cys}", token=token_of(browser(desk))), 404, "not_found")
    assert desk.http("GET", TICKETS, token=cy.token).status == 200


def test_ending_takes_a_sign_in_of_the_last_minutes(desk: Desk) -> None:
    token = token_of(browser(desk))
    long_ago = int(time.time() * 1000) - rules.FRESH_SECONDS * 1000
    old = resigned(desk.ports, token, proved_at=long_ago)
    problem(desk.http("DELETE", SESSIONS, token=old), 403, "sign_in_again")
    problem(desk.http("DELETE", f"{SESSIONS}/x", token=old), 403, "sign_in_again")
    assert desk.http("GET", SESSIONS, token=old).status == 200


def test_of_more_than_fifty_the_one_that_was_not_seen_for_longest_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.services.accounts.sign_ins.MOST_SIGN_INS", 3)
    first, second = browser(desk), browser(desk)
    browser(desk)  # beside the one that the desk of the test began with, which goes first
    browser(desk)
    assert len(sessions(desk, token_of(second))) == 3
    assert opens(desk, token_of(first)) == [401, 401]
    assert opens(desk, token_of(second)) == [200, 200]


def test_it_ends_in_every_workspace_somebody_belongs_to(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    desk.add_member("Ana in Globex", "ana@acme.example", "viewer", workspace="globex")
    signed_in = sign_in(desk)
    globex = "/v1/globex/tickets"
    assert desk.http("GET", globex, token=token_of(signed_in)).status == 200
    refresh(desk, cookie(signed_in), "sign-out")
    problem(desk.http("GET", globex, token=token_of(signed_in)), 401, "unauthenticated")


@pytest.mark.parametrize("cut", ["note_ended", "remove"])
def test_signing_out_that_was_cut_off_is_carried_out_by_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    signed_in = sign_in(desk)
    store = type(desk.ports.sign_ins)
    with monkeypatch.context() as patch:
        patch.setattr(store, cut, lambda *_: (_ for _ in ()).throw(RuntimeError("cut off")))
        assert refresh(desk, cookie(signed_in), "sign-out").status == 500
    assert refresh(desk, cookie(signed_in), "sign-out").status == 204
    assert opens(desk, token_of(signed_in)) == [401, 401]


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    FIREFOX: "Firefox on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15": "Safari on Mac",
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/142.0 Safari/604.1": "Chrome on iPhone",
    f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0": "Edge on Windows",
    f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} SamsungBrowser/26.0 Chrome/122.0": "Samsung Internet on Android",
    "curl/8.5.0": "curl",
    "<script>alert(1)</script>": "",
    "": "",
}


@pytest.mark.parametrize(("agent", "name"), AGENTS.items())
def test_a_browser_is_called_what_people_call_it(agent: str, name: str) -> None:
    assert browsers.named(agent) == name
