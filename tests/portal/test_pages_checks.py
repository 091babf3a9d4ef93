"""Which problems the forms' checks find, and that each of them has true words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chalicelib import locales
from chalicelib.domain.accounts.passwords import LONGEST_PASSWORD, MINIMUM_PASSWORD
from chalicelib.domain.people.addresses import ADDRESS_LENGTH, NAME_LENGTH
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH, TITLE_LENGTH
from chalicelib.portal.checks import password_problems, reply_problems, submit_problems
from chalicelib.portal.content import Problem, ReplyForm, SubmitForm

GOOD = SubmitForm(
    nonce="n",
    opened="t",
    name="Maya Osei",
    email="maya@example.com",
    title="Checkout fails",
    description="Every payment ends in a 502.",
    type="bug_report",
)


def test_a_good_form_has_no_problems() -> None:
    assert submit_problems(GOOD) == ()


def test_an_empty_form_names_every_field_in_the_order_of_the_page() -> None:
    empty = SubmitForm(nonce="n", opened="t", type="")
    assert [problem.field for problem in submit_problems(empty)] == ["name", "email", "type", "title", "description"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "  ", "required"),
        ("name", "x" * (NAME_LENGTH + 1), "too_long"),
        ("email", "maya@", "invalid"),
        ("email", "maya@example.com\nBcc: all@example.com", "invalid"),
        ("email", "x" * (ADDRESS_LENGTH + 1), "too_long"),
        ("type", "complaint", "invalid"),
        ("title", "\n\t", "required"),
        ("title", "x" * (TITLE_LENGTH + 1), "too_long"),
        ("description", "x" * (DESCRIPTION_LENGTH + 1), "too_long"),
    ],
)
def test_a_bad_value_is_named_at_its_field(field: str, value: str, code: str) -> None:
    assert submit_problems(replace(GOOD, **{field: value})) == (Problem(field, code),)


@pytest.mark.parametrize(
    ("field", "longest"), [("name", NAME_LENGTH), ("title", TITLE_LENGTH), ("description", DESCRIPTION_LENGTH)]
)
def test_a_text_may_be_as_long_as_allowed_and_have_space_around_it(field: str, longest: int) -> None:
    assert submit_problems(replace(GOOD, **{field: f"  {'x' * longest}  "})) == ()


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("Thank you", []),
        (" \n", ["required"]),
        ("\u200b\u200d", ["required"]),
        ("x" * BODY_LENGTH, []),
        ("x" * (BODY_LENGTH + 1), ["too_long"]),
    ],
)
def test_an_answer_is_neither_empty_nor_endless(body: str, codes: list[str]) -> None:
    assert [problem.code for problem in reply_problems(ReplyForm(nonce="n", body=body))] == codes


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("", ["required"]),
        ("x" * (MINIMUM_PASSWORD - 1), ["too_short"]),
        (" " * MINIMUM_PASSWORD, []),
        ("x" * LONGEST_PASSWORD, []),
        ("x" * (LONGEST_PASSWORD + 1), ["too_long"]),
    ],
)
def test_a_password_has_the_length_that_signing_in_asks_for(password: str, codes: list[str]) -> None:
    assert [problem.code for problem in password_problems(password)] == codes


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("error.name.too_long", NAME_LENGTH),
        ("error.email.too_long", ADDRESS_LENGTH),
        ("error.title.too_long", TITLE_LENGTH),
        ("error.description.too_long", DESCRIPTION_LENGTH),
        ("error.body.too_long", BODY_LENGTH),
        ("error.password.too_short", MINIMUM_PASSWORD),
        ("error.password.too_long", LONGEST_PASSWORD),
        ("password.hint", MINIMUM_PASSWORD),
    ],
)
@pytest.mark.parametrize("language", sorted(locales.languages()))
def test_the_words_name_the_limit_that_holds(language: str, key: str, limit: int) -> None:
    digits = re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d)", "", locales.plain(language)(key))
    assert re.findall(r"\d+", digits) == [str(limit)]
