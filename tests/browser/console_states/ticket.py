"""An open ticket, and what is done on its page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.console import api, conversation_there, go, more, new_ticket, sign_in
from tests.browser.console_states.common import answered, dialog, named, refused
from tests.support.local_desk import LocalDesk

TOLD = "The monthly export stops at line 1000.\n\nCan you help? It is urgent. The log says `EOF`."
ALONE = "?tab=archived"
"""Beside an open ticket, a list that has few rows or none."""


def at_ticket(page: Page, live: LocalDesk, ref: str, email: str = "") -> None:
    path = f"/console/tickets/{ref}{ALONE}"
    if page.url == "about:blank":
        sign_in(page, live, path, email)
    else:
        go(page, path)
    conversation_there(page)
    expect(page.locator(".assistant .summary, .assistant > [role=alert]").first).to_be_visible()


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
    expect(page.locator(".assistant .summary")).to_be_visible()


def menu_of_the_ticket(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="More").press("ArrowDown")
    expect(page.get_by_role("menuitem").first).to_be_focused()


def menu_of_sending(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Send options").press("ArrowDown")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()


def properties_hidden(page: Page, live: LocalDesk) -> None:
    more(page, "Hide properties")
    expect(page.get_by_role("complementary", name="Properties")).to_have_count(0)


def title_in_its_field(page: Page, live: LocalDesk) -> None:
    more(page, "Show properties")
    page.locator("#details").get_by_role("button").click()
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()


def description_in_its_field(page: Page, live: LocalDesk) -> None:
    more(page, "Edit description")
    expect(page.get_by_role("textbox", name="Description")).to_be_focused()


def address_not_taken(page: Page, live: LocalDesk) -> None:
    side = page.get_by_role("region", name="CC")
    side.get_by_role("button", name="Add to CC").click()
    side.get_by_role("textbox").fill("ops@northpier")
    page.keyboard.press("Enter")
    expect(side.get_by_role("alert")).not_to_be_empty()


def history_unfolded(page: Page, live: LocalDesk) -> None:
    """Resolved once and open again, with much that was done in between."""
    ref = new_ticket(live, "Resolved too early", description=TOLD)
    for changes in ({"priority": "high"}, {"channel": "phone"}, {"type": "bug_report"}):
        api(live, "PATCH", f"tickets/{ref}", changes)
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "A new proxy."})
    api(live, "PATCH", f"tickets/{ref}", {"status": "open"})
    done = api(live, "PATCH", f"tickets/{ref}", {"status": "waiting", "title": "Resolved far too early"})
    api(live, "POST", f"tickets/{ref}/actions/{done['action_id']}/undo")
    at_ticket(page, live, ref)
    page.get_by_text(re.compile(r"^\d+ changes by ")).click()
    page.get_by_text(re.compile("^Resolved on .*, reopened on ")).click()
    expect(page.locator("#resolution").get_by_text("A new proxy.")).to_be_visible()
    expect(page.get_by_text("undid: Title")).to_be_visible()


def question_to_the_assistant(page: Page, live: LocalDesk) -> None:
    """Its summary unfolded, and a question of each kind: typed, by a button, and one that it can't answer."""
    page.locator(".summary > summary").click()
    field, log = page.get_by_role("textbox", name="Your question"), page.get_by_role("log")
    field.fill("At which line does the export stop?")
    field.press("Enter")
    expect(log.locator("blockquote").first).to_be_visible()
    page.get_by_role("button", name="Who", exact=True).click()
    expect(log.get_by_text("Nobody has it: it is unassigned.")).to_be_visible()
    field.fill("How is the weather on Mars?")
    field.press("Enter")
    expect(log.get_by_role("link", name="Choose a model")).to_be_visible()


def translated_message(page: Page, live: LocalDesk) -> None:
    """Where a model is set."""
    chosen_model(page)
    answered(
        page,
        "**/assistant/translate",
        {"text": "Der Export bricht ab.\n\nHelfen Sie uns?", "engine": "bedrock", "language": "en", "cut": True},
    )
    page.reload()
    conversation_there(page)
    expect(page.locator(".assistant .summary")).to_be_visible()
    message = page.get_by_role("region", name="Description").get_by_role("article")
    message.get_by_role("button", name="Actions for this message").press("ArrowDown")
    page.get_by_role("menuitem", name="Translate").press("Enter")
    expect(message.get_by_role("figure")).to_be_visible()
    page.get_by_role("textbox", name="Reply").fill("We look into it.")
    expect(page.get_by_role("button", name="Translate to the customer's language")).to_be_visible()


def chosen_model(page: Page) -> None:
    def me(route: Route) -> None:
        document = route.fetch().json()
        route.fulfill(json=document | {"workspaces": [one | {"has_model": True} for one in document["workspaces"]]})

    page.route("**/v1/me", me)


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


SCENES = {
    "history": named(history_unfolded),
    "ticket": named(
        open_ticket,
        menu_of_the_ticket,
        menu_of_sending,
        properties_hidden,
        title_in_its_field,
        description_in_its_field,
        address_not_taken,
        question_to_the_assistant,
        canned_responses,
        canned_response_with_a_gap,
        files_of_a_reply,
        refused_reply,
        translated_message,
    ),
}
