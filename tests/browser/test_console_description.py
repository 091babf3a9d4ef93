"""The description of a ticket is changed in the console where it stands."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, go, more, new_ticket, set_field
from tests.browser.test_console_ticket import opened, ticket
from tests.support.local_desk import LocalDesk


def test_the_description_is_changed_where_it_stands_and_nothing_typed_is_lost(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Described", description="It broke.", body_format="markdown")
    other = new_ticket(live, "Another one")
    about = page.get_by_role("region", name="Description")
    field = about.get_by_role("textbox", name="Description")
    more(page, "Edit description")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(about).to_be_focused()
    more(page, "Edit description")
    field.fill("It **broke** twice.")
    go(page, f"/console/tickets/{other}")
    expect(page.locator("#details")).to_have_text("Another one")
    go(page, f"/console/tickets/{ref}")
    expect(field).to_have_value("It **broke** twice.")
    field.press("Control+Enter")
    expect(about.locator("strong")).to_have_text("broke")
    expect(page.get_by_text("changed the description")).to_be_visible()
    assert ticket(live, ref)["description"] == "It **broke** twice."
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(about.get_by_text("It broke.")).to_be_visible()
    assert ticket(live, ref)["description"] == "It broke."


def test_a_description_that_somebody_else_changed_is_replaced_after_a_warning(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Described by two", description="It broke.")
    about = page.get_by_role("region", name="Description")
    more(page, "Edit description")
    field = about.get_by_role("textbox", name="Description")
    field.fill("Mine")
    api(live, "PATCH", f"tickets/{ref}", {"description": "Theirs"})
    set_field(page, "Status", "Waiting")
    expect(page.get_by_text("changed the description")).to_be_visible()
    about.get_by_role("button", name="Save description").click()
    expect(about.get_by_role("alert").filter(has_text="has changed the description")).to_be_visible()
    about.get_by_role("button", name="Save description").click()
    expect(about.get_by_text("Mine")).to_be_visible()
    assert ticket(live, ref)["description"] == "Mine"
