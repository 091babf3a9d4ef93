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

from tests.bench.results import Section, say
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.support.local_desk import LocalDesk

LAUNCHER_AT_MOST = 5 * 1024
OPENED_AT_MOST = 15 * 1024
SLOWER = 4
TIMES = 10
LONGEST = 50

TEXT = f"""Chromium, on the demo page of `make run`, with its hostile styles and strict policy, in a browser that was
never here. Requests and bytes (gzip, each by itself) are the desk's alone, the frame's page among them. The longest
task is that of the page's or the frame's main thread by Chromium's own trace, in time of its thread, at a
processor {SLOWER} times slower: while the page loads with the launcher, and from the click to the form. Nothing else
runs in there meanwhile, no script of the test's either. Medians of {TIMES} visits.
Promised: one request before it is opened, {LAUNCHER_AT_MOST:,} and {OPENED_AT_MOST:,} bytes in all, and no task over
{LONGEST} ms."""


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
            visits = [_visit(browser, live) for _ in range(TIMES)]
        finally:
            browser.close()
            live.stop()
    closed, opened = (_middle(step) for step in zip(*visits, strict=True))
    rows = [
        ("loaded", closed.requests, closed.size, f"{closed.task:.0f} ms"),
        ("opened", opened.requests, opened.size, f"{opened.task:.0f} ms"),
    ]
    bounds = {
        f"{closed.requests} requests before it is opened": closed.requests == 1,
        f"the launcher: {closed.size} bytes": closed.size <= LAUNCHER_AT_MOST,
        f"opened: {opened.size} bytes": opened.size <= OPENED_AT_MOST,
        f"loading: a task of {closed.task:.0f} ms": closed.task <= LONGEST,
        f"opening: a task of {opened.task:.0f} ms": opened.task <= LONGEST,
    }
    header = ("Widget", "requests", "bytes in all", "longest task")
    return Section("The widget", TEXT, header, rows, [what for what, kept in bounds.items() if not kept])


def _middle(costs: tuple[Cost, ...]) -> Cost:
    """Requests and bytes are the same each time, but for the case that they aren't: then the most."""
    most = max(cost.requests for cost in costs), max(cost.size for cost in costs)
    return Cost(*most, median(cost.task for cost in costs))


def _visit(browser: Browser, live: LocalDesk) -> tuple[Cost, Cost]:
    """What the page's loading and the widget's opening cost."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
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
