"""HTML put in order by a real HTML5 parser, with a guard against trees so deep that any parser would take minutes."""

from __future__ import annotations

import re
from html import escape, unescape

MAX_HTML = 1_000_000
MAX_DEPTH = 400
MAX_ENTITIES = 100_000
# HTML5 repeats every formatting element that is left open in each paragraph that follows: 12 KB can become 8 MB.
MAX_REPEATED = 1_000_000
_FORMATTING = {
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_VOID = {
    "br", "hr", "img", "wbr", "col", "input", "link", "meta", "area", "base", "embed", "source", "track",
    "param", "p", "li", "td", "tr", "th", "dd", "dt", "option",
}  # fmt: skip
_ANY_TAG = re.compile(r"<[/!?a-zA-Z][^>]{0,2000}>?")
_READ = {"class", "id", "name", "type", "cite", "style", "alt", "data-marker"}
_SPAN = {"colspan", "rowspan"}
_TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
    "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small",
    "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_DROPPED = {
    "script",
    "style",
    "title",
    "head",
    "noscript",
    "template",
    "svg",
    "math",
    "object",
    "select",
    "textarea",
    "iframe",
}


def tidy(html: str) -> str:
    """`html` well-formed, with the tags and attributes that tell structure, and no script or style."""
    import nh3  # cold start: mails of plain text go without

    if overgrown(html):
        return escaped_text(html)
    return nh3.clean(
        encodable(html),
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={
            "*": _READ,
            "a": {"href"},
            "img": {"src"},
            "li": {"value"},
            "ol": {"start"},
            "td": _SPAN,
            "th": _SPAN,
        },
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
    )


def encodable(html: str) -> str:
    """The first MAX_HTML characters, without what a parser written in another language could not take."""
    return html[:MAX_HTML].encode("utf-8", "replace").decode().replace("\x00", "")


def overgrown(html: str) -> bool:
    """Return whether a parser would take very long over it: no mail program nests so deep or repeats so much."""
    html = html[:MAX_HTML]
    depth = deepest = formatting = most = tags = 0
    opened: dict[str, int] = {}
    for found in _TAG.finditer(html):
        tag = found[2].lower()
        step = -1 if found[1] else 1
        if step < 0 and not opened.get(tag):
            continue  # a parser skips the end of what isn't open, and is as deep as before
        opened[tag] = opened.get(tag, 0) + step
        tags += 1
        if tag in _FORMATTING:
            formatting = max(0, formatting + step)
            most = max(most, formatting)
        if tag not in _VOID:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
    return deepest > MAX_DEPTH or most * tags > MAX_REPEATED or html.count("&") > MAX_ENTITIES


def escaped_text(html: str) -> str:
    """The text between the tags alone, as HTML."""
    return f"<pre>{escape(unescape(_ANY_TAG.sub(' ', encodable(html))))}</pre>"
