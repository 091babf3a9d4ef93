"""Which files of a message travel with the mail about it, and which are named with a link."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.domain.tickets.ticket import Attachment

MOST_BYTES = 20_000_000
"""Of a whole mail as it is sent: many servers take no more than 25 MB, and SES 40."""
_FRAME = 64_000
"""Bytes for headers, templates and the lines that name the files."""
_A_FILE = 1_000
_FORMS = 6
"""The words travel as text and as HTML, which is longer, each in base64."""


def travelling(files: Iterable[Attachment], words: str) -> tuple[Attachment, ...]:
    """Return those of the files that a mail with these words has room for, in their order. One that is too large
    leaves its room to the others; one that nobody is handed doesn't travel either."""
    room = MOST_BYTES - _FRAME - _FORMS * len(words.encode(errors="replace"))
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
