"""Tickets by sentence in the console's palette: offered, read, looked over in the form, and made by a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, sign_in, sign_in_as_reader
from tests.support.local_desk import LocalDesk

SENTENCE = "Create a support ticket for Maya Osei: the export is broken since Monday, urgent"


def palette(page: Page, live: LocalDesk, typed: str = "") -> Locator:
    """The palette, opened by its key, with something typed."""
    sign_in(page, live)
    expect(page.get_by_role("button", name="New ticket")).to_be_visible()
    return again(page, typed)


def again(page: Page, typed: str) -> Locator:
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search or jump to")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(typed)
    return dialog


def form(page: Page) -> Locator:
    return page.get_by_role("dialog", name="New ticket")


def answer(page: Page, do: Callable[[Route], None], times: int = 1) -> None:
    """What the assistant answers to the next sentences."""
    page.route("**/v1/acme/assistant", do, times=times)


def test_a_sentence_becomes_a_ticket_by_keyboard_alone(page: Page, live: LocalDesk) -> None:
    dialog = palette(page, live, SENTENCE)
    expect(dialog.get_by_role("option", name="Create a ticket from")).to_be_visible()
    page.keyboard.press("Enter")
    title = form(page).get_by_label("Title")
    expect(title).to_be_focused()
    expect(title).to_have_value("The export is broken since Monday")
    expect(title).to_have_accessible_description(re.compile(f"^Filled in from “{re.escape(SENTENCE)}”"))
    expect(form(page).get_by_text("Read using fixed rules, without a model.")).to_be_visible()
    expect(form(page).get_by_label("Priority")).to_have_value("urgent")
    expect(form(page).get_by_role("button", name="Customer: Maya Osei")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/console/tickets/TKT-*")
    made = api(live, "GET", f"tickets/{page.url.rpartition('/')[2].partition('?')[0]}")
    told = (made["title"], made["priority"], made["type"], made["channel"], made["contact"]["email"])
    assert told == ("The export is broken since Monday", "urgent", "support_ticket", "api", "maya@northpier.example")


def test_one_word_finds_tickets_first_and_is_offered_when_it_fits_nothing(page: Page, live: LocalDesk) -> None:
    dialog = palette(page, live, "webhook")
    expect(dialog.get_by_role("option").first).to_be_visible()
    expect(dialog.get_by_role("option", name="Create a ticket from")).to_have_count(0)
    dialog.get_by_role("combobox").fill("zzqqy")
    expect(dialog.get_by_role("option", name="Create a ticket from “zzqqy”")).to_be_visible()


def test_what_is_found_late_leaves_the_mark_where_it_was_seen(page: Page, live: LocalDesk) -> None:
    held: list[Route] = []
    dialog = palette(page, live)
    page.route("**/acme/tickets?*", lambda route: held.append(route))
    with page.expect_request(lambda request: quote_plus(SENTENCE[-9:]) in request.url.replace("%20", "+")):
        page.keyboard.type(SENTENCE)
    start = dialog.get_by_role("option", name="Create a ticket from")
    expect(start).to_have_attribute("data-active", "")
    found = api(live, "GET", "tickets?limit=2")
    held[-1].fulfill(body=json.dumps(found), content_type="application/json")
    expect(dialog.get_by_role("option")).to_have_count(3)
    expect(start).to_have_attribute("data-active", "")
    expect(dialog.get_by_role("option").last).to_contain_text("Create a ticket from")
    page.keyboard.press("Enter")
    expect(form(page).get_by_text("Filled in from")).to_be_visible()


def test_what_it_asks_back_stands_at_the_field_with_whom_to_choose_from(page: Page, live: LocalDesk) -> None:
    for name in ("Petra Holm", "Petra Lang"):
        email = f"{name.lower().replace(' ', '.')}@twins.example"
        api(live, "POST", "contacts", {"name": name, "email": email})
    dialog = palette(page, live, "Ticket for Petra: the printer is out of paper")
    dialog.get_by_role("option", name="Create a ticket from").click()
    which = form(page).get_by_role("group", name="Petra")
    expect(which.get_by_role("button")).to_have_count(2)
    expect(form(page).get_by_role("button", name="Customer: Choose")).to_have_accessible_description(
        which.get_attribute("aria-label") or ""
    )
    which.get_by_role("button", name="Petra Lang").click()
    expect(form(page).get_by_role("button", name="Customer: Petra Lang")).to_be_visible()
    expect(which).to_have_count(0)


def test_a_caller_without_an_address_is_kept_by_name_and_company(page: Page, live: LocalDesk) -> None:
    palette(page, live, "Create a ticket for Odile at Kestrel: the scanner is silent")
    page.keyboard.press("Enter")
    customer = form(page).get_by_role("button", name="Customer: Odile")
    expect(customer).to_have_accessible_description(re.compile("^I don't know Odile"))
    name = form(page).get_by_label("Customer name", exact=True)
    expect(name).to_have_value("Odile")
    expect(name).to_have_attribute("required", "")
    form(page).get_by_label("Title").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/console/tickets/TKT-*")
    contact = api(live, "GET", f"tickets/{page.url.rpartition('/')[2].partition('?')[0]}")["contact"]
    assert api(live, "GET", f"contacts/{contact['id']}")["company"] == "Kestrel"


def test_a_begun_ticket_is_kept_unless_the_person_lets_it_go(page: Page, live: LocalDesk) -> None:
    dialog = palette(page, live)
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    form(page).get_by_label("Title").fill("Begun by hand")
    page.keyboard.press("Escape")
    again(page, SENTENCE)
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog", name="Replace your unfinished ticket?")
    expect(asked).to_contain_text("Begun by hand")
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("combobox")).to_have_value(SENTENCE)
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Enter")
    asked.get_by_role("button", name="Replace").click()
    expect(form(page).get_by_label("Title")).to_have_value("The export is broken since Monday")


def test_waiting_is_said_and_another_sentence_ends_it(page: Page, live: LocalDesk) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    dialog = palette(page, live, SENTENCE)
    answer(page, hold)
    page.keyboard.press("Enter")
    status = dialog.get_by_role("status").filter(has_text="Reading")
    expect(status).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("!")
    expect(status).to_have_count(0)
    assert len(held) == 1
    expect(dialog.get_by_role("alert")).to_have_text("")
    expect(form(page)).to_have_count(0)


def test_a_model_that_is_of_no_use_is_named_in_the_form(page: Page, live: LocalDesk) -> None:
    def fallen(route: Route) -> None:
        document = route.fetch().json() | {"fallback": "unavailable"}
        route.fulfill(body=json.dumps(document), content_type="application/json")

    palette(page, live, SENTENCE)
    answer(page, fallen)
    page.keyboard.press("Enter")
    expect(form(page).get_by_text("Without the model: it can't be reached.")).to_be_visible()


def test_whoever_may_only_read_is_not_offered_it(page: Page, live: LocalDesk) -> None:
    sign_in_as_reader(page, live)
    dialog = again(page, "zz qq yy xx")
    expect(dialog.get_by_role("option")).to_have_count(0)
    expect(dialog.get_by_text("No matches")).to_be_visible()
