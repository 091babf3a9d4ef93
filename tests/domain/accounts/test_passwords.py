"""What a password may be: long enough, not what everybody takes, and not made of words that anybody would try."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.passwords import PasswordFault, fault_of_length, is_common, is_made_of

LISTED = "\n123qweasdzxc\npassword1234\nsummer\nunbelievable\n"
WORDS = ("acme", "Acme Support", "Ana Müller", "ana.k@acme.example")
AROUND = st.text(string.punctuation + string.digits + " ")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", PasswordFault.TOO_SHORT),
        ("x" * 11, PasswordFault.TOO_SHORT),
        ("x" * 12, None),
        (" " * 12, None),
        ("😀" * 12, None),
        ("x" * 256, None),
        ("x" * 257, PasswordFault.TOO_LONG),
    ],
)
def test_a_password_is_as_long_as_its_characters_are_many(password: str, fault: PasswordFault | None) -> None:
    assert fault_of_length(password) is fault


@pytest.mark.parametrize(
    "password", ["password1234", "Password1234", "PASSWORD1234", "Password1234!", "!password1234 "]
)
def test_what_is_common_is_so_in_any_case_and_with_signs_around_it(password: str) -> None:
    assert is_common(password, LISTED)


@given(AROUND, st.sampled_from(["Unbelievable", "summer", "Summer"]), AROUND)
def test_no_digits_and_signs_before_and_behind_make_a_common_word_another(before: str, word: str, behind: str) -> None:
    assert is_common(f"{before}{word}{behind}", LISTED)


@pytest.mark.parametrize("password", ["", " " * 12, "20261130", "unbelievable horses", "passwort12", "summer\nwinter"])
def test_what_only_has_a_common_one_in_it_is_not_common(password: str) -> None:
    assert not is_common(password, LISTED)


@pytest.mark.parametrize(
    "password",
    [
        "workestra1234",
        "Workestra-2026!",
        "w0rk3s7ra1234",
        "acme-support-1",
        "AcmeSupport2026",
        "@cm3Supp0rt!!",
        "ACME 1234567890",
        "Ana-Müller-99",
        "Ana.K@acme.example",
        "helpdesk-admin-7",
        "Password#2026#abc",
    ],
)
def test_a_password_made_of_words_that_anybody_would_try_is_seen_through(password: str) -> None:
    assert is_made_of(WORDS, password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery 7",
        "acme horse staple",
        "ana likes plums",
        "kV9$xTq2Lm0z",
        "839201748291",
        "пароль пароль",
        "",
    ],
)
def test_four_letters_of_ones_own_are_enough(password: str) -> None:
    assert not is_made_of(WORDS, password)


def test_words_of_one_or_two_letters_count_for_nothing() -> None:
    assert not is_made_of(("J. Li",), "j li 839201748291")


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_typed_there_is_an_answer(password: str, words: list[str]) -> None:
    assert is_made_of(words, password) in (True, False)
    assert is_common(password, LISTED) in (True, False)
