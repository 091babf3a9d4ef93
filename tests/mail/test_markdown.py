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


def _undirected(text: str) -> str:
    """The HTML without what says that paragraphs have directions of their own."""
    return render(text).replace(' dir="auto"', "")


_REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\r\nthree\n\nfour", "<p>one<br>\ntwo<br>\nthree</p>\n<p>four</p>\n"),
        ("*a* **b** _c_ __d__", "<p><em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong></p>\n"),
        ("*a*, (**b**) “_c_”.", "<p><em>a</em>, (<strong>b</strong>) “<em>c</em>”.</p>\n"),
        (
            "***d***! **e _f_**",
            "<p><em><strong>d</strong></em>! <strong>e <em>f</em></strong></p>\n",
        ),
        ("*two\nlines*", "<p><em>two<br>\nlines</em></p>\n"),
        ("`x < y`", "<p><code>x &lt; y</code></p>\n"),
        ("```sh\nls <dir>\n```", "<pre><code>ls &lt;dir&gt;\n</code></pre>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("5. five\n6. six", '<ol start="5">\n<li>five</li>\n<li>six</li>\n</ol>\n'),
        ("8) eight\n8) nine", '<ol start="8">\n<li>eight</li>\n<li value="8">nine</li>\n</ol>\n'),
        (
            "1. a\n\n   more\n2. b\n\n- c",
            "<ol>\n<li>\n<p>a</p>\n<p>more</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n<ul>\n<li>c</li>\n</ul>\n",
        ),
        ("1. a\n2. b\n5. c", '<ol>\n<li>a</li>\n<li>b</li>\n<li value="5">c</li>\n</ol>\n'),
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
    assert _undirected(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "# head", "head\n====", "a | b\n--|--", "<b>bold</b>", "[a]: nowhere", "~~no~~", "***",
        "```5 bolts", "``` 17. May",
        r"\\nas01\docs\_new\*.log", r"\d+\.\d{2}", r"\*no\*", r"C:\_a_\b", "2*3*4", "snake_case_name",
        "__init__.py", "*.log and *.txt",
        "a_b_ and _c_d", "src/**/x/**", "** a **", "5*x and y*2", "`",
        "17. Dezember 2026", "17. Dezember 2026\nis a Thursday", "15. Dezember war versprochen.\n2. Mahnung", "1. Mai",
        "Until the\n1. May", "007. Bond\n008. Bill", "1. a\n02. b",
    ],
)  # fmt: skip
def test_what_is_not_supported_stays_as_typed(text: str) -> None:
    assert unescape(re.sub(r"</?p>|<br>", "", _undirected(text))).strip() == text


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
        assert values.keys() <= {
            "a": {"href", "title", "rel"},
            "li": {"dir", "value"},
            "ol": {"start"},
            "p": {"dir"},
        }.get(tag, set())
        if "href" in values:
            assert re.match(r"(?i)(https?://|mailto:)", values["href"] or "")
            assert values["rel"] == "noopener noreferrer nofollow"


def _assert_harmless(html: str) -> None:
    checker = _Checker()
    checker.feed(html)
    checker.close()


def test_each_paragraph_and_item_has_its_own_direction() -> None:
    assert render("one\n\nשלום") == '<p dir="auto">one</p>\n<p dir="auto">שלום</p>\n'
    assert render("- one\n- שלום") == '<ul>\n<li dir="auto">one</li>\n<li dir="auto">שלום</li>\n</ul>\n'


class _Numbers(HTMLParser):
    """The numbers that a reader sees, those of lists included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.next = "", list[int | None]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("ol", "ul"):
            self.next.append(int(values.get("start") or 1) if tag == "ol" else None)
        here = self.next[-1] if tag == "li" else None
        if here is not None:
            here = int(values.get("value") or here)
            self.shown += f" {here} "
            self.next[-1] = here + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.next.pop()

    def handle_data(self, data: str) -> None:
        self.shown += data


_COUNTED = [
    *("1. ", "2. ", "3) ", "17. ", "18. ", "007. ", "0. ", "5"),
    *("\n", "\n\n", "   ", "a ", "- ", "> ", "*", "`", "```\n", "\\"),
]


@given(st.lists(st.sampled_from(_COUNTED)).map("".join))
def test_no_number_is_ever_shown_as_another(text: str) -> None:
    assert re.findall("[0-9]", _Numbers(render(text)).shown) == re.findall("[0-9]", text)


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
    assert _undirected("a \ud800 b") == "<p>a ? b</p>\n"


def test_what_is_nested_too_deep_is_shown_as_typed() -> None:
    assert render("> " * 10 + "deep").count("<blockquote>") == 10
    assert _undirected("> " * 30 + "deep\n\n*plain*") == f"<p>{'&gt; ' * 30}deep</p>\n<p>*plain*</p>"


def test_a_text_too_dense_for_markdown_is_shown_as_typed() -> None:
    assert _undirected("*a* " * 6_000) == f"<p>{'*a* ' * 6_000}</p>"


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
