"""Texts on one line, and whether there is anything to see in them."""

from __future__ import annotations

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.text import SOMETHING, has_something, one_line

LINES = {
    "  Checkout \t returns\r\n502 ": "Checkout returns 502",
    "Invoice\x00Bcc: x@y.example\x7f\x85": "Invoice Bcc: x@y.example",
    "one\u2028two\u2029three\x0bfour": "one two three four",
    "ada\u202etxt.exe\u200b\ufeff\u2066": "adatxt.exe",
    "می\u200cخواهم": "می\u200cخواهم",
    "👩\u200d💻 can't sign in": "👩\u200d💻 can't sign in",
    "x\ud800y\uffff\U0010ffff": "xy",
}
NOTHING = [
    "",
    " ",
    "\n\t",
    "\u200b",
    "\u200c\u200d",
    "\u00ad\u2060\ufeff",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\x00\x07",
    "\u180e",
]


@pytest.mark.parametrize(("written", "line"), LINES.items())
def test_a_text_becomes_one_line_without_what_deceives_the_eye(written: str, line: str) -> None:
    assert one_line(written) == line


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_without_anything_to_see_is_none(text: str) -> None:
    assert one_line(text) == ""
    assert not has_something(text)


@given(st.text())
def test_a_line_stays_as_it_is_and_holds_no_control_character(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert len(line) <= len(text)
    assert not {category(character) for character in line} & {"Cc", "Zl", "Zp", "Cs"}
    assert (line == "") == (not has_something(text))


@given(st.characters(categories=["L", "N", "P", "S"]))
def test_a_letter_digit_or_sign_is_something_to_see_unless_unicode_leaves_it_blank(character: str) -> None:
    assert has_something(character) == (character not in "\u115f\u1160\u3164\uffa0\u2800")


@given(st.from_regex(SOMETHING))
def test_what_the_api_says_of_a_title_leaves_a_line(text: str) -> None:
    assert one_line(text)
    assert re.search(SOMETHING, one_line(text))
