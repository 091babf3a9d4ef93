"""Whether a request looks like what machines send to any form they find: links, and nothing said about them."""

from __future__ import annotations

import re

FASTEST = 3
"""Seconds that a person needs at least for a form, even one that the browser filled in."""
_LINK = re.compile(r"(?:https?://|www\.)\S+|<a\s[^<>]*>|</a>|\[/?url[^\[\]]*\]", re.IGNORECASE)
"""A tag ends where another begins: were each half of one read to the end of the text, many would take for ever."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3


def looks_like_spam(text: str, *, by_machine: bool) -> bool:
    """Return whether a form's text is links alone, or has any link and was hardly typed by a person: the form came back
    sooner than one can type, or was never opened."""
    if not _LINK.search(text):
        return False
    said = _WORD.findall(_LINK.sub(" ", text))
    return by_machine or len(said) < _FEWEST_WORDS
