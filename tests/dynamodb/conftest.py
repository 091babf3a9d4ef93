"""Tests on DynamoDB Local: started once for all of them, and only when asked for, since it takes Java."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import dynamodb_local
from tests.support.desk import Desk, Resources
from tests.support.pristine import on

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker("dynamodb")
            if not config.getoption("run_dynamodb"):
                item.add_marker(pytest.mark.skip(reason="needs DynamoDB Local: make test-dynamodb"))


@pytest.fixture(scope="session")
def dynamodb() -> Iterator[str]:
    """The URL of a DynamoDB Local that begins with nothing."""
    with dynamodb_local.running() as url:
        yield url


@pytest.fixture
def bare_desk(aws: None, dynamodb: str, wired: pytest.MonkeyPatch) -> Desk:
    """The desk that all tests know, with its table in DynamoDB Local."""
    return on(Resources(dynamodb), wired)


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """The same, with the workspace `acme` and its admin: here, each is made anew."""
    bare_desk.open()
    return bare_desk
