"""A desk that moves to another zone: each day is one of the zone that it had then."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.reports.acting import Act, cast
from tests.reports.asking import recounted, reports, today
from tests.reports.compared import differences
from tests.reports.listing import all_cells, wrong_lists
from tests.reports.playing import play
from tests.reports.recount import cells
from tests.support.desk import Desk

BEGINS = datetime(2026, 11, 2, 18, tzinfo=UTC)
HOLDS_AFTER = timedelta(seconds=60)
"""By then every process knows of another zone."""


def test_days_are_those_of_the_zone_that_the_desk_had_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    actors = cast(desk, monkeypatch, BEGINS)
    act, zones = Act(actors, random.Random(7)), [(0, "UTC")]
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"):
        play(act, 25, timedelta(days=2))
        at = desk.ports.clock.now() + HOLDS_AFTER
        actors.admin("PATCH", "/v1/acme/business-hours", {"zone": zone})
        zones.append((int(at.timestamp() * 1000), zone))
        desk.advance(2 * HOLDS_AFTER)
    play(act, 25, timedelta(days=2))
    counted = recounted(actors, max(act.numbers), zones)
    days = cells.days(counted.first_day, max(counted.last_day, today(actors)))
    wrong = [one for answer in reports(actors, days) for one in differences(answer, counted)]
    wrong += wrong_lists(actors, counted, all_cells(counted)[::5])
    assert not wrong, "\n".join(wrong[:40])
