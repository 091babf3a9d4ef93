"""A customer's own page in the console."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, new_ticket, sign_in
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk


def test_a_contact_is_kept_on_a_page_that_their_ticket_leads_to(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    ref = new_ticket(live, "Hinge is loose", contact={"email": "rosa@example.com", "name": "Rosa Lind"})
    sign_in(page, live, f"/console/tickets/{ref}")
    page.get_by_role("link", name="Rosa Lind").click()
    expect(page.get_by_role("heading", name="Rosa Lind", level=1)).to_be_focused()
    expect(page.get_by_role("link", name="Hinge is loose")).to_be_visible()

    page.get_by_role("button", name="Add email address").click()
    page.get_by_label("Email address 2").fill("no address")
    page.get_by_label("Phone numbers").fill("+49 30 1234")
    page.get_by_label("Notes").fill("Calls on Mondays.")
    page.get_by_label("Email address 2").fill("rosa@work.example")
    page.get_by_role("button", name="Make preferred: rosa@work.example").click()
    page.get_by_label("Phone numbers").fill("none")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write a telephone number")).to_be_visible()
    expect(page.get_by_label("Email address 1")).to_have_value("rosa@work.example")
    page.get_by_label("Phone numbers").fill("+49 30 1234")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    found = api(live, "GET", page.url.rpartition("/console/")[2])
    assert (found["addresses"], found["phones"], found["notes"]) == (
        ["rosa@work.example", "rosa@example.com"],
        ["+49 30 1234"],
        "Calls on Mondays.",
    )


def test_another_contact_is_merged_and_parted_again(page: Page, live: LocalDesk) -> None:
    new_ticket(live, "From home", contact={"email": "ola@home.example", "name": "Ola Home"})
    new_ticket(live, "From work", contact={"email": "ola@work.example", "name": "Ola Work"})
    home = api(live, "GET", "contacts?q=ola%20home")["items"][0]["id"]
    sign_in(page, live, f"/console/contacts/{home}")
    page.get_by_role("button", name="Merge another contact into this one").click()
    page.keyboard.type("ola work")
    page.get_by_role("option", name="Ola Work").click()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("link", name="From work")).to_be_visible()
    page.get_by_role("button", name="Undo merge").click()
    expect(page.get_by_role("link", name="From work")).to_have_count(0)
    expect(page.get_by_role("link", name="From home")).to_be_visible()


def test_what_is_kept_of_a_contact_is_exported_and_downloaded(page: Page, live: LocalDesk) -> None:
    new_ticket(live, "Lamp flickers", contact={"email": "nils@example.com", "name": "Nils Berg"})
    nils = api(live, "GET", "contacts?q=nils")["items"][0]["id"]
    sign_in(page, live, f"/console/contacts/{nils}")
    page.get_by_role("button", name="Export data").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    live.call("/_local/settle", {})
    expect(page.get_by_role("button", name="Download export")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download export").click()
    assert download.value.suggested_filename.startswith("export-")
    assert "nils" not in download.value.suggested_filename.lower()
    page.reload()
    expect(page.get_by_role("button", name="Download export")).to_be_visible()
