"""What is removed from a ticket for good, and people who are erased: before, meanwhile and after."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, go, new_ticket, sign_in
from tests.browser.console_states.common import answered, dialog, named
from tests.browser.console_states.settings import section
from tests.browser.console_states.ticket import at_ticket
from tests.support.local_desk import LocalDesk

SECRET = "4111 1111 2222 3333"
ADDRESS = f"rita-{uuid4().hex}@example.com"


def menu_of_a_message(page: Page, live: LocalDesk) -> None:
    """What it offers for a message, it offers once somebody points at it."""
    said = f"My number is {SECRET}, and the door is green. Charge {SECRET}."
    at_ticket(page, live, new_ticket(live, "A card in the text", description=said))
    _described(page).hover()
    _described(page).get_by_role("button", name="Actions for this message").press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Remove for good…")).to_be_focused()


def removing_for_good(page: Page, live: LocalDesk) -> None:
    """The words that somebody has selected stand in the field already."""
    _described(page).get_by_text(SECRET).select_text()
    _described(page).hover()
    _described(page).get_by_role("button", name="Actions for this message").click()
    page.get_by_role("menuitem", name="Remove for good…").click()
    expect(dialog(page).get_by_role("textbox", name="Words")).not_to_be_empty()


def removing_a_message_for_good(page: Page, live: LocalDesk) -> None:
    removing_for_good(page, live)
    dialog(page).get_by_role("radio", name="A whole message").check()
    expect(dialog(page).get_by_label("Message", exact=True)).to_be_visible()


def removing_asked_once_more(page: Page, live: LocalDesk) -> None:
    removing_for_good(page, live)
    dialog(page).get_by_role("textbox", name="Words").fill(f"{SECRET}\nthe door is green")
    dialog(page).get_by_role("button", name="Next").click()
    expect(dialog(page).get_by_text("Remove it for good?")).to_be_visible()


def removing_under_way(page: Page, live: LocalDesk) -> None:
    removing_asked_once_more(page, live)
    dialog(page).get_by_role("button", name="Remove for good", exact=True).click()
    expect(dialog(page).get_by_role("progressbar")).to_be_visible()


def message_with_words_removed(page: Page, live: LocalDesk) -> None:
    """What went on behind the dialog that was closed is over."""
    _carried_out(live)
    page.reload()
    expect(_described(page).get_by_text("Removed by Ana K.")).to_be_visible()


def erasing_a_contact(page: Page, live: LocalDesk) -> None:
    if page.url == "about:blank":
        sign_in(page, live, "/console/inbox")
    rita = {"email": ADDRESS, "name": "Rita Brandt"}
    ref = new_ticket(live, "All about me", contact=rita, description="I am Rita.")
    go(page, f"/console/contacts/{api(live, 'GET', f'tickets/{ref}')['contact']['id']}")
    page.get_by_role("button", name="Erase this person…").click()
    expect(dialog(page).get_by_role("row", name="Tickets 0 1 0")).to_be_visible()


def erasing_under_way(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Erase this person…").click()
    dialog(page).get_by_role("textbox").fill(ADDRESS)
    dialog(page).get_by_role("button", name="Erase for good").click()
    expect(dialog(page).get_by_role("progressbar")).to_be_visible()


def settings_erasures(page: Page, live: LocalDesk) -> None:
    _carried_out(live)
    section("erasures")(page, live)
    expect(page.get_by_text("done", exact=True).first).to_be_visible()


def receipt_of_an_erasure(page: Page, live: LocalDesk) -> None:
    page.get_by_role("link", name="Open receipt: Erased customer").first.click()
    expect(page.get_by_role("button", name="Download as JSON")).to_be_visible()


def settings_erasures_none(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/jobs?*", {"items": [], "next_cursor": None})
    section("keyboard")(page, live)
    section("erasures")(page, live)
    expect(page.get_by_text("Nobody was erased yet.")).to_be_visible()


def _described(page: Page) -> Locator:
    return page.get_by_role("region", name="Description").get_by_role("article")


def _carried_out(live: LocalDesk) -> None:
    """The desk does its long work, which goes on from tick to tick."""
    for _ in range(5):
        live.call("/_local/settle", {})


SCENES = {
    "removing-for-good": named(
        menu_of_a_message,
        removing_for_good,
        removing_a_message_for_good,
        removing_asked_once_more,
        removing_under_way,
        message_with_words_removed,
    ),
    "erasing": named(
        erasing_a_contact, erasing_under_way, settings_erasures, receipt_of_an_erasure, settings_erasures_none
    ),
}
