"""Tests in a real browser, on the whole desk as `make run` starts it.

They run with `--run-browser` (`make test-browser`). Without Chromium or the npm packages of this folder they skip and
say so; with `REQUIRE_BROWSER=1` that is a failure.

* `live`: the running desk of this session (`live.desk["base_url"]`, `live.call(…)`), with its demo tickets.
* `open_page`: makes a page, in a context of its own, with what `Browser.new_context` takes. One that may show
  notifications is got by the mark `notifies`.
* `page`: a page of 1280 × 800. `phone`: one of 390 × 844 with touch.
* `watch`: what went wrong on all of them; anything but what a test said to `expect` fails it at its end.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from tests.browser.watching import AXE, Watch
from tests.support.local_desk import LocalDesk

NOTIFYING = "/usr/bin/chromium"
WINDOWLESS = "/usr/bin/chromium-headless-shell"
"""Debian's, both. That without windows takes a third of the other's CPU, and can show no notifications."""
CHROMIUM = shutil.which(WINDOWLESS) or NOTIFYING
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type() -> Iterator[BrowserType]:
    missing = _missing()
    if missing and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType) -> Iterator[Browser]:
    with browser_type.launch(executable_path=CHROMIUM, args=FLAGS) as started:
        yield started


@pytest.fixture(scope="session")
def notifying_browser(browser_type: BrowserType) -> Iterator[Browser]:
    with browser_type.launch(executable_path=NOTIFYING, args=FLAGS) as started:
        yield started


def _missing() -> str:
    if not shutil.which(NOTIFYING):
        return f"There is no {NOTIFYING} (apt-get install chromium chromium-headless-shell)."
    return "" if AXE.is_file() else "The tools of tests/browser are not installed (make browser-tools)."


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    started = LocalDesk(tmp_path_factory.mktemp("desk"), quick=True)
    yield started
    started.stop()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    left = watching.left()
    assert not left, "\n".join(left)


@pytest.fixture
def open_page(request: pytest.FixtureRequest, live: LocalDesk, watch: Watch) -> Iterator[OpenPage]:
    wanted_one = "notifying_browser" if request.node.get_closest_marker("notifies") else "browser"
    browser: Browser = request.getfixturevalue(wanted_one)
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        wanted = {"base_url": live.desk["base_url"], "viewport": {"width": 1440, "height": 800}, **options}
        context = browser.new_context(**wanted)
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.on(context)
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
