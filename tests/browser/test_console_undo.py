"""What was just done is undone in the console: by its message or a key, as long as the desk undoes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import field, new_ticket, set_field, token_of
from tests.browser.test_console_ticket import opened, ticket
from tests.browser.watching import Watch, assert_accessible
from tests.support.local_desk import LocalDesk


def undoing(page: Page) -> Locator:
    """The buttons of the messages that tell what was done."""
    return page.locator(".toast").get_by_role("button", name="Undo")


def has_status(page: Page, name: str) -> None:
    expect(field(page, "Status", name)).to_be_visible()


def test_what_somebody_changed_since_stays_and_one_is_told_who_it_was(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("the server responded with a status of 409")
    ref = opened(page, live, "Changed since")
    set_field(page, "Status", "Waiting")
    undo = undoing(page)
    expect(undo).to_be_visible()
    ben = token_of(live, "ben@acme.example")
    live.call(f"/v1/acme/tickets/{ref}", {"status": "in_progress"}, method="PATCH", token=ben)
    undo.click()
    expect(page.get_by_role("alert").filter(has_text="Ben Ito has since changed: Status.")).to_be_visible()
    has_status(page, "In progress")
    expect(undo).to_have_count(0)


@pytest.mark.parametrize("way", ["its message", "a key"])
def test_everything_done_to_a_ticket_is_undone_the_same_way(page: Page, live: LocalDesk, way: str) -> None:
    ref = opened(page, live, "Done and undone")
    before = ticket(live, ref)
    side = page.get_by_role("complementary", name="Properties")

    def renamed() -> None:
        page.locator("#details").get_by_role("button").click()
        page.get_by_role("textbox", name="Title").fill("Renamed")
        page.keyboard.press("Enter")

    def archived() -> None:
        page.keyboard.press("e")
        page.get_by_role("dialog").get_by_role("button", name="Archive").click()

    def labelled() -> None:
        side.get_by_role("button", name="Add label").click()
        page.get_by_role("option", name="Billing").click()
        page.keyboard.press("Escape")

    def escalated() -> None:
        page.get_by_role("button", name="Escalate", exact=True).click()
        page.get_by_role("textbox", name="Why is it urgent?").fill("The shop is down")
        page.keyboard.press("Control+Enter")

    undo = undoing(page)
    for act in (
        renamed,
        archived,
        labelled,
        escalated,
        lambda: side.get_by_role("button", name="Assign to me").click(),
        lambda: side.get_by_label("Type").select_option("bug_report"),
    ):
        act()
        expect(undo).to_be_visible()
        with page.expect_response(lambda answer: answer.url.endswith("/undo")) as answered:
            if way == "a key":
                page.keyboard.press("z")
            else:
                undo.click()
        assert answered.value.status == 200
        expect(undo).to_have_count(0)
    moves = {"updated_at", "version", "sla"}
    assert {**ticket(live, ref), **{name: before[name] for name in moves}} == before


def test_a_merge_is_undone_and_both_tickets_are_as_they_were(page: Page, live: LocalDesk) -> None:
    duplicate = new_ticket(live, "Stork on the mast", description="The same words again")
    ref = opened(page, live, "Stork on the roof")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name=f"Merge a duplicate into {ref}")
    dialog.get_by_role("combobox").fill(duplicate)
    dialog.get_by_role("option", name="Stork on the mast").click()
    dialog.get_by_role("button", name=f"Merge {duplicate}").click()
    said = page.get_by_role("article").filter(has_text="The same words again")
    expect(said).to_be_visible()
    undoing(page).click()
    expect(said).to_have_count(0)
    expect(page.get_by_text(f"undid: merge of {duplicate}")).to_be_visible()
    now = ticket(live, duplicate)
    assert (now["merged_into"], now["status"]) == (None, "open")


def test_it_is_offered_for_ten_seconds_at_most_even_under_the_pointer(page: Page, live: LocalDesk) -> None:
    opened(page, live, "Looked at for long")
    set_field(page, "Status", "Waiting")
    undoing(page).hover()
    assert_accessible(page)
    expect(undoing(page)).to_have_count(0, timeout=10_500)
    page.keyboard.press("z")
    has_status(page, "Waiting")
