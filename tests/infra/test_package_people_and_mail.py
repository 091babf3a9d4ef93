"""What the operator does for people: a new password for an admin, and mails that failed sent again."""

from __future__ import annotations

import getpass
import re
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.recovery import new_codes
from chalicelib.domain.errors import DeskError
from chalicelib.domain.mail.jobs import JobState
from chalicelib.services.sla.tick import tick
from infra.deploy.__main__ import main
from infra.deploy.errors import DeployError
from tests.api.asking import TICKETS, new_ticket
from tests.support.deployed import Deployed, run
from tests.support.desk import Desk
from tests.support.totp import Authenticator

PASSWORD = "correct horse battery staple 9"
ANA = "ana@acme.example"


def link(desk: Desk) -> str:
    [mail] = [mail for mail in desk.sent if mail.to == (ANA,)]
    found = re.search(r"/account/password/\S+", mail.text)
    assert found
    return found[0]


def test_an_admin_is_mailed_a_link_that_takes_a_new_password(desk: Desk) -> None:
    run(desk, "admin-password", "--workspace", "acme", "--email", "Ana@acme.example")
    desk.settle()
    form = {"password": PASSWORD, "again": PASSWORD}
    assert desk.http("GET", link(desk)).status == 200
    answer = desk.http("POST", link(desk), form=form)
    assert answer.status in (200, 303), answer.text
    assert isinstance(desk.ports.identity.sign_in(ANA, PASSWORD), str)


def test_a_password_that_is_typed_here_is_theirs_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: PASSWORD)
    for _ in range(2):
        run(desk, "admin-password", "--workspace", "acme", "--email", ANA, "--ask-password")
        assert isinstance(desk.ports.identity.sign_in(ANA, PASSWORD), str)
    desk.settle()
    assert [(mail.to, mail.subject) for mail in desk.sent] == [((ANA,), "New password for your account")] * 2


def test_a_second_factor_whose_app_and_codes_are_lost_is_taken_off_with_its_codes_and_sign_ins(desk: Desk) -> None:
    identity, sign_ins = desk.ports.identity, desk.ports.sign_ins
    setup, user_id = identity.begin_factor(ANA, desk.admin.password), identity.find(ANA)
    identity.confirm_factor(setup.session, ANA, Authenticator(setup.secret).code())
    sign_ins.put_codes(user_id, new_codes()[1])
    asked = ("admin-password", "--workspace", "acme", "--email", ANA, "--without-second-factor")
    run(desk, *asked, "--dry-run")
    assert sign_ins.codes(user_id) is not None
    for _ in range(2):
        run(desk, *asked)
        assert isinstance(identity.sign_in(ANA, desk.admin.password), str)
        assert (sign_ins.codes(user_id), list(sign_ins.of(user_id))) == (None, [])
    assert desk.http("GET", "/v1/acme/tickets", token=desk.admin.token).status == 401


@pytest.mark.parametrize("more", [(), ("--ask-password",)], ids=["mail", "here"])
def test_a_dry_run_mails_nothing_and_asks_for_nothing(
    desk: Desk, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: pytest.fail("asked"))
    run(desk, "admin-password", "--workspace", "acme", "--email", ANA, "--dry-run", *more)
    desk.settle()
    assert desk.sent == []
    assert ANA in capsys.readouterr().out


def test_whoever_is_no_admin_and_a_password_that_is_weak_are_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "short")
    desk.add_member("Bo", "bo@acme.example", "agent")
    for email in ("bo@acme.example", "nobody@acme.example"):
        with pytest.raises(DeployError, match="no active admin"):
            run(desk, "admin-password", "--workspace", "acme", "--email", email)
    with pytest.raises(DeskError):
        run(desk, "admin-password", "--workspace", "nobody", "--email", ANA)
    with pytest.raises(DeskError, match="password"):
        run(desk, "admin-password", "--workspace", "acme", "--email", ANA, "--ask-password")


def test_mails_that_failed_are_counted_first_and_then_sent_again_once(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"}, notify_customer=True)
    answer = desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Have a look"}, token=desk.admin.token)
    desk.settle()
    comes_back(desk, answer.json()["id"])
    since = (desk.ports.clock.now() - timedelta(hours=1)).isoformat()
    resend = ("resend-mail", "--workspace", "acme", "--since", since)
    run(desk, *resend, "--dry-run")
    assert "1 mails of replies on 1 tickets" in capsys.readouterr().out
    tick(desk.ports, 20)
    desk.settle()
    assert [mail.text.count("Have a look") for mail in desk.sent].count(1) == 1
    for _ in range(2):
        run(desk, *resend)
        tick(desk.ports, 20)
        desk.settle()
    assert [mail.text.count("Have a look") for mail in desk.sent].count(1) == 2
    assert "0 mails of replies" in capsys.readouterr().out


def comes_back(desk: Desk, reply: str) -> None:
    with desk.ports.open("acme") as room:
        message = room.timeline.public_message(1, reply)
        [person], now = message.delivery, desk.ports.clock.now()
        assert room.timeline.set_delivery(1, reply, person, JobState.BOUNCED, at=now)


def test_what_the_desk_refuses_is_one_line(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed = Deployed(desk.environment)
    monkeypatch.setattr("boto3.Session", lambda **_: deployed)
    given = ["resend-mail", "--stack", "desk", "--workspace", "acme", "--since"]
    assert main([*given, "2999-01-01"]) == 1
    assert capsys.readouterr().err == "This moment is still to come.\n"
