"""How quick the agents' console is, in Chromium on the desk as `make run` starts it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

from playwright.sync_api import CDPSession, Locator, Page, expect, sync_playwright

from tests.bench import bare_page
from tests.bench.compared import HEADER, Row, broken
from tests.bench.results import Section, say
from tests.bench.yardstick import in_turn
from tests.browser import console
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.support.local_desk import LocalDesk

ROWS = 100
SLOWER = 4
OPENS = 200
WARM = 30
PACE = 450
"""Milliseconds between two tickets: a member may ask 600 times a minute, and each asks a few times."""
TIMES = 30

MOST = {"opened": 8.0, "step": 0.65, "change": 12.0, "letter": 0.75}
MOST_GROWTH = 0.05

TEXT = f"""Chromium, in a list of {ROWS} rows, on the desk as `make run` starts it. A ticket is fetched ahead when the
cursor stays on its row. The first is from the key press (`event.timeStamp`) to the frame after the conversation's text
stands there; steps and changes are what the main thread is busy for a press or a click (`TaskDuration`, with
layout and painting, and `ScriptDuration` of Chromium's own metrics). Each stands beside the same of
{bare_page.ABOUT}
(`tests/bench/bare_page.py`), in turn, in the same browser and at the same brake. The heap is looked at after a
collection, before and after {OPENS} tickets were opened, and may grow by {MOST_GROWTH:.0%}. Medians of {TIMES}."""

_TEXT = '.ticket [aria-busy="false"] .message .text, .ticket .description .text'
_OPENED = """(selector) => new Promise((done) => {
  let pressed = 0;
  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, {capture: true, once: true});
  const shown = () => document.querySelector(selector);
  const look = () => {
    if (!pressed || !shown()) return requestAnimationFrame(look);
    requestAnimationFrame(() => done(performance.now() - pressed));
  };
  look();
})"""
"""Resolves with the milliseconds from the next key press to the frame after what is looked for is there."""

_SHOWN_WITHIN = 90
"""Milliseconds, in which a press is drawn; the row's ticket is fetched ahead later than that."""


def measure() -> Section:
    say("The console in Chromium …")
    with _console() as (console_page, bare):
        rows = [_opening(console_page, bare), _step(console_page, bare), _change(console_page, bare)]
        rows.append(_letter(console_page, bare))
        heap = _heap(console_page)
    grown = (f"heap after {OPENS} tickets", f"{heap:+.1%}", "", "", f"≤ {MOST_GROWTH:.0%}")
    leaks = [f"the heap grew by {heap:.1%}"] if heap > MOST_GROWTH else []
    shown = [*(row.cells() for row in rows), grown]
    return Section("The agents' console", TEXT, ("What", *HEADER), shown, broken(rows) + leaks)


@dataclass(frozen=True, slots=True)
class Watched:
    """A page, and Chromium's own metrics of it."""

    page: Page
    debugger: CDPSession

    def slower(self, rate: int) -> None:
        self.debugger.send("Emulation.setCPUThrottlingRate", {"rate": rate})


@contextmanager
def _console() -> Iterator[tuple[Watched, Watched]]:
    """The console's list, signed in, with enough tickets for a full page of it; and the bare page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        live = LocalDesk(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            _fill(live)
            page = browser.new_page(base_url=live.desk["base_url"], viewport={"width": 1440, "height": 900})
            console.sign_in(page, live, "/console/tickets?tab=open")
            while page.locator("[data-ref]").count() < ROWS:
                page.get_by_role("button", name="Load more").click()
                page.wait_for_timeout(300)
            yield _watched(page), _watched(bare_page.open_bare(browser))
        finally:
            browser.close()
            live.stop()


def _fill(live: LocalDesk) -> None:
    for number in range(ROWS):
        ref = console.new_ticket(live, f"Label printer {number} prints twice", description="Since the update. " * 20)
        console.api(live, "POST", f"tickets/{ref}/notes", {"body": "The driver is known for it."})
    live.call("/_local/settle", {})


def _watched(page: Page) -> Watched:
    debugger = page.context.new_cdp_session(page)
    debugger.send("Performance.enable")
    return Watched(page, debugger)


def _opening(ours: Watched, bare: Watched) -> Row:
    """Milliseconds from Enter to the text of a ticket that was fetched ahead, and to the list of the bare page."""

    def opened() -> float:
        ours.page.keyboard.press("j")
        ours.page.wait_for_load_state("networkidle")
        ours.page.wait_for_timeout(500)
        taken = _until_shown(ours.page, _TEXT)
        ours.page.keyboard.press("Escape")
        expect(ours.page.locator(".ticket")).to_have_count(0)
        return taken

    def shown() -> float:
        turn = bare.page.evaluate("Number(document.body.dataset.turn)")
        return _until_shown(bare.page, f'body[data-turn="{turn + 1}"]')

    taken, plain = in_turn(TIMES, opened, shown)
    return Row("list to ticket, fetched ahead", taken, "ms", MOST["opened"], plain)


def _until_shown(page: Page, selector: str) -> float:
    shown = page.evaluate_handle(f"(selector) => ({{when: ({_OPENED})(selector)}})", selector)
    page.keyboard.press("Enter")
    taken: float = shown.evaluate("async ({when}) => await when")
    return taken


def _step(ours: Watched, bare: Watched) -> Row:
    """Milliseconds of the main thread for one step, on a slow processor."""
    keys = iter(["j"] * TIMES + ["k"] * TIMES)
    both = (ours, bare)
    for one in both:
        one.slower(SLOWER)
        one.page.keyboard.press("j")
    idle = in_turn(TIMES, *(partial(_spent, one, "TaskDuration", lambda: None) for one in both))

    def step() -> float:
        key = next(keys)
        return _spent(ours, "TaskDuration", lambda: ours.page.keyboard.press(key))

    busy = in_turn(2 * TIMES, step, lambda: _spent(bare, "TaskDuration", lambda: bare.page.keyboard.press("j")))
    for one in both:
        one.slower(1)
    taken, plain = (spent - before for spent, before in zip(busy, idle, strict=True))
    return Row(f"a step with j or k, {SLOWER} × slower", taken, "ms", MOST["step"], plain)


def _change(ours: Watched, bare: Watched) -> Row:
    """Milliseconds of script for a click that changes a ticket's status, until it shows."""
    page = ours.page
    page.keyboard.press("Enter")
    opener = page.locator(".ticket").get_by_role("button", name=re.compile("^Status: "))
    expect(opener).to_be_visible()
    page.wait_for_timeout(1000)
    names = cycle(["Waiting", "In progress"])

    def change() -> float:
        name = next(names)
        opener.click()
        taken = _clicked(ours, page.get_by_role("dialog").get_by_role("option", name=name, exact=True))
        expect(console.field(page, "Status", name)).to_be_visible()
        page.wait_for_load_state("networkidle")
        return taken

    taken, plain = in_turn(TIMES, change, lambda: _clicked(bare, bare.page.locator("button")))
    page.keyboard.press("Escape")
    return Row("a change of status, script", taken, "ms", MOST["change"], plain)


