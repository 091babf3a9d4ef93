"""The assistant beside an open ticket: what it sums up, suggests, finds and answers. It does nothing by itself."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.console import api, field, new_ticket, sign_in
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

TOLD = "The monthly export stops at line 1000. Can you help? It is urgent."


def panel_of(page: Page, live: LocalDesk, title: str, **more: object) -> tuple[str, Locator]:
    """A new ticket, open, and the assistant's panel beside it."""
    ref = new_ticket(live, title, description=TOLD, **more)
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    expect(panel.get_by_text("Nobody has replied to the customer yet.")).to_be_visible()
    return ref, panel


def test_it_sums_up_and_suggests_and_does_one_thing_at_a_click(page: Page, live: LocalDesk) -> None:
    ref, panel = panel_of(page, live, "Export is broken")
    expect(panel.get_by_text("The monthly export stops at line 1000.").first).to_be_visible()
    assert api(live, "GET", f"tickets/{ref}")["priority"] == "medium"
    panel.get_by_role("button", name="Set priority to Urgent").click()
    expect(field(page, "Priority", "Urgent")).to_be_visible()
    expect(panel.get_by_role("button", name="Set priority to Urgent")).to_have_count(0)
    assert api(live, "GET", f"tickets/{ref}")["priority"] == "urgent"


def test_a_drafted_reply_waits_in_the_composer_behind_what_was_typed(page: Page, live: LocalDesk) -> None:
    ref, panel = panel_of(page, live, "Draft me")
    field = page.get_by_role("textbox", name="Reply")
    field.fill("One moment.")
    panel.get_by_role("button", name="Draft a reply", exact=True).click()
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"^One moment\.\n\nHello"))
    assert [one["kind"] for one in api(live, "GET", f"tickets/{ref}/timeline")["items"]] == ["event"]


def test_a_question_is_answered_with_what_it_rests_on_by_keyboard_alone(page: Page, live: LocalDesk) -> None:
    _, panel = panel_of(page, live, "Ask me")
    panel.get_by_role("textbox", name="Your question").focus()
    page.keyboard.type("At which line does the export stop?")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("log").locator("blockquote")).to_contain_text("line 1000")
    expect(panel.get_by_role("textbox", name="Your question")).to_have_value("")


def test_what_it_rests_on_leads_there_and_takes_the_focus(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Lead me", description=TOLD)
    api(live, "POST", f"tickets/{ref}/notes", {"body": "The spare fuse lies in the blue cupboard."})
    for number in range(60):
        api(live, "POST", f"tickets/{ref}/notes", {"body": f"Remark {number}."})
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    panel.get_by_role("button", name="Description").first.click()
    expect(page.get_by_role("region", name="Description")).to_be_focused()
    expect(page.get_by_role("region", name="Description")).to_be_in_viewport()
    panel.get_by_role("textbox", name="Your question").focus()
    page.keyboard.type("Where does the spare fuse lie?")
    page.keyboard.press("Enter")
    quote = panel.get_by_role("log").locator("blockquote").filter(has_text="blue cupboard")
    quote.get_by_role("button").focus()
    page.keyboard.press("Enter")
    message = page.get_by_role("article").filter(has_text="blue cupboard").and_(page.locator(".message"))
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport()


def test_a_similar_ticket_opens_by_keyboard_and_in_a_new_tab(page: Page, live: LocalDesk) -> None:
    first = new_ticket(live, "Zebra printer jams", description="The zebra printer jams at every second label.")
    live.call("/_local/settle", {})
    ref = new_ticket(live, "Zebra printer jams again", description="The zebra printer jams, every second label.")
    live.call("/_local/settle", {})
    sign_in(page, live, f"/console/tickets/{ref}")
    link = page.get_by_role("region", name="Assistant").get_by_role("link", name=first)
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    assert first in opened.value.url
    assert ref in page.url
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/tickets/{first}*")


def test_it_can_be_closed_and_stays_so(page: Page, live: LocalDesk) -> None:
    _, panel = panel_of(page, live, "Close me")
    panel.locator("summary").click()
    expect(panel.get_by_text("Nobody has replied")).to_have_count(0)
    page.reload()
    expect(page.locator("#details")).to_have_text("Close me")
    expect(panel.locator("details")).not_to_have_attribute("open", "")


def test_when_it_can_t_be_had_that_is_said_with_a_way_to_try_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 500")
    page.route("**/assistant", lambda route: route.fulfill(status=500, body="{}"), times=4)
    ref = new_ticket(live, "Try again", description=TOLD)
    sign_in(page, live, f"/console/tickets/{ref}")
    panel = page.get_by_role("region", name="Assistant")
    expect(panel.get_by_role("alert")).to_be_visible()
    page.unroute("**/assistant")
    panel.get_by_role("button", name="Try again").click()
    expect(panel.get_by_text("Nobody has replied to the customer yet.")).to_be_visible()


def test_it_speaks_the_page_s_language_on_a_phone(open_page: OpenPage, live: LocalDesk) -> None:
    phone = open_page(**PHONE, locale="de-DE")
    ref = new_ticket(live, "Export", description=TOLD)
    sign_in(phone, live, f"/console/tickets/{ref}")
    phone.get_by_role("button", name="Eigenschaften").click()
    panel = phone.get_by_role("region", name="Assistent")
    expect(panel.get_by_text("Vorschläge")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
