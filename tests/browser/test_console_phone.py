"""The console on a phone, where the open ticket takes the place of the list."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import sign_in
from tests.browser.test_console_triage import LOW, chats
from tests.support.local_desk import LocalDesk

LIES_FREE = """() => {
  const [told, bar, writing] = [".toast", ".ticket-bar", ".writing"]
    .map(each => document.querySelector(each).getBoundingClientRect());
  const room = writing.top > bar.bottom + 2 * told.height; // else there is none above it
  return told.top >= bar.bottom && told.bottom <= innerHeight && (told.bottom <= writing.top || !room);
}"""


def test_a_ticket_from_further_down_the_list_opens_at_its_top_and_leads_back_there(
    phone: Page, live: LocalDesk
) -> None:
    chats(live, 16)
    sign_in(phone, live, LOW)
    for number, back in ((10, "link"), (13, "history")):
        row = phone.locator(".row").nth(number)
        row.scroll_into_view_if_needed()
        depth = phone.evaluate("scrollY")
        assert depth > 200
        row.get_by_role("link").tap()
        expect(phone.locator("#details")).to_be_in_viewport(ratio=1)
        expect(phone.get_by_role("textbox", name="Reply")).to_be_visible()
        assert phone.evaluate("scrollY") == 0
        if back == "link":
            phone.get_by_role("link", name="Back").tap()
        else:
            phone.go_back()
        expect(row).to_be_in_viewport(ratio=1)
        assert abs(phone.evaluate("scrollY") - depth) < 60


def test_what_is_told_lies_neither_over_the_bar_of_a_ticket_nor_over_where_one_writes(
    phone: Page, live: LocalDesk
) -> None:
    (ref,) = chats(live, 1)
    sign_in(phone, live, f"/console/tickets/{ref}")
    for text in ("It is on its way.", "And here."):
        phone.get_by_role("textbox", name="Reply to the customer").fill(text)
        phone.get_by_role("button", name="Send reply").tap()
        expect(phone.get_by_role("region", name="Conversation")).to_contain_text(text)
        expect(phone.locator(".toast")).not_to_have_count(0)
        for where in ("0", "200", "document.body.scrollHeight"):
            phone.evaluate(f"scrollTo(0, {where})")
            phone.wait_for_function(LIES_FREE)
    phone.get_by_role("button", name="Escalate", exact=True).tap()
    expect(phone.get_by_role("dialog")).to_be_visible()
