"""Undoing what was just done, to one ticket or to many."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import field, new_ticket, set_field, sign_in
from tests.browser.console_writes.common import LOST, REF, Seen, Write, gone, opened, seen, words
from tests.support.local_desk import LocalDesk


def undoing(page: Page) -> Locator:
    """The button of the message that tells what was done."""
    return page.locator(".toast").get_by_role("button", name="Undo")


def status(value: str) -> Seen:
    """The open ticket has this status."""

    def shown(page: Page) -> None:
        expect(field(page, "Status", value)).to_be_visible()

    return shown


def waiting(page: Page, live: LocalDesk) -> None:
    opened(page, live)
    set_field(page, "Status", "Waiting")
    expect(undoing(page)).to_be_visible()


def two_closed(page: Page, live: LocalDesk) -> None:
    refs = [new_ticket(live, f"Closed too early, {number}") for number in (1, 2)]
    sign_in(page, live, "/console/tickets?tab=open")
    for ref in refs:
        page.get_by_role("checkbox", name=f"Select {ref}").click()
    page.keyboard.press("s")
    page.get_by_role("option", name="Closed").click()
    expect(undoing(page)).to_be_visible()


WRITES: dict[str, Write] = {
    "undo": Write(
        f"POST {REF}/actions/${{action}}/undo",
        waiting,
        lambda page: undoing(page).click(),
        status("Waiting"),
        status("Open"),
        (LOST, 500),
    ),
    "undo-of-many": Write(
        "POST ${tickets}/bulk/${batch}/undo",
        two_closed,
        lambda page: undoing(page).click(),
        gone(words("Closed too early")),
        seen(words("Closed too early, 2")),
        (LOST, 500),
    ),
}
