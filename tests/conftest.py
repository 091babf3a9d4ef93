"""What every test can ask for. Nothing here starts AWS unless a test wants it."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.support.desk import Desk
    from tests.support.pristine import Pristine
    from tests.support.quick_operations import QuickTables

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_REGION="us-east-1",
    AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
    AWS_EC2_METADATA_DISABLED="true",
)

# How long one example takes says something of the machine. Times are measured in the benchmarks.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-dynamodb", action="store_true", help="run the tests that need DynamoDB Local")
    parser.addoption("--run-browser", action="store_true", help="run the tests in Chromium (make test-browser)")
    parser.addoption("--run-zip", action="store_true", help="run the functions of the zip (make test-zip)")
    parser.addoption("--run-sweeps", action="store_true", help="run the long sweeps alone (make test-sweeps)")


SWEEPS = (
    "tests/jobs/",
    "tests/e2e/test_life_",
    "tests/e2e/test_nothing_inner_gets_out",
    "tests/e2e/test_promised_times",
    "tests/e2e/test_sockets",
    "tests/e2e/test_unproven_learn_nothing",
    "tests/api/serving/test_contract",
    "tests/services/mail/test_flood",
)
"""What takes minutes: cutting every handler off at every call, whole lives of tickets, the demo walked through page by
page and minute by minute, a flood, the API tester."""


LONGEST = (
    *("tests/browser/test_console_states", "tests/browser/test_console_trouble"),
    *("tests/browser/test_console_working_day", "tests/browser/test_hostile_mail"),
    *("tests/dynamodb/test_races_ticks", "tests/dynamodb/test_many_agents"),
    *("tests/dynamodb/test_many_at_once", "tests/dynamodb/test_races_reports"),
)
"""Begin first where they are asked for: at the end nobody waits for one of them alone."""
BROWSER = "tests/browser/"
ZIP = "tests/zip/"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Don't even read what is left out as a whole: the API tester alone takes minutes to say what it would try."""
    place = collection_path.relative_to(config.rootpath).as_posix()
    folder = f"{place}/"
    wanted = _apart(config) | dict.fromkeys(SWEEPS, bool(config.getoption("--run-sweeps")))
    return True if any(folder.startswith(prefix) for prefix, asked in wanted.items() if not asked) else None


def _apart(config: pytest.Config) -> dict[str, bool]:
    """The folders that are run by themselves, and whether they were asked for."""
    return {BROWSER: config.getoption("--run-browser"), ZIP: config.getoption("--run-zip")}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long unless it is asked for, so that the everyday run stays short. Who asks for the sweeps
    gets them alone: the everyday run has the rest."""
    sweeps = config.getoption("--run-sweeps")
    apart = _apart(config)

    def left_out(item: pytest.Item) -> bool:
        for folder, wanted in apart.items():
            if item.nodeid.startswith(folder):
                return not wanted
        return sweeps != _is_sweep(item)

    others = [item for item in items if left_out(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        gone = set(others)
        items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays to the end: looking for garbage in it, again and again, takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _is_sweep(node: pytest.Item) -> bool:
    return node.nodeid.startswith(SWEEPS) or node.get_closest_marker("sweep") is not None


@pytest.fixture(scope="session")
def aws() -> Iterator[None]:
    """The repaired moto, inside this process, for the whole session: tests keep apart by names of their own."""
    from moto import mock_aws

    from infra.local import moto_repair, moto_speed

    moto_repair.install()
    moto_speed.install()
    with mock_aws():
        yield


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Where a test names the resources of its desk. The app forgets them after it."""
    yield monkeypatch
    _forget_the_desk()


def _forget_the_desk() -> None:
    from chalicelib import bootstrap, config

    config.settings.cache_clear()
    bootstrap.desk.cache_clear()


@pytest.fixture(scope="session")
def tables(aws: None) -> Iterator[QuickTables]:
    """The quick tables of this process."""
    from tests.support import quick_desk

    with pytest.MonkeyPatch.context() as patch:
        yield quick_desk.install(patch)


ON_MOTOS_TABLE = ("tests/storage/", "tests/e2e/")
"""Whose desks have moto's own table, as those marked so have: what talks to it past all else, and, but for the sweeps,
the ways through the full stack."""


def _wants_quick(request: pytest.FixtureRequest) -> bool:
    node: pytest.Item = request.node
    if node.get_closest_marker("moto_table"):
        return False
    return _is_sweep(node) or not node.nodeid.startswith(ON_MOTOS_TABLE)


@pytest.fixture(scope="session")
def pristine(tables: QuickTables) -> Callable[[bool], Pristine]:
    """The desks that the tests of a process have one after the other: with a quick table, and with moto's own."""
    from tests.support.pristine import Pristine

    @cache
    def of(quick: bool) -> Pristine:
        with tables.made(quick):
            return Pristine(tables)

    return of


@pytest.fixture
def bare_desk(request: pytest.FixtureRequest, tables: QuickTables, wired: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A whole fresh desk with the real app, and nothing in it."""
    from tests.support.desk import Resources
    from tests.support.pristine import on

    with tables.dropped():
        with tables.made(_wants_quick(request)):
            desk = on(Resources(), wired)
        yield desk


@pytest.fixture
def desk(request: pytest.FixtureRequest, pristine: Callable[[bool], Pristine], wired: pytest.MonkeyPatch) -> Desk:
    """A whole desk with the real app, and in it the workspace `acme` with one admin, as it is at its beginning."""
    return pristine(_wants_quick(request)).opened(wired)


@pytest.fixture(scope="module")
def standing_desk(request: pytest.FixtureRequest, tables: QuickTables) -> Iterator[Desk]:
    """Like `desk`, one for all tests of a module. Don't ask for both in one module: a process has one desk."""
    from tests.support.desk import Resources
    from tests.support.pristine import on

    with pytest.MonkeyPatch.context() as patch:
        with tables.made(_wants_quick(request)):
            desk = on(Resources(), patch)
        desk.open()
        yield desk
    _forget_the_desk()


@pytest.fixture
def within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the test takes, all of it is in one minute for the limits."""
    from chalicelib.services import limits

    now = time.time()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: now))
