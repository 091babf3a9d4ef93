"""What a screen reader is told of each main page, kept beside the tests in `trees/*.yaml`.

A change of a page shows in its tree, to be read in review as it will be heard. `make trees` writes them anew. The pages
are those of a desk that begins at the same morning in each run; what differs even so is told by its kind.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import portal_states
from tests.browser.conftest import OpenPage
from tests.browser.console import conversation_there, needs_console, sign_in
from tests.browser.console_states.reports import report_there
from tests.browser.portal_walk import from_elsewhere
from tests.support.local_desk import LocalDesk

TREES = Path(__file__).parent / "trees"
WRITE = "WRITE_TREES"
MORNING = datetime(2027, 3, 2, 9, 30, tzinfo=UTC)
VOLATILE = (
    (re.compile(r"https?://[^\s/]+"), "<desk>"),
    (re.compile(r"\b[a-z]_[0-9A-HJKMNP-TV-Z]{26}\b"), "<id>"),
    (re.compile(r"/(?:t|track|r)/[\w.~-]{16,}"), "/<link>"),
    (re.compile(r"\bTKT-\d+\b"), "TKT-0000"),
    (
        re.compile(r"(?:[A-Z][a-z]{2,8}, )?\b[A-Z][a-z]{2,8} \d{1,2}(?:, \d{4})?(?:,| at)? ?\d{1,2}:\d{2}\s[AP]M"),
        "<moment>",
    ),
    (re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s[AP]M)?"), "<time>"),
    (re.compile(r"\b[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?\b"), "<day>"),
    (re.compile(r"−?\b\d+(?:d|h|m|min)\b(?: \d+(?:h|m|min)\b)?"), "<span>"),
)
"""What is never the same twice, and what stands for it."""
Shown = Callable[[Page, LocalDesk], None]


def the_console(path: str, there: Callable[[Page], None]) -> Shown:
    def shown(page: Page, live: LocalDesk) -> None:
        page.clock.set_fixed_time(MORNING)
        sign_in(page, live, path)
        there(page)

    return shown


def sign_in_page(page: Page, live: LocalDesk) -> None:
    needs_console()
    page.goto("/console/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def the_inbox(page: Page, live: LocalDesk) -> None:
    """Its entries of one tick come in any order."""

    def in_order(route: Route) -> None:
        found = route.fetch().json()
        found["items"].sort(key=lambda entry: (entry["at"][:16], entry["ref"], entry["event"]), reverse=True)
        route.fulfill(json=found)

    page.route("**/acme/inbox?*", in_order)
    the_console("/console/inbox", entries_there)(page, live)


def rows_there(page: Page) -> None:
    expect(page.locator(".row").first).to_be_visible()


def conversation_and_assistant_there(page: Page) -> None:
    conversation_there(page)
    page.get_by_role("region", name="Assistant").get_by_role("heading", name="Suggestions").wait_for()


def entries_there(page: Page) -> None:
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()


def palette_open(page: Page) -> None:
    rows_there(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("go")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()


def section_there(name: str) -> Callable[[Page], None]:
    def there(page: Page) -> None:
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        expect(page.get_by_text("Loading…")).to_have_count(0)

    return there


PAGES: dict[str, Shown] = {
    "console-sign-in": sign_in_page,
    "console-list": the_console("/console/tickets?tab=mine", rows_there),
    "console-ticket": the_console("/console/tickets/TKT-0039?priority=urgent", conversation_and_assistant_there),
    "console-inbox": the_inbox,
    "console-palette": the_console("/console/tickets?tab=mine", palette_open),
    "console-report": the_console("/console/reports/topics?by=type", report_there),
    "console-settings-profile": the_console("/console/settings/profile", section_there("Profile")),
    "console-settings-members": the_console("/console/settings/members", section_there("Members")),
    "console-settings-notifications": the_console("/console/settings/notifications", section_there("Notifications")),
    "console-settings-business-hours": the_console("/console/settings/business-hours", section_there("Business hours")),
    "portal-submit": portal_states.submit,
    "portal-tracking": portal_states.answered,
    "portal-rate": portal_states.rating,
    "portal-find": portal_states.find,
}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    started = LocalDesk(tmp_path_factory.mktemp("desk"), "--begins", MORNING.isoformat(), quick=True)
    yield started
    started.stop()


def marked(name: str) -> Any:
    return pytest.param(name, marks=[pytest.mark.notifies] if name == "console-settings-notifications" else [])


@pytest.mark.parametrize("name", list(map(marked, PAGES)))
def test_a_page_is_told_as_it_was(open_page: OpenPage, live: LocalDesk, name: str) -> None:
    page = open_page(
        viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
    )
    from_elsewhere(page.context)
    PAGES[name](page, live)
    page.wait_for_load_state("networkidle")
    told, kept = steady(page.locator("body").aria_snapshot()) + "\n", TREES / f"{name}.yaml"
    if os.environ.get(WRITE) == "1":
        kept.write_text(told, encoding="utf-8")
    assert told == kept.read_text(encoding="utf-8"), "`make trees` writes it anew."


def steady(tree: str) -> str:
    for what, kind in VOLATILE:
        tree = what.sub(kind, tree)
    return tree
