"""Changing one's own password while signed in: the current one is asked for, guesses are slowed down, a mail goes."""

from __future__ import annotations

import itertools

import pytest

from chalicelib.domain.accounts.sign_ins import Device
from chalicelib.domain.errors import DeskError
from chalicelib.services.accounts import passwords
from tests.support.cuts import cut
from tests.support.desk import PASSWORD, VISITOR, Desk

ANA = "ana@acme.example"
NEW = "a brand new password 9"
WRONG = "wrong horse battery 8"


def change(desk: Desk, current: str = PASSWORD, new: str = NEW, client: str = VISITOR) -> None:
    words = passwords.own_words(desk.ports, ANA)
    passwords.change_own_password(desk.ports, ANA, current, new, words, Device(client))


def refused(desk: Desk, current: str = PASSWORD, new: str = NEW, client: str = VISITOR) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        change(desk, current, new, client)
    return refusal.value


def signs_in(desk: Desk, password: str) -> bool:
    try:
        return bool(desk.ports.identity.sign_in(ANA, password))
    except DeskError:
        return False


def told(desk: Desk) -> list[str]:
    desk.settle()
    return [mail.subject for mail in desk.sent if mail.to == (ANA,)]


def test_the_new_one_takes_the_place_of_the_current_one_and_is_told(desk: Desk) -> None:
    change(desk)
    assert (signs_in(desk, PASSWORD), signs_in(desk, NEW)) == (False, True)
    assert told(desk) == ["New password for your account"]
    change(desk, NEW, PASSWORD)
    assert signs_in(desk, PASSWORD)
    assert told(desk) == ["New password for your account"] * 2


def test_a_wrong_current_one_is_said_at_its_field_and_changes_nothing(desk: Desk) -> None:
    refusal = refused(desk, WRONG)
    assert (refusal.code, [error.field for error in refusal.errors]) == ("validation_failed", ["current"])
    assert signs_in(desk, PASSWORD)
    assert told(desk) == []


@pytest.mark.parametrize("new", ["short", "Password1234!", "acme-support-1", "ana.k-2026-11-30"])
def test_a_new_one_that_anybody_would_try_is_said_at_its_field_and_is_no_try(desk: Desk, new: str) -> None:
    for _ in range(7):
        assert [error.field for error in refused(desk, WRONG, new).errors] == ["password"]
    change(desk)


def test_whoever_guesses_is_slowed_down_as_at_the_sign_in_and_the_owner_elsewhere_is_not(
    desk: Desk, within_a_minute: None
) -> None:
    codes = [refused(desk, f"{WRONG} {number}").code for number in range(7)]
    assert codes == ["validation_failed"] * 5 + ["rate_limited"] * 2
    body = {"email": ANA, "password": PASSWORD}
    assert desk.http("POST", "/v1/auth/sign-in", json=body).status == 429, "guesses here count there"
    change(desk, client="203.0.113.9")


def test_whoever_got_it_right_begins_anew(desk: Desk) -> None:
    for _ in range(3):
        refused(desk, WRONG)
    change(desk)
    for _ in range(4):
        refused(desk, WRONG, "another horse battery 8")
    change(desk, NEW, "another horse battery 8")


def test_links_that_were_mailed_before_work_no_more(desk: Desk) -> None:
    desk.http("POST", "/v1/auth/forgot-password", json={"email": ANA})
    desk.settle()
    path = next(part for part in desk.sent[0].text.split() if "/account/password/" in part).removeprefix(
        "http://desk.test"
    )
    assert desk.http("GET", path).status == 200
    change(desk)
    assert desk.http("GET", path).status == 404


def test_changing_it_cut_off_anywhere_is_done_by_doing_it_again_and_told_once(desk: Desk) -> None:
    """But for the last call: by then all is done, and doing it again is another change."""
    current, mails = PASSWORD, []
    for number in itertools.count(1):
        new, client = f"{NEW}{number}", f"198.51.100.{number}"
        with cut(after=number) as calls:
            change(desk, current, new, client)
        if calls.was_cut:
            change(desk, current, new, f"203.0.113.{number}")
        assert (signs_in(desk, current), signs_in(desk, new)) == (False, True)
        mails.append(len(told(desk)))
        current = new
        if not calls.was_cut:
            break
    assert [after - before for before, after in itertools.pairwise([0, *mails])] == [1] * (number - 2) + [2, 1]
    assert number > 8
