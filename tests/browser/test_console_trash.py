"""Deleting in the console asks twice, says what goes with it, and is taken back by message, row or ticket."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, field, more, new_ticket, sign_in
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.test_console_ticket import opened, ticket
from tests.browser.test_console_ticking import bar, tick
from tests.browser.test_console_triage import WIDE, chats
from tests.browser.test_console_undo import undoing
from tests.browser.watching import assert_accessible
from tests.support.local_desk import LocalDesk

TRASH = "/console/tickets?tab=trash&channel=chat"


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def confirm(page: Page, hands: Hands) -> None:
    """Say yes twice; each time the way back is where the keyboard is."""
    for name in ("Delete…", "Delete"):
        expect(dialog(page).get_by_role("button", name="Cancel")).to_be_focused()
        hands.press(dialog(page).get_by_role("button", name=name, exact=True))


@pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
def test_it_asks_twice_says_what_goes_and_comes_back(page: Page, live: LocalDesk, hands: Hands) -> None:
    ref, duplicate = opened(page, live, "To the trash", description="Twice."), new_ticket(live, "The same")
    api(live, "POST", f"tickets/{ref}/merge", {"duplicate": duplicate})
    page.reload()
    expect(page.get_by_role("article").filter(has_text="Twice.")).to_be_visible()
    expect(page.get_by_text(f"merged {duplicate}")).to_be_visible()
    if isinstance(hands, Pointer):
        more(page, "Delete")
    else:
        page.keyboard.press("Shift+Delete")
    expect(dialog(page)).to_contain_text("1 merged ticket")
    expect(dialog(page)).to_contain_text("for 30 days, until")
    assert_accessible(page)
    confirm(page, hands)
    expect(page.get_by_text(re.compile(r"^Deleted by Ana K\. on .* It stays in the trash until"))).to_be_visible()
    expect(page.get_by_role("region", name="Write")).to_have_count(0)
    expect(field(page, "Status", "Open")).to_have_count(0)
    assert ticket(live, ref)["gone_at"]
    assert_accessible(page)
    if isinstance(hands, Pointer):
        page.locator(".notice").get_by_role("button", name="Restore").click()
    else:
        page.keyboard.press("u")
    expect(page.get_by_role("region", name="Write")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)
    told = [entry["event"]["type"] for entry in api(live, "GET", f"tickets/{ref}/timeline")["items"] if entry["event"]]
    assert told[-2:] == ["ticket.deleted", "ticket.recovered"]


def test_a_double_press_or_a_held_key_deletes_nothing(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Not so fast")
    page.keyboard.press("Shift+Delete")
    dialog(page).get_by_role("button", name="Delete…").dblclick()
    expect(dialog(page)).to_contain_text(f"Delete {ref} with 1 message?")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    assert ticket(live, ref)["deleted_at"] is None


def test_many_go_at_once_and_come_back_by_undoing_by_their_rows_and_together(
    open_page: OpenPage, live: LocalDesk
) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 3)
    sign_in(page, live, "/console/tickets?channel=chat")
    tick(page, *refs)
    bar(page).get_by_role("button", name="Delete").click()
    expect(dialog(page)).to_contain_text("all merged tickets")
    confirm(page, Pointer())
    expect(page.locator(".row")).to_have_count(0)
    expect(undoing(page)).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator(".row")).to_have_count(3)
    tick(page, *refs)
    page.keyboard.press("Shift+Delete")
    confirm(page, Keyboard())
    expect(page.locator(".row")).to_have_count(0)
    page.goto(TRASH)
    mine = page.locator(".row").filter(has_text=re.compile("|".join(refs)))
    expect(mine).to_have_count(3)
    expect(mine.first).to_contain_text("gone in 30 days")
    assert_accessible(page)
    page.get_by_role("button", name=f"Restore: {refs[0]}").click(force=True)  # through the row's link
    expect(mine).to_have_count(2)
    tick(page, *refs[1:])
    expect(bar(page).get_by_role("button", name="Status")).to_have_count(0)
    page.keyboard.press("u")
    expect(mine).to_have_count(0)
    assert [ticket(live, ref)["deleted_at"] for ref in refs] == [None] * 3


def test_the_empty_trash_says_what_it_is(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=archived")
    page.route("**/tickets?trash=true**", lambda route: route.fulfill(json={"items": [], "next_cursor": None}))
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_text("Deleted tickets stay here for 30 days")).to_be_visible()
