"""What a model said, made fit to be shown: no link or address that it wasn't given, no odd signs, no excess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from unicodedata import category, normalize

REMOVED = "[link removed]"
_TARGET = re.compile(r"\]\(\s{0,9}<?([^\s()<>]{0,2000})")
_IMAGE = re.compile(r"!\[([^\]]*)\]")
_SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}:(?://)?[^\s<>\"')\]]+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_FOLLOWED = ("mailto", "javascript", "data", "tel", "sms", "vbscript")
_HOLD, _HELD = "\ue000{}\ue001", re.compile("\ue000(\\d+)\ue001")
"""What stands for a link that may stay while the others are taken out. `cleaned` leaves no such signs in a text."""
_KEPT_SIGNS = "\n\t"


def cleaned(text: str, most: int) -> str:
    """Without signs that can't be seen and HTML, at most `most` characters."""
    seen = (char for char in normalize("NFC", text) if char in _KEPT_SIGNS or category(char)[0] != "C")
    return _TAG.sub("", "".join(seen))[:most].strip()


def without_foreign_links(text: str, sources: Iterable[str]) -> str:
    """Return the text without links that stand in none of the `sources`; their words are kept.

    The longest go first: a link that may stay is no reason to leave a longer one that begins with it.
    """
    known = _comparable(" ".join(sources))
    text = _IMAGE.sub(r"[\1]", text)
    text = _TARGET.sub(lambda match: match[0] if _stands(match[1], known) else f"] ({match[1]}", text)
    kept: list[str] = []
    for link in sorted({*_links(text), *_SCHEME.findall(text)}, key=len, reverse=True):
        if _stands(link, known):
            text = text.replace(link, _HOLD.format(len(kept)))
            kept.append(link)
        elif not _is_words(link):
            text = text.replace(link, REMOVED)
    return _HELD.sub(lambda match: kept[int(match[1])], text)


def _links(text: str) -> list[str]:
    """What a page or a mail program would make a link of: addresses, domains, mail addresses."""
    return [match.raw for match in _linkify().match(text) or []]


@cache
def _linkify() -> Any:
    from linkify_it import LinkifyIt  # cold start: few answers have links

    found = LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": True})
    return found.tlds(["example", "test", "local", "internal", "onion", "zip"], True)


def _stands(link: str, known: str) -> bool:
    """Whether it stands there as a whole: `a.example` is not the same as `a.example.evil.example`."""
    wanted = _comparable(link)
    return bool(wanted) and re.search(rf"(?<![\w.@/-]){re.escape(wanted)}(?![\w@-]|\.\w|/\w)", known) is not None


def _comparable(text: str) -> str:
    return normalize("NFC", text).casefold().replace("mailto:", "").rstrip("./")


def _is_words(link: str) -> bool:
    """`at:10:00`, `note:see` and the like are words with a colon; what can be followed has slashes or a known name."""
    scheme, colon, rest = link.partition(":")
    return bool(colon) and not rest.startswith("//") and scheme.casefold() not in _FOLLOWED