def _letter(ours: Watched, bare: Watched) -> Row:
    """Milliseconds of script for a letter that is typed into a reply, on a slow processor: painting a field of forty
    lines is the browser's, and takes what it takes."""
    page = ours.page
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Reply to the customer")
    field.fill("What was written so far.\n" * 40)
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    page.wait_for_load_state("networkidle")
    both = (ours, bare)
    for one in both:
        one.slower(SLOWER)
        one.page.keyboard.press("s")
    page.wait_for_timeout(1000)
    idle = in_turn(TIMES, *(partial(_spent, one, "ScriptDuration", lambda: None) for one in both))
    presses = (partial(_spent, one, "ScriptDuration", partial(one.page.keyboard.press, "e")) for one in both)
    busy = in_turn(2 * TIMES, *presses)
    for one in both:
        one.slower(1)
    field.fill("")
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(page.locator(".ticket")).to_have_count(0)
    taken, plain = (spent - before for spent, before in zip(busy, idle, strict=True))
    return Row(f"a letter typed into a reply, script, {SLOWER} × slower", taken, "ms", MOST["letter"], plain)


def _clicked(watched: Watched, button: Locator) -> float:
    """Milliseconds of script for a click alone, without what it takes to find the button and to hover over it."""
    box, mouse = button.bounding_box(), watched.page.mouse
    assert box
    mouse.move(box["x"] + 4, box["y"] + 4)
    watched.page.wait_for_timeout(400)
    return _spent(watched, "ScriptDuration", lambda: mouse.click(box["x"] + 4, box["y"] + 4))


def _heap(ours: Watched) -> float:
    """By which share the heap grew while many tickets were opened and left."""
    _open_many(ours.page, WARM)  # what is loaded once is no leak
    before = _live_bytes(ours)
    _open_many(ours.page, OPENS)
    return _live_bytes(ours) / before - 1


def _open_many(page: Page, times: int) -> None:
    for number in range(times):
        page.keyboard.press("j" if number // ROWS % 2 == 0 else "k")
        page.keyboard.press("Enter")
        expect(page.locator(".ticket .message").first).to_be_visible()
        page.wait_for_timeout(PACE)
        page.keyboard.press("Escape")
        expect(page.locator(".ticket")).to_have_count(0)


def _live_bytes(ours: Watched) -> float:
    ours.page.wait_for_load_state("networkidle")
    ours.page.wait_for_timeout(1000)
    for _ in range(3):
        ours.debugger.send("HeapProfiler.collectGarbage")
    return _metric(ours, "JSHeapUsedSize")


def _spent(watched: Watched, metric: str, what: Callable[[], object]) -> float:
    """How many milliseconds of that metric go by while something is done and drawn."""
    before = _metric(watched, metric)
    what()
    watched.page.wait_for_timeout(_SHOWN_WITHIN)
    return (_metric(watched, metric) - before) * 1000


def _metric(watched: Watched, name: str) -> float:
    found = {metric["name"]: metric["value"] for metric in watched.debugger.send("Performance.getMetrics")["metrics"]}
    return float(found[name])
