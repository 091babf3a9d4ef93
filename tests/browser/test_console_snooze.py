"""Snoozing tickets and being reminded of them in the console, by the pointer and by the keyboard."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, field, more, new_ticket, sign_in, sign_in_as_reader, token_of
from tests.browser.console_states.common import answered, with_more
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.test_console_inbox import notice, rows
from tests.browser.test_console_ticket import opened, ticket
from tests.browser.test_console_ticking import bar, tick
from tests.browser.test_console_triage import WIDE, chats
from tests.browser.test_console_undo import undoing
from tests.browser.watching import assert_accessible
from tests.support.local_desk import LocalDesk

BOTH = pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
SNOOZED = "/console/tickets?tab=snoozed&channel=chat"


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def banner(page: Page, text: str) -> Locator:
    return page.locator(".notice").filter(has_text=text)


def snooze(page: Page, hands: Hands, choice: str) -> None:
    """Choose until when, on the open ticket."""
    if isinstance(hands, Pointer):
        more(page, "Snooze")
        dialog(page).get_by_role("option", name=choice).click()
    else:
        page.keyboard.press("b")
        page.keyboard.type(choice)
        page.keyboard.press("Enter")


def palette(page: Page, name: str) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def tomorrow(page: Page) -> str:
    """The instant at which it is nine tomorrow where the browser is."""
    found: str = page.evaluate(
        "() => { const now = new Date();"
        " return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).toISOString(); }"
    )
    return found


def events(live: LocalDesk, ref: str) -> list[str]:
    entries: list[dict[str, Any]] = api(live, "GET", f"tickets/{ref}/timeline")["items"]
    return [entry["event"]["type"].removeprefix("ticket.") for entry in entries if entry["event"]]


def reminder(live: LocalDesk, ref: str) -> Any:
    """What the one who is signed in has themselves reminded of."""
    token = token_of(live, live.desk["email"])
    return live.call(f"/v1/acme/tickets/{ref}", token=token)["reminder"]


@BOTH
def test_a_ticket_is_snoozed_says_so_and_is_woken(page: Page, live: LocalDesk, hands: Hands) -> None:
    ref = opened(page, live, "To be snoozed")
    snooze(page, hands, "Tomorrow")
    expect(banner(page, "Snoozed until")).to_be_visible()
    expect(undoing(page)).to_be_visible()
    assert ticket(live, ref)["snoozed_until"] == tomorrow(page)
    expect(page.locator(".thread, main").get_by_text(re.compile("snoozed the ticket until")).first).to_be_visible()
    assert_accessible(page)
    if isinstance(hands, Pointer):
        banner(page, "Snoozed").get_by_role("button", name="Wake now").click()
    else:
        palette(page, "Wake now")
    expect(banner(page, "Snoozed")).to_have_count(0)
    expect(page.get_by_text("ended the snooze").first).to_be_visible()
    assert events(live, ref)[-2:] == ["snoozed", "unsnoozed"]


@BOTH
def test_snoozing_is_undone(page: Page, live: LocalDesk, hands: Hands) -> None:
    ref = opened(page, live, "Snoozed by mistake")
    snooze(page, hands, "Until the customer writes")
    expect(banner(page, "Snoozed until the customer writes")).to_be_visible()
    expect(undoing(page)).to_be_visible()
    if isinstance(hands, Pointer):
        undoing(page).click()
    else:
        page.keyboard.press("z")
    expect(banner(page, "Snoozed")).to_have_count(0)
    expect(page.get_by_text(f"Undone: {ref} snoozed").first).to_be_visible()
    assert ticket(live, ref)["snoozed_until_reply"] is False


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_any_time_is_chosen_where_one_is_and_one_that_is_none_is_refused(
    open_page: OpenPage, live: LocalDesk, zone: str
) -> None:
    page = open_page(timezone_id=zone)
    ref = opened(page, live, "At a time of its own")
    snooze(page, Keyboard(), "Choose date")
    at = dialog(page).get_by_label("Snooze until")
    expect(at).to_be_focused()
    assert_accessible(page)
    here = datetime.now(UTC)
    for wrong, why in (
        ("2001-01-01T09:00", "still to come"),
        (f"{here.year + 2}-01-01T09:00", "within a year"),
    ):
        at.fill(wrong)
        page.keyboard.press("Enter")
        expect(dialog(page).get_by_text(why)).to_be_visible()
        expect(at).to_have_attribute("aria-invalid", "true")
    chosen = (here + timedelta(days=40)).strftime("%Y-%m-%dT10:30")
    at.fill(chosen)
    page.keyboard.press("Enter")
    expect(undoing(page)).to_be_visible()
    expected: str = page.evaluate("local => new Date(local).toISOString()", chosen)
    assert ticket(live, ref)["snoozed_until"] == expected


def test_a_preset_fills_the_field(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "By a preset")
    snooze(page, Pointer(), "Choose date")
    dialog(page).get_by_role("button", name="In a week").click()
    dialog(page).get_by_role("button", name="Snooze", exact=True).click()
    expect(undoing(page)).to_be_visible()
    left = datetime.fromisoformat(ticket(live, ref)["snoozed_until"]) - datetime.now(UTC)
    assert timedelta(days=6) < left < timedelta(days=8)


@BOTH
def test_many_are_snoozed_listed_and_woken(open_page: OpenPage, live: LocalDesk, hands: Hands) -> None:
    page = open_page(viewport=WIDE)
    refs = chats(live, 3)
    sign_in(page, live, "/console/tickets?channel=chat")
    tick(page, *refs)
    if isinstance(hands, Pointer):
        bar(page).get_by_role("button", name="Snooze").click()
        dialog(page).get_by_role("option", name="In a week").click()
    else:
        page.keyboard.press("b")
        page.keyboard.type("In a week")
        page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(0)
    expect(undoing(page)).to_be_visible()
    page.goto(SNOOZED)
    expect(page.get_by_role("link", name="Snoozed")).to_have_attribute("aria-current", "page")
    expect(page.locator(".row")).to_have_count(3)
    expect(page.locator(".row").first).to_contain_text("until ")
    assert_accessible(page)
    page.get_by_role("button", name=f"Wake now: {refs[0]}").click(force=True)  # through the row's link
    expect(page.locator(".row")).to_have_count(2)
    tick(page, *refs[1:])
    if isinstance(hands, Pointer):
        bar(page).get_by_role("button", name="Wake now").click()
    else:
        palette(page, "Wake now")
    expect(page.get_by_text("2 tickets no longer snoozed").first).to_be_visible()
    assert [ticket(live, ref)["snoozed_until"] for ref in refs] == [None] * 3


def test_a_list_of_nothing_snoozed_says_what_it_is_for(page: Page, live: LocalDesk) -> None:
    sign_in(page, live, "/console/tickets?tab=archived")
    page.route("**/tickets?snoozed=true**", lambda route: route.fulfill(json={"items": [], "next_cursor": None}))
    page.get_by_role("link", name="Snoozed").click()
    expect(page.get_by_text("Snoozed tickets stay here until")).to_be_visible()


def test_what_is_over_offers_no_snooze_and_a_reader_none_either(page: Page, live: LocalDesk) -> None:
    ref = opened(page, live, "Over")
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "Restarted"})
    page.reload()
    expect(field(page, "Status", "Resolved")).to_be_visible()
    page.keyboard.press("b")
    expect(dialog(page)).to_have_count(0)
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    expect(page.get_by_role("menuitem", name="Remind me")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Snooze")).to_have_count(0)


def test_a_reader_is_reminded_and_snoozes_nothing(page: Page, live: LocalDesk) -> None:
    sign_in_as_reader(page, live)
    page.locator(".row .title").first.click()
    page.locator(".ticket-bar").get_by_role("button", name="More").click()
    expect(page.get_by_role("menuitem", name="Remind me")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Snooze")).to_have_count(0)


@BOTH
def test_one_is_reminded_changes_that_and_takes_it_back(open_page: OpenPage, live: LocalDesk, hands: Hands) -> None:
    page = open_page(viewport={"width": 1000, "height": 800})  # with the ticket alone there is less to tab through
    ref = opened(page, live, "To be reminded of")
    if isinstance(hands, Pointer):
        more(page, "Remind me")
    else:
        page.keyboard.press("Shift+b")
    expect(dialog(page).get_by_label("Remind me at")).to_be_focused()
    assert_accessible(page)
    hands.write(dialog(page).get_by_label("Note (optional)"), "Call Maya")
    page.keyboard.press("Enter")
    shown = banner(page, "Reminder: ")
    expect(shown).to_contain_text("Call Maya")
    assert reminder(live, ref) == {"at": tomorrow(page), "note": "Call Maya"}
    assert_accessible(page)
    hands.press(shown.get_by_role("button", name="Change"))
    expect(dialog(page).get_by_label("Note (optional)")).to_have_value("Call Maya")
    hands.press(dialog(page).get_by_role("button", name="In a week"))
    hands.press(dialog(page).get_by_role("button", name="Remind me"))
    expect(dialog(page)).to_have_count(0)
    expect(undoing(page)).to_have_count(2)
    assert reminder(live, ref)["at"] > tomorrow(page)
    hands.press(shown.get_by_role("button", name="Remove"))
    expect(shown).to_have_count(0)
    assert reminder(live, ref) is None
    page.keyboard.press("z")
    expect(shown).to_contain_text("Call Maya")


def in_inbox(page: Page, live: LocalDesk) -> str:
    """An inbox that tells of a ticket that woke, and of a reminder."""
    refs = [new_ticket(live, f"Told of {number}") for number in range(2)]
    told = [
        notice(0, refs[0], "Told of 0", event="ticket.woken", actor="", preview=""),
        notice(1, refs[1], "Told of 1", event="ticket.reminded", preview="Call Maya"),
    ]
    answered(page, "**/acme/inbox?*", {"items": told, "next_cursor": None, "unread": 2})
    with_more(page, "**/tickets/changes*", unread=2)
    return refs[0]


@BOTH
def test_the_inbox_tells_of_both_and_snoozes_from_its_rows(page: Page, live: LocalDesk, hands: Hands) -> None:
    ref = in_inbox(page, live)
    sign_in(page, live, "/console/inbox")
    expect(rows(page).first).to_contain_text(f"{ref} is back: its snooze is over")
    expect(rows(page).last).to_contain_text("Reminder: ")
    expect(rows(page).last).to_contain_text("Call Maya")
    assert_accessible(page)
    if isinstance(hands, Pointer):
        page.get_by_role("button", name=f"Actions for {ref}").click()
        page.get_by_role("menuitem", name="Snooze").click()
        dialog(page).get_by_role("option", name="Tomorrow").click()
    else:
        page.keyboard.press("j")
        page.keyboard.press("b")
        expect(dialog(page)).to_be_visible()
        page.keyboard.type("Tomorrow")
        page.keyboard.press("Enter")
    expect(undoing(page)).to_be_visible()
    assert ticket(live, ref)["snoozed_until"] == tomorrow(page)


def test_the_inbox_reminds_from_its_rows(page: Page, live: LocalDesk) -> None:
    ref = in_inbox(page, live)
    sign_in(page, live, "/console/inbox")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("Shift+b")
    expect(dialog(page).get_by_label("Remind me at")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{ref}: you will be reminded on").first).to_be_visible()
    assert reminder(live, ref)["at"] == tomorrow(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_all_fits(open_page: OpenPage, live: LocalDesk, scheme: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme=scheme)
    ref = opened(page, live, "On a phone")
    snooze(page, Pointer(), "In 3 hours")
    expect(banner(page, "Snoozed until")).to_be_visible()
    more(page, "Remind me")
    expect(dialog(page).get_by_label("Remind me at")).to_be_visible()
    assert_accessible(page)
    dialog(page).get_by_role("button", name="Remind me").click()
    expect(banner(page, "Reminder: ")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(SNOOZED.replace("&channel=chat", ""))
    expect(page.locator(f"[data-ref={ref}]")).to_contain_text("until ")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
