"""What is done to an open ticket in the console: its properties, and the dialogs that change it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import api, conversation_there, field, new_ticket, set_field, sign_in
from tests.browser.watching import Watch
from tests.support.local_desk import LocalDesk

TOM = {"email": "tom@lindqvistcycles.example", "name": "Tom Lindqvist"}


def ticket(live: LocalDesk, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = api(live, "GET", f"tickets/{ref}")
    return found


def opened(page: Page, live: LocalDesk, title: str, email: str = "", **more: Any) -> str:
    """A new ticket, open in the console and ready."""
    ref = new_ticket(live, title, **more)
    sign_in(page, live, f"/console/tickets/{ref}", email)
    expect(page.locator("#details")).to_have_text(title)
    conversation_there(page)
    return ref


def test_properties_are_changed_where_they_stand(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Properties")
    side = page.get_by_role("complementary", name="Properties")
    set_field(page, "Status", "Waiting")
    set_field(page, "Priority", "High")
    side.get_by_role("button", name="Assign to me").click()
    side.get_by_role("button", name="Add label").click()
    page.get_by_role("option", name="Billing").click()
    page.keyboard.press("Escape")
    with page.expect_response(lambda answer: "bug_report" in (answer.request.post_data or "")):  # the last of the queue
        side.get_by_label("Type").select_option("bug_report")
    expect(side.get_by_role("button", name="Change assignee: Ana K.")).to_be_visible()
    now = ticket(live, ref)
    assert (now["status"], now["priority"], now["type"]) == ("waiting", "high", "bug_report")
    assert (now["assignee"]["name"], [label["name"] for label in now["labels"]]) == ("Ana K.", ["Billing"])
    with page.expect_response(lambda answer: "phone" in (answer.request.post_data or "")):
        side.get_by_label("Channel").select_option("phone")
    assert ticket(live, ref)["channel"] == "phone"
    side.get_by_role("button", name="Remove label Billing").click()
    expect(side.get_by_text("Billing")).to_have_count(0)


def test_somebody_who_was_quicker_keeps_the_ticket(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 409")
    ref = opened(page, live, "Two hands")
    members = {member["name"]: member["id"] for member in api(live, "GET", "members")["items"]}
    api(live, "PATCH", f"tickets/{ref}", {"assignee_id": members["Ben Ito"]})
    page.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_role("alert").filter(has_text="Somebody else was quicker")).to_be_visible()
    expect(page.get_by_role("button", name="Change assignee: Ben Ito")).to_be_visible()
    assert ticket(live, ref)["assignee"]["name"] == "Ben Ito"


def test_the_title_is_changed_where_it_stands(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "A titel")
    page.locator("#details").get_by_role("button").click()
    field = page.get_by_role("textbox", name="Title")
    expect(field).to_be_focused()
    field.fill("A title")
    with page.expect_response(lambda answer: "A title" in (answer.request.post_data or "")):
        page.keyboard.press("Enter")
    expect(page.locator("#details").get_by_role("button")).to_be_focused()
    expect(page.locator("#details")).to_have_text("A title")
    page.keyboard.press("Enter")
    page.keyboard.type("Something else")  # at once, as quick hands do
    expect(field).to_have_value("Something else")
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_have_text("A title")
    assert ticket(live, ref)["title"] == "A title"


def test_resolving_takes_notes_and_can_be_undone(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "To resolve")
    page.keyboard.press("Shift+R")
    dialog = page.get_by_role("dialog", name=f"Resolve {ref}")
    notes = dialog.get_by_role("textbox", name="How was it resolved?")
    expect(notes).to_be_focused()
    notes.fill("A new proxy")
    page.keyboard.press("Escape")
    page.locator(".ticket-bar").get_by_role("button", name="Resolve").click()
    expect(notes).to_have_value("A new proxy")
    dialog.get_by_role("radio", name="4").check()
    dialog.get_by_role("button", name="Resolve ticket").click()
    expect(page.get_by_role("region", name="Resolution")).to_contain_text("A new proxy")
    expect(page.get_by_text("Agent's estimate: 4 of 5")).to_be_visible()
    expect(page.get_by_role("button", name="Escalate", exact=True)).to_have_count(0)
    now = ticket(live, ref)
    assert (now["status"], now["resolution"], now["csat"]["agent_estimate"]) == ("resolved", "A new proxy", 4)
    page.keyboard.press("z")
    expect(field(page, "Status", "Open")).to_be_visible()
    expect(page.get_by_text(f"Undone: {ref} resolved")).to_be_visible()
    expect(page.get_by_role("region", name="Resolution")).to_have_count(0)
    now = ticket(live, ref)
    assert (now["status"], now["resolution"], now["csat"]["agent_estimate"]) == ("open", None, None)


def test_a_resolution_that_is_refused_stays_in_its_field(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 409")
    ref = opened(page, live, "Resolved twice")
    page.keyboard.press("Shift+R")
    page.get_by_role("textbox", name="How was it resolved?").fill("Mine")
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "Theirs"})
    page.get_by_role("button", name="Resolve ticket").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("resolved already")
    expect(page.get_by_role("textbox", name="How was it resolved?")).to_have_value("Mine")


def test_escalating_says_why_and_is_not_offered_twice(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "To escalate")
    page.get_by_role("button", name="Escalate", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Escalate {ref}")
    dialog.get_by_role("textbox", name="Why is it urgent?").fill("The shop is down")
    dialog.get_by_role("button", name="Escalate", exact=True).click()
    expect(page.get_by_role("region", name="Escalation")).to_contain_text("The shop is down")
    expect(page.get_by_role("button", name="Escalate", exact=True)).to_have_count(0)
    assert ticket(live, ref)["priority"] == "urgent"


@pytest.mark.parametrize("across", [False, True])
def test_a_duplicate_is_found_looked_at_merged_and_given_back(page: Page, live: LocalDesk, across: bool) -> None:
    more = {"contact": TOM} if across else {}
    duplicate = new_ticket(live, "Ocelot in the lift", description="The same words again", **more)
    number = duplicate.removeprefix("TKT-").lstrip("0")
    billing = next(each["id"] for each in api(live, "GET", "labels")["items"] if each["name"] == "Billing")
    api(live, "PUT", f"tickets/{duplicate}/labels/{billing}")
    new_ticket(live, f"House {number} has no ocelot")
    live.call("/_local/settle", {})
    ref = opened(page, live, "Ocelot in the hall")
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Merge").click()
    dialog = page.get_by_role("dialog", name=f"Merge a duplicate into {ref}")
    dialog.get_by_role("combobox").fill(number if across else "ocelot lift")
    expect(dialog.get_by_role("option", name="Ocelot in the lift")).to_be_visible()
    page.keyboard.press("Enter")
    holds = dialog.get_by_role("article", name=duplicate)
    expect(holds).to_contain_text("Ocelot in the lift")
    expect(holds.get_by_role("list", name="Labels to keep")).to_contain_text("Billing")
    if across:
        expect(dialog).to_contain_text("different customers, Maya Osei and Tom Lindqvist")
        dialog.get_by_role("checkbox", name="Both may get the same replies").check()
    dialog.get_by_role("button", name=f"Merge {duplicate}").click()
    expect(page.get_by_role("article").filter(has_text="The same words again")).to_contain_text(f"from {duplicate}")
    assert ticket(live, duplicate)["merged_into"] == ref
    page.get_by_role("button", name="Undo merge").click()
    expect(page.get_by_role("article").filter(has_text="The same words again")).to_have_count(0)
    assert ticket(live, duplicate)["merged_into"] is None


def test_a_merged_ticket_shows_the_way_and_takes_no_answer(page: Page, live: LocalDesk) -> None:
    ref, duplicate = new_ticket(live, "The one to keep"), new_ticket(live, "The duplicate")
    api(live, "POST", f"tickets/{ref}/merge", {"duplicate": duplicate})
    sign_in(page, live, f"/console/tickets/{duplicate}")
    expect(page.get_by_text("This ticket was merged into")).to_be_visible()
    expect(page.get_by_role("region", name="Write")).to_have_count(0)
    page.get_by_role("paragraph").filter(has_text="This ticket was merged into").get_by_role("link", name=ref).click()
    expect(page.locator("#details")).to_have_text("The one to keep")


def test_archiving_asks_first_and_can_be_undone(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "To archive")
    page.keyboard.press("e")
    with page.expect_response("**/archive"):
        page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This ticket is archived.")).to_be_visible()
    assert ticket(live, ref)["archived"]
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Restore").click()
    expect(page.get_by_text("This ticket is archived.")).to_have_count(0)


def test_another_customer_is_chosen_or_a_new_address_taken(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Whose is it")
    side = page.get_by_role("complementary", name="Properties")
    side.get_by_role("region", name="Customer").get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog", name=f"Customer of {ref}")
    dialog.get_by_role("combobox").fill("Inê")
    expect(dialog.get_by_role("option", name="Inês Duarte")).to_be_visible()
    page.keyboard.press("Enter")
    expect(side.get_by_role("region", name="Customer")).to_contain_text("ines@casaduarte.example")
    side.get_by_role("region", name="Customer").get_by_role("button", name="Change").click()
    dialog.get_by_role("combobox").fill("new.person@example.com")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        dialog.get_by_role("option", name="New customer new.person@example.com").click()
    expect(side.get_by_role("region", name="Customer")).to_contain_text("new.person@example.com")
    assert ticket(live, ref)["contact"]["email"] == "new.person@example.com"


def test_enter_takes_whom_one_typed_and_not_who_stood_there_before(page: Page, live: LocalDesk) -> None:
    opened(page, live, "Quick hands")
    customer = page.get_by_role("region", name="Customer")
    customer.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog").get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.type("Inês")
    page.keyboard.press("Enter")
    expect(customer).to_contain_text("ines@casaduarte.example")


def test_addresses_come_into_copy_and_out_again(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    ref = opened(page, live, "CC")
    side = page.get_by_role("region", name="CC")
    side.get_by_role("button", name="Add to CC").click()
    side.get_by_role("textbox").fill("ops@northpier")
    page.keyboard.press("Enter")
    expect(side.get_by_role("alert")).not_to_be_empty()
    expect(side.get_by_role("textbox")).to_have_value("ops@northpier")
    side.get_by_role("textbox").fill("ops@northpier.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("To maya@northpier.example and ops@northpier.example")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.post_data_json == {"participants": []}):
        side.get_by_role("button", name="Remove ops@northpier.example from CC").click()
    expect(page.locator(".to")).not_to_contain_text("ops@northpier.example")
    assert ticket(live, ref)["participants"] == []


def test_who_only_reads_is_offered_nothing_to_change(page: Page, live: LocalDesk) -> None:
    opened(page, live, "Only read", "dmitri@acme.example")
    for name in ("Resolve", "Escalate", "Add label", "Assign to me", "Add to CC"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_on_a_phone_everything_is_there_and_nothing_runs_out_of_the_page(phone: Page, live: LocalDesk) -> None:
    opened(phone, live, "On a phone", description="word " * 300)
    expect(phone.get_by_role("button", name="Resolve").first).to_be_visible()
    phone.get_by_role("button", name="Properties", exact=True).tap()
    expect(phone.get_by_role("complementary", name="Properties")).to_be_in_viewport(ratio=0.9)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_in_forced_colours_and_at_twice_the_size_it_still_works(page: Page, live: LocalDesk) -> None:
    page.set_viewport_size({"width": 640, "height": 400})
    page.emulate_media(forced_colors="active")
    opened(page, live, "Twice the size")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("textbox", name="Reply to the customer").fill("It can be written")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("article").filter(has_text="It can be written")).to_be_visible()
