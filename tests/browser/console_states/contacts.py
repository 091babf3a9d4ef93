"""A customer's own page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, new_ticket, sign_in
from tests.browser.console_states.common import dialog, named
from tests.support.local_desk import LocalDesk


def contact(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "From a page of one's own")
    sign_in(page, live, f"/console/contacts/{api(live, 'GET', f'tickets/{ref}')['contact']['id']}")
    expect(page.get_by_role("link", name="From a page of one's own").first).to_be_visible()


def merging_contacts(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Merge another contact into this one").click()
    expect(dialog(page).get_by_role("combobox")).to_be_visible()


SCENES = {"contacts": named(contact, merging_contacts)}
