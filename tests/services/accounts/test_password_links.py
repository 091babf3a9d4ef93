"""The jobs that mail links which set a password, carried out again and cut off: one works, and is used once."""

from __future__ import annotations

import itertools
import re

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.mail.jobs import AboutAccount, JobKey, LetterKind, MailJob
from chalicelib.services.accounts import passwords
from chalicelib.services.mail.outgoing.account_mail import account_mail
from infra.local.sent_mail import SentMail
from tests.support.cuts import cut
from tests.support.desk import VISITOR, Desk

ANA = "ana@acme.example"
NEW = "a brand new password 9"


def token_of(desk: Desk, name: str) -> str | None:
    """Carry the job of that name out; return the token in its mail, if it makes one."""
    about = AboutAccount(sender_name="Workestra Tickets", language="en")
    job = MailJob(key=JobKey(id=f"a{name}"), kind=LetterKind.PASSWORD_RESET, address=ANA, about=about)
    for mail in account_mail(desk.ports, job, about):
        sent = SentMail("1", mail.sender, (mail.to,), desk.ports.clock.now(), mail.raw, {})
        [token] = set(re.findall(r"/account/password/([\w.-]+)", sent.text))
        return str(token)
    return None


def works(desk: Desk, token: str | None) -> bool:
    try:
        return passwords.password_token(desk.ports, token or "").email == ANA
    except DeskError:
        return False


def test_a_job_carried_out_twice_mails_the_same_link(desk: Desk) -> None:
    first = token_of(desk, "1")
    assert first == token_of(desk, "1")
    assert works(desk, first)


def test_a_job_that_is_repeated_after_a_newer_one_brings_its_own_link_not_back(desk: Desk) -> None:
    old, new = token_of(desk, "1"), token_of(desk, "2")
    assert token_of(desk, "1") is None
    assert (works(desk, old), works(desk, new)) == (False, True)


def test_a_job_that_is_repeated_after_its_link_was_used_mails_none(desk: Desk) -> None:
    used = token_of(desk, "1")
    assert used
    passwords.set_password(desk.ports, used, NEW, VISITOR)
    assert token_of(desk, "1") is None
    assert not works(desk, used)


def test_a_job_cut_off_anywhere_mails_a_link_that_works_when_it_is_repeated(desk: Desk) -> None:
    for number in itertools.count(1):
        with cut(after=number) as calls:
            token_of(desk, str(number))
        assert works(desk, token_of(desk, str(number)))
        if not calls.was_cut:
            break
    assert number > 4


def test_setting_a_password_cut_off_anywhere_is_done_by_repeating_it(desk: Desk) -> None:
    for number in itertools.count(1):
        link, other, password = token_of(desk, f"{number}"), token_of(desk, f"{number}b"), f"{NEW}{number}"
        assert other
        address = f"198.51.100.{number}"
        with cut(after=number) as calls:
            passwords.set_password(desk.ports, other, password, address)
        if calls.was_cut and works(desk, other):
            passwords.set_password(desk.ports, other, password, address)
        assert (works(desk, link), works(desk, other)) == (False, False)
        desk.ports.identity.sign_in(ANA, password)
        desk.settle()
        assert [mail.subject for mail in desk.sent] == ["New password for your account"] * number
        if not calls.was_cut:
            break
    assert number > 8


def test_a_refused_password_changes_nothing(desk: Desk) -> None:
    token = token_of(desk, "1")
    assert token
    with pytest.raises(DeskError, match="validation_failed"):
        passwords.set_password(desk.ports, token, "Password1234!", VISITOR)
    assert works(desk, token)
