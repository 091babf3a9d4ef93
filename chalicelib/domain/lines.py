"""What people write, as far as eyes go: on one line, and whether there is anything to see at all."""

from __future__ import annotations

import re

_UNSEEN = (
    "\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0010fffe\U0010ffff"
)
"""Blanks, controls, and what Unicode says to show nothing for (Default_Ignorable_Code_Point of its first plane)."""

SOMETHING = f"[^{_UNSEEN}]"
"""A regular expression, alike in every language, that finds something to see in a text."""

_SOMETHING = re.compile(SOMETHING)
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_UNWANTED = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # draw text elsewhere, or not at all
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0010fffe\U0010ffff]"  # are no characters, or sort behind all there are
)


def one_line(text: str) -> str:
    """`text` on one line, with a space for whatever breaks it, and without what only makes a text look like another.

    Joiners stay, since scripts and pictures are made with them. Empty when there is nothing to see.
    """
    line = _UNWANTED.sub("", _BREAKS.sub(" ", text)).strip()
    return line if has_something(line) else ""


def has_something(text: str) -> bool:
    """Whether there is anything to see in it."""
    return _SOMETHING.search(text) is not None
