from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import sanitize
from tests.mail.html.xss_vectors import VECTORS

_TAG = re.compile(r'<(/?)([a-z0-9]+)((?:\s[\w-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_FORBIDDEN_TAGS = {
    "script", "style", "iframe", "object", "embed", "applet", "form", "input", "button", "select", "textarea",
    "svg", "math", "link", "meta", "base", "frame", "frameset", "video", "audio", "source", "template",
    "noscript", "title", "body", "html", "head", "portal", "marquee", "keygen", "isindex", "xmp", "dialog",
    "param",
}  # fmt: skip
_LOADS = re.compile(r"url|expression|binding|behavior|position|import|image", re.I)


def _dangers(html: str) -> list[str]:
    """What a browser could run or fetch in `html`, which must be well-formed."""
    found = []
    if "<" in _TAG.sub("", html):
        found.append("something that is no well-formed tag")
    for _, tag, attributes in _TAG.findall(html):
        found += [tag] if tag in _FORBIDDEN_TAGS else []
        for name, value in _ATTRIBUTE.findall(attributes):
            if name.startswith("on") or name in (
                "srcset",
                "id",
                "name",
                "class",
                "target",
                "ping",
                "background",
                "action",
            ):
                found.append(name)
            if name == "href" and not value.startswith(("http:", "https:", "mailto:", "tel:")):
                found.append(value)
            if name == "src" and not value.startswith(("cid:", "data:image/png;base64,")):
                found.append(value)
            if name == "style" and _LOADS.search(value):
                found.append(value)
    return found


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_runs_or_fetches_is_left(vector: str) -> None:
    assert _dangers(sanitize(vector)) == []
    assert _dangers(sanitize(f"<p>{vector}</p><table><tr><td>{vector}")) == []


def test_the_check_itself_sees_what_is_dangerous() -> None:
    for danger in (
        "<script>",
        '<p onclick="x">',
        '<a href="javascript:1">',
        '<img src="https://x">',
        "<p",
        '<p style="a:url(b)">',
    ):
        assert _dangers(danger)


def test_what_people_write_is_kept() -> None:
    page = (
        '<p style="color:red;font-weight:bold">Hi <b>you</b></p><ul><li>one</li></ul><table><tr><td>x</td></tr></table>'
    )
    assert sanitize(page) == page.replace("<tr><td>x</td></tr>", "<tbody><tr><td>x</td></tr></tbody>")


def test_links_say_nothing_of_where_they_stood() -> None:
    assert sanitize('<a href="https://a.example">x</a>') == (
        '<a href="https://a.example" rel="noopener noreferrer nofollow">x</a>'
    )


def test_remote_pictures_wait_until_they_are_asked_for() -> None:
    page = '<img alt="a &gt; b" src="https://a.example/b.png">'
    assert sanitize(page) == page.replace("src=", "data-remote-src=")
    assert sanitize(page, remote_images=True) == page


def test_pictures_of_the_mail_itself_stay() -> None:
    page = '<img src="cid:a@b"><img src="data:image/png;base64,iVBORw0KGgo=">'
    assert sanitize(page) == page


def test_words_that_look_like_a_picture_are_left_alone() -> None:
    assert sanitize('&lt;img src="https://a.example"&gt; src="https://b.example"') == (
        '&lt;img src="https://a.example"&gt; src="https://b.example"'
    )


def test_a_page_nested_beyond_reason_becomes_its_text() -> None:
    assert (
        sanitize("<div>" * 100_000 + "words <script>alert(1)</script>")
        == "<pre>" + " " * 100_000 + "words  alert(1) </pre>"
    )


@given(st.text())
def test_sanitizing_any_text_is_safe_and_settled(text: str) -> None:
    once = sanitize(text)
    assert _dangers(once) == []


@given(st.lists(st.sampled_from(VECTORS), max_size=5).map("".join))
def test_vectors_together_are_no_more_dangerous_than_alone(page: str) -> None:
    assert _dangers(sanitize(page)) == []


def test_half_characters_do_no_harm() -> None:
    assert sanitize("a\ud800b") == "a?b"
