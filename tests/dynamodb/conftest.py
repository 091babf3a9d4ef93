"""Tests on DynamoDB Local: started once for all of them, and only when asked for, since it takes Java."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import dynamodb_local
from tests.support.desk import Desk, Resources

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker("dynamodb")
            if not config.getoption("run_dynamodb"):
                item.add_marker(pytest.mark.skip(reason="needs DynamoDB Local: make test-dynamodb"))


@pytest.fixture(scope="session")
def dynamodb() -> Iterator[str]:
    """The URL of a DynamoDB Local in memory."""
    with dynamodb_local.running() as url:
        yield url


@pytest.fixture
def bare_desk(aws: None, dynamodb: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The desk that all tests know, and so `desk` too, with its table in DynamoDB Local."""
    from chalicelib import bootstrap, config

    made = Resources(dynamodb)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    config.settings.cache_clear()
    bootstrap.desk.cache_clear()
    yield Desk(importlib.import_module("app"), made, bootstrap.desk())
    config.settings.cache_clear()
    bootstrap.desk.cache_clear()
