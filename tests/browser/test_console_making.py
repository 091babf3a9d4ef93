"""Making a ticket by hand in the console: all of its fields, customers known and new, files, and nothing typed lost."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, sign_in, sign_in_as_reader
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk


def opened(page: Page, live: LocalDesk) -> Locator:
    """The form, opened by its key."""
    sign_in(page, live)
    expect(page.get_by_role("button", name="New ticket")).to_be_visible()
    page.keyboard.press("c")
    form = page.get_by_role("dialog", name="New ticket")
    expect(form.get_by_label("Title")).to_be_focused()
    return form


def made(page: Page, live: LocalDesk) -> dict[str, Any]:
    """The ticket that the form led to, as the desk has it."""
    page.wait_for_url("**/console/tickets/TKT-*")
    found: dict[str, Any] = api(live, "GET", f"tickets/{page.url.rpartition('/')[2].partition('?')[0]}")
    return found


def test_a_ticket_is_made_with_all_of_its_fields(page: Page, live: LocalDesk) -> None:
    form = opened(page, live)
    page.keyboard.type("Van broke down")
    form.get_by_role("button", name="Customer: Choose customer").click()
    page.keyboard.type("maya")
    page.get_by_role("option", name="Maya Osei").click()
    form.get_by_label("Description").fill("She called from the road.")
    form.get_by_label("Attach", exact=True).set_input_files(
        {"name": "route.txt", "mimeType": "text/plain", "buffer": b"A7, exit 12"}
    )
    expect(form.get_by_role("list", name="Attachments")).to_contain_text("route.txt")
    for label, value in (("Priority", "urgent"), ("Type", "bug_report"), ("Status", "in_progress")):
        form.get_by_label(label).select_option(value)
    form.get_by_label("Assignee").select_option(label="Ben Ito")
    form.get_by_label("CC").fill("garage@northpier.example, office@northpier.example")
    form.get_by_role("button", name="Add label").click()
    page.get_by_role("option", name="Billing").click()
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Create ticket").click()
    ticket = made(page, live)
    expect(page.get_by_role("heading", name="Van broke down")).to_be_visible()
    expect(page.get_by_role("link", name="Van broke down")).to_be_visible()
    told = ("title", "description", "priority", "type", "status", "channel", "source", "participants", "public")
    assert {name: ticket[name] for name in told} == {
        "title": "Van broke down",
        "description": "She called from the road.",
        "priority": "urgent",
        "type": "bug_report",
        "status": "in_progress",
        "channel": "phone",
        "source": "console",
        "participants": ["garage@northpier.example", "office@northpier.example"],
        "public": True,
    }
    assert (ticket["contact"]["email"], ticket["assignee"]["name"]) == ("maya@northpier.example", "Ben Ito")
    assert [label["name"] for label in ticket["labels"]] == ["Billing"]
    assert [file["name"] for file in ticket["attachments"]] == ["route.txt"]


def test_somebody_new_is_added_by_keyboard_alone_and_not_mailed_when_told_so(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    page.keyboard.type("First call of a new customer")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("nora@newcomer.example")
    expect(page.get_by_role("option", name="New customer nora@newcomer.example")).to_be_visible()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="New ticket")
    form.get_by_label("Customer name").focus()
    page.keyboard.type("Nora Lund")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    ticket = made(page, live)
    assert (ticket["contact"]["name"], ticket["contact"]["email"]) == ("Nora Lund", "nora@newcomer.example")
    assert not ticket["public"]


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    form = opened(page, live)
    page.keyboard.type("Copy to nowhere")
    form.get_by_label("CC").fill("garage@northpier.example; nobody.example")
    page.keyboard.press("Control+Enter")
    field = form.get_by_label("CC")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(form.locator(".wrong").filter(has_text="address")).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="New ticket")).to_be_visible()
    page.keyboard.press("c")
    expect(form.get_by_label("Title")).to_have_value("Copy to nowhere")
    expect(form.get_by_label("CC")).to_have_value("garage@northpier.example; nobody.example")
    form.get_by_role("button", name="Discard").click()
    expect(form.get_by_label("Title")).to_have_value("")


def test_a_lost_answer_makes_no_second_ticket(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED")
    keys: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
        return route.abort() if len(keys) <= 3 else route.fallback()

    form = opened(page, live)
    page.route("**/v1/acme/tickets", lose)
    page.keyboard.type("Made once")
    page.keyboard.press("Control+Enter")
    expect(form.get_by_role("alert")).to_contain_text("Can't reach the server")
    page.keyboard.press("Control+Enter")
    ticket = made(page, live)
    assert len(keys) == 4
    assert len(set(keys)) == 1
    live.call("/_local/settle", {})
    found = api(live, "GET", "tickets?q=made+once")["items"]
    assert [one["ref"] for one in found] == [ticket["ref"]], json.dumps(found)


def test_whoever_may_only_read_is_not_offered_it(page: Page, live: LocalDesk) -> None:
    sign_in_as_reader(page, live)
    expect(page.get_by_role("button", name="New ticket")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_have_count(0)
