"""What is kept of an HTML mail is harmless when it is shown, whoever wrote what is kept."""

from __future__ import annotations

import re
from html import escape

import pytest

from chalicelib.formatted import TAGS, render
from tests.mail.html.xss_vectors import VECTORS
from tests.mail.shown import tags_of

_ATTRIBUTES = {"dir", "href", "rel", "start", "value", "colspan", "rowspan"}


def shown(kept: str) -> str:
    return render(kept, lambda cid, alternative: f"[{escape(cid)}: {escape(alternative)}]")


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_runs_fetches_or_looks_like_the_desk_is_left_of_what_is_forged(vector: str) -> None:
    for html in (vector, f"<p>{vector}</p><table><tr><td>{vector}"):
        drawn = shown(html)
        assert tags_of(drawn) <= TAGS - {"img"}
        attributes = dict(re.findall(r'\s([\w-]+)="([^"]*)"', " ".join(re.findall(r"<[a-z][^<>]*>", drawn))))
        assert attributes.keys() <= _ATTRIBUTES
        assert attributes.get("href", "https:").startswith(("http:", "https:", "mailto:", "tel:"))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ("<p>Hello <b>Ana</b></p>", '<p dir="auto">Hello <b>Ana</b></p>'),
        ('<ol start="4"><li value="7">x</li></ol>', '<ol start="4"><li value="7" dir="auto">x</li></ol>'),
        ('<td colspan="2">x</td>', "x"),
        ('<table><tbody><tr><td colspan="999">x</td></tr></tbody></table>',
         '<table><tbody><tr><td dir="auto">x</td></tr></tbody></table>'),
        ('<a href="tel:4" target="_top" class="button">x</a>',
         '<a href="tel:4" rel="noopener noreferrer nofollow">x</a>'),
        ('<img data-cid="a&quot;b" alt="A &lt;lamp&gt;" src="https://spy.example/">', "[a&quot;b: A &lt;lamp&gt;]"),
        ('<p style="position:fixed" dir="ltr">x</p>', '<p dir="auto">x</p>'),
    ],
)  # fmt: skip
def test_what_is_kept_is_shown_in_its_own_direction_and_tells_nobody_where_links_were(kept: str, expected: str) -> None:
    assert shown(kept) == expected
