"""A customer's own page."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.console import api, go, new_ticket, sign_in
from tests.browser.console_states.common import dialog, named
from tests.support.local_desk import LocalDesk


def contact(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "From a page of one's own")
    sign_in(page, live, f"/console/contacts/{api(live, 'GET', f'tickets/{ref}')['contact']['id']}")
    expect(page.get_by_role("link", name="From a page of one's own").first).to_be_visible()


def merging_contacts(page: Page, live: LocalDesk) -> None:
    page.get_by_role("button", name="Merge another contact into this one").click()
    expect(dialog(page).get_by_role("combobox")).to_be_visible()


def holding_a_contact(page: Page, live: LocalDesk) -> None:
    go(page, f"/console/{_brandt(live)}")
    page.get_by_role("button", name="Put on hold").click()
    expect(dialog(page).get_by_label("Reason")).to_be_focused()


def contact_on_hold(page: Page, live: LocalDesk) -> None:
    path = _brandt(live)
    api(live, "PUT", f"{path}/hold", {"reason": "The insurance asks for all that was said about the fire."})
    go(page, f"/console/{path}")
    expect(page.get_by_role("button", name="Release hold")).to_be_visible()


def _brandt(live: LocalDesk) -> str:
    ref = new_ticket(live, "To be kept", contact={"email": f"brandt-{uuid4().hex}@example.com", "name": "Noor Brandt"})
    return f"contacts/{api(live, 'GET', f'tickets/{ref}')['contact']['id']}"


SCENES = {"contacts": named(contact, merging_contacts, holding_a_contact, contact_on_hold)}
