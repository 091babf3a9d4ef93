"""The console is good for everybody in every state: light and dark, forced colours, enlarged, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import OpenPage
from tests.browser.console_states import SCENES
from tests.browser.console_states.common import rest
from tests.browser.watching import Watch, axe_findings, come_to_rest
from tests.support.local_desk import LocalDesk


@dataclass
class Look:
    """How somebody looks at the page."""

    name: str
    width: int
    height: int
    media: dict[str, Any]
    touch: bool = False

    def at(self, page: Page, tools: CDPSession) -> None:
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **self.media})
        tools.send("Emulation.setTouchEmulationEnabled", {"enabled": self.touch})
        page.evaluate(TO_THE_EDGES)


LOOKS = (
    Look("light", 1440, 900, {}),
    Look("dark on a phone", 390, 844, {"color_scheme": "dark"}, touch=True),
    Look("forced colours at 200 %", 720, 450, {"forced_colors": "active"}),
)
TO_THE_EDGES = """() => { // where nothing that sticks to an edge lies over anything
  scrollTo(0, 0);
  for (const each of document.querySelectorAll("dialog[open]")) each.scrollTop = each.scrollHeight;
}"""
OVER = "dialog[open], :popover-open:not(.tooltip)"
"""What lies over a page, which is a state by itself."""
CUT_OFF = """() => {
  const onPurpose = ".tabs, .filters, .chips, .rail nav, .sectioned > nav, .report-table, pre";
  const name = each => `<${each.localName} class="${each.className}">`;
  const {scrollWidth, clientWidth} = document.scrollingElement;
  const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide, ${clientWidth} are seen`] : [];
  for (const over of document.querySelectorAll("dialog[open], [popover]:popover-open, .toast")) {
    const {left, right} = over.getBoundingClientRect();
    if (left < 0 || right > clientWidth) found.push(`${name(over)} is cut off: ${left} to ${right} of ${clientWidth}`);
  }
  for (const each of document.querySelectorAll("body *")) {
    const scrolls = /auto|scroll/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth + 1;
    if (scrolls && !each.matches(onPurpose)) found.push(`${name(each)} scrolls sideways`);
  }
  return found;
}"""
UNSEEN_FOCUS = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const place = all("dialog:modal").at(-1) ?? all(":popover-open:not(.tooltip)").at(-1) ?? document.body;
  const name = each => `<${each.localName} class="${each.className}">`;
  const kinds = new Map(); // one of those that look alike is enough
  for (const each of place.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']"))
    if (each.checkVisibility({visibilityProperty: true})) kinds.set(name(each) + name(each.parentElement), each);
  const ringed = each => {
    const {outlineStyle, outlineWidth} = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  };
  const before = document.activeElement;
  const unseen = [];
  for (const each of kinds.values()) {
    each.focus({preventScroll: true});
    const marked = [each, each.closest(".row") ?? each].some(ringed);
    if (document.activeElement === each && !marked) unseen.push(`nothing shows the focus on ${name(each)}`);
  }
  document.activeElement?.blur(); // where nothing had the focus, nothing has it again
  before?.focus({preventScroll: true});
  const active = place.querySelector("[data-active]");
  return active && !ringed(active) ? [...unseen, "nothing shows which option is the active one"] : unseen;
}"""


def findings(page: Page, tools: CDPSession) -> Iterator[str]:
    for look in LOOKS:
        look.at(page, tools)
        come_to_rest(page)
        found = page.evaluate(CUT_OFF)
        if "forced_colors" in look.media:  # what axe would find there, it finds in one of the others
            page.keyboard.press("F9")  # a key of no meaning: whoever uses keys sees where the focus is
            found += page.evaluate(UNSEEN_FOCUS)
        else:
            found += axe_findings(page, OVER if page.locator(OVER).count() else None)
        yield from (f"{look.name}: {finding}" for finding in found)


def marked(scene: str) -> Any:
    return pytest.param(scene, marks=[pytest.mark.notifies] if scene == "notifications" else [])


@pytest.mark.parametrize("scene", list(map(marked, SCENES)))
def test_everybody_can_use_it(open_page: OpenPage, live: LocalDesk, watch: Watch, scene: str) -> None:
    watch.expect("the server responded with a status of", "net::ERR_")
    page = open_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    tools = page.context.new_cdp_session(page)
    found = []
    for name, state in SCENES[scene].items():
        LOOKS[0].at(page, tools)
        state(page, live)
        found += [f"{name}: {finding}" for finding in findings(page, tools)]
        rest(page)
    assert not found, "\n".join(found)
