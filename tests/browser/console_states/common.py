"""How a state is brought about: what the desk answers, and what lies over the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route

from tests.support.local_desk import LocalDesk

State = Callable[[Page, LocalDesk], None]
CARLA = "carla@acme.example"
LEAVING = re.compile("^(Leave|I have kept them)$")
"""What takes away what Escape doesn't."""
SENTENCE = "Create a support ticket for Maya Osei: the export is broken since Monday, urgent"


def rest(page: Page) -> None:
    """Close what is open over the page, and let the desk answer as it does."""
    page.context.set_offline(False)
    page.unroute_all()
    for _ in range(6):
        if page.locator("dialog[open], [popover=auto]:popover-open").count() == 0:
            return
        leave = page.get_by_role("button", name=LEAVING)
        if leave.count():
            leave.last.click()
        elif page.locator("dialog.again").count():
            page.reload()  # it stays until somebody signs in
        else:
            page.keyboard.press("Escape")
    raise AssertionError("something over the page can't be closed")


def answered(page: Page, url: str, content: object, status: int = 200, method: str = "") -> None:
    """The desk answers so; to the other methods as it does."""
    body = json.dumps(content)

    def answer(route: Route) -> None:
        if method in ("", route.request.method):
            route.fulfill(status=status, body=body, content_type="application/json")
        else:
            route.fallback()

    page.route(url, answer)


def refused(page: Page, url: str, status: int, code: str, method: str = "") -> None:
    problem = {"type": "about:blank", "title": code, "status": status, "detail": f"Refused: {code}.", "errors": []}
    answered(page, url, {**problem, "code": code}, status, method)


def with_more(page: Page, url: str, **more: Any) -> None:
    """What the desk answers, with these fields as given."""

    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(route.fetch().json() | more), content_type="application/json")

    page.route(url, answer)


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]").last


def named(*states: State) -> dict[str, State]:
    return {state.__name__.replace("_", "-"): state for state in states}
