"""Whoever has an address hears of many tries to sign in with it; nothing locks, and nobody learns whose it is."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from chalicelib.services import limits
from infra.local.sent_mail import SentMail
from tests.api.asking import problem, sign_in
from tests.support.cuts import counting
from tests.support.desk import Answer, Desk

ANA = "ana@acme.example"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The machine's clock at the beginning of an hour; `hours` go by when they are added."""
    clock = SimpleNamespace(hours=int(time.time()) // 3600)
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: clock.hours * 3600))
    monkeypatch.setattr(limits, "MANY_TRIES", 3)
    return clock


def guess(desk: Desk, number: int, email: str = ANA) -> Answer:
    """Each from a network of its own, as somebody with many of them tries."""
    body = {"email": email, "password": "wrong horse battery 8"}
    return desk.http("POST", "/v1/auth/sign-in", json=body, address=f"198.51.100.{number}")


def mails(desk: Desk) -> list[SentMail]:
    desk.settle()
    return [mail for mail in desk.sent if "Many attempts" in mail.subject]


def test_the_number_is_that_of_the_specification() -> None:
    assert limits.MANY_TRIES == 100


def test_the_owner_is_mailed_once_an_hour_and_nothing_locks(desk: Desk, now: SimpleNamespace) -> None:
    for number in range(2):
        guess(desk, number)
    assert mails(desk) == []
    for number in range(2, 10):
        guess(desk, number, "  ANA@Acme.Example ")
    (mail,) = mails(desk)
    assert mail.to == (ANA,)
    assert "3 attempts within an hour" in mail.text
    assert "your account is not locked" in mail.text
    assert "http://desk.test/console" in mail.text
    assert sign_in(desk).status == 200
    now.hours += 1
    for number in range(3):
        guess(desk, number)
    assert len(mails(desk)) == 2


def test_neither_the_answer_nor_what_is_done_for_it_tells_whether_anybody_has_the_address(
    desk: Desk, now: SimpleNamespace
) -> None:
    guess(desk, 0, "somebody@acme.example")
    made: dict[str, list[list[str]]] = {}
    for email in (ANA, "nobody@acme.example"):
        made[email] = []
        for number in range(4):
            with counting() as calls:
                problem(guess(desk, number, email), 401, "bad_credentials")
            made[email].append([call for call in calls.made if not call.startswith("cognito")])
    assert made[ANA] == made["nobody@acme.example"]
    assert len(made[ANA][2]) > len(made[ANA][3]), "the third asks for the mail"
    assert [mail.to for mail in mails(desk)] == [(ANA,)]


def test_what_is_no_address_is_mailed_nowhere(desk: Desk, now: SimpleNamespace) -> None:
    for number in range(4):
        problem(guess(desk, number, "ana@acme.example, evil@x.example"), 401, "bad_credentials")
    assert mails(desk) == []


def test_the_letter_is_in_the_language_of_the_owner_s_desk_not_of_who_tries(desk: Desk, now: SimpleNamespace) -> None:
    assert desk.http("PATCH", "/v1/acme/settings", json={"language": "de"}, token=desk.admin.token).status == 200
    for number in range(3):
        guess(desk, number)
    desk.settle()
    assert [mail.subject for mail in desk.sent] == ["Viele Anmeldeversuche bei Ihrem Konto"]
