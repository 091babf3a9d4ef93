"""What comes up over an open ticket."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.console import api, new_ticket
from tests.browser.console_states.common import dialog, named, refused
from tests.browser.console_states.ticket import TOLD, at_ticket
from tests.support.local_desk import LocalDesk


def newer_messages(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Two at once", description=TOLD)
    at_ticket(page, live, ref)
    page.get_by_role("textbox", name="Reply to the customer").fill("Good morning!")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "Wait, I have talked to her."})
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("button", name="Send anyway")).to_be_visible()


def reply_on_hold(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Send anyway").click()
    expect(page.get_by_text(re.compile(r"^sends in \d+ s"))).to_be_visible()
    expect(page.locator(".toast")).to_be_visible()


def note_that_calls_somebody(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("n")
    page.keyboard.type("Please look, @be")
    expect(page.get_by_role("option", name="Ben Ito")).to_be_visible()


def note_in_its_field(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "A note with a slip", description=TOLD)
    at_ticket(page, live, ref)
    page.keyboard.press("n")
    page.keyboard.type("The proxi again")
    page.keyboard.press("Control+Enter")
    page.get_by_role("article").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Note text")).to_be_focused()


def somebody_in_copy(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reply to customer").click()
    page.get_by_role("textbox", name="Reply to the customer").fill("Please **restart** it.")
    page.get_by_role("button", name="Add CC").click()
    expect(page.get_by_role("textbox", name="CC")).to_be_focused()


def preview_of_a_reply(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Preview").click()
    expect(dialog(page).frame_locator("iframe").locator("strong")).to_be_visible()


def sending_later(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "A parcel for Monday", description=TOLD))
    page.get_by_role("textbox", name="Reply to the customer").fill("It leaves the house.")
    page.get_by_role("button", name="Send options").click()
    page.get_by_role("menuitem", name="Send later…").click()
    dialog(page).get_by_label("Send at").fill("2020-01-01T09:00")
    dialog(page).get_by_role("button", name="Schedule").click()
    expect(dialog(page).get_by_label("Send at")).to_have_attribute("aria-invalid", "true")


def scheduled_reply(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Send options").click()
    page.get_by_role("menuitem", name="Send later…").click()
    dialog(page).get_by_role("button", name="Schedule").click()
    expect(page.get_by_role("region", name="Scheduled reply")).to_be_visible()


def forwarding(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "A parcel on its way", description=TOLD))
    page.keyboard.press("Shift+F")
    expect(dialog(page).get_by_label("To", exact=True)).to_be_focused()


def resolving(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "Over which dialogs come up", description=TOLD))
    page.keyboard.press("Shift+R")
    expect(dialog(page).get_by_label("How was it resolved?")).to_be_focused()


def resolving_refused(page: Page, live: LocalDesk) -> None:
    refused(page, "**/resolve", 409, "already_resolved")
    page.keyboard.press("Shift+R")
    dialog(page).get_by_label("How was it resolved?").fill("A new proxy.")
    page.keyboard.press("Control+Enter")
    expect(dialog(page).get_by_role("alert")).to_be_visible()


def escalating(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("Shift+E")
    expect(dialog(page).get_by_label("Why is it urgent?")).to_be_focused()


def duplicates_found(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("m")
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def duplicate_of_another_customer(page: Page, live: LocalDesk) -> None:
    tom = {"email": "tom@lindqvistcycles.example", "name": "Tom Lindqvist"}
    ref = new_ticket(live, "Badger in the cellar, and it will not leave", contact=tom)
    page.keyboard.press("m")
    dialog(page).get_by_role("combobox").fill(ref)
    dialog(page).get_by_role("option", name="Badger in the cellar").click()
    expect(dialog(page).get_by_label("Both may get the same replies")).to_be_visible()


def linking(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("Shift+L")
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def answering_all_reports(page: Page, live: LocalDesk) -> None:
    ref, other = new_ticket(live, "The proxy is down", description=TOLD), new_ticket(live, "No page for me")
    api(live, "PUT", f"tickets/{ref}/links/{other}", {"kind": "report"})
    at_ticket(page, live, ref)
    page.get_by_role("button", name="Reply to all reports").click()
    expect(dialog(page).get_by_role("textbox")).to_be_focused()


def choosing_the_customer(page: Page, live: LocalDesk) -> None:
    customer = page.get_by_role("region", name="Customer")
    customer.get_by_role("button", name="Change").click()
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def archiving(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("e")
    expect(dialog(page).get_by_role("button", name="Archive")).to_be_focused()


def choosing_how_long_to_snooze(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "For another day", description=TOLD))
    page.keyboard.press("b")
    expect(dialog(page).get_by_role("option", name="Tomorrow")).to_be_visible()


def choosing_a_time(page: Page) -> None:
    page.keyboard.press("b")
    dialog(page).get_by_role("option", name="Choose date").click()
    expect(dialog(page).get_by_label("Snooze until")).to_be_focused()


def choosing_a_time_that_is_past(page: Page, live: LocalDesk) -> None:
    choosing_a_time(page)
    dialog(page).get_by_label("Snooze until").fill("2001-01-01T09:00")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_text("still to come")).to_be_visible()


def snoozed_with_a_reminder(page: Page, live: LocalDesk) -> None:
    choosing_a_time(page)
    dialog(page).get_by_role("button", name="Tomorrow").click()
    dialog(page).get_by_role("button", name="Snooze", exact=True).click()
    expect(page.locator(".notice").filter(has_text="Snoozed until")).to_be_visible()
    page.keyboard.press("Shift+b")
    dialog(page).get_by_label("Note (optional)").fill("Call Maya, who wanted to ask her own customers first.")
    page.keyboard.press("Enter")
    expect(page.locator(".notice").filter(has_text="Call Maya")).to_be_visible()


SCENES = {
    "dialogs-of-a-ticket": named(
        newer_messages,
        reply_on_hold,
        note_that_calls_somebody,
        note_in_its_field,
        somebody_in_copy,
        preview_of_a_reply,
        sending_later,
        scheduled_reply,
        forwarding,
        resolving,
        resolving_refused,
        escalating,
        duplicates_found,
        duplicate_of_another_customer,
        choosing_the_customer,
        archiving,
        linking,
        answering_all_reports,
    ),
    "snoozing": named(choosing_how_long_to_snooze, choosing_a_time_that_is_past, snoozed_with_a_reminder),
}
