"""Narrowing the list: every filter by keyboard alone, what its chip says, taking it away, and going back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, conversation_there, new_ticket, sign_in
from tests.browser.watching import Watch, assert_accessible, assert_reflows
from tests.support.local_desk import LocalDesk

CHOSEN = (
    ("Status", "Waiting", "Status: Waiting", "status=waiting"),
    ("Priority", "Urgent", "Priority: Urgent", "priority=urgent"),
    ("Type", "Bug report", "Type: Bug report", "type=bug_report"),
    ("Channel", "Phone", "Channel: Phone", "channel=phone"),
    ("Label", "Billing", "Label: Billing", "label="),
    ("Assignee", "Me", "Assignee: Me", "assignee=me"),
    ("Contact", "Maya Osei", "Contact: Maya Osei", "contact="),
    ("SLA", "at risk", "SLA: at risk", "sla=warning"),
    ("CSAT", "not rated", "CSAT: not rated", "csat=none"),
    ("Delivery", "not delivered", "Delivery: not delivered", "delivery=failed"),
)
"""Filter, value, what the chip says, and what stands in the address."""
FIVE = "priority=urgent,high,medium&sla=warning,breached&csat=1,2&created=2026-01-01..2026-11-15&updated=30d"


def listed(page: Page) -> None:
    expect(page.locator("[data-ref]").first).to_be_visible()


def chip(page: Page, told: str) -> None:
    expect(page.get_by_role("button", name=told, exact=True)).to_be_visible()


def press_through(page: Page, *typed: str) -> None:
    """Choose the first of what is found by each of the words, one list after the other."""
    page.keyboard.press("f")
    for words in typed:
        field = page.get_by_role("combobox", name=re.compile(""))
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        page.keyboard.type(words)
        expect(page.get_by_role("option").first).to_contain_text(words)
        page.keyboard.press("Enter")


@pytest.mark.parametrize(("name", "value", "told", "address"), CHOSEN, ids=[name for name, *_ in CHOSEN])
def test_a_filter_is_chosen_by_keyboard_told_by_a_chip_and_taken_away(
    page: Page, live: LocalDesk, name: str, value: str, told: str, address: str
) -> None:
    sign_in(page, live, "/console/tickets")
    listed(page)
    press_through(page, name, value)
    page.keyboard.press("Escape")
    chip(page, told)
    assert address in page.url
    page.reload()
    chip(page, told)
    page.get_by_role("button", name=f"Remove the filter “{told}”").press("Enter")
    expect(page.get_by_role("button", name=told, exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    assert address not in page.url
    listed(page)


def test_days_are_chosen_by_keyboard_between_two_or_as_the_last_seven(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Made today, as the desk has it")
    created = datetime.fromisoformat(api(live, "GET", f"tickets/{ref}")["created_at"])
    page.clock.set_fixed_time(created)
    sign_in(page, live, "/console/tickets?tab=open")
    ours = page.locator(f"[data-ref={ref}]")
    expect(ours).to_be_visible()
    page.keyboard.press("f")
    page.keyboard.type("created")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="today")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    chip(page, "Created: last 7 days")
    expect(page).to_have_url(re.compile(r"created=7d"))
    expect(ours).to_be_visible()
    page.get_by_role("button", name="Created: last 7 days", exact=True).press("Enter")
    before = (created - timedelta(days=1)).date().isoformat()
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_label("Last day").fill(before)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"created=2026-01-01\.\.{before}"))
    expect(ours).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Created: ")).press("Enter")
    page.get_by_label("Last day").fill(created.date().isoformat())
    page.keyboard.press("Enter")
    expect(ours).to_be_visible()


def test_a_last_day_before_the_first_is_not_taken(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?created=2026-11-10..2026-11-12")
    page.get_by_role("button", name=re.compile("^Created: ")).press("Enter")
    page.get_by_label("Last day").fill("2026-11-09")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Created")).to_be_visible()
    expect(page).to_have_url(re.compile(r"created=2026-11-10\.\.2026-11-12"))


def test_going_back_undoes_one_filter_however_many_values_it_has(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets")
    listed(page)
    press_through(page, "Priority", "Low")
    page.get_by_role("combobox").fill("Urgent")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    chip(page, "Priority: Urgent, Low")
    press_through(page, "Channel", "Phone")
    page.keyboard.press("Escape")
    chip(page, "Channel: Phone")
    page.go_back()
    chip(page, "Priority: Urgent, Low")
    expect(page.get_by_role("button", name="Channel: Phone", exact=True)).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("button", name=re.compile("^Priority: "))).to_have_count(0)
    listed(page)
    page.go_forward()
    chip(page, "Priority: Urgent, Low")


def test_a_filter_is_found_by_its_values_and_says_what_it_holds(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?priority=low")
    page.keyboard.press("f")
    page.keyboard.type("urg")
    option = page.get_by_role("dialog").get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_have_text("PriorityLow")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Priority").get_by_role("option", name="Low")).to_have_attribute(
        "aria-selected", "true"
    )


def test_what_is_due_comes_with_the_soonest_on_top_and_the_order_can_be_another(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?sla=breached,warning,on_track")
    for name, sort in (("SLA due soonest", "sla_due"), ("Highest priority", "priority")):
        page.get_by_role("button", name="Sort").press("ArrowDown")
        with page.expect_response(lambda answer, sort=sort: f"sort={sort}" in answer.url):  # type: ignore[misc]
            page.get_by_role("menuitemradio", name=name).press("Enter")
    press_through(page, "SLA", "on track")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"tickets\?sort=priority$"))


def test_an_empty_list_says_what_it_is_filtered_by_and_offers_to_clear(page: Page, live: LocalDesk) -> None:
    maya = api(live, "GET", "contacts?q=maya")["items"][0]["id"]
    sign_in(page, live, f"/console/tickets?contact={maya}&csat=1,2&created=..2020-01-01")
    expect(page.get_by_text("Filtered by Contact: Maya Osei · CSAT: 1–2 · Created: until Jan 1, 2020")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).last.press("Enter")
    listed(page)
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()


def test_a_view_keeps_filters_and_says_that_it_keeps_no_days(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?sla=paused&csat=none&updated=7d")
    page.get_by_role("button", name="Save as view").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("dates are not saved")
    dialog.get_by_label("Name").fill("Paused and unrated")
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Paused and unrated").click()
    chip(page, "SLA: paused")
    chip(page, "CSAT: not rated")
    assert "updated" not in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_five_chips_leave_the_other_controls_where_they_are(open_page: OpenPage, live: LocalDesk, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 720}, has_touch=width == 390)
    sign_in(page, live, "/console/tickets")
    listed(page)
    new = page.get_by_role("button", name="New ticket")
    before = new.bounding_box()
    bar = page.get_by_role("group", name="Filters", exact=True)
    assert bar.get_by_role("button").count() <= 7
    sign_in(page, live, f"/console/tickets?{FIVE}")
    expect(bar.get_by_role("button", name=re.compile("^Remove the filter"))).to_have_count(5)
    assert new.bounding_box() == before
    assert_reflows(page)
    assert_accessible(page)


def test_a_day_is_the_readers_own(open_page: OpenPage, live: LocalDesk) -> None:
    page = open_page(timezone_id="Pacific/Auckland")
    page.clock.set_fixed_time(datetime(2026, 11, 28, 23, 30, tzinfo=UTC))
    with page.expect_request(lambda asked: "created_after=2026-11-28T11%3A00%3A00.000Z" in asked.url) as request:
        sign_in(page, live, "/console/tickets?tab=open&created=today")
    assert "created_before=2026-11-29T11%3A00%3A00.000Z" in request.value.url


def test_beside_a_ticket_no_filter_is_offered_that_could_not_be_seen(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, f"/console/tickets/{new_ticket(live, 'Alone with its list')}")
    conversation_there(page)
    page.keyboard.press("f")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_filter_whose_label_is_gone_says_so(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 404")  # to who the contact is
    sign_in(page, live, "/console/tickets?label=l_gone&contact=c_gone")
    chip(page, "Label: no longer available")
    chip(page, "Contact: no longer available")
