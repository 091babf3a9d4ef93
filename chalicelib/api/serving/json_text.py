"""JSON as the API writes it: the same to a person, in a terminal or a log, as to a program."""

from __future__ import annotations

import json
import re

_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""C1 controls and DEL, separators of lines, and what turns the direction. JSON has C0 controls as escapes anyway."""


def to_json(content: object) -> str:
    """Return `content` as JSON, letters of every script as they are."""
    return escaped(json.dumps(content, ensure_ascii=False))


def escaped(text: str) -> str:
    r"""Return a JSON text that says the same, with every character that isn't seen as its escape (`\u202e`).

    Such a character can only stand within a string of it, and never behind the backslash of an escape.
    """
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
