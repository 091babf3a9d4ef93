"""Macros: where they are written, and what is seen before and after they run."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, conversation_there, go, new_ticket
from tests.browser.console_states.common import answered, dialog, named
from tests.browser.console_states.settings import brought_up, section
from tests.support.local_desk import LocalDesk

LATER = {"do": "fold_paper", "text": "a boat"}


def _written(live: LocalDesk) -> str:
    """The name of one that does a little of everything."""
    if not api(live, "GET", "macros")["items"]:
        text = {"name": "Macro: refund", "body": "Hello {{customer_name|there}},\n\nthe money is on its way."}
        canned = api(live, "POST", "canned-responses", text)["id"]
        labels = [each["id"] for each in api(live, "GET", "labels?limit=2")["items"]]
        actions = [
            {"do": "reply", "canned_response": canned},
            {"do": "add_labels", "labels": labels},
            {"do": "set", "field": "type", "value": "customer_request"},
            {"do": "escalate", "text": "They have waited for their money since the beginning of the month"},
        ]
        api(live, "POST", "macros", {"name": "Pay it back", "shared": True, "actions": actions})
    return "Pay it back"


def settings_macros_none(page: Page, live: LocalDesk) -> None:
    answered(page, "**/acme/macros?*", {"items": [], "next_cursor": None})
    section("keyboard")(page, live)
    section("macros")(page, live)
    expect(page.get_by_text("No macros yet.")).to_be_visible()


def settings_macros(page: Page, live: LocalDesk) -> None:
    _written(live)
    section("keyboard")(page, live)
    section("macros")(page, live)
    expect(page.get_by_text("Reply with “Macro: refund”")).to_be_visible()


def macro_in_its_form(page: Page, live: LocalDesk) -> None:
    brought_up("Edit: Pay it back")(page, live)
    expect(dialog(page).get_by_role("group", name="Action 4")).to_be_visible()


def macro_of_a_later_release(page: Page, live: LocalDesk) -> None:
    told = {"id": "x_1", "name": "Origami", "shared": False, "own": True, "actions": [LATER]}
    answered(page, "**/acme/macros?*", {"items": [told], "next_cursor": None})
    section("keyboard")(page, live)
    section("macros")(page, live)
    brought_up("Edit: Origami")(page, live)
    expect(dialog(page).get_by_text("Only a newer version")).to_be_visible()


def macro_with_a_problem(page: Page, live: LocalDesk) -> None:
    section("keyboard")(page, live)
    section("macros")(page, live)
    brought_up("New macro")(page, live)
    dialog(page).get_by_label("Name").fill("Unfinished")
    dialog(page).get_by_label("What to do").select_option("Add labels")
    dialog(page).get_by_role("button", name="Save").click()
    expect(dialog(page).locator(".several .wrong")).to_be_visible()


def picker_of_macros(page: Page, live: LocalDesk) -> None:
    _written(live)
    go(page, f"/console/tickets/{new_ticket(live, 'Where is my money?')}")
    conversation_there(page)
    page.keyboard.press("Shift+M")
    expect(dialog(page).locator(".filled-in")).to_be_visible()


def macro_before_it_runs(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("Shift+M")
    dialog(page).get_by_role("option", name="Pay it back").click()
    expect(dialog(page).get_by_text("the money is on its way")).to_be_visible()


def macro_refused(page: Page, live: LocalDesk) -> None:
    ref = api(live, "POST", "tickets", {"title": "By phone", "contact": {"name": "Noor"}})["ref"]
    go(page, f"/console/tickets/{ref}")
    conversation_there(page)
    page.keyboard.press("Shift+M")
    dialog(page).get_by_role("option", name="Pay it back").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("Action 1")


def macro_on_many(page: Page, live: LocalDesk) -> None:
    go(page, "/console/tickets")
    for box in page.get_by_role("checkbox", name="Select TKT-").all()[:3]:
        box.check()
    page.get_by_role("button", name="Macro…").click()
    dialog(page).get_by_role("option", name="Pay it back").click()
    expect(dialog(page).get_by_text("Each ticket gets all of it")).to_be_visible()


SCENES = {
    "macros": named(
        settings_macros_none,
        settings_macros,
        macro_in_its_form,
        macro_of_a_later_release,
        macro_with_a_problem,
        picker_of_macros,
        macro_before_it_runs,
        macro_refused,
        macro_on_many,
    ),
}
