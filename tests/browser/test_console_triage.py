"""Going through the list ticket by ticket: the place is kept, whatever leaves the list or comes into it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, new_ticket, sign_in
from tests.browser.console_states.common import answered, with_more
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

WIDE = {"width": 1500, "height": 800}
LOW = "/console/tickets?tab=open&priority=low&channel=chat"


def chats(live: LocalDesk, count: int, **more: str) -> list[str]:
    """So many tickets that a list of its own shows, the newest first."""
    for item in api(live, "GET", "tickets?channel=chat&limit=100")["items"]:
        api(live, "POST", f"tickets/{item['ref']}/archive")
    made = [new_ticket(live, f"Chat {number}", priority="low", channel="chat", **more) for number in range(count)]
    return made[::-1]


def current(page: Page) -> str:
    return str(page.locator(".row.current").get_attribute("data-ref"))


def expect_current(page: Page, ref: str) -> None:
    expect(page.locator(".row.current")).to_have_attribute("data-ref", ref)
    expect(page.locator(f"#title-{ref}")).to_be_focused()


def choose_status(page: Page, start: str) -> None:
    page.keyboard.press("s")
    page.keyboard.type(start)
    page.keyboard.press("Enter")


def test_after_a_row_left_the_keyboard_and_the_focus_are_at_the_row_that_took_its_place(
    page: Page, live: LocalDesk
) -> None:
    refs = chats(live, 4)
    sign_in(page, live, LOW)
    expect(page.locator(".row")).to_have_count(4)
    page.keyboard.press("j")
    page.keyboard.press("j")
    choose_status(page, "wait")
    expect(page.locator(".row")).to_have_count(3)
    expect_current(page, refs[2])
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(page.locator(".row")).to_have_count(2)
    expect_current(page, refs[3])
    choose_status(page, "clos")
    expect(page.locator(".row")).to_have_count(1)
    expect_current(page, refs[0])


def test_in_the_list_by_status_the_keyboard_stays_in_the_group_it_works_on(page: Page, live: LocalDesk) -> None:
    refs = chats(live, 3)
    sign_in(page, live, "/console/tickets?priority=low&channel=chat")
    expect(page.locator(".row")).to_have_count(3)
    page.keyboard.press("j")
    choose_status(page, "wait")
    expect_current(page, refs[1])
    expect(page.locator("ul", has=page.locator(f'[data-ref="{refs[0]}"]')).get_by_role("listitem")).to_have_count(1)
    choose_status(page, "wait")
    expect_current(page, refs[2])


def test_beside_a_ticket_one_goes_on_from_where_its_row_was(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 4)
    sign_in(page, live, LOW)
    page.locator(f"#title-{refs[1]}").click()
    expect(page.locator("#details")).to_have_text("Chat 2")
    choose_status(page, "wait")
    expect(page.locator(".row")).to_have_count(3)
    page.keyboard.press("j")
    expect(page.locator("#details")).to_have_text("Chat 1")
    choose_status(page, "wait")
    expect(page.locator(".row")).to_have_count(2)
    page.keyboard.press("k")
    expect(page.locator("#details")).to_have_text("Chat 3")
    page.keyboard.press("Escape")
    expect_current(page, refs[0])


def test_beside_a_ticket_news_wait_to_be_asked_for_and_groups_are_right_then(
    open_page: OpenPage, live: LocalDesk
) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 3)
    page.clock.install()
    with page.expect_response("**/tickets/changes*"):
        sign_in(page, live, f"/console/tickets/{refs[1]}?priority=low&channel=chat")
    expect(page.locator(".row")).to_have_count(3)
    newer = new_ticket(live, "Chat 9", priority="low", channel="chat")
    api(live, "PATCH", f"tickets/{refs[2]}", {"status": "waiting"})
    page.locator(f'[data-ref="{refs[2]}"]').hover()  # fetches it before its change is told
    page.clock.run_for(11_000)
    chip = page.get_by_role("button", name="2 updates")
    expect(chip).to_be_visible()
    assert [row.get_attribute("data-ref") for row in page.locator(".row").all()] == refs
    chip.click()
    expect(page.locator(".row")).to_have_count(4)
    groups = page.locator(".rows ul")
    expect(groups).to_have_count(2)
    assert [row.get_attribute("data-ref") for row in groups.nth(0).get_by_role("listitem").all()] == [newer, *refs[:2]]
    expect(groups.nth(1).get_by_role("listitem")).to_have_attribute("data-ref", refs[2])
    assert current(page) == refs[1]


def test_coming_back_from_a_ticket_one_is_as_far_down_as_before(page: Page, live: LocalDesk) -> None:
    chats(live, 60)
    sign_in(page, live, LOW)
    rows = page.locator(".row")
    expect(rows).to_have_count(50)
    page.get_by_role("button", name="Load more").click()
    expect(rows).to_have_count(60)
    last = rows.nth(55)
    last.scroll_into_view_if_needed()
    ref, depth = last.get_attribute("data-ref"), page.evaluate("scrollY")
    assert depth > 300
    last.get_by_role("link").click()
    expect(page.locator("#details")).to_be_visible()
    page.keyboard.press("Escape")
    expect_current(page, str(ref))
    assert abs(page.evaluate("scrollY") - depth) < 60
    page.get_by_role("link", name=re.compile("^Inbox")).click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.go_back()
    expect_current(page, str(ref))
    assert abs(page.evaluate("scrollY") - depth) < 60


def test_resolving_and_replying_lead_to_the_next_ticket_if_so_chosen(page: Page, live: LocalDesk) -> None:
    refs = chats(live, 4)
    with_more(page, "**/acme/preferences", advance="next")
    sign_in(page, live, LOW)
    page.locator(f"#title-{refs[1]}").click()
    expect(page.locator("#details")).to_have_text("Chat 2")
    page.keyboard.press("Shift+R")
    page.get_by_label("How was it resolved?").fill("Turned it off and on")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#details")).to_have_text("Chat 1")
    page.keyboard.press("r")
    page.keyboard.type("Please try again.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#details")).to_have_text("Chat 0")
    page.keyboard.press("r")
    page.keyboard.type("You, too.")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/console/tickets\?tab=open"))
    expect(page.locator(".row")).to_have_count(1)


def test_where_resolving_and_replying_lead_is_chosen_beside_the_keys(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 403")
    kept = {"advance": "stay"}
    answered(page, "**/acme/preferences", kept)
    sign_in(page, live, "/console/settings/keyboard")
    choice = page.get_by_label("After resolving a ticket or sending a reply")
    expect(choice).to_have_value("stay")
    answered(page, "**/acme/preferences", {"advance": "list"}, method="PATCH")
    with page.expect_request(lambda asked: asked.method == "PATCH" and asked.post_data_json == {"advance": "list"}):
        choice.select_option("list")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    answered(page, "**/acme/preferences", {"detail": "No.", "code": "forbidden"}, 403, "PATCH")
    choice.select_option("next")
    expect(choice).to_have_value("stay")
