"""What machines write into forms, told from what people write."""

from __future__ import annotations

import pytest

from chalicelib.domain.mail.form_spam import looks_like_spam
from tests.support.patience import ends_soon

ALONE = (
    "https://watches.example/buy",
    "  HTTP://watches.example http://pills.example/?a=b#c  ",
    "www.watches.example now!",
    '<a href="https://watches.example">Watches</a>',
    "[url=https://watches.example]best[/url]",
    '<a <a title="<a"></a>',
)
SAID = (
    "This page is broken: https://shop.example/items/5",
    "Seit heute geht https://shop.example nicht mehr",
    "Every payment ends in a 502.",
    "上述網頁打不開",
    "",
)


@pytest.mark.parametrize("text", ALONE)
def test_links_alone_look_like_spam_whoever_sends_them(text: str) -> None:
    assert looks_like_spam(text, by_machine=False)


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_of_a_link_does_not_when_a_person_says_it(text: str) -> None:
    assert not looks_like_spam(text, by_machine=False)


def test_of_a_machine_any_link_is_too_many_and_words_are_not() -> None:
    assert looks_like_spam(SAID[0], by_machine=True)
    assert not looks_like_spam(SAID[2], by_machine=True)


@pytest.mark.parametrize(
    ("piece", "spam"),
    [
        ("http://", True),
        ("www.", True),
        ("[url", False),
        ("[/url", False),
        ("<a ", False),
        ("<a\n", False),
        ("</a", False),
    ],
)
def test_a_megabyte_of_half_a_link_is_looked_at_in_no_time(piece: str, spam: bool) -> None:
    text = f"{piece!r} * (1_000_000 // {len(piece)}) + ' '"
    assert ends_soon(
        "from chalicelib.domain.mail.form_spam import looks_like_spam\n"
        f"assert looks_like_spam({text}, by_machine=False) is {spam}"
    )
