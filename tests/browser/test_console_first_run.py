"""A desk that never had a ticket leads to its first one."""

from __future__ import annotations

import json

from playwright.sync_api import Page, Route, expect

from tests.browser.console import api, sign_in
from tests.support.local_desk import LocalDesk

TABS = ("all", "mine", "unassigned", "open", "in_progress", "waiting", "resolved", "closed", "archived")


def answered(route: Route, content: object) -> None:
    route.fulfill(body=json.dumps(content), content_type="application/json")


def test_an_empty_desk_shows_three_ways_to_the_first_ticket(page: Page, live: LocalDesk) -> None:
    page.route("**/v1/acme/tickets?*", lambda route: answered(route, {"items": [], "next_cursor": None}))
    page.route("**/v1/acme/tickets/counts", lambda route: answered(route, dict.fromkeys(TABS, 0)))
    sign_in(page, live)
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Email support@acme.example")).to_have_attribute(
        "href", "mailto:support@acme.example"
    )
    expect(main.get_by_role("link", name="portal")).to_have_attribute("href", api(live, "GET", "portal")["url"])
    main.locator(".empty").get_by_role("button", name="New ticket").click()
    expect(page.get_by_role("dialog", name="New ticket")).to_be_visible()
