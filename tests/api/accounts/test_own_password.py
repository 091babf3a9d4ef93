"""Changing one's own password: by the current one, and everybody else who is signed in as them is out."""

from __future__ import annotations

from tests.api.accounts.test_sign_ins import browser, opens, token_of
from tests.api.asking import cookie, fields, problem, refresh, sign_in
from tests.support.desk import Answer, Desk

NEW = "a kettle, seven herons, no moon"


def changed(desk: Desk, token: str, current: str, password: str = NEW) -> Answer:
    return desk.http("POST", "/v1/me/password", json={"current": current, "password": password}, token=token)


def test_this_browser_goes_on_and_all_others_are_out(desk: Desk) -> None:
    elsewhere, here = browser(desk), browser(desk)
    answer = changed(desk, token_of(here), desk.admin.password)
    assert answer.status == 200, answer.text
    assert opens(desk, answer.json()["access_token"]) == [200, 200]
    assert opens(desk, token_of(elsewhere)) == [401, 401]
    assert refresh(desk, cookie(elsewhere)).status == 401
    assert refresh(desk, cookie(here)).status == 200
    problem(sign_in(desk), 401, "bad_credentials")
    assert sign_in(desk, NEW).json()["access_token"]


def test_what_this_browser_had_before_is_over(desk: Desk) -> None:
    here = token_of(browser(desk))
    changed(desk, here, desk.admin.password)
    assert desk.http("GET", "/v1/acme/tickets", token=here).status == 401


def test_a_wrong_current_one_changes_nothing_and_is_named(desk: Desk) -> None:
    answer = changed(desk, desk.admin.token, "wrong horse battery")
    assert fields(problem(answer, 422, "validation_failed")) == ["current"]
    assert sign_in(desk).json()["access_token"]


def test_a_weak_new_one_is_named_at_its_field(desk: Desk) -> None:
    for weak in ("short", "password1234", "Workestra 2026!", "acme-support-1"):
        answer = changed(desk, desk.admin.token, desk.admin.password, weak)
        assert fields(problem(answer, 422, "validation_failed")) == ["password"], weak
    assert sign_in(desk).json()["access_token"]


def test_its_owner_is_mailed(desk: Desk) -> None:
    changed(desk, desk.admin.token, desk.admin.password)
    desk.settle()
    (mail,) = desk.sent
    assert mail.to == ("ana@acme.example",)


def test_guessing_the_current_one_is_slowed_down_like_signing_in(desk: Desk, within_a_minute: None) -> None:
    answers = [changed(desk, desk.admin.token, f"wrong horse battery {number}").status for number in range(6)]
    assert answers == [422] * 5 + [429]
