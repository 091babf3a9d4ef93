"""The reply part of an HTML mail as HTML of few tags: what is drawn, where it is cut, and when there is none."""

from __future__ import annotations

import pytest

from chalicelib.formatted import TAGS
from chalicelib.mail import ParsedMail, formatted_part, parse, passes_on
from chalicelib.mail.replies.formatted import MOST_BYTES
from tests.mail.html.xss_vectors import VECTORS
from tests.mail.score import CORPUS
from tests.mail.shown import tags_of
from tests.mail.support import html_mail, mail

CITED = "<blockquote type=cite>Which one?</blockquote>"


def drawn(html: str) -> str:
    read = parse(html_mail(html))
    return of(read, read.reply_text)


def of(read: ParsedMail, text: str) -> str:
    return formatted_part(read.html, text, whole=text != read.reply_text, forwarded=passes_on(read.subject))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>One<div>two</div><div><br></div>three</div>", "<p>One<br>two<br><br>three</p>"),
        ("<p>One</p><p class=MsoNormal style='color:red' id=x>two", "<p>One</p><p>two</p>"),
        ("<h1>Big</h1>It <strong>is</strong> <em>not</em> so", "<p><b>Big</b></p><p>It <b>is</b> <i>not</i> so</p>"),
        ("It is <b>not </b>so &lt;b&gt;", "<p>It is <b>not</b> so &lt;b&gt;</p>"),
        ("<del>a</del> <ins>b</ins> 10<sup>6</sup> H<sub>2</sub>O",
         "<p><s>a</s> <u>b</u> 10<sup>6</sup> H<sub>2</sub>O</p>"),
        ("<b>One<div>two</div><p>three</p></b>", "<p><b>One<br>two</b></p><p><b>three</b></p>"),
        ("<ul><li>One<li>two<ol start=4><li>x</ol></ul>",
         "<ul><li>One</li><li>two<ol start=\"4\"><li>x</li></ol></li></ul>"),
        ("<ul><li><p>One</p><p>more</p></ul>", "<ul><li>One<br><br>more</li></ul>"),
        ("Run<pre>if x:\n  <b>y</b>\n</pre>", "<p>Run</p><pre>if x:\n  <b>y</b></pre>"),
        ("The law:<blockquote>Thou shalt.</blockquote>", "<p>The law:</p><blockquote><p>Thou shalt.</p></blockquote>"),
        ("See <a href=https://a.example/x?a=1&b=2 onclick=x>this</a>",
         '<p>See <a href="https://a.example/x?a=1&amp;b=2">this</a></p>'),
        ("<a href=mailto:m@a.example>Maya</a> <a href=tel:+49>4</a>",
         '<p><a href="mailto:m@a.example">Maya</a> <a href="tel:+49">4</a></p>'),
        ("<a href=javascript:alert(1)>a</a> <a href='/b'>b</a> <a href='https://a.example/ c'>c</a>", "<p>a b c</p>"),
        ("Look: <img src=cid:a%40b alt='A &quot;lamp&quot;'> here",
         '<p>Look: <img data-cid="a@b" alt="A &quot;lamp&quot;"> here</p>'),
        ("Look<div><img src=cid:a></div>" + CITED, '<p>Look<img data-cid="a" alt=""></p>'),
        ("Look <img src=https://a.example/spy.gif alt=spy> <img src=x alt=😀>", "<p>Look 😀</p>"),
        ("<span style='display:none'>Psst <img src=cid:a></span>Hello", "<p>Hello</p>"),
        ("<ul><li></ul><table><tr><td></table><b></b><p></p>Hello<hr>", "<p>Hello</p>"),
    ],
)  # fmt: skip
def test_what_a_page_looks_like_is_drawn_in_few_tags(html: str, expected: str) -> None:
    assert drawn(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><th>Part<th>Qty<tr><td>Bolt<td>2",
         "<tr><th><p>Part</p></th><th><p>Qty</p></th></tr><tr><td><p>Bolt</p></td><td><p>2</p></td></tr>"),
        ("<tr><td>Bolt<td><td>2", "<tr><td><p>Bolt</p></td><td></td><td><p>2</p></td></tr>"),
        (
            "<tr><td>Bolt<td>2<td><td><tr><td>Nut<td><td><td>x",
            "<tr><td><p>Bolt</p></td><td><p>2</p></td><td></td><td></td></tr>"
            "<tr><td><p>Nut</p></td><td></td><td></td><td><p>x</p></td></tr>",
        ),
        ("<tr><td colspan=2>Bolt<td rowspan=999>2", '<tr><td colspan="2"><p>Bolt</p></td><td><p>2</p></td></tr>'),
    ],
)  # fmt: skip
def test_a_table_is_one(html: str, expected: str) -> None:
    assert drawn(f"<table width=100% class=x>{html}</table>") == f"<table><tbody>{expected}</tbody></table>"


