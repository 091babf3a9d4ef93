"""What the tests of signing in by a company's sign-on can ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.accounts.sso import Company, Log, company
from tests.support.desk import Desk


@pytest.fixture
def acme(desk: Desk) -> Iterator[Company]:
    """The workspace `acme`, whose company has a sign-on that is offered and takes in viewers."""
    with company(desk) as made:
        yield made


@pytest.fixture
def lines(desk: Desk, caplog: pytest.LogCaptureFixture) -> Log:
    """What is logged from now on."""
    caplog.clear()
    return Log(caplog)
