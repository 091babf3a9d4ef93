"""Whatever a life came to, everything stored is what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.desk import Desk
from tests.support.stock import differences


@pytest.fixture(autouse=True)
def stock_is_taken(request: pytest.FixtureRequest) -> Iterator[None]:
    """At the end of each life that a test of `test_life_…` tells."""
    if not request.path.name.startswith("test_life_") or "desk" not in request.fixturenames:
        yield
        return
    desk: Desk = request.getfixturevalue("desk")
    yield
    desk.settle()
    assert [str(one) for one in differences(desk.ports)] == []
