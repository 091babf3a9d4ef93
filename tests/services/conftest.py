"""A desk that mail comes to."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.services.mail.correspondence import Correspondence
    from tests.support.desk import Desk


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    from tests.services.mail.correspondence import Correspondence

    return Correspondence(desk)


@pytest.fixture
def within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the test takes, all of it is in one minute for the limits."""
    from chalicelib.services import limits

    now = time.time()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: now))
