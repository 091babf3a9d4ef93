"""The inbox in the console: what one was told, and what of it was read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import api, new_ticket, sign_in
from tests.support.local_desk import LocalDesk

CARLA = "carla@acme.example"


@pytest.fixture
def told(live: LocalDesk) -> str:
    """The reference of a ticket that was just given to Carla."""
    members = {member["email"]: member["id"] for member in api(live, "GET", "members")["items"]}
    ref = new_ticket(live, "Given to Carla", assignee_id=members[CARLA])
    live.call("/_local/settle", {})
    return ref


def test_a_notice_is_read_by_opening_it(page: Page, live: LocalDesk, told: str) -> None:
    sign_in(page, live, "/console/", CARLA)
    page.keyboard.press("g")
    page.keyboard.press("i")
    notice = page.get_by_role("listitem").filter(has_text=told)
    expect(notice).to_contain_text("unread")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_have_text("Given to Carla")
    page.go_back()
    expect(notice).to_be_visible()
    expect(notice).not_to_contain_text("unread")


def test_everything_is_marked_read_at_once(page: Page, live: LocalDesk, told: str) -> None:
    sign_in(page, live, "/console/inbox", CARLA)
    notice = page.get_by_role("listitem").filter(has_text=told)
    expect(notice).to_contain_text("unread")
    page.get_by_role("button", name="Mark all as read").click()
    expect(notice).not_to_contain_text("unread")
    page.get_by_role("checkbox", name="Unread only").check()
    expect(page.get_by_text("You have read everything.")).to_be_visible()


def test_an_empty_inbox_says_what_will_stand_there(phone: Page, live: LocalDesk) -> None:
    sign_in(phone, live, "/console/inbox", "dmitri@acme.example")
    expect(phone.get_by_text("it stands here")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
