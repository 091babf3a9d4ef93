"""What the widget costs the page it is on: requests, bytes, and how long it keeps that page from anything else."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from tests.bench import bare_page
from tests.bench.results import Section, say
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.support.local_desk import LocalDesk

LAUNCHER_AT_MOST = 5 * 1024
OPENED_AT_MOST = 15 * 1024
SLOWER = 4
TIMES = 10
SHOWN_WITHIN = 500
"""Milliseconds, in which the bare page is done with a press, however slow."""
LONGEST = 2.0

TEXT = f"""Chromium, on the demo page of `make run`, with its hostile styles and strict policy, in a browser that was
never here. Requests and bytes (gzip, each by itself) are the desk's alone, the frame's page among them. The longest
task is that of the page's or the frame's main thread by Chromium's own trace, in time of its thread, at a
processor {SLOWER} times slower: while the page loads with the launcher, and from the click to the form. Nothing else
runs in there meanwhile, no script of the test's either. Medians of {TIMES} visits.
It stands beside the longest task of {bare_page.ABOUT} (`tests/bench/bare_page.py`), after each visit in the same
browser at the same brake. Promised: one request before it is opened, {LAUNCHER_AT_MOST:,} and {OPENED_AT_MOST:,} bytes
in all, and no task over {LONGEST:g} × that."""


@dataclass(frozen=True, slots=True)
class Cost:
    """After a step of a visit: requests and bytes so far, and the longest task of the step in milliseconds."""

    requests: int
    size: int
    task: float


class _Loads:
    """Every answer of the desk to that page and its frames, from now on. A file out of the cache counts, too."""

    def __init__(self, page: Page, desk_url: str) -> None:
        self._desk_url = desk_url
        self._answers: list[Response] = []
        page.on("response", self._take)

    def _take(self, answer: Response) -> None:
        if answer.url.startswith(f"{self._desk_url}/"):
            self._answers.append(answer)

    def count(self) -> int:
        return len(self._answers)

    def weight(self) -> int:
        """Bytes of all bodies, each compressed with gzip by itself, as CloudFront sends them."""
        return sum(len(gzip.compress(answer.body(), mtime=0)) for answer in self._answers)


def measure() -> Section:
    say("The widget on a page of somebody else's …")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        live = LocalDesk(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            bare = bare_page.open_bare(browser)
            _slow_down(bare)
            visits = [(*_visit(browser, live), _bare_task(browser, bare)) for _ in range(TIMES)]
        finally:
            browser.close()
            live.stop()
    loads, opens, plain = zip(*visits, strict=True)
    closed, opened, beside = _middle(loads), _middle(opens), median(plain)
    rows = [_row("loaded", closed, beside), _row("opened", opened, beside)]
    bounds = {
        f"{closed.requests} requests before it is opened": closed.requests == 1,
        f"the launcher: {closed.size} bytes": closed.size <= LAUNCHER_AT_MOST,
        f"opened: {opened.size} bytes": opened.size <= OPENED_AT_MOST,
        f"loading: a task of {closed.task / beside:.2f} ×": closed.task <= LONGEST * beside,
        f"opening: a task of {opened.task / beside:.2f} ×": opened.task <= LONGEST * beside,
    }
    header = ("Widget", "requests", "bytes in all", "longest task", "beside it", "ratio")
    return Section("The widget", TEXT, header, rows, [what for what, kept in bounds.items() if not kept])


def _row(step: str, cost: Cost, beside: float) -> tuple[object, ...]:
    task = (f"{cost.task:.0f} ms", f"{beside:.0f} ms", f"{cost.task / beside:.2f} ×")
    return step, cost.requests, cost.size, *task


def _middle(costs: tuple[Cost, ...]) -> Cost:
    """Requests and bytes are the same each time, but for the case that they aren't: then the most."""
    most = max(cost.requests for cost in costs), max(cost.size for cost in costs)
    return Cost(*most, median(cost.task for cost in costs))


def _visit(browser: Browser, live: LocalDesk) -> tuple[Cost, Cost]:
    """What the page's loading and the widget's opening cost."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        _slow_down(page)
        loads = _Loads(page, live.desk["base_url"])

        def cost(step: Callable[[], None]) -> Cost:
            task = _longest_task(browser, page, step)
            return Cost(loads.count(), loads.weight(), task)

        loaded = cost(lambda: _load(page, live))
        box = page.locator("workestra-tickets .bubble").bounding_box()
        assert box, "the button can be pressed"
        opened = cost(lambda: _open(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
        expect(page.locator("workestra-tickets")).to_have_attribute("data-state", "open")
        return loaded, opened


def _slow_down(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _bare_task(browser: Browser, bare: Page) -> float:
    """Milliseconds of the bare page's longest task for a press."""

    def press() -> None:
        bare.keyboard.press("j")
        bare.wait_for_timeout(SHOWN_WITHIN)

    return _longest_task(browser, bare, press)


def _load(page: Page, live: LocalDesk) -> None:
    page.goto(live.desk["widget_demo_url"])
    page.wait_for_load_state("networkidle")


def _open(page: Page, x: float, y: float) -> None:
    """Press the button there. To look for it, or at its state, would be a script and a task of its own."""
    with page.expect_event("frameattached"):
        page.mouse.click(x, y)
    page.wait_for_load_state("networkidle")


def _longest_task(browser: Browser, page: Page, step: Callable[[], None]) -> float:
    """Milliseconds of the longest task on the page's or the frame's main thread during the step, in time of its own."""
    browser.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline", "__metadata"])
    step()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    own = _processes(events)
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain" and event["pid"] in own
    }
    return max(
        float(event["tdur"]) / 1000
        for event in events
        if event["name"] == "RunTask" and "tdur" in event and (event["pid"], event["tid"]) in threads
    )


def _processes(events: list[dict[str, Any]]) -> set[int]:
    """Those that the page and its frames are in. The browser has others, with pages of its own."""
    told = [event["args"]["data"] for event in events if event["name"] in _TELL_PROCESSES]
    frames = [frame for data in told for frame in [data, *data.get("frames", [])]]
    return {frame["processId"] for frame in frames if "processId" in frame}


_TELL_PROCESSES = ("TracingStartedInBrowser", "FrameCommittedInBrowser", "ProcessReadyInBrowser")
