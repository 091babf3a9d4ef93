"""Who can sign in at the user pool, in the tests of its adapter."""

from __future__ import annotations

import pytest

from chalicelib.adapters import factor_sessions
from chalicelib.adapters.cognito import Cognito
from infra.local import second_factor
from tests.adapters.pool import Clock, adapter_of, pool_of


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the pool and of the adapter, ten seconds into a step of thirty."""
    clock = Clock()
    for module in (second_factor, factor_sessions):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture(params=[True, False], ids=["with a secret", "without"])
def identity(request: pytest.FixtureRequest, aws: None, clock: Clock) -> Cognito:
    """A pool in which Ana and Ben can sign in, by a client with a secret, and by one from before there were any."""
    pool, client_id, _ = pool_of(with_secret=request.param)
    return adapter_of(pool, client_id)
