"""Macros in the console: written in the settings, looked at before they run, run on one ticket or on many, undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.console import api, as_member, conversation_there, field, go, new_ticket, sign_in
from tests.browser.console_states.common import dialog
from tests.browser.hands import Keyboard
from tests.browser.watching import Watch, assert_accessible
from tests.support.local_desk import LocalDesk

SETTINGS = "/console/settings/macros"
LOW = {"do": "set", "field": "priority", "value": "low"}
URGENT = {"do": "set", "field": "priority", "value": "urgent"}
LIST = "/console/tickets?tab=open&channel=chat"


@pytest.fixture(autouse=True)
def no_macros(live: LocalDesk) -> None:
    """The desk begins without any, and without tickets by chat."""
    for item in as_member(live, "GET", "macros?limit=100")["items"]:
        as_member(live, "DELETE", f"macros/{item['id']}")
    for item in api(live, "GET", "tickets?channel=chat&limit=100")["items"]:
        api(live, "POST", f"tickets/{item['ref']}/archive")


def macro(live: LocalDesk, name: str, *actions: dict[str, Any], shared: bool = True) -> str:
    made = as_member(live, "POST", "macros", {"name": name, "shared": shared, "actions": actions})
    return str(made["id"])


def answer(live: LocalDesk) -> str:
    """The id of a canned response."""
    found = {each["name"]: each["id"] for each in api(live, "GET", "canned-responses?limit=100")["items"]}
    if "Refund" not in found:
        text = {"name": "Refund", "body": "Hello {{customer_first_name}}, the money is on its way."}
        return str(api(live, "POST", "canned-responses", text)["id"])
    return str(found["Refund"])


def action(page: Page, place: int) -> Locator:
    return page.get_by_role("group", name=f"Action {place}", exact=True)


def at_ticket(page: Page, live: LocalDesk, title: str = "Invoice twice", **more: Any) -> str:
    ref = new_ticket(live, title, channel="chat", **more)
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)
    return ref


def ticket(live: LocalDesk, ref: str) -> Any:
    return api(live, "GET", f"tickets/{ref}")


def toast(page: Page, text: str) -> Locator:
    return page.locator(".toast").filter(has_text=text)


def test_a_macro_is_written_by_mouse_and_says_what_it_does(page: Page, live: LocalDesk) -> None:
    answer(live)
    sign_in(page, live, SETTINGS)
    expect(page.get_by_text("No macros yet.")).to_be_visible()
    page.get_by_role("button", name="New macro").click()
    page.get_by_label("Name").fill("Refund")
    page.get_by_label("Share with everyone").check()
    action(page, 1).get_by_label("Value").select_option("Urgent")
    page.get_by_role("button", name="Add action").click()
    expect(action(page, 2).get_by_label("What to do")).to_have_value("assign")
    page.get_by_role("button", name="Add action").click()
    action(page, 3).get_by_label("What to do").select_option("Reply with a canned response")
    action(page, 3).get_by_label("Canned response").select_option("Refund")
    summary = dialog(page).get_by_role("region", name="What it does")
    expect(summary).to_contain_text("Set priority to Urgent · Assign to me · Reply with “Refund”")
    page.get_by_role("button", name="Move action 3 up").click()
    expect(summary).to_contain_text("Set priority to Urgent · Reply with “Refund” · Assign to me")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    row = page.get_by_role("list", name="Macros").get_by_role("listitem")
    expect(row).to_contain_text("Set priority to Urgent · Reply with “Refund” · Assign to me")
    (made,) = as_member(live, "GET", "macros")["items"]
    assert (made["name"], made["shared"], [each["do"] for each in made["actions"]]) == (
        "Refund",
        True,
        ["set", "reply", "assign"],
    )


def test_a_macro_is_written_and_changed_by_keyboard_alone(page: Page, live: LocalDesk) -> None:
    hands, keys = Keyboard(), page.keyboard
    sign_in(page, live, SETTINGS)
    hands.press(page.get_by_role("button", name="New macro"))
    expect(page.get_by_label("Name")).to_be_focused()
    keys.type("Mine")
    for _ in range(2):
        hands.press(page.get_by_role("button", name="Add action"))
    expect(action(page, 3).get_by_label("What to do")).to_be_focused()
    hands.press(page.get_by_role("button", name="Remove action 3"))
    expect(action(page, 2).get_by_label("What to do")).to_be_focused()
    hands.press(page.get_by_role("button", name="Move action 2 up"))
    expect(page.get_by_role("button", name="Move action 1 down")).to_be_focused()
    expect(dialog(page).get_by_text("Now action 1 of 2")).to_be_attached()
    keys.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Assign to me · Set priority to High")).to_be_visible()
    expect(page.get_by_text("Only you")).to_be_visible()
    hands.press(page.get_by_role("button", name="Edit: Mine"))
    hands.press(page.get_by_role("button", name="Move action 1 down"))
    keys.press("Control+Enter")
    expect(page.get_by_text("Set priority to High · Assign to me")).to_be_visible()
    hands.press(page.get_by_role("button", name="Delete: Mine"))
    hands.press(dialog(page).get_by_role("button", name="Delete"))
    expect(page.get_by_text("No macros yet.")).to_be_visible()


def test_what_is_wrong_stands_at_its_action_and_what_was_typed_stays(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    sign_in(page, live, SETTINGS)
    page.get_by_role("button", name="New macro").click()
    page.get_by_label("Name").fill("Twice")
    page.get_by_role("button", name="Add action").click()
    action(page, 2).get_by_label("What to do").select_option("Set a field")
    page.get_by_role("button", name="Add action").click()
    action(page, 3).get_by_label("What to do").select_option("Add labels")
    page.get_by_role("button", name="Save").click()
    expect(action(page, 2).get_by_label("What to do")).to_have_accessible_description(
        "Another action does the same already."
    )
    expect(page.get_by_label("Name")).to_have_value("Twice")
    page.get_by_role("button", name="Remove action 2").click()
    page.get_by_role("button", name="Save").click()
    expect(action(page, 2).locator(".wrong")).to_contain_text("label")
    action(page, 2).get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_by_key_it_is_looked_at_then_run_and_undone(page: Page, live: LocalDesk) -> None:
    macro(live, "Refund", {"do": "reply", "canned_response": answer(live)}, URGENT, {"do": "assign", "member": "me"})
    ref = at_ticket(page, live)
    before = ticket(live, ref)
    page.keyboard.press("Shift+M")
    expect(dialog(page).get_by_role("option", name="Refund")).to_be_visible()
    expect(dialog(page).get_by_text("Reply with “Refund” · Set priority to Urgent · Assign to me")).to_be_visible()
    page.keyboard.type("ref")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_text("Hello Maya, the money is on its way.")).to_be_visible()
    expect(dialog(page).get_by_text(re.compile("set the priority to Urgent"))).to_be_visible()
    expect(dialog(page).get_by_role("button", name="Run")).to_be_focused()
    assert ticket(live, ref) == before
    page.keyboard.press("Enter")
    expect(toast(page, f"{ref} handled with “Refund”")).to_be_visible()
    expect(field(page, "Priority", "Urgent")).to_be_visible()
    reply = page.get_by_role("article").filter(has_text="the money is on its way")
    expect(reply.get_by_text(re.compile(r"^sends in \d+ s"))).to_be_visible()
    page.keyboard.press("z")
    expect(toast(page, "Undone")).to_be_visible()
    expect(field(page, "Priority", "Medium")).to_be_visible()
    expect(reply).to_have_count(0)
    after = ticket(live, ref)
    assert [after[name] for name in ("priority", "status", "assignee")] == [
        before[name] for name in ("priority", "status", "assignee")
    ]


def test_from_the_palette_and_the_composer_it_is_the_same(page: Page, live: LocalDesk) -> None:
    macro(live, "Not now", LOW)
    ref = at_ticket(page, live)
    page.keyboard.press("Control+k")
    page.keyboard.type("macro: not")
    dialog(page).get_by_role("option", name="Macro: Not now").click()
    expect(page.get_by_role("dialog", name=f"Run “Not now” on {ref}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".composer").get_by_role("button", name="Macro").click()
    dialog(page).get_by_role("option", name="Not now").click()
    dialog(page).get_by_role("button", name="Run").click()
    expect(toast(page, f"{ref} handled with “Not now”")).to_be_visible()
    assert ticket(live, ref)["priority"] == "low"
    toast(page, "handled with").get_by_role("button", name="Undo").click()
    expect(field(page, "Priority", "Medium")).to_be_visible()


def test_a_refusal_says_which_action_and_nothing_is_done(page: Page, live: LocalDesk, watch: Watch) -> None:
    watch.expect("the server responded with a status of 422")
    label = as_member(live, "POST", "labels", {"name": "Passing", "color": "#a13a00"})["id"]
    macro(live, "Label it", LOW, {"do": "add_labels", "labels": [label]})
    ref = at_ticket(page, live)
    page.keyboard.press("Shift+M")
    dialog(page).get_by_role("option", name="Label it").wait_for()
    as_member(live, "DELETE", f"labels/{label}")
    page.keyboard.press("Enter")
    alert = dialog(page).get_by_role("alert")
    expect(alert).to_contain_text("Action 2 (Add label")
    expect(alert).to_contain_text("Nothing was changed.")
    expect(dialog(page).get_by_role("button", name="Run")).to_have_count(0)
    page.keyboard.press("Escape")
    assert ticket(live, ref)["priority"] == "medium"


def test_what_changed_since_one_looked_is_looked_at_anew_before_it_runs(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    watch.expect("the server responded with a status of 412")
    macro(live, "Not now", LOW, {"do": "assign", "member": "me"})
    ref = at_ticket(page, live)
    page.keyboard.press("Shift+M")
    dialog(page).get_by_role("option", name="Not now").click()
    expect(dialog(page).get_by_text(re.compile("set the priority to Low"))).to_be_visible()
    api(live, "PATCH", f"tickets/{ref}", {"priority": "low"})
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("alert")).to_contain_text("This is what it would do now.")
    expect(dialog(page).get_by_text(re.compile("assigned the ticket"))).to_be_visible()
    expect(dialog(page).get_by_text(re.compile("set the priority to Low"))).to_have_count(0)
    assert ticket(live, ref)["assignee"] is None
    page.keyboard.press("Enter")
    expect(toast(page, f"{ref} handled with “Not now”")).to_be_visible()
    assert ticket(live, ref)["assignee"]["name"] == "Ana K."


def test_where_nobody_has_written_a_macro_one_is_led_to_where_they_are_written(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live)
    page.keyboard.press("Shift+M")
    expect(dialog(page).get_by_role("option")).to_have_text("Manage macros")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Macros", level=1)).to_be_visible()


def test_on_many_by_mouse_it_is_run_and_undone_at_once_and_who_was_refused_is_named(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    macro(live, "Refund", {"do": "reply", "canned_response": answer(live)}, URGENT)
    mute = api(live, "POST", "tickets", {"title": "By phone", "contact": {"name": "Noor"}, "channel": "chat"})["ref"]
    refs = [new_ticket(live, f"Chat {number}", channel="chat") for number in range(3)]
    sign_in(page, live, LIST)
    expect(page.locator(".row")).to_have_count(4)
    for ref in (mute, *refs):
        page.get_by_role("checkbox", name=f"Select {ref}").check()
    page.get_by_role("region", name="Selected tickets").get_by_role("button", name="Macro…").click()
    dialog(page).get_by_role("option", name="Refund").click()
    expect(page.get_by_role("dialog", name="Run “Refund” on 4 tickets")).to_be_visible()
    expect(dialog(page).get_by_role("listitem")).to_have_text(["Reply with “Refund”", "Set priority to Urgent"])
    dialog(page).get_by_role("button", name="Run").click()
    done = toast(page, "3 tickets handled with “Refund”")
    expect(done).to_be_visible()
    expect(page.locator(".refused")).to_contain_text(mute)
    assert [ticket(live, ref)["priority"] for ref in (*refs, mute)] == [*["urgent"] * 3, "medium"]
    done.get_by_role("button", name="Undo").click()
    expect(toast(page, "Undone")).to_be_visible()
    assert [ticket(live, ref)["priority"] for ref in refs] == ["medium"] * 3


def test_on_many_by_keyboard_alone(page: Page, live: LocalDesk) -> None:
    macro(live, "Not now", LOW)
    refs = [new_ticket(live, f"Chat {number}", channel="chat") for number in range(2)]
    sign_in(page, live, LIST)
    expect(page.locator(".row")).to_have_count(2)
    for key in ("j", "x", "j", "x", "Shift+M"):
        page.keyboard.press(key)
    dialog(page).get_by_role("option", name="Not now").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Run “Not now” on 2 tickets")).to_be_visible()
    page.keyboard.press("Enter")
    expect(toast(page, "2 tickets handled with “Not now”")).to_be_visible()
    assert [ticket(live, ref)["priority"] for ref in refs] == ["low", "low"]
    page.keyboard.press("z")
    expect(toast(page, "Undone")).to_be_visible()
    assert [ticket(live, ref)["priority"] for ref in refs] == ["medium", "medium"]


def test_many_go_in_portions_and_how_far_it_got_is_seen(page: Page, live: LocalDesk) -> None:
    macro(live, "Not now", LOW)
    refs = [new_ticket(live, f"Chat {number}", channel="chat") for number in range(103)]
    held: list[Route] = []
    page.route("**/tickets/bulk", lambda route: held.append(route))
    sign_in(page, live, LIST)
    for rows in (50, 100):
        expect(page.locator(".row")).to_have_count(rows)
        page.get_by_role("button", name="Load more").click()
    expect(page.get_by_role("button", name="Load more")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Show earlier rows").click()
    for ref in refs[-3:]:
        page.get_by_role("checkbox", name=f"Select {ref}").check()
    status = page.get_by_role("region", name="Selected tickets").get_by_role("status").first
    expect(status).to_have_text("103 selected")
    page.keyboard.press("Shift+M")
    dialog(page).get_by_role("option", name="Not now").click()
    dialog(page).get_by_role("button", name="Run").click()
    expect(status).to_have_text("“Not now”: 0 of 103")
    while len(held) < 2:
        page.wait_for_timeout(50)
    small, large = sorted(held, key=lambda route: len(route.request.post_data_json["refs"]))
    small.continue_()
    expect(status).to_have_text("“Not now”: 3 of 103")
    large.continue_()
    expect(toast(page, "103 tickets handled with “Not now”")).to_be_visible(timeout=30_000)
    expect(status).to_have_text("103 selected")


def test_on_a_phone_it_is_written_and_run_by_touch(phone: Page, live: LocalDesk) -> None:
    sign_in(phone, live, SETTINGS)
    phone.get_by_role("button", name="New macro").tap()
    phone.get_by_label("Name").fill("Pocket")
    phone.get_by_role("button", name="Save").tap()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    ref = new_ticket(live, "In the train")
    go(phone, f"/console/tickets/{ref}")
    conversation_there(phone)
    phone.locator(".ticket-bar").get_by_role("button", name="More").tap()
    phone.get_by_role("menuitem", name="Run a macro").tap()
    dialog(phone).get_by_role("option", name="Pocket").tap()
    dialog(phone).get_by_role("button", name="Run").tap()
    expect(toast(phone, f"{ref} handled with “Pocket”")).to_be_visible()


def test_it_snoozes_and_notifies(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, SETTINGS)
    page.get_by_role("button", name="New macro").click()
    page.get_by_label("Name").fill("Later")
    action(page, 1).get_by_label("What to do").select_option("Snooze")
    action(page, 1).get_by_label("Until").select_option("the morning some days later, at 9:00")
    action(page, 1).get_by_label("How many").fill("3")
    page.get_by_role("button", name="Add action").click()
    action(page, 2).get_by_label("What to do").select_option("Notify members")
    action(page, 2).get_by_role("checkbox", name="Ben Ito").check()
    action(page, 2).get_by_label("Text").fill("Please look")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Snooze for 3 days · Notify Ben Ito: “Please look”")).to_be_visible()
    at_ticket(page, live)
    page.keyboard.press("Shift+M")
    dialog(page).get_by_role("option", name="Later").click()
    expect(dialog(page).get_by_text("snoozed the ticket until")).to_be_visible()
    page.keyboard.press("Enter")
    expect(toast(page, "handled with")).to_be_visible()
    page.keyboard.press("z")
    expect(toast(page, "Undone")).to_be_visible()
