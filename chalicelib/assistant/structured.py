"""The JSON in a model's answer, whatever it wrote around it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from chalicelib.assistant.model import MOST_ANSWER, ModelError

_TRIES = 20
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
"""What models say to themselves, where a server doesn't keep it apart."""


def read_object(text: str) -> Mapping[str, Any]:
    """The first whole JSON object. Raises ModelError `bad_answer` when there is none, or too much of it."""
    if len(text) > MOST_ANSWER:
        raise ModelError("bad_answer")
    text = _THOUGHTS.sub("", text)
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(_TRIES):
        if start < 0:
            break
        try:
            found, _end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if isinstance(found, dict):
            return found
        break
    raise ModelError("bad_answer")


def text_of(found: Mapping[str, Any], name: str) -> str:
    """A field that has to be a text with something in it."""
    value = found.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ModelError("bad_answer")
    return value


def optional(found: Mapping[str, Any], name: str) -> str:
    """A field that is a text, or nothing."""
    value = found.get(name)
    return value if isinstance(value, str) else ""


def names_in(value: Any, most: int) -> list[str]:
    """The texts in a list, at most so many; of anything else none."""
    return [one for one in value if isinstance(one, str)][:most] if isinstance(value, list) else []
