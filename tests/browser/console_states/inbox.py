"""The inbox, and what else an agent who is no admin sees."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, conversation_there, go, new_ticket, sign_in
from tests.browser.console_states.common import CARLA, answered, named, refused
from tests.support.local_desk import LocalDesk


def inbox(page: Page, live: LocalDesk) -> None:
    members = {member["email"]: member["id"] for member in api(live, "GET", "members")["items"]}
    new_ticket(live, "Given to Carla", assignee_id=members[CARLA])
    live.call("/_local/settle", {})
    sign_in(page, live, "/console/inbox", CARLA)
    expect(page.get_by_role("button", name="Done with").first).to_be_visible()


def ticket_beside_the_inbox(page: Page, live: LocalDesk) -> None:
    page.get_by_role("checkbox", name="Unread only").uncheck()
    page.locator("[data-notice] a").first.click()
    conversation_there(page)


def inbox_again(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Mark all as read")).to_be_visible()


def everything_read(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Mark all as read").click()
    page.get_by_role("checkbox", name="Unread only").check()
    expect(page.get_by_text("You have read everything.")).to_be_visible()


def forbidden_settings(page: Page, live: LocalDesk) -> None:
    go(page, "/console/settings/api-keys")
    expect(page.get_by_text("Only admins can see this.")).to_be_visible()


def empty_inbox(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/inbox?*", {"items": [], "next_cursor": None, "unread": 0})
    go(page, "/console/inbox")
    expect(page.get_by_role("heading", name="You're all caught up")).to_be_visible()


def failing_inbox(page: Page, live: LocalDesk) -> None:
    go(page, "/console/settings")
    refused(page, "**/acme/inbox?*", 500, "internal_error")
    go(page, "/console/inbox")
    expect(page.get_by_role("main").get_by_role("button", name="Try again")).to_be_visible()


SCENES = {
    "inbox": named(
        inbox, everything_read, ticket_beside_the_inbox, inbox_again, forbidden_settings, empty_inbox, failing_inbox
    ),
}
