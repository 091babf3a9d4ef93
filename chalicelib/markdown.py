"""Markdown for conversations: the small part of it that people use in messages, and nothing that could do harm.

Paragraphs with their line breaks, emphasis, code, lists, quotes and links; addresses with a scheme become links by
themselves. No HTML, images, headings or reference links. Syntax: https://spec.commonmark.org/0.31.2/ but for what
people don't mean: a backslash is a backslash, emphasis begins and ends at the edges of words, a number at the start of
a line counts a list if the next one follows, and no number is shown as another.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# The rules stay linear below these: beyond them a text is no letter any more, and is shown as it was typed.
_MOST_CHARACTERS = 200_000
_MOST_MARKS = 10_000
_MOST_LINES = 5_000
_DEEPEST = 16
# Every colon may start a link, whose end is searched for through the whole word.
_MOST_COLONS = 50
_MARKS = ("*", "_", "`", "[", ">", "- ", "+ ", ". ", ") ")

_BLOCKS = ["blockquote", "fence", "list"]
_INLINES = ["backticks", "emphasis", "link", "linkify", "newline"]
_AFTER = ["balance_pairs", "fragments_join"]
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)

_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
_ATTRIBUTES = {"a": {"href", "title"}, "li": {"dir", "value"}, "ol": {"start"}, "p": {"dir"}}
_SCHEMES = {"http", "https", "mailto"}
_REL = "noopener noreferrer nofollow"


def render(text: str) -> str:
    """Safe HTML for a Markdown text. Never raises; what is too deep or too dense comes as plain, escaped text."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    if _is_dense(text):
        return _plain(text)
    tokens = (parser := _parser(_has_friendly_words(text))).parse(text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return _plain(text)  # the parser drops what is nested deeper than it is allowed to go
    return _clean(parser.renderer.render(tokens, parser.options, {}))


def _is_dense(text: str) -> bool:
    return (
        len(text) > _MOST_CHARACTERS
        or text.count("\n") > _MOST_LINES
        or sum(text.count(mark) for mark in _MARKS) > _MOST_MARKS
    )


def _has_friendly_words(text: str) -> bool:
    return all(word.count(":") <= _MOST_COLONS for word in text.split())


def _plain(text: str) -> str:
    paragraphs = (part.strip("\n") for part in re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\0", "\ufffd")))
    return "\n".join(f'<p dir="auto">{escape(part).replace(chr(10), "<br>")}</p>' for part in paragraphs if part)


def _clean(html: str) -> str:
    import nh3  # cold start: most requests render nothing

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_unless_empty,
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )


def _unless_empty(_tag: str, _name: str, value: str) -> str | None:
    """Without this `[x]()` would be a link to whatever page it stands on."""
    return value or None


@cache
def _parser(linkify: bool) -> MarkdownIt:
    from linkify_it import LinkifyIt  # cold start: most requests render nothing
    from markdown_it import MarkdownIt

    from chalicelib import markdown_rules

    parser = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": linkify, "maxNesting": _DEEPEST})
    parser.enable([*_BLOCKS, *_INLINES, *_AFTER])
    markdown_rules.use_in(parser)
    # Without a scheme "report.md" and "setup.py" would be links: both endings are domains.
    fuzzy = {"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False}
    parser.linkify = LinkifyIt({"ftp:": None, "//": None}, fuzzy)
    parser.validateLink = lambda url: bool(_LINK.fullmatch(url))  # type: ignore[method-assign]
    return parser
