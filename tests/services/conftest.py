"""A desk that mail comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.services.mail.correspondence import Correspondence
    from tests.support.desk import Desk


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    from tests.services.mail.correspondence import Correspondence

    return Correspondence(desk)
