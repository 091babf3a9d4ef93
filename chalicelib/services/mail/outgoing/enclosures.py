"""Which files of a message travel with the mail about it, and which are named with a link."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.domain.tickets.attachment import Attachment

_FRAME = 64_000
"""Bytes for headers, templates and the lines that name the files."""
_A_FILE = 1_000
_FORMS = 6
"""The words travel as text and as HTML, which is longer, each in base64."""


def travelling(files: Iterable[Attachment], words: str, most_bytes: int) -> tuple[Attachment, ...]:
    """Return those of the files that a mail of `most_bytes` as it is sent has room for beside these words, in their
    order. One that is too large leaves its room to the others; one that nobody is handed doesn't travel either."""
    room = most_bytes - _FRAME - _FORMS * len(words.encode(errors="replace"))
    fit: list[Attachment] = []
    for file in files:
        needed = encoded_size(file.size) + _A_FILE
        if not file.withheld and needed <= room:
            fit.append(file)
            room -= needed
    return tuple(fit)


def encoded_size(size: int) -> int:
    """Return the bytes that so many are in base64, in lines of 76 (RFC 2045 section 6.8)."""
    letters = (size + 2) // 3 * 4
    return letters + (letters + 75) // 76 * 2
