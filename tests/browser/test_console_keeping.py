"""Keeping tickets in the console: on hold, and how long they are kept otherwise."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, new_ticket, sign_in
from tests.support.local_desk import LocalDesk


def test_a_ticket_is_put_on_hold_from_its_menu_and_released_by_its_notice(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Broken seal", contact={"email": "ida@example.com", "name": "Ida Berg"})
    sign_in(page, live, f"/console/tickets/{ref}")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Put on hold").click()
    page.keyboard.type("Lawsuit 12/27")
    page.get_by_role("dialog").get_by_role("button", name="Put on hold").click()
    expect(page.get_by_text("On hold by Ana K. since")).to_contain_text("Lawsuit 12/27")
    expect(page.get_by_text("put the ticket on hold: “Lawsuit 12/27”")).to_be_visible()
    assert api(live, "GET", f"tickets/{ref}")["held"]["reason"] == "Lawsuit 12/27"
    page.get_by_role("button", name="Release hold").click()
    expect(page.get_by_text("On hold by")).to_have_count(0)
    assert api(live, "GET", f"tickets/{ref}")["held"] is None


def test_a_contact_is_put_on_hold_on_their_page(page: Page, live: LocalDesk) -> None:
    new_ticket(live, "Broken lid", contact={"email": "per@example.com", "name": "Per Dahl"})
    contact = api(live, "GET", "contacts?q=per%20dahl")["items"][0]["id"]
    sign_in(page, live, f"/console/contacts/{contact}")
    page.get_by_role("button", name="Put on hold").click()
    page.keyboard.type("Tax audit")
    page.get_by_role("dialog").get_by_role("button", name="Put on hold").click()
    expect(page.get_by_text("On hold by Ana K. since")).to_contain_text("Tax audit")
    page.get_by_role("button", name="Release hold").click()
    expect(page.get_by_role("button", name="Put on hold")).to_be_visible()


def test_a_shorter_time_is_asked_about_with_what_is_due(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Old lamp")
    api(live, "PATCH", f"tickets/{ref}", {"status": "closed"})
    api(live, "PUT", "retention", {"closed": None, "archived": None, "spam": 30})
    sign_in(page, live, "/console/settings/retention")
    spam, closed = page.get_by_label("Spam", exact=True), page.get_by_label("Closed tickets")
    expect(spam).to_have_value("30")
    spam.fill("60")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    closed.fill("365")
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Closed tickets: nothing is due yet.")
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    assert api(live, "GET", "retention")["closed"] is None
    page.get_by_role("button", name="Save", exact=True).click()
    expect(asked).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.keyboard.press("Enter")
    expect(asked).to_have_count(0)
    assert api(live, "GET", "retention") == {"closed": 365, "archived": None, "spam": 60, "trash": 30}
    api(live, "PUT", "retention", {"closed": None, "archived": None, "spam": 30})
