"""Guessing a password: however many try from wherever, the owner's own browser goes on."""

from __future__ import annotations

import time

import pytest

from tests.api.asking import problem, sign_in
from tests.support.desk import Answer, Desk

ANA = "ana@acme.example"
HOME = "2001:db8:1::7"


def tried(desk: Desk, password: str, address: str, device: str = "") -> Answer:
    headers = {"Cookie": f"__Host-device={device}"} if device else {}
    body = {"email": ANA, "password": password}
    return desk.http("POST", "/v1/auth/sign-in", json=body, address=address, headers=headers)


def device_of(answer: Answer) -> str:
    """What a browser has since its owner signed in there."""
    (found,) = [one for one in answer.cookies if one.startswith("__Host-device=")]
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"} <= {part.strip() for part in found.split(";")}
    return found.partition("=")[2].partition(";")[0]


@pytest.fixture
def device(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """The owner's browser. Time stands still: pauses are counted in seconds, and machines are slow at times."""
    stands = time.time()
    monkeypatch.setattr(time, "time", lambda: stands)
    return device_of(sign_in(desk))


def test_a_thousand_guesses_from_a_hundred_networks_lock_the_owners_browser_out_nowhere(
    desk: Desk, device: str
) -> None:
    """Ten from each /64, the owner's among them, within a minute."""
    turned_away = 0
    for network in range(100):
        for guess in range(10):
            status = tried(desk, f"wrong horse {guess}", f"2001:db8:{network}::{guess + 1}").status
            turned_away += status == 429
            assert status in (401, 429)
    assert turned_away == 500, "five of each network were free"
    assert tried(desk, desk.admin.password, HOME, device).status == 200
    assert tried(desk, desk.admin.password, "2001:db8:ffff::1").status == 200, "nor is any other network"


def test_a_guesser_in_the_owners_house_keeps_them_out_of_no_browser_that_they_used(desk: Desk, device: str) -> None:
    for guess in range(40):
        tried(desk, f"wrong horse {guess}", HOME)
    problem(tried(desk, desk.admin.password, HOME), 429, "rate_limited")
    assert tried(desk, desk.admin.password, HOME, device).status == 200


def test_in_a_browser_of_theirs_guesses_are_slowed_down_as_well(desk: Desk, device: str) -> None:
    answers = [tried(desk, f"wrong horse {guess}", HOME, device).status for guess in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_browser_of_somebody_else_or_a_made_up_one_is_like_any_other(desk: Desk, device: str) -> None:
    cy = desk.add_member("Cy", "cy@acme.example", "agent")
    body = {"email": cy.email, "password": cy.password}
    others = device_of(desk.http("POST", "/v1/auth/sign-in", json=body))
    for guess in range(5):
        tried(desk, f"wrong horse {guess}", HOME)
    for wrong in (others, device[:-1] + ("a" if device[-1] != "a" else "b"), "x", "01KB9Z00000000000000000000."):
        assert tried(desk, desk.admin.password, HOME, wrong).status == 429


def test_what_a_browser_has_stays_and_lets_nobody_in(desk: Desk, device: str) -> None:
    again = tried(desk, desk.admin.password, HOME, device)
    assert [one for one in again.cookies if one.startswith("__Host-device=")] == []
    assert desk.http("POST", "/v1/auth/refresh", headers={"Cookie": f"__Host-device={device}"}).json() == {
        "access_token": None,
        "expires_in": None,
    }
