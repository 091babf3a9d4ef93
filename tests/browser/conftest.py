"""Tests in a real browser, on the whole desk as `make run` starts it.

They run with `--run-browser` (`make test-browser`). Without Chromium or the npm packages of this folder they skip and
say so; with `REQUIRE_BROWSER=1` that is a failure.

* `live`: the running desk of this session (`live.desk["base_url"]`, `live.call(…)`), with its demo tickets.
* `open_page`: makes a page, in a context of its own, with what `Browser.new_context` takes.
* `page`: a page of 1280 × 800. `phone`: one of 390 × 844 with touch.
* `watch`: what went wrong on all of them; anything but what a test said to `expect` fails it at its end.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.pace import Pace
from tests.browser.watching import AXE, Watch
from tests.support.local_desk import LocalDesk

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    missing = _missing()
    if missing and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def _missing() -> str:
    if not shutil.which(CHROMIUM):
        return f"There is no {CHROMIUM} (apt-get install chromium)."
    return "" if AXE.is_file() else "The tools of tests/browser are not installed (make browser-tools)."


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    started = LocalDesk(tmp_path_factory.mktemp("desk"))
    yield started
    started.stop()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    left = watching.left()
    assert not left, "\n".join(left)


@pytest.fixture(scope="session")
def pace() -> Pace:
    return Pace()


@pytest.fixture
def open_page(browser: Browser, live: LocalDesk, watch: Watch, pace: Pace) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []
    pace.wait()

    def open_one(**options: Any) -> Page:
        wanted = {"base_url": live.desk["base_url"], "viewport": {"width": 1440, "height": 800}, **options}
        context = browser.new_context(**wanted)
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.on(context)
        pace.on(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(**PHONE)
