"""One workspace of a fresh desk, opened, for tests that talk to the table past everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chalicelib.services.ports import Room
    from tests.support.desk import Desk


@pytest.fixture
def room(bare_desk: Desk) -> Iterator[Room]:
    """The workspace `acme`."""
    bare_desk.create_workspace("acme", "Acme Support", "support@acme.example")
    with bare_desk.ports.open("acme") as opened:
        yield opened
