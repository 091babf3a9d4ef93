"""Plain text is shown as it was typed: its characters, blanks and numbers, with live addresses and nothing more."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.typed_text import render
from tests.mail.shown import Shown, as_lines

_REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    "text",
    [
        "15. Dezember war versprochen.\n2. Mahnung",
        r"\\nas01\docs\_new\*.log and \d+\.\d{2}",
        "Pos  Qty   Price\n  1    2   10.00\n\tx\ty",
        "  begins with blanks\n\n\n\nand ends with them  \n",
        "> quoted\n- a\n+ b\n# c\n*d* _e_ `f` ~~g~~ [h](https://i.example)",
        "<b>bold</b> &amp; &#65;",
        "a\n \nb",
    ],
)
def test_every_character_and_blank_stays_as_it_was_typed(text: str) -> None:
    assert Shown(render(text)).text == text


def test_lines_are_broken_without_any_style_and_paragraphs_have_their_own_direction() -> None:
    html = '<p dir="auto">one<br>two</p><p dir="auto"><br>שלום</p>'
    assert render("one\r\ntwo\n\n\nשלום") == html


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "\0"])
def test_of_nothing_to_see_there_is_nothing(text: str) -> None:
    assert render(text) == ""


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/b?c=1&d=2.", ["https://a.example/b?c=1&d=2"]),
        ("(http://a.example/x_(y)), www.b.example!", ["http://a.example/x_(y)", "https://www.b.example"]),
        ('"HTTPS://a.example/<b>"', ["HTTPS://a.example/"]),
        ("mailto:maya@example.com?subject=x; and mailto:nobody", ["mailto:maya@example.com?subject=x"]),
        ("请看https://a.example 。", ["https://a.example"]),
        ("ahttps://a.example report.md maya@example.com javascript:alert(1) www. http:// http://...", []),
    ],
)
def test_web_and_mail_addresses_are_live_up_to_the_end_of_the_sentence(text: str, links: list[str]) -> None:
    shown = Shown(render(text))
    assert (shown.links, shown.text) == (links, text)


def test_a_link_tells_its_page_nothing() -> None:
    assert render("www.a.example") == f'<p dir="auto"><a href="https://www.a.example" {_REL}>www.a.example</a></p>'


_PIECES = st.sampled_from(
    ["\n", "\r\n", "\r", " ", "\t", "http://", "www.a.b", "mailto:a@b", ")", "(", ".", "<", "&amp;", '"', "> ", "7. "]
)


@given(st.one_of(st.text(), st.lists(st.one_of(_PIECES, st.text(max_size=3))).map("".join)))
def test_any_text_is_harmless_and_shown_as_it_was_typed(text: str) -> None:
    expected = as_lines(text)
    assert Shown(render(text)).text == (expected if expected.strip() else "")


@pytest.mark.parametrize(
    "text",
    ["http://a" * 12_500, "http://a " * 11_000, "mailto:" * 14_000, "www.a" * 20_000, "http://a" + ")" * 99_000,
     "mailto:a.mailto:" * 6_000, "\n" * 100_000, "[" * 100_000],
    ids=lambda text: repr(text[:16]),
)  # fmt: skip
def test_a_hundred_kilobytes_of_anything_are_shown_in_linear_time(text: str) -> None:
    start = process_time()
    render(text)
    assert process_time() - start < 3, "what is not linear takes minutes"
