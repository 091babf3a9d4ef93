"""What is removed from a ticket for good, and persons who are erased, by whoever may in the console."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, more, new_ticket, sign_in
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.test_console_ticket import opened, ticket
from tests.browser.watching import assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk

SECRET = "4111 1111 2222 3333"
SAID = f"My number is {SECRET}, and the door is green."


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def carried_out(live: LocalDesk) -> None:
    """The desk does its long work, which the tick would do in a minute."""
    live.call("/_local/settle", {})


@pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
def test_words_are_counted_asked_about_once_more_and_gone(page: Page, live: LocalDesk, hands: Hands) -> None:
    ref = opened(page, live, "A card in the text", description=SAID)
    if isinstance(hands, Pointer):
        more(page, "Remove for good…")
    else:
        page.keyboard.press("Control+k")
        page.keyboard.type("remove for good")
        page.keyboard.press("Enter")
    hands.write(dialog(page).get_by_role("textbox", name="Words"), SECRET)
    assert_accessible(page)
    hands.press(dialog(page).get_by_role("button", name="Next"))
    expect(dialog(page)).to_contain_text("To be removed: 1 place and 1 message or note.")
    expect(dialog(page).get_by_role("button", name="Back")).to_be_focused()
    in_both_schemes(page, assert_accessible)
    hands.press(dialog(page).get_by_role("button", name="Remove for good", exact=True))
    expect(dialog(page).get_by_role("progressbar")).to_be_visible()
    carried_out(live)
    expect(dialog(page)).to_have_count(0, timeout=15_000)
    said = page.get_by_role("region", name="Description")
    expect(said).to_contain_text("My number is █████, and the door is green.")
    expect(said).to_contain_text(re.compile(r"Removed by Ana K\."))
    expect(page.get_by_text("removed something for good (words)")).to_be_visible()
    assert SECRET not in json.dumps(ticket(live, ref))


def test_a_message_is_removed_by_its_menu_and_what_is_selected_in_it_is_offered(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "A note too much", description="Hello")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "He is a difficult one."})
    page.reload()
    note = page.get_by_role("article").filter(has_text="difficult one")
    note.get_by_text("He is a difficult one.").select_text()
    note.hover()
    note.get_by_role("button", name="Actions for this message").click()
    page.get_by_role("menuitem", name="Remove for good…").click()
    expect(dialog(page).get_by_role("textbox", name="Words")).to_have_value("He is a difficult one.")
    dialog(page).get_by_role("radio", name="A whole message").check()
    expect(dialog(page).get_by_label("Message", exact=True).locator("option:checked")).to_contain_text("difficult one")
    dialog(page).get_by_role("button", name="Next").click()
    dialog(page).get_by_role("button", name="Remove for good", exact=True).click()
    expect(dialog(page).get_by_role("progressbar")).to_be_visible()
    carried_out(live)
    expect(page.get_by_text("removed something for good (a message)")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("difficult one")).to_have_count(0)


def test_what_is_not_there_removes_nothing(page: Page, live: LocalDesk) -> None:
    opened(page, live, "Nothing to hide")
    more(page, "Remove for good…")
    dialog(page).get_by_role("textbox", name="Words").fill("no such words")
    dialog(page).get_by_role("button", name="Next").click()
    expect(dialog(page)).to_contain_text("Nothing found")
    expect(dialog(page).get_by_role("button", name="Remove for good", exact=True)).to_have_count(0)
    dialog(page).get_by_role("button", name="Back").click()
    expect(dialog(page).get_by_role("textbox", name="Words")).to_have_value("no such words")


@pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
def test_a_person_is_erased_once_named_and_the_receipt_stays(
    page: Page, live: LocalDesk, hands: Hands, tmp_path: Path
) -> None:
    name = f"Rita {'Point' if isinstance(hands, Pointer) else 'Keys'}"
    address = f"{name.replace(' ', '.').lower()}@example.com"
    new_ticket(live, "All about me", contact={"email": address, "name": name}, description="I am Rita.")
    contact = api(live, "GET", f"contacts?q={name.replace(' ', '%20')}")["items"][0]["id"]
    sign_in(page, live, f"/console/contacts/{contact}")
    hands.press(page.get_by_role("button", name="Erase this person…"))
    expect(dialog(page).get_by_role("row", name="Tickets 0 1 0")).to_be_visible()
    expect(dialog(page).get_by_role("button", name="Erase for good")).to_be_disabled()
    in_both_schemes(page, assert_accessible)
    hands.write(dialog(page).get_by_role("textbox"), address)
    hands.press(dialog(page).get_by_role("button", name="Erase for good"))
    expect(dialog(page).get_by_role("progressbar")).to_be_visible()
    for _ in range(5):
        carried_out(live)
    expect(page.get_by_role("heading", name="Receipt of an erasure")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(re.compile("^Erased customer [0-9a-f]{4}$"))).to_be_visible()
    in_both_schemes(page, assert_accessible)
    with page.expect_download() as saved:
        hands.press(page.get_by_role("button", name="Download as JSON"))
    saved.value.save_as(tmp_path / "receipt.json")
    receipt = json.loads((tmp_path / "receipt.json").read_text())
    assert (receipt["contact"], receipt["tickets"]) == (contact, 1)
    assert address not in json.dumps(receipt)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    expect(page.get_by_text(receipt["name_after"])).to_be_visible()
    page.emulate_media(media="screen")
    hands.press(page.get_by_role("link", name="All erasures"))
    expect(page.get_by_role("link", name=f"Open receipt: {receipt['name_after']}")).to_be_visible()
    assert_accessible(page)
