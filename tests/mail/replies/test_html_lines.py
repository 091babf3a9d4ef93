"""HTML as plain text keeps what its marks mean: what is struck, raised, linked, numbered, or in another column."""

from __future__ import annotations

from time import process_time

import pytest

from chalicelib.mail.replies.html_lines import page_lines, page_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Please do <s>not</s> cancel", "Please do ~~not~~ cancel"),
        ("<p><del>10</del> <strike> 12 </strike> <s></s>pieces", "~~10~~ ~~12~~ pieces"),
        ("<p>10<sup>6</sup> and x<sup>n+1</sup>, H<sub>2</sub>O", "10^6 and x^(n+1), H2O"),
        (
            '<p>See <a href="https://a.example/b?c=1&amp;d=2">the page</a>.',
            "See the page (https://a.example/b?c=1&d=2).",
        ),
        ('<a href="https://www.a.example/">a.example</a>', "a.example"),
        ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
        ('<a href="mailto:maya@example.com">Maya</a> <a href="#top">up</a>', "Maya up"),
        ('<a href="https://a.example"><img src="x.png"></a> <a href="https://a.example"> </a>', ""),
        ("<table><tr><th>Part<th>Qty<th>Price<tr><td>Bolt<td><td>10.00</table>", "Part\tQty\tPrice\nBolt\t\t10.00"),
        ("<ol start=15><li>war versprochen<li value=20>Mahnung<li>x</ol>", "15. war versprochen\n20. Mahnung\n21. x"),
        ("<ol start=x><li>a</ol><ol start=99999999999999999999999><li>b</ol>", "1. a\n\n1. b"),
        ("<p>a <s>b<br>c d</s> e", "a b\nc d e"),
        ("<p>\ufdd0a\ufdd1 b", "a b"),
    ],
)
def test_what_marks_mean_is_kept_in_words(html: str, text: str) -> None:
    assert page_text(html) == text


def test_patterns_see_a_line_without_what_was_put_into_words() -> None:
    line = page_lines('<p>On Monday <a href="https://a.example">Maya</a> <s>wrote</s>:')[0]
    assert line.shown == "On Monday Maya wrote:"
    assert line.raw == "On Monday Maya (https://a.example) ~~wrote~~:"


@pytest.mark.parametrize(
    "html",
    ["<s>" * 390 + "a " * 400_000, "<a href=https://a.example>b</a> " * 20_000, "<sup>" + "<b> </b>" * 60_000 + "x"],
)
def test_much_of_it_takes_linear_time(html: str) -> None:
    start = process_time()
    page_text(html)
    assert process_time() - start < 10, "what is not linear takes minutes"
