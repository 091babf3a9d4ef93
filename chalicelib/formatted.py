"""What somebody wrote by an HTML mail, as HTML of few tags: what is kept of it, made harmless each time it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

TAGS = {
    "a", "b", "blockquote", "br", "code", "i", "img", "li", "ol", "p", "pre", "s", "sub", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
NUMBERS = {"ol": {"start"}, "li": {"value"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
"""The attributes without which a list counts otherwise, or a cell stands under another heading."""
_ATTRIBUTES = {"*": set[str](), **NUMBERS, "a": {"href"}, "img": {"data-cid", "alt"}}
_READS_BY_ITSELF = ("p", "li", "td", "th", "pre")
_SCHEMES = {"http", "https", "mailto", "tel"}
_DIGITS = {"start": 9, "value": 9, "colspan": 2, "rowspan": 2}
# Safe on the parser's own output alone: there, a quote inside a value is always written as an entity.
_IMAGE = re.compile(r'<img((?:\s[\w-]+="[^"]*")*)\s*/?>')
_VALUE = re.compile(r'\s([\w-]+)="([^"]*)"')


def render(formatted: str, picture: Callable[[str, str], str]) -> str:
    """Return harmless HTML of what is kept, whoever wrote that: each block in its own direction, links that tell nobody
    where they were. `picture` gives the HTML of a picture by its content id and its alternative text."""
    import nh3  # cold start: most requests render nothing

    clean = nh3.clean(
        formatted,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        set_tag_attribute_values={tag: {"dir": "auto"} for tag in _READS_BY_ITSELF},
        link_rel="noopener noreferrer nofollow",
        url_schemes=_SCHEMES,
        url_relative="deny",
    )

    def drawn(found: re.Match[str]) -> str:
        values = {name: unescape(value) for name, value in _VALUE.findall(found[1])}
        return picture(values.get("data-cid", ""), values.get("alt", ""))

    return _IMAGE.sub(drawn, clean)


def is_number(name: str, value: str) -> bool:
    """Return whether an attribute of NUMBERS says how many, and not so many that a page suffers."""
    return value.isascii() and value.isdigit() and len(value) <= _DIGITS[name]


def _filtered(_tag: str, name: str, value: str) -> str | None:
    return value if name not in _DIGITS or is_number(name, value) else None
