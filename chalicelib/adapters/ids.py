"""Ids that sort by the instant they were made for."""

from __future__ import annotations

from datetime import datetime


def new_ulid(at: datetime) -> str:
    """A ULID: 48 bits of milliseconds, 80 random bits, 26 characters (https://github.com/ulid/spec)."""
    from ulid import ULID  # cold start: not every start makes an id

    return str(ULID.from_datetime(at))
