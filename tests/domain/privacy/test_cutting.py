"""Words are cut out however they are spelled, and nothing else is."""

from __future__ import annotations

import pytest

from chalicelib.domain.privacy.cutting import BLANK, Cut


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("My PIN is 4711.", ("4711",), f"My PIN is {BLANK}."),
        ("Maya, MAYA and maya", ("Maya",), f"{BLANK}, {BLANK} and {BLANK}"),
        ("Straße, STRASSE", ("straße",), f"{BLANK}, {BLANK}"),
        ("Jose\u0301 and José", ("José",), f"{BLANK} and {BLANK}"),
        ("se\u00adcret, se\u200bcret", ("secret",), f"{BLANK}, {BLANK}"),
        ("Anna  \n Maria", ("Anna Maria",), BLANK),
        ("ｓｅｃｒｅｔ", ("secret",), BLANK),
        ("👩\u200d👧 and 👩", ("👩",), f"{BLANK} and {BLANK}"),
        ("a 👧\u200d👩 b", ("👩",), f"a {BLANK} b"),
        ("👍🏽!", ("👍",), f"{BLANK}!"),
        ("ababa", ("aba",), BLANK),
        ("abc", ("ab", "bc"), BLANK),
        ("nothing here", ("secret",), "nothing here"),
        ("", ("secret",), ""),
    ],
)
def test_of_a_text(text: str, words: tuple[str, ...], left: str) -> None:
    cut = Cut(words)
    assert cut.text(text) == left
    assert cut.text(left) == left, "twice is once"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>A secret word</p>", f"<p>A {BLANK} word</p>"),
        ("<p>A se<b>cr</b>et word</p>", f"<p>A {BLANK}<b></b> word</p>"),
        ("<p>s&#101;cret</p>", f"<p>{BLANK}</p>"),
        ('<a href="https://x.example/secret">here</a>', "<a>here</a>"),
        ("<p>se</p><p>cret</p>", "<p>se</p><p>cret</p>"),
        ("<p>&lt;secret&gt;</p>", f"<p>&lt;{BLANK}&gt;</p>"),
    ],
)
def test_of_html(html: str, left: str) -> None:
    assert Cut(("secret",)).html(html) == left


def test_a_name_is_no_part_of_another_word() -> None:
    cut = Cut(("Ann", "ann@example.com"), instead="Somebody", whole=True)
    assert cut.text("Ann's annual mail, Ann") == "Somebody's annual mail, Somebody"
    assert cut.text("<ann@example.com>, joann@example.com") == "<Somebody>, joann@example.com"
