"""When quiet hours end, on the clock of whoever wants them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.notices.preferences import QuietHours
from chalicelib.domain.notices.quiet import quiet_until

BERLIN, NIGHT, NOON = ZoneInfo("Europe/Berlin"), QuietHours("22:00", "07:00"), QuietHours("12:00", "13:30")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        (NIGHT, "2026-11-23T21:59", None),
        (NIGHT, "2026-11-23T22:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T06:59", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T07:00", None),
        (NOON, "2026-11-23T12:15", "2026-11-23T13:30"),
        (NOON, "2026-11-23T11:59", None),
        (NIGHT, "2026-03-28T23:00", "2026-03-29T07:00"),
        (NIGHT, "2026-10-24T23:00", "2026-10-25T07:00"),
        (QuietHours("22:00", "02:30"), "2026-03-28T23:00", "2026-03-29T03:30"),
    ],
)
def test_quiet_hours_end_by_the_clock(hours: QuietHours, now: str, end: str | None) -> None:
    assert quiet_until(hours, BERLIN, at(now)) == (at(end).astimezone(UTC) if end else None)
