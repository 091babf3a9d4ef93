"""The inbox in the console: what one was told, and what of it was read."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, new_ticket, sign_in, token_of
from tests.browser.console_states.common import answered, with_more
from tests.browser.watching import assert_accessible
from tests.support.local_desk import LocalDesk

CARLA = "carla@acme.example"
_SOON = 8
"""Seconds, fewer than something done with waits in the page."""


@pytest.fixture
def told(live: LocalDesk) -> str:
    """The reference of a ticket that was just given to Carla."""
    members = {member["email"]: member["id"] for member in api(live, "GET", "members")["items"]}
    ref = new_ticket(live, "Given to Carla", assignee_id=members[CARLA])
    live.call("/_local/settle", {})
    return ref


def notice(number: int, ref: str, title: str, **more: object) -> dict[str, object]:
    told = {"event": "ticket.customer_replied", "actor": "Maya Osei", "at": f"2027-03-02T09:{59 - number}:00Z"}
    return {"id": f"n_{number}", "ref": ref, "title": title, "read": False, "preview": f"Words {number}"} | told | more


def with_notices(page: Page, live: LocalDesk) -> list[str]:
    """An inbox of three tickets, of which the first has two notices, and a desk that takes what is done."""
    refs = [new_ticket(live, f"In the inbox, {number}") for number in range(3)]
    told = [notice(number, refs[at], f"In the inbox, {at}") for number, at in enumerate((0, 1, 0, 2))]
    answered(page, "**/acme/inbox?*", {"items": told, "next_cursor": None, "unread": 4})
    with_more(page, "**/tickets/changes*", unread=4)
    for path in ("read", "done"):
        answered(page, f"**/acme/inbox/{path}", {})
    return refs


def rows(page: Page) -> Locator:
    return page.locator("[data-notice]")


def test_a_ticket_of_the_inbox_is_read_by_opening_it_and_one_comes_back_to_its_row(
    page: Page, live: LocalDesk, told: str
) -> None:
    sign_in(page, live, "/console/", CARLA)
    page.keyboard.press("g")
    page.keyboard.press("i")
    row = page.get_by_role("listitem").filter(has_text=told)
    expect(row).to_contain_text("unread")
    page.keyboard.press("j")
    with page.expect_response("**/inbox/read"):
        page.keyboard.press("Enter")
    expect(page.locator("#details")).to_have_text("Given to Carla")
    page.keyboard.press("Escape")
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("unread")
    expect(row.get_by_role("link")).to_be_focused()


def test_a_ticket_that_is_opened_from_the_list_is_read_in_the_inbox_too(page: Page, live: LocalDesk, told: str) -> None:
    with page.expect_response("**/inbox/read"):
        sign_in(page, live, f"/console/tickets/{told}", CARLA)
    page.keyboard.press("g")
    page.keyboard.press("i")
    row = page.get_by_role("listitem").filter(has_text=told)
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("unread")


def test_a_ticket_has_one_row_and_leaves_when_it_is_done_with(page: Page, live: LocalDesk) -> None:
    refs = with_notices(page, live)
    sign_in(page, live, "/console/inbox", CARLA)
    expect(rows(page)).to_have_count(3)
    expect(rows(page).first).to_contain_text("2 notifications")
    expect(rows(page).first).to_contain_text("Words 0")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(rows(page)).to_have_count(2)
    expect(page.locator(f"#notice-{refs[2]}")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator(f"#notice-{refs[0]}")).to_be_focused()
    page.get_by_role("button", name=f"Done with {refs[0]}").click()
    expect(page.get_by_role("heading", name="You're all caught up")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Unassigned")).to_be_visible()


def test_done_is_undone_by_its_message_or_a_key(page: Page, live: LocalDesk) -> None:
    refs = with_notices(page, live)
    sign_in(page, live, "/console/inbox", CARLA)
    expect(rows(page)).to_have_count(3)
    page.keyboard.press("j")
    for ref in refs[:2]:
        page.keyboard.press("d")
        expect(page.locator(".toast").filter(has_text=f"Done with {ref}")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator(f"#notice-{refs[1]}")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(3)


def test_who_leaves_the_page_is_done_all_the_same(page: Page, live: LocalDesk, told: str) -> None:
    sign_in(page, live, "/console/inbox", CARLA)
    row = page.get_by_role("listitem").filter(has_text=told)
    row.get_by_role("button", name=f"Done with {told}").click()
    expect(row).to_have_count(0)
    page.goto("about:blank")
    left_by = time.monotonic() + _SOON
    while told in [each["ref"] for each in inbox_of_carla(live)]:
        assert time.monotonic() < left_by, "the desk isn't told"
        page.wait_for_timeout(100)


def inbox_of_carla(live: LocalDesk) -> list[dict[str, str]]:
    path = f"/v1/{live.desk['workspace']}/inbox?limit=100"
    items: list[dict[str, str]] = live.call(path, token=token_of(live, CARLA))["items"]
    return items


def test_a_ticket_opens_beside_the_inbox_and_the_next_one_when_it_is_done_with(
    open_page: OpenPage, live: LocalDesk
) -> None:
    page = open_page(viewport={"width": 1500, "height": 800})
    refs = with_notices(page, live)
    sign_in(page, live, "/console/inbox", CARLA)
    page.locator(f"#notice-{refs[0]}").click()
    expect(page.locator("#details")).to_have_text("In the inbox, 0")
    expect(rows(page)).to_have_count(3)
    assert page.url.endswith(f"/console/inbox/{refs[0]}")
    assert_accessible(page)
    page.keyboard.press("j")
    expect(page.locator("#details")).to_have_text("In the inbox, 1")
    page.keyboard.press("d")
    expect(page.locator("#details")).to_have_text("In the inbox, 2")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("d")
    expect(page.locator("#details")).to_have_text("In the inbox, 0")
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="You're all caught up")).to_be_visible()
    assert page.url.endswith("/console/inbox")


def test_news_wait_to_be_asked_for(page: Page, live: LocalDesk) -> None:
    refs = with_notices(page, live)
    page.clock.install()
    with page.expect_response("**/tickets/changes*"):
        sign_in(page, live, "/console/inbox", CARLA)
    expect(rows(page)).to_have_count(3)
    told = [notice(0, refs[2], "In the inbox, 2"), notice(1, refs[0], "In the inbox, 0")]
    answered(page, "**/acme/inbox?*", {"items": told, "next_cursor": None, "unread": 5})
    with_more(page, "**/tickets/changes*", unread=5)
    new_ticket(live, "Somebody else's")
    page.clock.run_for(11_000)
    page.get_by_role("button", name="New notifications").click()
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_have_attribute("data-notice", refs[2])


def test_everything_is_marked_read_at_once(page: Page, live: LocalDesk, told: str) -> None:
    sign_in(page, live, "/console/inbox", CARLA)
    row = page.get_by_role("listitem").filter(has_text=told)
    expect(row).to_contain_text("unread")
    page.get_by_role("button", name="Mark all as read").click()
    expect(row).not_to_contain_text("unread")
    page.get_by_role("checkbox", name="Unread only").check()
    expect(page.get_by_text("You have read everything.")).to_be_visible()


def test_an_empty_inbox_says_what_will_stand_there(phone: Page, live: LocalDesk) -> None:
    sign_in(phone, live, "/console/inbox", "dmitri@acme.example")
    expect(phone.get_by_text("it appears here")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
