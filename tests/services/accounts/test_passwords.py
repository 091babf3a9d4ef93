"""Checking a password: the list, the words of its owner, and what is said of each fault."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.passwords import MINIMUM_PASSWORD, is_common
from chalicelib.domain.errors import DeskError
from chalicelib.services.accounts import passwords
from chalicelib.services.accounts.passwords import check_password, own_words
from tests.support.desk import Desk

LINES = passwords._COMMON.read_text("utf-8").splitlines()[1:]


def refusal_of(password: str, *words: str) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        check_password(password, words)
    return refusal.value


def test_the_list_has_ten_thousand_that_are_long_enough_and_is_in_order() -> None:
    assert sum(len(line) >= MINIMUM_PASSWORD for line in LINES) == 10_000
    assert sorted(set(LINES)) == LINES
    assert [line for line in LINES if line != line.casefold() or line != line.strip()] == []


def test_every_line_of_the_list_is_found_the_first_and_the_last_among_them() -> None:
    listed = passwords._COMMON.read_text("utf-8")
    assert [line for line in LINES if not is_common(line, listed)] == []


@pytest.mark.parametrize(
    ("password", "fault", "said"),
    [
        ("short", "too_short", "at least 12 characters"),
        ("x" * 257, "too_long", "256 characters at most"),
        ("password1234", "too_common", "Many people use"),
        ("Password1234!", "too_common", "Many people use"),
        ("Summer2026!!", "too_common", "Many people use"),
        ("workestra1234", "own_words", "words that anybody would try"),
        ("acme-support-1", "own_words", "words that anybody would try"),
    ],
)
def test_each_fault_is_said_at_the_field_in_its_own_words(password: str, fault: str, said: str) -> None:
    refusal = refusal_of(password, "acme", "Acme Support")
    assert (refusal.code, refusal.data["fault"]) == ("validation_failed", fault)
    assert [(error.field, error.message) for error in refusal.errors] == [("password", refusal.detail)]
    assert said in refusal.detail
    assert password not in refusal.detail


def test_a_passphrase_of_whatever_signs_will_do() -> None:
    for password in ("correct horse battery 7", "kV9$xTq2Lm0z", "пароль и ещё раз", "😀 plums and pears"):
        check_password(password, ("acme", "Acme Support", "ana@acme.example"))


def test_the_words_of_a_person_are_their_address_their_names_and_their_desks(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex Aid", "help@globex.example")
    desk.add_member("Annika", desk.admin.email, "agent", workspace="globex")
    words = {*own_words(desk.ports, desk.admin.email)}
    assert words == {"ana@acme.example", "acme", "Acme Support", "Ana K.", "globex", "Globex Aid", "Annika"}
    assert [*own_words(desk.ports, "nobody@acme.example")] == ["nobody@acme.example"]
