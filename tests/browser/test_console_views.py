"""Saved views in the rail: what they count, what they are called and stand for, and in which order they are."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, sign_in, token_of
from tests.browser.console_states.common import refused
from tests.browser.test_console_triage import chats, choose_status
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk


def view(live: LocalDesk, name: str, **filters: str) -> None:
    api(live, "POST", "views", {"name": name, "shared": True, "filters": filters})


def named(page: Page, name: str) -> Locator:
    return page.locator(".saved-view").filter(has_text=name)


def expect_order(page: Page, *names: str) -> None:
    """Of the views of these names, whatever others there are."""
    expect(page.locator(".saved-view .place-name").filter(has_text=re.compile("^Z "))).to_have_text(list(names))


def test_saved_views_are_counted_renamed_and_given_other_filters(page: Page, live: LocalDesk) -> None:
    refs = chats(live, 2)
    view(live, "All that wait or stand", status="open,waiting")
    view(live, "Chats", channel="chat")
    live.call("/_local/settle", {})
    counts = api(live, "GET", "tickets/counts")
    sign_in(page, live)
    expect(named(page, "All that wait").locator(".count")).to_have_text(str(counts["open"] + counts["waiting"]))
    expect(named(page, "Chats").locator(".count")).to_have_count(0)
    named(page, "Chats").get_by_role("link").click()
    expect(page.locator(".row")).to_have_count(2)
    expect(named(page, "Chats").locator(".count")).to_have_text("2")
    page.keyboard.press("j")
    choose_status(page, "wait")
    page.get_by_role("navigation", name="Tabs").get_by_role("link", name=re.compile("Waiting")).click()
    page.get_by_role("button", name="Actions for the view “Chats”").click()
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_label("Name").fill("Whatever waits")
    page.get_by_role("checkbox", name="Use the filters of the current list").check()
    page.keyboard.press("Enter")
    expect(named(page, "Whatever waits").get_by_role("link")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="All tickets").click()
    named(page, "Whatever waits").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"tickets\?tab=waiting$"))
    expect(page.locator(f'[data-ref="{refs[0]}"]')).to_be_visible()


def test_saved_views_are_put_in_order_by_the_keyboard_and_by_dragging_in_every_browser(
    open_page: OpenPage, live: LocalDesk
) -> None:
    page = in_order(open_page, live)
    page.get_by_role("button", name="Actions for the view “Z third”").press("ArrowDown")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect_order(page, "Z first", "Z third", "Z second")
    with page.expect_response("**/preferences") as kept:
        named(page, "Z second").drag_to(named(page, "Z first"))
        expect_order(page, "Z second", "Z first", "Z third")
    assert kept.value.ok
    page.reload()
    expect_order(page, "Z second", "Z first", "Z third")
    expect_order(sign_in(open_page(), live), "Z second", "Z first", "Z third")


def test_an_order_that_the_desk_refuses_goes_back_and_the_reason_is_told(
    open_page: OpenPage, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("409 (Conflict)")
    page = in_order(open_page, live)
    refused(page, "**/preferences", 409, "conflict", "PATCH")
    named(page, "Z third").drag_to(named(page, "Z first"))
    expect(page.get_by_text("Refused: conflict.")).to_be_visible()
    expect_order(page, "Z first", "Z second", "Z third")


def test_an_order_that_a_browser_kept_goes_to_the_desk_once(open_page: OpenPage, live: LocalDesk) -> None:
    page = in_order(open_page, live)
    ids = {view["name"]: view["id"] for view in api(live, "GET", "views")["items"]}
    kept = json.dumps([ids["Z third"], "v_gone", ids["Z first"]])
    page.evaluate("kept => localStorage.setItem('workestra.views.acme', kept)", kept)
    page.reload()
    expect_order(page, "Z third", "Z first", "Z second")
    page.wait_for_function("() => localStorage.getItem('workestra.views.acme') === null")
    expect_order(sign_in(open_page(), live), "Z third", "Z first", "Z second")


def in_order(open_page: OpenPage, live: LocalDesk) -> Page:
    """The console beside three views that nobody put in an order yet."""
    live.call("/v1/acme/preferences", {"view_order": []}, token_of(live, live.desk["email"]), "PATCH")
    there = {one["name"] for one in api(live, "GET", "views")["items"]}
    for name in ("Z first", "Z second", "Z third"):
        if name not in there:  # by a test before
            view(live, name, priority="low")
    page = sign_in(open_page(), live)
    expect_order(page, "Z first", "Z second", "Z third")
    return page
