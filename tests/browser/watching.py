"""A browser page that is watched: what goes wrong on it fails the test, whether or not the test looked for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_HERE = ("localhost", "127.0.0.1", "[::1]", "::1", "help.test")
_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`))"""
_AXE = """async ([rules, within]) => {
  const asked = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], iframes: false};
  const found = await axe.run(within ? [...document.querySelectorAll(within)] : document, asked);
  const why = node => [node.html.slice(0, 200), ...node.any.map(each => each.message)].join(" · ");
  return found.violations.map(one => ({rule: one.id, help: one.help, at: one.nodes.map(why)}));
}"""


@dataclass
class Watch:
    """What went wrong in one browser context. `expected` are texts that a trouble may contain without being one."""

    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, *texts: str) -> None:
        """The test provokes this: a trouble with one of these texts is none."""
        self.expected += texts

    def left(self) -> list[str]:
        return [trouble for trouble in self.troubles if not any(text in trouble for text in self.expected)]

    def on(self, context: BrowserContext) -> None:
        """Begin to watch every page of the context: its console, its faults, its policies and where it reaches."""
        context.add_init_script(_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda fault: self.troubles.append(f"fault: {fault.error.stack or fault.error}"))
        context.on("request", lambda request: self._reached(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _reached(self, url: str) -> None:
        """Pages talk to the desk and to nobody else."""
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in _HERE:
            self.troubles.append(f"reached out: {url}")


_AT_REST = """async () => {
  const drawn = () =>
    new Promise((go) => {
      requestAnimationFrame(() => requestAnimationFrame(go));
      setTimeout(go, 500); // a frame that isn't shown is never drawn
    });
  await drawn(); // what follows from another size of the page
  const moving = document.getAnimations().filter((each) => each.timeline === document.timeline);
  await Promise.allSettled(moving.map((each) => each.finished));
  await drawn();
}"""
"""What just opens is half transparent, its colours not yet its own. What moves with scrolling never comes to an end."""


def come_to_rest(page: Page | Frame) -> None:
    """Wait until nothing moves any more and all of it is drawn."""
    page.evaluate(_AT_REST)


def axe_findings(page: Page | Frame, within: str | None = None) -> list[dict[str, Any]]:
    """What axe finds on the page as it is, or in the elements that the selector `within` names; nothing, if it is good.

    The script is handed to the page by the debugger, which no policy of the page's refuses.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    come_to_rest(page)
    findings: list[dict[str, Any]] = page.evaluate(_AXE, [list(RULES), within])
    return findings


def assert_accessible(page: Page | Frame, within: str | None = None) -> None:
    """Fails with the rule and the elements for everything that axe finds."""
    findings = axe_findings(page, within)
    assert not findings, json.dumps(findings, indent=1)


def assert_reflows(page: Page) -> None:
    """Fails when the page has to be scrolled sideways to be read (WCAG 1.4.10)."""
    shown, there = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    assert there <= shown, f"{there} pixels wide, of which {shown} are seen"


def in_both_schemes(page: Page, check: Callable[[Page], None]) -> None:
    """`check` on the page in the light and in the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        check(page)
    page.emulate_media(color_scheme="null")
