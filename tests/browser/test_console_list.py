"""The list of tickets in the console: tabs, filters, search, rows, what is ticked, by mouse and by keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, go, mail, new_ticket, sign_in
from tests.browser.watching import Watch, assert_accessible
from tests.support.local_desk import LocalDesk


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="Tickets", exact=True).get_by_role("listitem")


def row(page: Page, ref: str) -> Locator:
    return page.locator(f'[data-ref="{ref}"]')


def status_of(live: LocalDesk, ref: str) -> str:
    return str(api(live, "GET", f"tickets/{ref}")["status"])


def choose(page: Page, option: str) -> None:
    page.get_by_role("dialog").get_by_role("option", name=option, exact=True).click()


def test_a_row_tells_a_ticket_at_a_glance(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "The till prints twice", priority="urgent")
    theirs = mail(live, "The till is silent", "It prints nothing.")
    sign_in(page, live)
    found = row(page, ref)
    expect(found.get_by_role("link", name="The till prints twice")).to_be_visible()
    expect(found.get_by_role("img", name="Urgent")).to_be_visible()
    expect(found).to_contain_text("Maya Osei")
    expect(found).to_contain_text("Unassigned")
    written_by_a_customer = row(page, theirs)
    expect(written_by_a_customer.get_by_role("img", name="The customer wrote last")).to_be_visible()


def full_row(page: Page, live: LocalDesk, title: str) -> Locator:
    """A row with everything in it that a row can have."""
    ref = mail(live, title, "It broke.")
    shown = ("API", "Billing", "Calendar")  # by name: others, from wherever, would not leave the row's middle free
    labels = [label["id"] for label in api(live, "GET", "labels")["items"] if label["name"] in shown]
    member = next(one["id"] for one in api(live, "GET", "members")["items"] if one["name"] == "Ben Ito")
    api(live, "PATCH", f"tickets/{ref}", {"labels": labels, "assignee_id": member})
    sign_in(page, live)
    return row(page, ref)


def centres(found: Locator, but: str = ".tick-box, .cell") -> dict[str, tuple[float, float]]:
    """Where the middle of each cell is, and of the row itself: of all but its checkbox and what is changed in place."""
    expect(found).to_be_visible()
    cells = found.locator(f":scope > :not({but})").filter(visible=True)
    places = {}
    for cell in [found, *cells.all()]:
        box = cell.bounding_box()
        if box and box["width"]:
            name = f"{len(places)} {cell.evaluate('cell => cell.className.baseVal ?? cell.className')}"
            places[name] = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return places


def test_a_row_opens_its_ticket_wherever_it_is_pressed(page: Page, live: LocalDesk, watch: Watch) -> None:
    found = full_row(page, live, "Pressed all over")
    cells = centres(found)
    assert len(cells) == 7, cells
    for cell, place in cells.items():
        page.mouse.click(*place)
        expect(page.get_by_role("heading", name="Pressed all over"), cell).to_be_visible()
        go(page, "/console/tickets")
        expect(page.get_by_role("heading", name="Pressed all over"), cell).to_have_count(0)
    go(page, "/console/tickets/TKT-0001")
    expect(page.locator(".list.beside")).to_be_visible()
    for cell in centres(found):
        found.scroll_into_view_if_needed()  # the list is at the ticket's own row
        page.mouse.click(*centres(found)[cell])
        expect(page.get_by_role("heading", name="Pressed all over"), f"beside a ticket: {cell}").to_be_visible()
        go(page, "/console/tickets/TKT-0001")
        expect(page.get_by_role("heading", name="Pressed all over"), cell).to_have_count(0)


def test_every_cell_of_a_row_opens_a_tab_by_the_middle_button_and_with_ctrl(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    found = full_row(page, live, "In tabs of their own")
    for place in centres(found).values():
        for button, key in (("middle", ""), ("left", "Control")):
            with page.context.expect_page() as opening:
                if key:
                    page.keyboard.down(key)
                page.mouse.click(*place, button=button)
                if key:
                    page.keyboard.up(key)
            tab = opening.value
            tab.wait_for_url("**/console/tickets/TKT-*")
            tab.close()
    assert page.url.endswith("/console/")


def test_a_row_is_pressed_all_over_on_a_phone_too(phone: Page, live: LocalDesk, watch: Watch) -> None:
    found = full_row(phone, live, "Tapped all over")
    for cell, place in centres(found, ".tick-box").items():
        phone.touchscreen.tap(*place)
        expect(phone.get_by_role("heading", name="Tapped all over"), cell).to_be_visible()
        phone.go_back()
        expect(found, cell).to_be_visible()


def test_ticking_a_row_opens_nothing(page: Page, live: LocalDesk, watch: Watch) -> None:
    found = full_row(page, live, "Only ticked")
    found.locator(".tick-box").click(position={"x": 2, "y": 2})
    expect(found.get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("region", name="Selected tickets")).to_contain_text("1 selected")
    assert page.url.endswith("/console/")


def test_what_a_cell_of_a_row_stands_for_is_told_when_it_is_pointed_at(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    found = full_row(page, live, "Pointed at")
    expect(found).to_be_visible()
    tips = found.locator("[data-tip]")
    expect(tips).to_have_count(5)
    for tip in tips.all():
        box = tip.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
        expect(page.locator(".tooltip:popover-open")).to_have_text(str(tip.get_attribute("data-tip")))
    title = found.get_by_role("link").bounding_box()
    assert title
    page.mouse.move(title["x"] + 10, title["y"] + 5, steps=3)
    expect(page.locator(".tooltip:popover-open")).to_have_count(0)


def test_a_tab_shows_its_tickets_alone_and_the_address_says_which(page: Page, live: LocalDesk) -> None:
    waiting = new_ticket(live, "Waits for a part", status="waiting")
    open_one = new_ticket(live, "Still open")
    sign_in(page, live)
    page.get_by_role("navigation", name="Tabs").get_by_role("link", name=re.compile("Waiting")).click()
    expect(row(page, waiting)).to_be_visible()
    expect(row(page, open_one)).to_have_count(0)
    assert page.url.endswith("?tab=waiting")
    page.reload()
    expect(row(page, waiting)).to_be_visible()
    expect(row(page, open_one)).to_have_count(0)


def test_filters_combine_stand_in_the_address_and_are_cleared_at_once(page: Page, live: LocalDesk) -> None:
    wanted = new_ticket(live, "By phone and low", priority="low", channel="phone")
    other = new_ticket(live, "By phone and high", priority="high", channel="phone")
    sign_in(page, live)
    for name, value in (("Priority", "Low"), ("Channel", "Phone")):
        page.get_by_role("button", name="Filter", exact=True).click()
        choose(page, name)
        choose(page, value)
        page.keyboard.press("Escape")
    expect(row(page, wanted)).to_be_visible()
    expect(row(page, other)).to_have_count(0)
    expect(page.get_by_role("button", name="Priority: Low", exact=True)).to_be_visible()
    assert "priority=low" in page.url
    assert "channel=phone" in page.url
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(row(page, other)).to_be_visible()


def test_search_finds_words_and_says_when_there_are_none(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Zebra crossing on the invoice")
    live.call("/_local/settle", {})
    sign_in(page, live)
    page.keyboard.press("/")
    page.keyboard.type("zebra cross")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    expect(row(page, ref)).to_be_visible()
    page.get_by_role("searchbox").fill("xylophone quagga")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="No results for")).to_be_visible()
    page.get_by_role("region", name="Tickets").get_by_role("button", name="Clear", exact=True).last.click()
    expect(row(page, ref)).to_be_visible()


_TYPES_AT_ONCE = """new MutationObserver((_, watching) => {
  const field = document.querySelector("[type=search]");
  if (!field) return;
  watching.disconnect();
  field.value = "zebra";
  field.dispatchEvent(new InputEvent("input", {bubbles: true}));
}).observe(document, {childList: true, subtree: true});"""


def test_what_is_typed_as_soon_as_the_field_is_there_stays(page: Page, live: LocalDesk) -> None:
    page.add_init_script(_TYPES_AT_ONCE)
    sign_in(page, live)
    expect(page).to_have_url(re.compile("[?&]q=zebra$"))
    expect(page.get_by_role("searchbox")).to_have_value("zebra")


def test_what_is_typed_is_searched_for_without_enter_and_what_is_shown_is_what_is_asked(
    page: Page, live: LocalDesk
) -> None:
    ref = new_ticket(live, "Two quokkas", description="They ate the <b>lettuce</b> of the kiosk")
    live.call("/_local/settle", {})
    sign_in(page, live)
    field = page.get_by_role("searchbox")
    field.press_sequentially("lettuce ", delay=20)
    expect(rows(page)).to_have_count(1)
    expect(row(page, ref)).to_contain_text("Description: They ate the <b>lettuce</b> of the kiosk")
    expect(row(page, ref).locator("mark")).to_have_text("lettuce")
    expect(page.get_by_text("1 result", exact=True)).to_be_visible()
    expect(field).to_have_value("lettuce ")
    field.fill("lettuze")
    expect(page.get_by_text("Showing results for “lettuce” instead")).to_be_visible()
    field.fill("zzzz")
    expect(page.get_by_role("heading", name="No results for “zzzz”")).to_be_visible()
    expect(rows(page)).to_have_count(0)
    field.fill("quokkas 502")
    expect(page.get_by_role("heading", name="No results for “quokkas 502”")).to_be_visible()
    field.fill("")
    expect(row(page, ref)).to_be_visible()
    assert "q=" not in page.url


def test_a_number_alone_is_searched_for(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Checkout answers 50288")
    live.call("/_local/settle", {})
    sign_in(page, live)
    page.get_by_role("searchbox").fill("50288")
    page.keyboard.press("Enter")
    expect(row(page, ref)).to_be_visible()


def test_a_reference_typed_whole_is_gone_to(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Known by its number")
    sign_in(page, live)
    page.get_by_role("searchbox").fill(ref.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Known by its number")).to_be_visible()


def test_many_are_changed_by_mouse_with_one_press_and_taken_back_with_another(page: Page, live: LocalDesk) -> None:
    refs = [new_ticket(live, f"One of three, {number}") for number in range(3)]
    sign_in(page, live)
    row(page, refs[0]).get_by_role("checkbox").click()
    row(page, refs[2]).get_by_role("checkbox").click(modifiers=["Shift"])
    bar = page.get_by_role("region", name="Selected tickets")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Status").click()
    choose(page, "Waiting")
    expect(page.get_by_role("status").filter(has_text="3 tickets set to Waiting")).to_be_visible()
    assert {status_of(live, ref) for ref in refs} == {"waiting"}
    with page.expect_response(lambda answer: answer.url.endswith("/undo")):
        page.get_by_role("button", name="Undo").click()
    assert {status_of(live, ref) for ref in refs} == {"open"}


def test_the_same_by_keyboard_alone(page: Page, live: LocalDesk) -> None:
    refs = [new_ticket(live, f"By keys, {number}") for number in (1, 2)]
    sign_in(page, live)
    expect(row(page, refs[1])).to_be_visible()
    page.keyboard.press("j")
    expect(row(page, refs[1]).get_by_role("link")).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.get_by_role("region", name="Selected tickets")).to_contain_text("2 selected")
    page.keyboard.press("p")
    page.keyboard.type("urg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="2 tickets set to Urgent")).to_be_visible()
    expect(row(page, refs[0]).get_by_role("img", name="Urgent")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Selected tickets")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="By keys, 1")).to_be_visible()


_CHANGED = """async (keys) => {
  const changed = [];
  const observer = new MutationObserver((all) => {
    for (const {type, target, attributeName} of all) changed.push([type, target.className, attributeName ?? ""].join());
  });
  observer.observe(document.querySelector("main"), {subtree: true, childList: true, attributes: true});
  document.querySelector(".row.current").dispatchEvent(new KeyboardEvent("keydown", {key: keys, bubbles: true}));
  await new Promise((done) => setTimeout(done, 300));
  observer.disconnect();
  return changed.sort();
}"""
"""Presses a key and tells what of the page changes until a while after: kinds, classes and names of attributes."""


def test_a_step_changes_two_rows_by_their_class_and_nothing_else(page: Page, live: LocalDesk) -> None:
    for number in range(3):
        new_ticket(live, f"Step {number}", priority="low")
    sign_in(page, live, "/console/tickets?tab=open&priority=low")
    expect(page.locator(".row").nth(2)).to_be_visible()
    page.keyboard.press("j")
    page.wait_for_load_state("networkidle")
    for key in ("j", "k"):
        assert page.evaluate(_CHANGED, key) == ["attributes,row current,class", "attributes,row,class"]


def test_each_ticket_of_a_bulk_change_has_its_own_outcome(page: Page, live: LocalDesk) -> None:
    kept, gone = new_ticket(live, "Stays itself"), new_ticket(live, "Merged meanwhile")
    primary = new_ticket(live, "Takes the other in")
    sign_in(page, live)
    for ref in (kept, gone):
        row(page, ref).get_by_role("checkbox").click()
    api(live, "POST", f"tickets/{primary}/merge", {"duplicate": gone})
    page.keyboard.press("a")
    page.keyboard.type("ben")
    page.keyboard.press("Enter")
    bar = page.get_by_role("region", name="Selected tickets")
    expect(bar.get_by_text("1 ticket was not changed")).to_be_visible()
    expect(bar.get_by_role("listitem")).to_contain_text(gone)
    expect(page.get_by_role("alert").filter(has_text="1 of 2 tickets was not changed")).to_be_visible()
    assert api(live, "GET", f"tickets/{kept}")["assignee"]["name"] == "Ben Ito"


def test_what_others_do_is_counted_and_moves_no_row_until_asked_for(page: Page, live: LocalDesk) -> None:
    first = new_ticket(live, "Stays where it is")
    page.clock.install()
    with page.expect_response("**/tickets/changes*"):  # from then on it knows what is new
        sign_in(page, live)
    expect(row(page, first)).to_be_visible()
    newer = new_ticket(live, "Came in meanwhile")
    page.clock.run_for(11_000)
    chip = page.get_by_role("button", name=re.compile(r"\d+ updates?"))
    expect(chip).to_be_visible()
    expect(row(page, newer)).to_have_count(0)
    chip.click()
    expect(row(page, newer)).to_be_visible()


def test_filters_are_kept_under_a_name_and_found_in_the_rail(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=open&priority=urgent")
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name").fill("Burning")
    page.keyboard.press("Enter")
    place = page.get_by_role("navigation", name="Main").get_by_role("link", name="Burning")
    expect(place).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="All tickets").click()
    place.click()
    assert page.url.endswith("?tab=open&priority=urgent")
    page.get_by_role("button", name="Actions for the view “Burning”").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(place).to_have_count(0)


def test_a_viewer_is_offered_nothing_that_the_desk_would_refuse(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, email="dmitri@acme.example")
    expect(rows(page).first).to_be_visible()
    expect(page.get_by_role("button", name="New ticket")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Selected tickets")).to_have_count(0)
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_beside_a_ticket_the_tabs_are_a_menu_and_the_ticket_stays_open(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Everything stands still", priority="urgent")
    other = row(page, new_ticket(live, "A wish for later", priority="low"))
    sign_in(page, live, f"/console/tickets/{ref}?priority=urgent")
    beside = page.get_by_role("region", name="Tickets", exact=True)
    expect(row(page, ref)).to_be_visible()
    expect(other).to_have_count(0)
    beside.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile(rf"/{ref}$"))
    expect(other).to_be_visible()
    beside.get_by_role("button", name=re.compile("^Tickets: All")).click()
    page.get_by_role("menuitemradio", name=re.compile("^Waiting")).click()
    expect(page).to_have_url(re.compile(rf"/{ref}\?tab=waiting$"))
    expect(beside.get_by_role("button", name=re.compile("^Tickets: Waiting"))).to_be_focused()
    expect(other).to_have_count(0)
    assert_accessible(page)
