"""Hours in which somebody is not to be disturbed, on their own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.notices.preferences import QuietHours


def quiet_until(hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return the instant, in UTC, at which the quiet hours end that `now` is in; None outside of them.

    They may go over midnight. An end that the clock leaves out or has twice is its first instant after that gap, or
    the first of the two.
    """
    begin, end = time.fromisoformat(hours.begin), time.fromisoformat(hours.end)
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        began = datetime.combine(day, begin, zone).astimezone(UTC)
        over = datetime.combine(day + timedelta(days=end <= begin), end, zone).astimezone(UTC)
        if began <= now < over:
            return over
    return None
