"""What every test can ask for. Nothing here starts AWS unless a test wants it."""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.desk import Desk

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_REGION="us-east-1",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
    AWS_EC2_METADATA_DISABLED="true",
)


@pytest.fixture(scope="session")
def aws() -> Iterator[None]:
    """The repaired moto, inside this process, for the whole session: tests keep apart by names of their own."""
    from moto import mock_aws

    from infra.local import moto_repair

    moto_repair.install()
    _read_service_descriptions_once()
    with mock_aws():
        yield


def _read_service_descriptions_once() -> None:
    """Every fresh desk has PynamoDB make a session, which reads botocore's files anew: half of a desk's price."""
    from botocore.loaders import JSONFileLoader

    read, shared = JSONFileLoader._load_file, JSONFileLoader()
    remembered = functools.cache(lambda path, open_file: read(shared, path, open_file))
    JSONFileLoader._load_file = lambda _, path, open_file: remembered(path, open_file)


@pytest.fixture
def bare_desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A whole fresh desk with the real app, and nothing in it."""
    from chalicelib import bootstrap, config
    from tests.support.desk import Desk, Resources

    made = Resources()
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    config.settings.cache_clear()
    bootstrap.desk.cache_clear()
    yield Desk(importlib.import_module("app"), made, bootstrap.desk())
    config.settings.cache_clear()
    bootstrap.desk.cache_clear()


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A whole fresh desk with the real app, and in it the workspace `acme` with one admin."""
    bare_desk.open()
    return bare_desk
