"""The demo page of the desk on one machine: what a site can do with the widget, tried by its buttons."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from infra.local.demo.people import CONTACTS
from infra.local.widget_demo import CUSTOMER
from tests.browser.console import api, new_ticket
from tests.browser.watching import assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk


def _shown(page: Page, live: LocalDesk, query: str = "") -> None:
    page.goto(live.desk["widget_demo_url"] + query)
    page.locator("workestra-tickets").wait_for(state="attached")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).first.click()


def test_its_customer_is_signed_in_at_a_press_and_finds_their_requests_and_nobody_elses(
    page: Page, live: LocalDesk
) -> None:
    ref = new_ticket(live, "A bell without a clapper")
    api(live, "POST", f"tickets/{ref}/replies", {"body": "A new one leaves us today."})
    _shown(page, live)
    _press(page, "Sign in as")
    expect(page.locator("#told")).to_contain_text("identified")
    _press(page, "^Open")
    frame = page.locator("workestra-tickets iframe").content_frame
    expect(frame.locator(".thread")).to_be_attached()  # of the request that the badge is about, however long it is
    frame.locator(".desk").click()
    expect(frame.locator("#requests li").first).to_be_visible()
    (contact,) = api(live, "GET", f"contacts?q={CUSTOMER.email}")["items"]
    own, cursor = set[str](), ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page_of = api(live, "GET", f"tickets?limit=100&contact={contact['id']}{more}")
        own |= {ticket["title"] for ticket in page_of["items"]}
        cursor = page_of["next_cursor"]
    assert set(frame.locator("#requests bdi").all_text_contents()) <= own
    expect(frame.locator('[name="email"]')).to_have_value(CUSTOMER.email)
    frame.locator("#requests a").first.click()
    expect(frame.locator(".thread")).to_be_visible()
    html = frame.locator("html").inner_html()
    assert not [person.email for person in CONTACTS.values() if person != CUSTOMER and person.email in html]


def test_every_button_does_what_it_says_and_the_page_is_told_of_it(page: Page, live: LocalDesk) -> None:
    _shown(page, live, "?hostile=1")
    _press(page, "Fill in")
    _press(page, "^Open")
    frame = page.locator("workestra-tickets iframe").content_frame
    expect(frame.locator('[name="title"]')).to_have_value("Order 4711")
    _press(page, "^Close")
    expect(page.locator("workestra-tickets")).to_have_attribute("data-state", "closed")
    expect(page.locator("#told li")).to_have_text([re.compile(name) for name in ("open", "ready", "close")])
    _press(page, "Remove")
    expect(page.locator("workestra-tickets")).to_have_count(0)


def test_the_page_itself_is_accessible_and_speaks_to_the_widget_in_the_language_it_is_asked_for(
    page: Page, live: LocalDesk
) -> None:
    _shown(page, live, "?lang=fr")
    in_both_schemes(page, lambda shown: assert_accessible(shown, "main"))
    expect(page.locator("workestra-tickets .bubble")).to_have_attribute("aria-label", "Aide")


def test_it_is_shown_in_peace_first_and_leads_to_the_hostile_one_and_back(page: Page, live: LocalDesk) -> None:
    _shown(page, live)
    about = page.locator("main p").first
    assert about.evaluate("element => getComputedStyle(document.body).filter") == "none"
    page.get_by_role("link", name="with hostile styles").click()
    expect(page.get_by_role("link", name="in peace")).to_be_visible()
    assert about.evaluate("element => getComputedStyle(document.body).filter") == "sepia(1)"
    page.get_by_role("link", name="in peace").click()
    expect(page.get_by_role("link", name="with hostile styles")).to_be_visible()
