"""What is forwarded from a ticket, and notes that are worded anew."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, conversation_there, new_ticket, sign_in
from tests.browser.watching import Watch, assert_accessible, assert_reflows, in_both_schemes
from tests.support.local_desk import LocalDesk


def opened(page: Page, live: LocalDesk, title: str) -> str:
    ref = new_ticket(live, title, description="My parcel is late.")
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)
    return ref


def test_the_request_goes_to_somebody_outside_by_keyboard(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    ref = opened(page, live, "Parcel to forward")
    page.keyboard.press("Shift+F")
    dialog = page.get_by_role("dialog", name=f"Forward from {ref}")
    expect(dialog.get_by_label("To", exact=True)).to_be_focused()
    in_both_schemes(page, lambda there: assert_accessible(there, "dialog"))
    page.keyboard.type("maya@northpier.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Where is **it**?")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_contain_text("They are on this ticket already")
    dialog.get_by_label("To", exact=True).fill("lee@carrier.example, mo@carrier.example")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    note = page.get_by_role("article").filter(has_text="Where is it?")
    expect(note).to_contain_text("Forwarded to lee@carrier.example and mo@carrier.example")
    expect(note).to_contain_text("My parcel is late.")
    expect(note.get_by_role("button", name="Edit")).to_have_count(0)
    live.call("/_local/settle", {})
    entry = next(one for one in api(live, "GET", f"tickets/{ref}/timeline")["items"] if one["forwarded_to"])
    assert entry["delivery"]["status"] in ("sent", "delivered")


def test_what_was_typed_stays_when_the_dialog_is_left(phone: Page, live: LocalDesk) -> None:
    ref = opened(phone, live, "Parcel on a phone")
    phone.locator(".ticket-bar").get_by_role("button", name="More").click()
    phone.get_by_role("menuitem", name="Forward").click()
    dialog = phone.get_by_role("dialog", name=f"Forward from {ref}")
    dialog.get_by_label("Your message").fill("Please look")
    dialog.get_by_role("checkbox").uncheck()
    assert_reflows(phone)
    phone.keyboard.press("Escape")
    phone.locator(".ticket-bar").get_by_role("button", name="More").click()
    phone.get_by_role("menuitem", name="Forward").click()
    expect(dialog.get_by_label("Your message")).to_have_value("Please look")


def test_a_note_of_ones_own_is_worded_anew_and_keeps_what_it_said(page: Page, live: LocalDesk) -> None:
    opened(page, live, "A note with a slip")
    page.keyboard.press("n")
    page.keyboard.type("The proxi again")
    page.keyboard.press("Control+Enter")
    note = page.get_by_role("article").filter(has_text="The proxi again")
    note.get_by_role("button", name="Edit").click()
    field = page.get_by_role("textbox", name="Note text")
    expect(field).to_be_focused()
    field.fill("The **proxy** again")
    in_both_schemes(page, lambda there: assert_accessible(there, ".describing"))
    page.keyboard.press("Control+Enter")
    changed = page.get_by_role("article").filter(has_text="The proxy again")
    expect(changed).to_be_visible()
    changed.get_by_role("button", name="Edited").click()
    expect(changed.get_by_role("region", name="Earlier versions")).to_contain_text("The proxi again")
    page.reload()
    expect(changed).to_be_visible()


def test_nobody_elses_note_is_changed(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Somebody else's note")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "By a program"})
    sign_in(page, live, f"/console/tickets/{ref}")
    note = page.get_by_role("article").filter(has_text="By a program")
    expect(note).to_be_visible()
    expect(note.get_by_role("button", name="Edit")).to_have_count(0)
