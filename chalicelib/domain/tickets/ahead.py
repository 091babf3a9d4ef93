"""An instant to come that somebody chose: for a snooze, a reminder, a reply that is sent later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.domain.errors import invalid

LONGEST = timedelta(days=366)
MINUTE = timedelta(minutes=1)


def ahead(at: datetime, now: datetime, field: str, soonest: timedelta = timedelta(0)) -> datetime:
    """Return the instant in whole milliseconds, as it is stored. Raises DeskError at `field` for one that is past, not
    `soonest` away, or further ahead than a year."""
    at = at.astimezone(UTC)
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    if at <= now:
        raise invalid(field, "Choose a time that is still to come.")
    if at < now + soonest:
        raise invalid(field, "Choose a time that is at least a minute ahead.")
    if at > now + LONGEST:
        raise invalid(field, "Choose a time within a year.")
    return at
