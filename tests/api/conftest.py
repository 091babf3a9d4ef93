"""A desk that several tests share, for those that ask it a lot and change little."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from tests.support.desk import Desk, Resources


@pytest.fixture(scope="module")
def standing_desk(aws: None) -> Iterator[Desk]:
    """Like `desk`, one for all tests of a module. Don't ask for both in one module: a process has one desk."""
    from chalicelib import bootstrap, config

    made = Resources()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in made.environment.items():
            patch.setenv(name, value)
        config.settings.cache_clear()
        bootstrap.desk.cache_clear()
        desk = Desk(importlib.import_module("app"), made, bootstrap.desk())
        desk.open()
        yield desk
    config.settings.cache_clear()
    bootstrap.desk.cache_clear()
