"""Going through the list ticket by ticket: the place is kept, whatever leaves the list or comes into it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, conversation_there, new_ticket, sign_in
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


def test_beside_a_ticket_its_row_is_where_the_keyboard_is(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 4)
    sign_in(page, live, LOW)
    page.locator(f"#title-{refs[3]}").click()
    for number in (1, 2):
        page.keyboard.press("k")
        expect(page.locator("#details")).to_have_text(f"Chat {number}")
    expect_current(page, refs[1])
    page.keyboard.press("p")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"Select {refs[1]}")).to_be_checked()
    page.get_by_role("checkbox", name=f"Select {refs[1]}").uncheck()
    page.get_by_role("checkbox", name=f"Select {refs[3]}").check()
    assert current(page) == refs[1]
    page.keyboard.press("x")  # the focus is there
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("#details")).to_have_text("Chat 1")
    expect_current(page, refs[2])


def test_a_resolved_ticket_that_stays_open_is_the_one_that_the_list_marks(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 3)
    sign_in(page, live, "/console/tickets?priority=low&channel=chat")
    page.locator(f"#title-{refs[0]}").click()
    conversation_there(page)
    page.keyboard.press("Shift+R")
    page.get_by_label("How was it resolved?").fill("Turned it off and on")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".group-head").filter(has_text="Resolved")).to_be_visible()
    assert current(page) == refs[0]
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("#details")).to_have_text("Chat 1")
    assert current(page) == refs[1]


def test_the_row_of_the_ticket_one_goes_on_to_comes_into_view(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(viewport={"width": 1280, "height": 561})
    chats(live, 18)
    sign_in(page, live, LOW)
    page.locator(".row").nth(8).get_by_role("link").click()
    expect(page.locator(".row.open")).to_be_in_viewport(ratio=1)
    page.evaluate("document.activeElement.blur()")
    for _ in range(8):
        page.keyboard.press("j")
    expect(page.locator("#details")).to_have_text("Chat 1")
    expect(page.locator(".row.open")).to_be_in_viewport(ratio=1)


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
    with page.expect_response("**/acme/preferences"):
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


def press(cell: Locator) -> None:
    """As a pointer does, on the link that lies over the row."""
    expect(cell).to_be_visible()
    box = cell.bounding_box()
    assert box
    cell.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_cells_of_a_row_are_changed_where_they_stand(page: Page, live: LocalDesk) -> None:
    (ref,) = chats(live, 1)
    sign_in(page, live, "/console/tickets?channel=chat")
    row = page.locator(f'[data-ref="{ref}"]')
    for cell, option in (("Priority: Low", "Urgent"), ("Assignee: Unassigned", "Ben Ito"), ("Labels: ", "Billing")):
        press(row.get_by_role("button", name=f"{ref}, {cell}"))
        page.get_by_role("dialog").get_by_role("option", name=option, exact=True).click()
        page.keyboard.press("Escape")
        expect(row.get_by_role("button", name=re.compile(f"{ref}, .*: {option}"))).to_be_visible()
    press(row.get_by_role("button", name=f"{ref}, Status: Open"))
    page.get_by_role("option", name="Waiting").click()
    expect(page.locator(".group-head").filter(has_text="Waiting")).to_be_visible()
    assert page.url.endswith("?channel=chat")
    kept = api(live, "GET", f"tickets/{ref}")
    assert (kept["status"], kept["priority"], kept["assignee"]["name"]) == ("waiting", "urgent", "Ben Ito")
    assert [label["name"] for label in kept["labels"]] == ["Billing"]


def test_a_group_is_ticked_at_its_head(page: Page, live: LocalDesk) -> None:
    refs = chats(live, 3)
    api(live, "PATCH", f"tickets/{refs[2]}", {"status": "waiting"})
    sign_in(page, live, "/console/tickets?channel=chat")
    head = page.get_by_role("checkbox", name="Select all in Open")
    head.check()
    expect(page.get_by_role("region", name="Selected tickets")).to_contain_text("2 selected")
    page.get_by_role("checkbox", name=f"Select {refs[0]}").uncheck()
    assert head.evaluate("box => box.indeterminate")
    head.check()
    head.uncheck()
    expect(page.get_by_role("region", name="Selected tickets")).to_have_count(0)


def test_from_a_ticket_one_goes_to_the_search_and_comes_back(page: Page, live: LocalDesk) -> None:
    refs = chats(live, 2)
    live.call("/_local/settle", {})
    sign_in(page, live, f"/console/tickets/{refs[0]}?tab=open&channel=chat")
    expect(page.locator("#details")).to_have_text("Chat 1")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("chat")
    expect(page.get_by_text("2 results")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_have_text("Chat 1")
    assert page.url.endswith(f"{refs[0]}?tab=open&channel=chat")
    page.keyboard.press("/")
    page.keyboard.type("chat")
    expect(page.get_by_text("2 results")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".row").first.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_have_text("Chat 1")


def test_rows_of_an_earlier_text_are_no_answer_to_what_is_typed(page: Page, live: LocalDesk) -> None:
    chats(live, 2)
    sign_in(page, live, "/console/tickets?tab=open&channel=chat")
    expect(page.locator(".row")).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.clock.install()  # the pause in typing lasts until the test goes on
    page.keyboard.type("zzzz")
    expect(page.locator(".rows")).to_have_attribute("aria-busy", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="No results for “zzzz”")).to_be_visible()
    expect(page.locator(".row")).to_have_count(0)


def test_of_two_thousand_members_fifty_are_drawn_and_typing_finds_any(page: Page, live: LocalDesk) -> None:
    [model, *_] = [one for one in api(live, "GET", "members")["items"] if one["active"] and one["role"] != "viewer"]
    crowd = [
        model | {"id": f"m_{number}", "name": f"Member {number}", "email": f"m{number}@acme.example"}
        for number in range(2000)
    ]
    answered(page, "**/acme/members?*", {"items": crowd, "next_cursor": None})
    chats(live, 1)
    sign_in(page, live, LOW)
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("a")
    options = page.get_by_role("dialog").get_by_role("option")
    expect(options).to_have_count(50)
    expect(page.get_by_text("50 of 2,001 – type to find more")).to_be_visible()
    page.keyboard.type("1987")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Member 1987")
