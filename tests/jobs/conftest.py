"""What holds for every scene."""

from __future__ import annotations

import pytest

from chalicelib.services.privacy import retention
from chalicelib.services.sla import retime, tick
from chalicelib.services.tickets import bulk


@pytest.fixture(autouse=True)
def _one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of tickets that are changed at once either may be the first, and so may the news of it: no two ends would be the
    same but by chance. What is done at once is tested on DynamoDB Local."""
    for module in (bulk, retention, retime, tick):
        monkeypatch.setattr(module, "AT_ONCE", 1)
