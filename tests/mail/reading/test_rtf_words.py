from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail.reading.rtf_words import rtf_words


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (rb"{\rtf1\ansi One\par Two\line\tab Three\~4}", "One\nTwo\n\tThree\u00a04"),
        (rb"{\rtf1\ansicpg1251 \'cf\'e5\'f7\'fc}", "Печь"),
        (b"{\\rtf1\\ansicpg932 \x94\\'d4\\'8d\x86}", "番号"),
        (rb"{\rtf1\uc1 \u1055?\u1077\'e5\u1095?\u1100?!}", "Печь!"),
        (rb"{\rtf1{\uc2 \u8364xy 4}\uc0\u8364 5}", "€ 4€5"),
        (rb"{\rtf1 \u-10179?\u-8703?}", "\U0001f601"),
        (rb"{\rtf1 \ldblquote yes\rdblquote \emdash \{a\}\\}", "“yes”—{a}\\"),
        (
            rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator Word;}{\pict 00ff}{\b Bold} word}",
            "Bold word",
        ),
        (b"{\\rtf1 a{\\pict\\bin3 }}}}b}\0", "ab"),
        (rb"{\rtf1 open", "open"),
        (rb"}}}\rtf1 closed\'zz\\", "closed'zz\\"),
        (b"", ""),
    ],
)
def test_the_words_are_read(rich: bytes, text: str) -> None:
    assert rtf_words(rich) == (text, "")


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    text, html = rtf_words(rb"{\rtf1 " + data)
    (text + html).encode()


@pytest.mark.parametrize("piece", [b"{", b"}", b"\\u1 ", b"\\'e4", b"{\\*\\htmltag ", b"\\bin0 ", b"\\"])
def test_the_time_that_it_takes_grows_with_its_length_alone(piece: bytes) -> None:
    started = time.process_time()
    rtf_words(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 3
