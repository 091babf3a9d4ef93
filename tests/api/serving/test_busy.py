"""AWS is busy or silent: whoever asked is told to come back, and never that it was their fault, or somebody's."""

from __future__ import annotations

import pytest

from tests.api.asking import problem
from tests.api.serving.permissions import TABLE, Row
from tests.api.serving.scene import Scene, made
from tests.support.busy import READS, TRANSACTIONS, WHATEVER, WRITES, Busy
from tests.support.desk import Desk

EVERY = pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Busy:
    return Busy(monkeypatch)


@pytest.fixture(scope="module")
def scene(standing_desk: Desk) -> Scene:
    return made(standing_desk)


def _told_to_come_back(scene: Scene, busy: Busy, row: Row) -> None:
    busy.times = 0
    answer = scene.ask(row, "admin")
    assert answer.status == 503 or not busy.times or answer.status == row.success, answer.text
    if answer.status == 503:
        assert int(answer.headers["retry-after"]) > 0
        if row.path.startswith(("/v1", "/mcp")):
            problem(answer, 503, "unavailable")
        else:
            assert "Just a moment" in answer.text or "send it again in a few seconds" in answer.text


@EVERY
def test_whoever_finds_the_table_busy_is_told_to_come_back(scene: Scene, busy: Busy, row: Row) -> None:
    for raised in WHATEVER.values():
        busy.with_(raised, *READS, *WRITES)
        _told_to_come_back(scene, busy, row)


@EVERY
def test_whoever_finds_no_room_to_write_is_told_to_come_back(scene: Scene, busy: Busy, row: Row) -> None:
    for raised in WHATEVER.values():
        busy.with_(raised, *WRITES)
        _told_to_come_back(scene, busy, row)
    for raised in TRANSACTIONS.values():
        busy.with_(raised, "TransactWriteItems")
        _told_to_come_back(scene, busy, row)
