"""Encoded words in header values (RFC 2047), as people's programs really write them."""

from __future__ import annotations

import re
from base64 import b64decode

from chalicelib.domain.text import one_line
from chalicelib.mail.reading.charsets import decode

_HEAD = re.compile(r"=\?([\w.:*+-]{1,60})\?([bBqQ])\?")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")

Run = tuple[str | None, bytes]


def decode_words(value: bytes, hint: str = "") -> str:
    """The text of a header value: one line, without control and direction characters. `hint` is for raw 8-bit bytes."""
    text = "".join(decode(data, charset or "", hint) for charset, data in _joined(_runs(value)))
    return one_line(text)


def _runs(value: bytes) -> list[Run]:
    """Pieces of `value` in order: (charset, bytes), the charset None where the piece was not encoded.

    Goes by find, not by one pattern: a missing end is then found missing once, not once a word.
    """
    text = value.decode("latin-1")
    runs: list[Run] = []
    done = 0
    while head := _HEAD.search(text, done):
        end = text.find("?=", head.end())
        if end < 0:
            break
        between = text[done : head.start()]
        if between.strip() or not runs:
            runs.append((None, between.encode("latin-1")))
        runs.append((head[1].split("*")[0].lower(), _content(head[2], text[head.end() : end])))
        done = end + 2
    runs.append((None, text[done:].encode("latin-1")))
    return runs


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of one charset as one piece, since senders cut characters in two."""
    joined: list[tuple[str | None, list[bytes]]] = []
    for charset, data in runs:
        if joined and joined[-1][0] == charset:
            joined[-1][1].append(data)
        else:
            joined.append((charset, [data]))
    return [(charset, b"".join(pieces)) for charset, pieces in joined]


def _content(encoding: str, text: str) -> bytes:
    data = text.encode("latin-1")
    if encoding in "bB":
        return base64_bytes(data)
    return _HEX.sub(lambda match: bytes([int(match[1], 16)]), data.replace(b"_", b" "))


def base64_bytes(data: bytes) -> bytes:
    """Decode base64 with missing padding, line breaks and junk; what can't be decoded is left off.

    Padding in the middle ends one piece and begins another: some programs encode line by line.
    """
    return b"".join(_base64_piece(piece) for piece in _NOT_BASE64.sub(b"", data).split(b"=") if piece)


def _base64_piece(letters: bytes) -> bytes:
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return b64decode(letters + b"=" * (-len(letters) % 4))
