"""A tab of 10,000 tickets, a ticket of 2,000 messages, a title of 300 characters.

The API is the desk's own, but for how much there is.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, field, new_ticket, set_field, sign_in
from tests.browser.watching import Watch, assert_reflows
from tests.support.local_desk import LocalDesk

TICKETS, MESSAGES = 10_000, 2_000
LONGEST_TITLE = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3 + " and what else is wrong with it" * 5
)[:300]
DRAWN = 100


def pages_of(items: int, item: Callable[[int], dict[str, Any]]) -> Callable[[Route], None]:
    """Answers a list with that many items, page by page, as the API does."""

    def answer(route: Route) -> None:
        if route.request.method != "GET":
            route.fallback()
            return
        query = parse_qs(urlsplit(route.request.url).query)
        begin, limit = int(query.get("cursor", ["0"])[0]), int(query["limit"][0])
        end = min(begin + limit, items)
        following = str(end) if end < items else None
        page = {"items": [item(number) for number in range(begin, end)], "next_cursor": following}
        route.fulfill(body=json.dumps(page), content_type="application/json")

    return answer


def test_a_tab_of_ten_thousand_tickets_draws_a_hundred_rows_and_is_walked_through(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("the server responded with a status of 404")  # to what is fetched ahead of an invented row
    row = api(live, "GET", "tickets?limit=1")["items"][0]
    asked = pages_of(TICKETS, lambda number: {**row, "ref": f"TKT-{20_000 + number}", "title": f"Parcel {number}"})
    page.route(lambda url: urlsplit(url).path.endswith("/tickets") and "status=open" in url, asked)
    page.route("**/tickets/counts*", lambda route: route.fulfill(json={**route.fetch().json(), "open": TICKETS}))
    sign_in(page, live, "/console/tickets?tab=open")
    expect(page.get_by_role("link", name="Open 10,000")).to_be_visible()
    rows = page.locator("[data-ref]")
    for seen in (50, 100, 150, 200):
        expect(page.get_by_role("link", name=f"Parcel {seen - 1}", exact=True)).to_be_attached()
        assert rows.count() == min(seen, DRAWN)
        page.get_by_role("button", name="Load more").click()
    expect(page.get_by_role("link", name="Parcel 249", exact=True)).to_be_attached()
    expect(rows).to_have_count(DRAWN)
    page.get_by_role("link", name="Parcel 249", exact=True).focus()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Parcel 248", exact=True)).to_be_focused()
    page.get_by_role("button", name="Show earlier rows").click()
    expect(page.get_by_role("link", name="Parcel 100", exact=True)).to_be_attached()
    expect(rows).to_have_count(DRAWN)


def test_a_ticket_of_two_thousand_messages_is_read_from_the_newest_and_answered(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "The longest story")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "One"})
    entry = api(live, "GET", f"tickets/{ref}/timeline?limit=1&order=newest")["items"][0]

    def message(age: int) -> dict[str, Any]:
        number = MESSAGES - age
        text = f"Message number {number}"
        made = copy.deepcopy(entry)
        return {**made, "id": f"{entry['id'][:-4]}{number:04d}", "body_text": text, "body_html": f"<p>{text}</p>"}

    page.route(f"**/tickets/{ref}/timeline*", pages_of(MESSAGES, message))
    sign_in(page, live, f"/console/tickets/{ref}")
    expect(page.get_by_text(f"Message number {MESSAGES}", exact=True)).to_be_in_viewport()
    messages = page.locator(".message")
    earlier = page.get_by_role("button", name="Show earlier messages")
    while earlier.count():
        there = messages.count()
        with page.expect_response(f"**/tickets/{ref}/timeline*"):
            earlier.click()
        messages.nth(there).wait_for(state="attached")  # a busy machine may be seconds drawing them
    expect(page.get_by_text("Message number 1", exact=True)).to_be_attached()
    assert messages.count() >= MESSAGES
    page.keyboard.press("r")
    page.keyboard.type("It is still quick to write.")
    expect(page.get_by_role("textbox", name="Reply to the customer")).to_have_value("It is still quick to write.")
    set_field(page, "Status", "Waiting")
    expect(field(page, "Status", "Waiting")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_longest_title_stays_in_its_place_in_list_ticket_and_dialogs(
    page: Page, live: LocalDesk, watch: Watch, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    duplicate, ref = new_ticket(live, LONGEST_TITLE), new_ticket(live, LONGEST_TITLE)
    live.call("/_local/settle", {})
    sign_in(page, live, "/console/tickets?tab=open")
    row = page.locator(f"[data-ref={ref}]")
    expect(row).to_contain_text(LONGEST_TITLE)
    box = row.bounding_box()
    assert box
    assert box["height"] < 120, "one row's worth, whatever the title"
    assert_reflows(page)
    row.get_by_role("link").first.click()
    expect(page.locator("#details")).to_have_text(LONGEST_TITLE)
    assert_reflows(page)
    page.locator("#details").get_by_role("button").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value(LONGEST_TITLE)
    assert_reflows(page)
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("option").filter(has_text=duplicate)).to_be_visible()
    assert_fits(dialog)
    dialog.get_by_role("option").filter(has_text=duplicate).click()
    expect(dialog.get_by_role("article", name=duplicate)).to_contain_text(LONGEST_TITLE)
    assert_fits(dialog)


def assert_fits(dialog: Locator) -> None:
    """The dialog is no wider than the page, and nothing in it is cut off sideways."""
    expect(dialog).to_be_visible()
    right, inside, shown, there = dialog.evaluate(
        "box => [box.getBoundingClientRect().right, innerWidth, box.clientWidth, box.scrollWidth]"
    )
    assert right <= inside
    assert there <= shown
