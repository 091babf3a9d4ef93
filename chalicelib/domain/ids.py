"""Ids that sort by the instant they were made at: ULIDs (https://github.com/ulid/spec)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds_of(ulid: str) -> int:
    """Return the milliseconds since 1970 that an id begins with."""
    made_at = 0
    for digit in ulid[:10]:
        made_at = 32 * made_at + _DIGITS.index(digit)
    return made_at


def instant_of(ulid: str) -> datetime:
    """Return the instant that an id begins with."""
    return _EPOCH + timedelta(milliseconds=milliseconds_of(ulid))
