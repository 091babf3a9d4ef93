"""Message ids (RFC 5322 section 3.6.4), without their angle brackets."""

from __future__ import annotations

import re

from chalicelib.mail.reading.encoded_words import decode_words
from chalicelib.mail.reading.headers import Headers

MAX_IDS = 1_000
MAX_LENGTH = 30_000
_BRACKETED = re.compile(r"<\s{0,5}([^<>\s]{1,990})\s{0,5}>")
_BARE = re.compile(r"[^\s<>\"',;()]{1,500}@[^\s<>\"',;()]{1,490}")
_FOLDS = re.compile(r"[\r\n\x00]+")


def read_ids(headers: Headers, name: str) -> tuple[str, ...]:
    """Every id in the first field of that name, in order, each once.

    Programs that fold by the rules for text write a long one in encoded words.
    """
    raw = headers.raw(name)[:MAX_LENGTH]
    text = decode_words(raw) if b"=?" in raw else _FOLDS.sub("", raw.decode("latin-1"))
    found = _BRACKETED.findall(text) or (_BARE.findall(text) if "@" in text else [])
    return tuple(dict.fromkeys(found))[:MAX_IDS]
