"""An agent's day in short: open, answer with a canned response, note, label, merge, resolve, change many.

Once by mouse, and once by keyboard alone.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, conversation_there, new_ticket, sign_in
from tests.support.local_desk import LocalDesk


@pytest.fixture
def canned(live: LocalDesk) -> str:
    """The name of a canned response."""
    body = "Hello {{customer_name}}, we look into {{ticket_id}}."
    for known in api(live, "GET", "canned-responses?limit=100")["items"]:
        if known["name"] == "Zoo answer":
            return "Zoo answer"
    return str(api(live, "POST", "canned-responses", {"name": "Zoo answer", "body": body})["name"])


@pytest.fixture
def refs(live: LocalDesk) -> list[str]:
    """Two tickets to change together, a duplicate, and the newest one, which has it."""
    made = [
        new_ticket(live, title) for title in ("Left over, one", "Left over, two", "Walrus again", "Walrus at the door")
    ]
    live.call("/_local/settle", {})
    return made


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def here(page: Page) -> str | None:
    """The reference of the row that has the focus."""
    found: str | None = page.evaluate("document.activeElement.closest('[data-ref]')?.dataset.ref ?? null")
    return found


def step_to_end(page: Page, key: str) -> None:
    """Press a key until the rows end."""
    before = None
    while here(page) != before:
        before = here(page)
        page.keyboard.press(key)


def step_to(page: Page, ref: str) -> None:
    while (before := here(page)) != ref:
        page.keyboard.press("j")
        assert here(page) != before, f"{ref} is not in the list"


def assert_done(live: LocalDesk, refs: list[str]) -> None:
    """What the desk has to know at the end of the day."""
    one, two, duplicate, first = (ticket_of(live, ref) for ref in refs)
    assert (one["status"], two["status"]) == ("waiting", "waiting")
    assert duplicate["merged_into"] == first["ref"]
    assert (first["status"], first["resolution"]) == ("resolved", "Opened the door.")
    assert [label["name"] for label in first["labels"]] == ["Billing"]
    entries = api(live, "GET", f"tickets/{refs[3]}/timeline?limit=100")["items"]
    said = [
        (entry["kind"], entry["body_text"]) for entry in entries if entry["kind"] in ("agent_reply", "internal_note")
    ]
    assert said == [
        ("agent_reply", f"Hello Maya Osei, we look into {refs[3]}. Today."),
        ("internal_note", "It is a big one."),
    ]


def ticket_of(live: LocalDesk, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = api(live, "GET", f"tickets/{ref}")
    return found


def test_the_main_flow_by_mouse(page: Page, live: LocalDesk, canned: str, refs: list[str]) -> None:
    sign_in(page, live)
    page.get_by_role("link", name="Walrus at the door").click()
    page.get_by_role("button", name="Canned").click()
    page.get_by_role("option", name=canned).hover()
    expect(page.locator(".filled-in")).to_have_text(f"Hello Maya Osei, we look into {refs[3]}.")
    page.get_by_role("option", name=canned).click()
    field = page.get_by_role("textbox", name="Reply to the customer")
    expect(field).to_have_value(f"Hello Maya Osei, we look into {refs[3]}.")
    field.press_sequentially(" Today.")
    page.get_by_role("button", name="Send reply").click()
    expect(message(page, "Today.")).to_be_visible()
    page.get_by_role("button", name="Internal note").click()
    page.get_by_role("textbox", name="Internal note").fill("It is a big one.")
    page.get_by_role("button", name="Add note").click()
    expect(message(page, "It is a big one.")).to_be_visible()
    expect(page.locator(".on-its-way")).to_have_count(0)  # what it changes may move the buttons beside it
    page.get_by_role("button", name="Add label").click()
    page.get_by_role("option", name="Billing").click()
    page.keyboard.press("Escape")
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Merge").click()
    page.get_by_role("dialog").get_by_role("combobox").fill("walrus again")
    page.get_by_role("option", name="Walrus again").click()
    page.get_by_role("button", name=f"Merge {refs[2]}", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=f"{refs[2]} was merged")).to_be_visible()
    page.locator(".ticket-bar").get_by_role("button", name="Resolve").click()
    page.get_by_label("How was it resolved?").fill("Opened the door.")
    page.get_by_role("button", name="Resolve ticket").click()
    expect(page.get_by_role("region", name="Resolution")).to_contain_text("Opened the door.")
    page.get_by_role("link", name="Back to the list").click()
    for ref in refs[:2]:
        page.get_by_role("checkbox", name=f"Select {ref}").click()
    bar = page.get_by_role("region", name="Selected tickets")
    bar.get_by_role("button", name="Status").click()
    page.get_by_role("option", name="Waiting").click()
    expect(page.get_by_role("status").filter(has_text="2 tickets set to Waiting")).to_be_visible()
    bar.get_by_role("button", name="Clear selection").click()
    expect(bar).to_have_count(0)
    assert_done(live, refs)


def test_the_main_flow_by_keyboard_alone(page: Page, live: LocalDesk, canned: str, refs: list[str]) -> None:
    keys = page.keyboard
    sign_in(page, live)
    expect(page.get_by_role("link", name="Walrus at the door").first).to_be_visible()
    keys.press("j")
    expect(page.get_by_role("link", name="Walrus at the door").first).to_be_focused()
    keys.press("Enter")
    conversation_there(page)
    keys.press("r")
    keys.type("/")
    expect(page.get_by_role("option", name=canned)).to_be_visible()
    keys.type("zoo")
    keys.press("Enter")
    expect(page.get_by_role("textbox", name="Reply to the customer")).to_have_value(
        f"Hello Maya Osei, we look into {refs[3]}."
    )
    keys.type(" Today.")
    keys.press("Control+Enter")
    expect(message(page, "Today.")).to_be_visible()
    keys.press("Escape")
    keys.press("n")
    keys.type("It is a big one.")
    keys.press("Control+Enter")
    expect(message(page, "It is a big one.")).to_be_visible()
    keys.press("Escape")
    keys.press("l")
    keys.type("bill")
    keys.press("Enter")
    keys.press("Escape")
    keys.press("m")
    keys.type("walrus again")
    expect(page.get_by_role("option", name="Walrus again")).to_be_visible()
    keys.press("Enter")
    expect(page.get_by_role("button", name=f"Merge {refs[2]}", exact=True)).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"{refs[2]} was merged")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.press("Shift+R")
    keys.type("Opened the door.")
    keys.press("Control+Enter")
    expect(page.get_by_role("region", name="Resolution")).to_contain_text("Opened the door.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.press("Escape")
    expect(page.locator(".ticket")).to_have_count(0)
    step_to_end(page, "k")
    for ref in reversed(refs[:2]):
        step_to(page, ref)
        keys.press("x")
    expect(page.get_by_role("region", name="Selected tickets")).to_contain_text("2 selected")
    keys.press("s")
    keys.type("wait")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="2 tickets set to Waiting")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("region", name="Selected tickets")).to_have_count(0)
    assert_done(live, refs)
