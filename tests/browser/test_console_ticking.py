"""Ticking rows of the list: what keys are about while some are ticked, and how long they stay so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, sign_in
from tests.browser.test_console_triage import LOW, WIDE, chats, choose_status
from tests.support.local_desk import LocalDesk


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected tickets")


def tick(page: Page, *refs: str) -> None:
    for ref in refs:
        page.get_by_role("checkbox", name=f"Select {ref}").check()


def kept(live: LocalDesk, name: str, *refs: str) -> list[str]:
    return [str(api(live, "GET", f"tickets/{ref}")[name]) for ref in refs]


def choose_priority(page: Page, start: str) -> None:
    page.keyboard.press("p")
    page.keyboard.type(start)
    page.keyboard.press("Enter")


def test_beside_a_ticket_the_keys_on_the_bar_are_about_what_is_ticked(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 3)
    sign_in(page, live, "/console/tickets?tab=open&channel=chat")
    page.locator(f"#title-{refs[0]}").click()
    expect(page.locator("#details")).to_have_text("Chat 2")
    tick(page, *refs[1:])
    with page.expect_response("**/tickets/bulk"):
        choose_priority(page, "urg")
    assert kept(live, "priority", *refs) == ["low", "urgent", "urgent"]
    page.keyboard.press("e")
    page.get_by_role("dialog", name="2 tickets").get_by_role("button", name="Archive").click()
    expect(page.locator(".row")).to_have_count(1)
    expect(bar(page)).to_have_count(0)
    choose_priority(page, "high")
    expect(page.get_by_role("status").filter(has_text=f"{refs[0]} set to High")).to_be_visible()
    assert kept(live, "archived", *refs) == ["False", "True", "True"]


def test_where_the_bar_is_out_of_sight_keys_are_about_the_open_ticket(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport={"width": 1000, "height": 800})
    refs = chats(live, 2)
    sign_in(page, live, LOW)
    tick(page, refs[1])
    page.locator(f"#title-{refs[0]}").click()
    expect(page.locator("#details")).to_have_text("Chat 1")
    choose_status(page, "wait")
    expect(page.get_by_role("status").filter(has_text=f"{refs[0]} set to Waiting")).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).to_contain_text("1 selected")
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)


_APART = """() => {
  const [told, bar] = [".toast", ".bulk"].map(each => document.querySelector(each).getBoundingClientRect());
  return told.bottom <= bar.top || told.right <= bar.left || told.left >= bar.right;
}"""


@pytest.mark.parametrize("width", [800, 1000, 1280, 1440])
def test_what_is_told_does_not_lie_over_the_bar(open_page: OpenPage, live: LocalDesk, width: int) -> None:
    page, refs = open_page(viewport={"width": width, "height": 800}), chats(live, 4)
    sign_in(page, live, LOW)
    tick(page, *refs[:2])
    choose_status(page, "wait")
    tick(page, *refs[2:])
    expect(page.locator(".toast")).to_be_visible()
    page.wait_for_function(_APART, timeout=2_000)


def test_ticks_stay_behind_with_the_list_and_the_rows_that_leave_it(page: Page, live: LocalDesk) -> None:
    refs = chats(live, 4)
    sign_in(page, live, LOW)
    tick(page, *refs[:2])
    choose_status(page, "wait")
    expect(page.locator(".row")).to_have_count(2)
    tick(page, refs[2])
    page.get_by_role("navigation", name="Tabs").get_by_role("link", name="Waiting").click()
    expect(page.locator(f'[data-ref="{refs[0]}"]')).to_be_visible()
    expect(bar(page)).to_have_count(0)
    tick(page, refs[1])
    expect(bar(page)).to_contain_text("1 selected")
    page.go_back()
    expect(page.locator(f'[data-ref="{refs[2]}"]')).to_be_visible()
    expect(bar(page)).to_have_count(0)


def test_all_are_ticked_by_a_key_in_the_list_alone(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 2)
    sign_in(page, live, f"/console/tickets/{refs[0]}?tab=open&priority=low&channel=chat")
    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator("#details")).to_have_text("Chat 1")
    page.keyboard.press("r")
    page.keyboard.type("Hi")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    assert page.evaluate("getSelection().type") == "Range"
    expect(bar(page)).to_have_count(0)
    page.locator(f"#title-{refs[0]}").focus()
    page.keyboard.press("Control+a")
    expect(bar(page)).to_contain_text("2 selected")
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)
    page.locator(f"#title-{refs[0]}").blur()
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+a")
    expect(bar(page)).to_contain_text("2 selected")
