"""How long tickets are kept: for each place its days, and when the desk's next night is."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.settings.retention import USUAL_RETENTION, Retention, next_night


def test_by_itself_spam_alone_has_an_end() -> None:
    assert USUAL_RETENTION.days == {"spam": 30}
    assert Retention(closed=365, archived=700, spam=None).days == {"closed": 365, "archived": 700}


@pytest.mark.parametrize(
    ("after", "zone", "night"),
    [
        ("2026-11-23T12:00:00+00:00", "UTC", "2026-11-24T03:00:00+00:00"),
        ("2026-11-23T02:59:59+00:00", "UTC", "2026-11-23T03:00:00+00:00"),
        ("2026-11-23T03:00:00+00:00", "UTC", "2026-11-24T03:00:00+00:00"),
        ("2026-11-23T12:00:00+00:00", "America/Los_Angeles", "2026-11-24T11:00:00+00:00"),
        ("2026-11-23T12:00:00+00:00", "Pacific/Kiritimati", "2026-11-23T13:00:00+00:00"),
        ("2026-03-28T23:30:00+00:00", "Europe/Berlin", "2026-03-29T01:00:00+00:00"),
        ("2026-03-29T01:00:00+00:00", "Europe/Berlin", "2026-03-30T01:00:00+00:00"),
    ],
)
def test_the_night_is_by_the_desks_clock(after: str, zone: str, night: str) -> None:
    assert next_night(datetime.fromisoformat(after), zone) == datetime.fromisoformat(night)
