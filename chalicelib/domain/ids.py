"""Ids that sort by the instant they were made at: ULIDs (https://github.com/ulid/spec)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
INSTANT = 10
"""Characters of an id that tell its instant."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds_of(ulid: str) -> int:
    """Return the milliseconds since 1970 that an id begins with."""
    made_at = 0
    for digit in ulid[:INSTANT]:
        made_at = 32 * made_at + _DIGITS.index(digit)
    return made_at


def beginning_at(instant: datetime) -> str:
    """Return what the ids begin with that were made at an instant."""
    left, digits = (instant - _EPOCH) // timedelta(milliseconds=1), ""
    while len(digits) < INSTANT:
        left, digit = divmod(left, 32)
        digits = _DIGITS[digit] + digits
    return digits


def instant_of(ulid: str) -> datetime:
    """Return the instant that an id begins with."""
    return _EPOCH + timedelta(milliseconds=milliseconds_of(ulid))
