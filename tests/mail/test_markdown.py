"""Markdown: what people write looks as they meant it, and what attackers write does nothing."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.markdown import render

_REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\r\nthree\n\nfour", "<p>one<br>\ntwo<br>\nthree</p>\n<p>four</p>\n"),
        ("*a* **b** _c_ __d__", "<p><em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong></p>\n"),
        ("snake_case_name and 2*3*4", "<p>snake_case_name and 2<em>3</em>4</p>\n"),
        ("`x < y` \\*no\\*", "<p><code>x &lt; y</code> *no*</p>\n"),
        ("```sh\nls <dir>\n```", "<pre><code>ls &lt;dir&gt;\n</code></pre>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("5. five\n6. six", '<ol start="5">\n<li>five</li>\n<li>six</li>\n</ol>\n'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("[site](https://a.example)", f'<p><a href="https://a.example" {_REL}>site</a></p>\n'),
        (
            "(https://a.example/b?c=1&d=2).",
            f'<p>(<a href="https://a.example/b?c=1&amp;d=2" {_REL}>https://a.example/b?c=1&amp;d=2</a>).</p>\n',
        ),
        ("mailto:a@b.example", f'<p><a href="mailto:a@b.example" {_REL}>mailto:a@b.example</a></p>\n'),
        ("", ""),
    ],
)
def test_the_small_syntax_becomes_the_html_people_expect(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    "text", ["# head", "head\n====", "a | b\n--|--", "<b>bold</b>", "[a]: nowhere", "~~no~~", "***"]
)
def test_what_is_not_supported_stays_as_typed(text: str) -> None:
    assert unescape(re.sub(r"</?p>|<br>", "", render(text))).strip() == text


@pytest.mark.parametrize(
    "text", ["report.md", "setup.py", "www.example.com", "maya@example.com", "ftp://a.example", "//a.example"]
)
def test_only_an_address_with_a_known_scheme_becomes_a_link_by_itself(text: str) -> None:
    assert "<a" not in render(text)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](//evil.example)",
        "[x](/relative)",
        '[x](https://a.example"onmouseover=alert(1))',
        '[x](<https://a.example/" onclick=alert(1)>)',
        "[x](https://a.example 'y\" onclick=alert(1)')",
        "![x](https://a.example/pixel.gif)",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '<https://a.example/"onclick=1>',
        '```"><script>alert(1)</script>\nx\n```',
        "`<svg onload=alert(1)>`",
        "https://a.example/<script>alert(1)</script>",
        "> <iframe src=https://a.example>",
    ],
)
def test_nothing_an_attacker_types_gets_further_than_text_and_plain_links(text: str) -> None:
    _assert_harmless(render(text))


class _Checker(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {"a", "p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote"}
        assert tag in allowed
        values = dict(attrs)
        assert values.keys() <= {"a": {"href", "title", "rel"}, "ol": {"start"}}.get(tag, set())
        if "href" in values:
            assert re.match(r"(?i)(https?://|mailto:)", values["href"] or "")
            assert values["rel"] == "noopener noreferrer nofollow"


def _assert_harmless(html: str) -> None:
    checker = _Checker()
    checker.feed(html)
    checker.close()


_PIECES = [
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "[a](",
    "](",
    ")",
    "<b>",
    '"',
    "> ",
    "- ",
    "1. ",
    "\n",
    " ",
    "http://a.b",
    "\\",
    "a",
    "&",
    "\0",
    "javascript:",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES)).map("".join)))
def test_any_text_gives_harmless_html(text: str) -> None:
    _assert_harmless(render(text))


@given(
    st.lists(st.sampled_from([piece for piece in _PIECES if piece not in ("```\n", "http://a.b")])).map("".join),
    st.integers(0, 30),
)
def test_no_word_is_ever_lost(around: str, depth: int) -> None:
    text = f"{'> ' * depth}{around} needle {around}"
    assert "needle" in render(text)


def test_a_link_to_nowhere_is_no_link() -> None:
    assert "href" not in render("[a]()")


def test_half_a_character_does_not_stop_it() -> None:
    assert render("a \ud800 b") == "<p>a ? b</p>\n"


def test_what_is_nested_too_deep_is_shown_as_typed() -> None:
    assert render("> " * 10 + "deep").count("<blockquote>") == 10
    assert render("> " * 30 + "deep\n\n*plain*") == f"<p>{'&gt; ' * 30}deep</p>\n<p>*plain*</p>"


def test_a_text_too_dense_for_markdown_is_shown_as_typed() -> None:
    assert render("*a* " * 6_000) == f"<p>{'*a* ' * 6_000}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "*" * 100_000,
        ">" * 100_000,
        "`" * 100_000,
        "`a" * 50_000,
        "[*" * 4_999 + "a" * 90_000,
        "![](" * 25_000,
        "http://a." * 11_000,
        "http://a.b/[[" * 7_600,
        ("http://a/" + "[" * 180 + "a" * 1_800) * 50,
        "http://a b " * 9_000,
        ">" * 14 + "a\n" + "a\n" * 4_900,
        ("- " * 6 + "a\n") * 1_600,
        ("- " * 6 + "a\n") * 7_600,
        "1) \n" * 25_000,
        "\\" * 100_000,
        "&" * 100_000,
        "\n" * 100_000,
    ],
    ids=lambda text: repr(text[:16]),
)
def test_a_hundred_kilobytes_of_anything_are_rendered_in_linear_time(text: str) -> None:
    start = process_time()
    render(text)
    assert process_time() - start < 10, "what is not linear takes minutes"
