"""Every view, dialog and state of the console, in scenes: the states of one follow each other on one page.

A state is a name and a function that brings the page there, from the state before or by a load of its own. What it
needs of the desk it makes, or puts into the desk's answer; between two states everything is as before (`rest`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, fill_sign_in, go, mail, needs_console, new_ticket, sign_in
from tests.support.local_desk import LocalDesk

State = Callable[[Page, LocalDesk], None]
CARLA = "carla@acme.example"
SENTENCE = "Create a support ticket for Maya Osei: the export is broken since Monday, urgent"
TOLD = "The monthly export stops at line 1000.\n\nCan you help? It is urgent. The log says `EOF`."
ALONE = "?tab=archived"
"""Beside an open ticket, a list that has few rows or none."""


def rest(page: Page) -> None:
    """Close what is open over the page, and let the desk answer as it does."""
    page.context.set_offline(False)
    page.unroute_all()
    for _ in range(4):
        if page.locator("dialog[open], [popover=auto]:popover-open").count() == 0:
            return
        leave = page.get_by_role("button", name="Leave", exact=True)
        if leave.count():
            leave.click()
        else:
            page.keyboard.press("Escape")
    raise AssertionError("something over the page can't be closed")


# Answers of the desk


def answered(page: Page, url: str, content: object, status: int = 200, method: str = "") -> None:
    """The desk answers so; to the other methods as it does."""
    body = json.dumps(content)

    def answer(route: Route) -> None:
        if method in ("", route.request.method):
            route.fulfill(status=status, body=body, content_type="application/json")
        else:
            route.fallback()

    page.route(url, answer)


def refused(page: Page, url: str, status: int, code: str, method: str = "") -> None:
    problem = {"type": "about:blank", "title": code, "status": status, "detail": f"Refused: {code}.", "errors": []}
    answered(page, url, {**problem, "code": code}, status, method)


def with_more(page: Page, url: str, **more: Any) -> None:
    """What the desk answers, with these fields as given."""

    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(route.fetch().json() | more), content_type="application/json")

    page.route(url, answer)


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]").last


# Signing in


def signing_in(page: Page, live: LocalDesk) -> None:
    needs_console()
    page.goto("/console/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def wrong_password(page: Page, live: LocalDesk) -> None:
    refused(page, "**/auth/sign-in", 401, "bad_credentials")
    fill_sign_in(page, live)
    expect(page.get_by_role("alert")).to_be_visible()


def forgotten_password(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Forgot your password?").click()
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()


def link_mailed(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/forgot-password", {})
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("is on its way")).to_be_visible()


def first_password(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/sign-in", {"challenge": "new_password_required", "session": "s-1"})
    fill_sign_in(page, live)
    expect(page.get_by_label("New password")).to_be_focused()


def code_of_the_authenticator(page: Page, live: LocalDesk) -> None:
    answered(page, "**/auth/sign-in", {"challenge": "mfa", "session": "s-1"})
    fill_sign_in(page, live)
    expect(page.get_by_label("Code from your authenticator")).to_be_focused()


def desk_unreachable(page: Page, live: LocalDesk) -> None:
    page.route("**/auth/refresh", lambda route: route.abort())
    page.goto("/console/")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def member_of_nothing(page: Page, live: LocalDesk) -> None:
    with_more(page, "**/v1/me", workspaces=[])
    sign_in(page, live)
    expect(page.get_by_text("not a member of any workspace")).to_be_visible()


# The list


def rows(page: Page) -> Locator:
    return page.locator("[data-ref]")


def ticket_list(page: Page, live: LocalDesk) -> None:
    sign_in(page, live)
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("j")


def menu_of_the_order(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Order").press("ArrowDown")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()


def menu_of_the_account(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Account of").press("ArrowDown")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()


def picker_of_a_filter(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Label: Any").click()
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def narrowed_list(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?priority=urgent,high,medium&channel=phone,email")
    expect(page.get_by_role("button", name="Save as a view")).to_be_visible()


def saving_a_view(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Save as a view").click()
    expect(dialog(page).get_by_label("Name")).to_be_focused()


def nothing_fits(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?priority=urgent&channel=chat&type=feature_request")
    expect(page.get_by_role("heading", name="No ticket fits these filters")).to_be_visible()


def nothing_found(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?q=xylophone+quagga")
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()


def empty_tab(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/tickets?*", {"items": [], "next_cursor": None})
    go(page, "/console/tickets?tab=mine")
    expect(page.get_by_role("heading", name="Nothing is assigned to you")).to_be_visible()


def failing_list(page: Page, live: LocalDesk) -> None:
    refused(page, "**/acme/tickets?*", 500, "internal_error")
    go(page, "/console/tickets?tab=waiting&priority=low")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def list_on_its_way(page: Page, live: LocalDesk) -> None:
    page.route("**/acme/tickets?*", lambda route: None)
    go(page, "/console/tickets?tab=resolved&priority=low")
    expect(page.locator(".skeleton")).to_be_visible()


def offline(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets?tab=open")
    expect(rows(page).first).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text="can't be reached")).to_be_visible()


def not_found(page: Page, live: LocalDesk) -> None:
    go(page, "/console/nowhere/at/all")
    expect(page.get_by_text("There is nothing here.")).to_be_visible()


def first_run(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/tickets?*", {"items": [], "next_cursor": None})
    with_more(page, "**/acme/tickets/counts", all=0, archived=0)
    sign_in(page, live)
    expect(page.get_by_role("link", name="Write to support@acme.example")).to_be_visible()


def dialog_on_its_way(page: Page, live: LocalDesk) -> None:
    page.route("**/NewTicket.*.js", lambda route: None)
    sign_in(page, live, "/console/inbox")
    page.keyboard.press("c")
    expect(dialog(page).get_by_text("Loading …")).to_be_visible()


def list_in_german(page: Page, live: LocalDesk) -> None:
    page.add_init_script("localStorage.setItem('workestra.language', '\"de\"')")
    sign_in(page, live)
    expect(rows(page).first).to_be_visible()
    rows(page).first.get_by_role("checkbox").click()


# What is done to ticked tickets


def ticked(page: Page, live: LocalDesk) -> None:
    refs = [new_ticket(live, f"Ticked, {number}", status="waiting", priority="low") for number in (1, 2)]
    sign_in(page, live, "/console/tickets?tab=waiting&priority=low")
    for ref in refs:
        page.get_by_role("checkbox", name=f"Select {ref}").click()
    expect(page.get_by_role("region", name="Selected tickets")).to_be_visible()


def picker_of_the_status(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("s")
    expect(dialog(page).get_by_role("option", name="Waiting")).to_be_visible()


def picker_of_the_priority(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("p")
    expect(dialog(page).get_by_role("option", name="Urgent")).to_be_visible()


def picker_of_the_assignee(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("a")
    expect(dialog(page).get_by_role("option", name="Ben Ito")).to_be_visible()


def picker_of_labels(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("l")
    expect(dialog(page).get_by_role("option", name="Billing")).to_be_visible()


def archiving_many(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("e")
    expect(page.get_by_role("dialog", name="Archive 2 tickets?")).to_be_visible()


def many_refused(page: Page, live: LocalDesk) -> None:
    refused(page, "**/tickets/bulk", 403, "forbidden")
    picker_of_the_priority(page, live)
    dialog(page).get_by_role("option", name="Urgent").click()
    expect(page.get_by_role("region", name="Selected tickets").get_by_role("listitem")).to_have_count(2)
    expect(page.locator(".toast.error")).to_be_visible()


# What comes up over any page


def palette(page: Page, live: LocalDesk) -> None:
    if page.url == "about:blank":
        sign_in(page, live, "/console/inbox")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(dialog(page).get_by_role("combobox")).to_be_focused()


def palette_that_found(page: Page, live: LocalDesk) -> None:
    palette(page, live)
    page.keyboard.type("webhook")
    expect(dialog(page).get_by_role("option", name="TKT-").first).to_be_visible()


def sentence(page: Page, live: LocalDesk) -> None:
    palette(page, live)
    page.keyboard.type(SENTENCE)
    expect(dialog(page).get_by_role("option", name="Create a ticket from")).to_be_visible()


def sentence_not_read(page: Page, live: LocalDesk) -> None:
    sentence(page, live)
    page.route("**/v1/acme/assistant", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("button", name="Try again")).to_be_visible()


def new_ticket_from_a_sentence(page: Page, live: LocalDesk) -> None:
    sentence(page, live)
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_text("Filled in from")).to_be_visible()


def begun_ticket_in_the_way(page: Page, live: LocalDesk) -> None:
    sentence(page, live)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Replace the ticket you began?")).to_be_visible()


def new_ticket_that_asks_back(page: Page, live: LocalDesk) -> None:
    for name in ("Tilda Holm", "Tilda Lang"):
        api(live, "POST", "contacts", {"name": name, "email": f"{name.replace(' ', '.')}@twins.example"})
    palette(page, live)
    page.keyboard.type("Ticket for Tilda: the printer is out of paper")
    dialog(page).get_by_role("option", name="Create a ticket from").click()
    page.get_by_role("button", name="Replace it").click()
    expect(page.get_by_role("group", name="Tilda").get_by_role("button")).to_have_count(2)


def new_ticket_with_a_problem(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("c")
    dialog(page).get_by_label("In copy").fill("nobody.example")
    page.keyboard.press("Control+Enter")
    expect(dialog(page).get_by_label("In copy")).to_have_attribute("aria-invalid", "true")


def customer_of_a_new_ticket(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("c")
    dialog(page).get_by_role("button", name="Customer: ").click()
    expect(page.get_by_role("dialog", name="Find a customer").get_by_role("option").first).to_be_visible()


def shortcuts(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def deleting_a_view(page: Page, live: LocalDesk) -> None:
    view = {"id": "v_1", "name": "Burning since yesterday", "shared": True, "own": True, "filters": {"status": "open"}}
    answered(page, "**/acme/views?*", {"items": [view], "next_cursor": None})
    sign_in(page, live, "/console/inbox")
    page.get_by_role("button", name="Delete the view").click()
    expect(dialog(page).get_by_role("button", name="Delete")).to_be_focused()


def signing_in_again(page: Page, live: LocalDesk) -> None:
    section("keyboard")(page, live)
    for url in ("**/acme/inbox?*", "**/auth/refresh"):
        refused(page, url, 401, "unauthenticated")
    go(page, "/console/inbox")
    expect(page.get_by_role("dialog", name="Sign in").get_by_label("Password", exact=True)).to_be_focused()


# An open ticket


def at_ticket(page: Page, live: LocalDesk, ref: str, email: str = "") -> None:
    path = f"/console/tickets/{ref}{ALONE}"
    if page.url == "about:blank":
        sign_in(page, live, path, email)
    else:
        go(page, path)
    expect(page.get_by_role("region", name="Conversation")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".assistant, .sidebar [role=alert]").first).to_be_visible()


def open_ticket(page: Page, live: LocalDesk) -> None:
    told = {"description": TOLD, "participants": ["ops@northpier.example"], "priority": "high"}
    ref = new_ticket(live, "The export stops", **told)
    billing = next(each["id"] for each in api(live, "GET", "labels")["items"] if each["name"] == "Billing")
    api(live, "PUT", f"tickets/{ref}/labels/{billing}")
    api(live, "POST", f"tickets/{ref}/replies", {"body": "We look into **it**:\n\n1. the log\n2. `export.py`"})
    api(live, "POST", f"tickets/{ref}/notes", {"body": "The proxy again, @Ben Ito."})
    api(live, "POST", f"tickets/{ref}/merge", {"duplicate": new_ticket(live, "It stops", description="Once more.")})
    api(live, "POST", f"tickets/{ref}/escalate", {"reason": "The month ends today."})
    company = {"id": "m_x", "name": "Ben Ito", "state": "writing", "at": "2027-03-02T09:30:00Z"}
    answered(page, "**/presence", {"items": [company]})
    sign_in(page, live, f"/console/tickets/{ref}?tab=waiting")
    expect(page.get_by_text("Ben Ito is writing a reply")).to_be_visible()
    expect(page.locator(".assistant")).to_be_visible()


def menu_of_the_ticket(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="More").press("ArrowDown")
    expect(page.get_by_role("menuitem").first).to_be_focused()


def menu_of_sending(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="How to send").press("ArrowDown")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()


def properties_hidden(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Hide properties").click()
    expect(page.get_by_role("complementary", name="Properties")).to_have_count(0)


def title_in_its_field(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Show properties").click()
    page.locator("#details").get_by_role("button").click()
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()


def address_not_taken(page: Page, live: LocalDesk) -> None:
    side = page.get_by_role("region", name="In copy")
    side.get_by_role("button", name="Add address").click()
    side.get_by_role("textbox").fill("ops@northpier")
    page.keyboard.press("Enter")
    expect(side.get_by_role("alert")).not_to_be_empty()


def question_to_the_assistant(page: Page, live: LocalDesk) -> None:
    page.get_by_role("textbox", name="Your question").fill("At which line does the export stop?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").locator("blockquote").first).to_be_visible()


def canned_responses(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Canned").click()
    expect(dialog(page).get_by_role("option", name="Manage canned responses")).to_be_visible()


def canned_response_with_a_gap(page: Page, live: LocalDesk) -> None:
    answered(page, "**/render", {"text": "Dear , it goes on.", "empty": ["customer_name"]})
    canned_responses(page, live)
    dialog(page).get_by_role("option").first.click()
    expect(page.get_by_role("alert").filter(has_text="{{customer_name}}")).to_be_visible()


def files_of_a_reply(page: Page, live: LocalDesk) -> None:
    for name, content in (("the log of the day before yesterday.txt", b"EOF"), ("nothing.txt", b"")):
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    expect(page.get_by_text("nothing.txt is empty.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove the log")).to_be_visible()


def refused_reply(page: Page, live: LocalDesk) -> None:
    refused(page, "**/replies", 403, "forbidden")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".refusal")).to_be_visible()


def newer_messages(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Two at once", description=TOLD)
    at_ticket(page, live, ref)
    page.get_by_role("textbox", name="Reply to the customer").fill("Good morning!")
    api(live, "POST", f"tickets/{ref}/notes", {"body": "Wait, I have talked to her."})
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("button", name="Send all the same")).to_be_visible()


def reply_on_hold(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Send all the same").click()
    expect(page.get_by_text("is sent in a moment")).to_be_visible()
    expect(page.locator(".toast")).to_be_visible()


def note_that_calls_somebody(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("n")
    page.keyboard.type("Please look, @be")
    expect(page.get_by_role("option", name="Ben Ito")).to_be_visible()


def resolving(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "Over which dialogs come up", description=TOLD))
    page.keyboard.press("Shift+R")
    expect(dialog(page).get_by_label("How was it resolved?")).to_be_focused()


def resolving_refused(page: Page, live: LocalDesk) -> None:
    refused(page, "**/resolve", 409, "already_resolved")
    page.keyboard.press("Shift+R")
    dialog(page).get_by_label("How was it resolved?").fill("A new proxy.")
    page.keyboard.press("Control+Enter")
    expect(dialog(page).get_by_role("alert")).to_be_visible()


def escalating(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("Shift+E")
    expect(dialog(page).get_by_label("Why is it urgent?")).to_be_focused()


def duplicates_found(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("m")
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def duplicate_of_another_customer(page: Page, live: LocalDesk) -> None:
    tom = {"email": "tom@lindqvistcycles.example", "name": "Tom Lindqvist"}
    ref = new_ticket(live, "Badger in the cellar, and it will not leave", contact=tom)
    page.keyboard.press("m")
    dialog(page).get_by_role("combobox").fill(ref)
    dialog(page).get_by_role("option", name="Badger in the cellar").click()
    expect(dialog(page).get_by_label("Both may get the same answers")).to_be_visible()


def choosing_the_customer(page: Page, live: LocalDesk) -> None:
    customer = page.get_by_role("region", name="Customer")
    customer.get_by_role("button", name="Change").click()
    expect(dialog(page).get_by_role("option").first).to_be_visible()


def archiving(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("e")
    expect(dialog(page).get_by_role("button", name="Archive")).to_be_focused()


# Tickets of other kinds


def resolved_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Solved", description=TOLD)
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "A new proxy, and a longer line."})
    rated = {"score": 4, "comment": "The answer came within the hour.", "agent_estimate": 5}
    with_more(page, f"**/acme/tickets/{ref}", csat=rated, follow_ups=["TKT-0001"])
    at_ticket(page, live, ref)
    expect(page.locator(".stars")).to_be_visible()


def merged_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "A duplicate", description=TOLD)
    primary = new_ticket(live, "The one to keep")
    api(live, "POST", f"tickets/{primary}/merge", {"duplicate": ref})
    at_ticket(page, live, ref)
    expect(page.get_by_text("This ticket was merged into")).to_be_visible()


def archived_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Put away", description=TOLD)
    api(live, "POST", f"tickets/{ref}/archive")
    at_ticket(page, live, ref)
    expect(page.get_by_text("This ticket is archived.")).to_be_visible()


def breached_ticket(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, api(live, "GET", "tickets?sla=breached&limit=1")["items"][0]["ref"])
    expect(page.locator(".sla-banner.breached")).to_be_visible()


def mail_as_it_was_sent(page: Page, live: LocalDesk) -> None:
    html = '<h1>See</h1><p>The chart: <img alt="chart" src="https://pictures.example/chart.png"></p>'
    at_ticket(page, live, mail(live, "With a picture of the state", "See", html))
    page.get_by_role("button", name="Show as it was sent").click()
    expect(page.get_by_role("button", name="Load pictures")).to_be_visible()


def assistant_failing(page: Page, live: LocalDesk) -> None:
    refused(page, "**/assistant", 500, "internal_error")
    at_ticket(page, live, new_ticket(live, "Without an assistant", description=TOLD))
    expect(page.locator(".sidebar").get_by_role("button", name="Try again")).to_be_visible()


def missing_ticket(page: Page, live: LocalDesk) -> None:
    go(page, f"/console/tickets/TKT-9999{ALONE}")
    expect(page.get_by_text("There is no ticket TKT-9999")).to_be_visible()


def failing_ticket(page: Page, live: LocalDesk) -> None:
    refused(page, "**/acme/tickets/TKT-*", 500, "internal_error")
    go(page, f"/console/tickets/{new_ticket(live, 'Not to be had')}{ALONE}")
    expect(page.locator(".ticket").get_by_role("button", name="Try again")).to_be_visible()


def ticket_in_german(page: Page, live: LocalDesk) -> None:
    page.add_init_script("localStorage.setItem('workestra.language', '\"de\"')")
    ref = new_ticket(live, "Rheinschifffahrtsgesellschaftsverwaltung " * 4, description=TOLD)
    sign_in(page, live, f"/console/tickets/{ref}{ALONE}")
    expect(page.locator(".assistant")).to_be_visible()


def ticket_only_to_be_read(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "Only read", description=TOLD), "dmitri@acme.example")
    expect(page.get_by_role("region", name="Answer")).to_have_count(0)


# The inbox


def inbox(page: Page, live: LocalDesk) -> None:
    members = {member["email"]: member["id"] for member in api(live, "GET", "members")["items"]}
    new_ticket(live, "Given to Carla", assignee_id=members[CARLA])
    live.call("/_local/settle", {})
    sign_in(page, live, "/console/inbox", CARLA)
    expect(page.get_by_role("button", name="Mark as read").first).to_be_visible()


def everything_read(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Mark all as read").click()
    page.get_by_role("checkbox", name="Unread only").check()
    expect(page.get_by_text("You have read everything.")).to_be_visible()


def forbidden_settings(page: Page, live: LocalDesk) -> None:
    go(page, "/console/settings/api-keys")
    expect(page.get_by_text("This is for admins.")).to_be_visible()


def empty_inbox(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/inbox?*", {"items": [], "next_cursor": None, "unread": 0})
    go(page, "/console/inbox")
    expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()


def failing_inbox(page: Page, live: LocalDesk) -> None:
    go(page, "/console/settings")
    refused(page, "**/acme/inbox?*", 500, "internal_error")
    go(page, "/console/inbox")
    expect(page.get_by_role("main").get_by_role("button", name="Try again")).to_be_visible()


# The settings: each section, and what its buttons bring up


def section(name: str) -> State:
    """A section of the settings, all of it there."""

    def shown(page: Page, live: LocalDesk) -> None:
        if page.url == "about:blank":
            sign_in(page, live, "/console/inbox")
        go(page, f"/console/settings/{name}")
        link = page.get_by_role("navigation", name="Settings").locator("[aria-current=page]")
        expect(link).to_have_attribute("href", f"/console/settings/{name}")
        expect(page.get_by_role("heading", level=1)).to_have_text(link.inner_text())
        expect(page.get_by_text("Loading …")).to_have_count(0)

    return shown


def brought_up(button: str) -> State:
    """What the first button of this name brings up."""

    def shown(page: Page, live: LocalDesk) -> None:
        page.get_by_role("main").get_by_role("button", name=re.compile(f"^{button}")).first.click()
        expect(dialog(page)).to_be_visible()
        expect(page.get_by_text("Loading …")).to_have_count(0)

    return shown


def unsaved(page: Page, live: LocalDesk) -> None:
    brought_up("New canned response")(page, live)
    dialog(page).get_by_label("Text", exact=True).fill("Hello {{customer_name}}, {{custmer}}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Leave without saving?")).to_be_visible()


def unsaved_canned_response(page: Page, live: LocalDesk) -> None:
    brought_up("New canned response")(page, live)
    dialog(page).get_by_label("Text", exact=True).fill("Hello {{customer_name}}, {{custmer}}")


def faint_label(page: Page, live: LocalDesk) -> None:
    brought_up("New label")(page, live)
    dialog(page).get_by_label("Name").fill("Billing")
    dialog(page).get_by_label("Colour").fill("#ffee88")
    dialog(page).get_by_role("button", name="Save").click()
    expect(dialog(page).get_by_label("Name")).to_have_attribute("aria-invalid", "true")


def failing_section(page: Page, live: LocalDesk) -> None:
    refused(page, "**/acme/members?*", 500, "internal_error")
    go(page, "/console/settings/members")
    expect(page.get_by_role("main").get_by_role("button", name="Try again")).to_be_visible()


def empty_section(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/widgets?*", {"items": [], "next_cursor": None})
    go(page, "/console/settings/widgets")
    expect(page.get_by_text("No widget yet.")).to_be_visible()


def week_of_hours(page: Page, live: LocalDesk) -> None:
    page.get_by_role("checkbox", name="Around the clock, every day").uncheck()
    page.get_by_role("button", name="Add a day off").click()
    expect(page.get_by_role("group", name="Sunday")).to_contain_text("Closed")


def parked_mail(page: Page, live: LocalDesk) -> None:
    parked = {"id": "s_1", "at": "2027-03-02T09:30:00Z", "cause": "spam", "detail": "", "sender": "win@prize.example"}
    text = {"subject": "You have won a prize that you will not believe", "preview": "Click here " * 20}
    answered(page, "**/acme/suspended-mails?*", {"items": [{**parked, **text}], "next_cursor": None}, method="GET")
    section("keyboard")(page, live)
    section("suspended")(page, live)
    expect(page.get_by_role("button", name="Take in: You have won")).to_be_visible()


def portal_with_a_colour(page: Page, live: LocalDesk) -> None:
    page.get_by_role("checkbox", name="A colour of its own").check()
    expect(page.get_by_label("Colour", exact=True)).to_be_visible()


def widget_in_the_list(page: Page, live: LocalDesk) -> None:
    if not api(live, "GET", "widgets")["items"]:
        api(live, "POST", "widgets", {"name": "Shop", "origins": ["https://shop.example"]})
    section("widgets")(page, live)


def engine_of_ones_own(page: Page, live: LocalDesk) -> None:
    page.get_by_label("Engine").select_option(label="OpenAI-compatible server")
    expect(page.get_by_label("Address of the API")).to_be_visible()


def new_api_key(page: Page, live: LocalDesk) -> None:
    made = {"id": "k_1", "name": "Nightly", "scopes": ["tickets:read"], "last_four": "abcd", "created_by": "Ana K."}
    key = {**made, "created_at": "2027-03-02T09:30:00Z", "key": "wtk_" + "a1b2c3d4" * 6}
    answered(page, "**/acme/api-keys", key, method="POST")
    brought_up("New API key")(page, live)
    dialog(page).get_by_label("Name").fill("Nightly")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Your new API key")).to_be_visible()


def named(*states: State) -> dict[str, State]:
    return {state.__name__.replace("_", "-"): state for state in states}


def settings(name: str, *buttons: str, then: tuple[State, ...] = ()) -> dict[str, State]:
    """A section, what its buttons bring up, and what else there is to it."""
    shown = {f"settings-{name}": section(name)}
    for button in buttons:
        shown[f"settings-{name}-{button.rstrip(':').lower().replace(' ', '-')}"] = brought_up(button)
    return shown | {f"settings-{name}-{key}": state for key, state in named(*then).items()}


SCENES: dict[str, dict[str, State]] = {
    "sign-in": named(
        signing_in,
        wrong_password,
        forgotten_password,
        link_mailed,
        first_password,
        code_of_the_authenticator,
        desk_unreachable,
        member_of_nothing,
    ),
    "list": named(
        ticket_list,
        menu_of_the_order,
        menu_of_the_account,
        picker_of_a_filter,
        narrowed_list,
        saving_a_view,
        nothing_fits,
        nothing_found,
        empty_tab,
        failing_list,
        list_on_its_way,
        not_found,
        offline,
    ),
    "empty-and-foreign": named(dialog_on_its_way, first_run, list_in_german, ticket_in_german),
    "many": named(
        ticked,
        picker_of_the_status,
        picker_of_the_priority,
        picker_of_the_assignee,
        picker_of_labels,
        archiving_many,
        many_refused,
    ),
    "over-the-page": named(
        palette,
        palette_that_found,
        sentence,
        sentence_not_read,
        new_ticket_from_a_sentence,
        begun_ticket_in_the_way,
        new_ticket_that_asks_back,
        new_ticket_with_a_problem,
        customer_of_a_new_ticket,
        shortcuts,
        deleting_a_view,
        signing_in_again,
    ),
    "ticket": named(
        open_ticket,
        menu_of_the_ticket,
        menu_of_sending,
        properties_hidden,
        title_in_its_field,
        address_not_taken,
        question_to_the_assistant,
        canned_responses,
        canned_response_with_a_gap,
        files_of_a_reply,
        refused_reply,
    ),
    "dialogs-of-a-ticket": named(
        newer_messages,
        reply_on_hold,
        note_that_calls_somebody,
        resolving,
        resolving_refused,
        escalating,
        duplicates_found,
        duplicate_of_another_customer,
        choosing_the_customer,
        archiving,
    ),
    "other-tickets": named(
        resolved_ticket,
        merged_ticket,
        archived_ticket,
        breached_ticket,
        mail_as_it_was_sent,
        assistant_failing,
        missing_ticket,
        failing_ticket,
    ),
    "reader": named(ticket_only_to_be_read),
    "inbox": named(inbox, everything_read, forbidden_settings, empty_inbox, failing_inbox),
    "own-settings": {
        **settings("profile"),
        **settings("notifications"),
        **settings("keyboard"),
        **settings("contacts", "New contact", "Edit:"),
        **settings("canned-responses", "Edit:", "Delete:", then=(unsaved_canned_response, unsaved)),
        **settings("labels", "Edit:", then=(faint_label,)),
    },
    "settings-of-people-and-time": {
        **settings("members", "Invite member", "Edit:", "Deactivate:", then=(empty_section, failing_section)),
        **settings("sla", "Edit:"),
        **settings("business-hours", then=(week_of_hours,)),
        **settings("general"),
    },
    "settings-of-channels": {
        **settings("mailboxes", "New address", "Edit:", "Check domain:"),
        **settings("suspended", then=(parked_mail,)),
        **settings("portal", then=(portal_with_a_colour,)),
        **settings("widgets", "New widget", then=(widget_in_the_list,)),
    },
    "settings-of-programs": {
        **settings("widgets", "Edit:", "Snippet:", "New secret:"),
        **settings("ai-engine", then=(engine_of_ones_own,)),
        **settings("api-keys", "New API key", then=(new_api_key,)),
        **settings("audit"),
    },
}
STATES: dict[str, State] = {name: state for scene in SCENES.values() for name, state in scene.items()}

SHOWN_BY = {
    "views/inbox/Inbox.tsx": "inbox",
    "views/settings/Settings.tsx": "settings-profile",
    "views/list/FirstRun.tsx": "first-run",
    "views/newTicket/NewTicket.tsx": "new-ticket-from-a-sentence",
    "views/ticket/assistant/Panel.tsx": "question-to-the-assistant",
    "views/ticket/dialogs/Dialogs.tsx": "resolving",
    "views/ticketCommands/pickers.tsx": "picker-of-the-status",
    "views/list/FilterRow.tsx": "picker-of-a-filter",
    "views/list/SaveView.tsx": "saving-a-view",
    "views/newTicket/ContactField.tsx": "customer-of-a-new-ticket",
    "views/newTicket/LabelsField.tsx": "picker-of-labels",
    "views/newTicket/open.tsx": "new-ticket-with-a-problem",
    "views/settings/Checks.tsx": "settings-mailboxes-check-domain",
    "views/settings/frame.tsx": "settings-canned-responses-unsaved",
    "views/shell/Palette.tsx": "palette",
    "views/shell/Rail.tsx": "deleting-a-view",
    "views/shell/Shell.tsx": "signing-in-again",
    "views/shell/Shortcuts.tsx": "shortcuts",
    "views/shell/FromSentence.tsx": "begun-ticket-in-the-way",
    "views/ticket/composer/Canned.tsx": "canned-responses",
    "views/ticket/dialogs/Customer.tsx": "choosing-the-customer",
    "views/ticket/dialogs/Escalate.tsx": "escalating",
    "views/ticket/dialogs/Host.tsx": "resolving",
    "views/ticket/dialogs/Merge.tsx": "duplicates-found",
    "views/ticket/dialogs/Resolve.tsx": "resolving",
}
"""In which state to see what is loaded when it is wanted, and what brings up a dialog. Sections of the settings have
states of their own names."""
