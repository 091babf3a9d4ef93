"""Business time the slow way: look at the clock on the wall every minute. The definition itself, and nothing clever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.sla.business_hours import BusinessHours

MINUTE = timedelta(minutes=1)


def works(hours: BusinessHours, instant: datetime) -> bool:
    wall = instant.astimezone(ZoneInfo(hours.zone))
    minute = wall.hour * 60 + wall.minute
    return wall.date() not in hours.holidays and any(
        interval.start <= minute < interval.end for interval in hours.week[wall.weekday()]
    )


def slow_elapsed(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """Both instants are whole minutes."""
    return sum((MINUTE for minute in _minutes(start, end) if works(hours, minute)), timedelta(0))


def slow_after(hours: BusinessHours, start: datetime, business: timedelta, limit: datetime) -> datetime | None:
    """The end of the minute that completes `business`; None when that isn't before `limit`."""
    left = business
    for minute in _minutes(start, limit):
        if works(hours, minute):
            left -= MINUTE
            if left <= timedelta(0):
                return minute + MINUTE
    return None


def _minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    minute = start.astimezone(UTC)
    while minute < end:
        yield minute
        minute += MINUTE
