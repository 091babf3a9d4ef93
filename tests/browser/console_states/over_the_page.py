"""What comes up over any page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, go, sign_in
from tests.browser.console_states.common import SENTENCE, answered, dialog, named, refused
from tests.browser.console_states.settings import section
from tests.support.local_desk import LocalDesk


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
    expect(page.get_by_role("dialog", name="Replace your unfinished ticket?")).to_be_visible()


def new_ticket_that_asks_back(page: Page, live: LocalDesk) -> None:
    for name in ("Tilda Holm", "Tilda Lang"):
        api(live, "POST", "contacts", {"name": name, "email": f"{name.replace(' ', '.')}@twins.example"})
    palette(page, live)
    page.keyboard.type("Ticket for Tilda: the printer is out of paper")
    dialog(page).get_by_role("option", name="Create a ticket from").click()
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("group", name="Tilda").get_by_role("button")).to_have_count(2)


def new_ticket_with_a_problem(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("c")
    dialog(page).get_by_label("CC").fill("nobody.example")
    page.keyboard.press("Control+Enter")
    expect(dialog(page).get_by_label("CC")).to_have_attribute("aria-invalid", "true")


def customer_of_a_new_ticket(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("c")
    dialog(page).get_by_role("button", name="Customer: ").click()
    expect(page.get_by_role("dialog", name="Find a customer").get_by_role("option").first).to_be_visible()


def shortcuts(page: Page, live: LocalDesk) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def menu_of_a_view(page: Page, live: LocalDesk) -> None:
    view = {"id": "v_1", "name": "Burning since yesterday", "shared": True, "own": True, "filters": {"status": "open"}}
    answered(page, "**/acme/views?*", {"items": [view], "next_cursor": None})
    sign_in(page, live, "/console/inbox")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Actions for the view").click()
    expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()


def editing_a_view(page: Page, live: LocalDesk) -> None:
    menu_of_a_view(page, live)
    page.get_by_role("menuitem", name="Edit").click()
    expect(dialog(page).get_by_label("Name")).to_be_focused()


def deleting_a_view(page: Page, live: LocalDesk) -> None:
    menu_of_a_view(page, live)
    page.get_by_role("menuitem", name="Delete").click()
    expect(dialog(page).get_by_role("button", name="Delete")).to_be_focused()


def signing_in_again(page: Page, live: LocalDesk) -> None:
    section("keyboard")(page, live)
    for url in ("**/acme/inbox?*", "**/auth/refresh"):
        refused(page, url, 401, "unauthenticated")
    go(page, "/console/inbox")
    expect(page.get_by_role("dialog", name="Sign in").get_by_label("Password", exact=True)).to_be_focused()


SCENES = {
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
        menu_of_a_view,
        editing_a_view,
        deleting_a_view,
        signing_in_again,
    ),
}