def test_a_table_that_only_arranges_the_page_is_none() -> None:
    inner = "<table><tr><td>Part<td>2</table>"
    outer = drawn(f"<table><tr><td width=20></td><td>Hello</td></tr><tr><td><td>{inner}</table>")
    assert outer == "<p>Hello</p><table><tbody><tr><td><p>Part</p></td><td><p>2</p></td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>The <b>blue</b> one.</p><div class=gmail_attr>Ana wrote:</div>{CITED}", "<p>The <b>blue</b> one.</p>"),
        (f"{CITED}<p>The <b>blue</b> one.", "<p>The <b>blue</b> one.</p>"),
        ("Blue.<div class=gmail_signature><b>Maya</b><img src=cid:logo></div>", "<p>Blue.</p>"),
        (f"{CITED}<p>Blue.{CITED}<p>Red.",
         "<blockquote><p>Which one?</p></blockquote><p>Blue.</p><blockquote><p>Which one?</p></blockquote><p>Red.</p>"),
    ],
)  # fmt: skip
def test_it_is_cut_where_the_text_is(html: str, expected: str) -> None:
    assert drawn(html) == expected


@pytest.mark.parametrize(
    ("text", "html", "is_drawn"),
    [
        ("Hello *Ana*,\nsee <https://a.example/> [image: x]", "Hello <b>Ana</b>, see <a href=https://a.example>", True),
        ("1. One\n2. Two", "<ol><li>One<li>Two</ol>", True),
        ("Hello Ana", "Hello <b>Eve</b>", False),
        ("This mail is HTML.", "Hello", False),
        ("Hello", "<!-- nothing -->", False),
    ],
)  # fmt: skip
def test_it_says_what_the_text_says_or_is_none(text: str, html: str, is_drawn: bool) -> None:
    parts = f"--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--x\r\nContent-Type: text/html\r\n\r\n{html}\r\n--x--"
    read = parse(mail(parts, content_type="multipart/alternative; boundary=x"))
    assert bool(of(read, text)) is is_drawn


def test_nearly_every_mail_of_the_corpus_that_is_html_is_drawn() -> None:
    read = [parse(path.read_bytes()) for path in sorted(CORPUS.rglob("*.eml"))]
    pages = [one for one in read if one.html.strip()]
    replies = [of(one, one.reply_text or one.text) for one in pages]
    wholes = [of(one, one.text) for one in pages]
    assert len(pages) > 200
    assert (replies.count(""), wholes.count("")) == (1, 6)
    assert set().union(*map(tags_of, replies + wholes)) <= TAGS


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_but_few_tags_is_drawn_of_a_page_that_means_harm(vector: str) -> None:
    for html in (f"<p>Hello</p>{vector}", f"<table><tr><td>Hello<td>{vector}", f"<b><ul><li>{vector}<p>Hello"):
        assert tags_of(drawn(html)) <= TAGS


@pytest.mark.parametrize(
    "html",
    [
        "x" * MOST_BYTES,
        "<b>x</b> " * (MOST_BYTES // 8),
        "<table><tr>" + "<td>x" * 100_000,
        "<table><tr>" + "<td>" * 100_000 + "x",
        "<div>" * 50_000 + "x",
        "<p>Hello</p>" * 80_000,
    ],
)
def test_what_is_too_much_is_not_drawn(html: str) -> None:
    assert drawn(html) == ""


def test_what_is_quoted_may_be_as_long_as_it_likes() -> None:
    history = "<blockquote type=cite>" + "<table><tr><td>x<td>y</table>" * 2_000 + "</blockquote>"
    assert drawn(f"<p>The <b>blue</b> one.</p>{history}") == "<p>The <b>blue</b> one.</p>"


def test_depth_is_bounded() -> None:
    deep = "<blockquote>" * 70 + "<table><tr><td>x<td>y</table>" + "</blockquote>" * 70
    assert drawn(deep) == drawn(f"{deep}<p>Hello</p>") == ""
    assert drawn(f"<p>Hello</p><blockquote type=cite>{deep}") == "<p>Hello</p>"
