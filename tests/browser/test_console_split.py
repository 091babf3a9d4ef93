"""A message becomes a ticket of its own, and tickets that report one thing are answered together, in the console."""

from __future__ import annotations

import uuid
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import api, conversation_there, mail, more, new_ticket, sent, sign_in
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.portal_walk import mailed_link
from tests.browser.test_console_ticket import opened, ticket
from tests.browser.test_console_undo import undoing
from tests.browser.watching import assert_accessible, assert_reflows, in_both_schemes
from tests.support.local_desk import LocalDesk

BOTH = pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
OTHER = "And my invoice is wrong."


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def palette(page: Page, command: str) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(command)
    page.keyboard.press("Enter")


def written_twice(live: LocalDesk) -> str:
    """A ticket on which its customer wrote about something else as well."""
    title = f"The shop is down {uuid.uuid4().hex[:6]}"
    ref = mail(live, title, "It is down.")
    written = EmailMessage()
    written["From"], written["To"] = "Maya Osei <maya@northpier.example>", live.desk["support_address"]
    written["Subject"] = f"Re: [{ref}] {title}"
    written.set_content(OTHER)
    written.add_attachment(b"log", maintype="text", subtype="plain", filename="log.txt")
    sent(live, written)
    return ref


def split(page: Page, hands: Hands) -> None:
    if isinstance(hands, Keyboard):
        return page.keyboard.press("Shift+S")
    message = page.get_by_role("article").filter(has_text=OTHER)
    message.hover()
    message.get_by_role("button", name="Actions for this message").click()
    in_both_schemes(page, assert_accessible)
    page.get_by_role("menuitem", name="Split into a ticket").click()
    return None


@BOTH
def test_a_message_is_split_off_taken_back_and_split_again(page: Page, live: LocalDesk, hands: Hands) -> None:
    ref = written_twice(live)
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)
    split(page, hands)
    expect(page).not_to_have_url(f"**/{ref}")
    description = page.get_by_role("region", name="Description")
    expect(description).to_contain_text(OTHER)
    expect(description.get_by_text("log.txt")).to_be_visible()
    side = page.get_by_role("complementary", name="Properties")
    expect(side.get_by_role("link", name=ref, exact=True)).to_be_visible()
    made = page.url.rpartition("/")[2].partition("?")[0]
    if isinstance(hands, Pointer):
        undoing(page).click()
    else:
        page.keyboard.press("z")
    expect(page.get_by_role("button", name=ref, exact=False).first).to_be_visible()
    expect(page).to_have_url(f"{live.desk['base_url']}/console/tickets/{ref}")
    conversation_there(page)
    expect(page.get_by_text(f"Split into {made}", exact=True)).to_have_count(0)
    assert ticket(live, made)["deleted_at"]
    split(page, hands)
    expect(page.get_by_role("region", name="Description")).to_contain_text(OTHER)
    in_both_schemes(page, assert_accessible)  # takes longer on a busy machine than it can be undone
    side.get_by_role("link", name=ref, exact=True).click() if isinstance(hands, Pointer) else page.go_back()
    expect(page.get_by_role("article").filter(has_text=OTHER)).to_contain_text("Split into TKT-")


def link(page: Page, hands: Hands, other: str) -> None:
    if isinstance(hands, Pointer):
        more(page, "Link to another ticket")
    else:
        page.keyboard.press("Shift+L")
    if isinstance(hands, Pointer):
        dialog(page).get_by_role("radio", name="reports this problem").check()
    else:
        hands.press(dialog(page).get_by_role("radio", name="is related"))
        page.keyboard.press("ArrowDown")
    expect(dialog(page).get_by_role("radio", name="reports this problem")).to_be_checked()
    hands.write(dialog(page).get_by_role("combobox"), other)
    expect(dialog(page).get_by_role("option", name=other)).to_be_visible()
    assert_accessible(page)
    if isinstance(hands, Pointer):
        dialog(page).get_by_role("option", name=other).click()
    else:
        page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)


def reports(live: LocalDesk, *names: str) -> dict[str, str]:
    """A ticket of each of these customers, by their address."""
    made = {}
    for name in names:
        email = f"{name}-{uuid.uuid4().hex[:6]}@example.com"
        made[email] = new_ticket(live, f"No page for {name}", contact={"email": email, "name": name.title()})
    return made


@BOTH
def test_all_who_report_it_are_answered_and_resolved_and_see_nothing_of_each_other(
    page: Page, live: LocalDesk, hands: Hands
) -> None:
    made = reports(live, "rosa", "nils")
    ref = opened(page, live, "The proxy is down", description="Internal.")
    for other in made.values():
        link(page, hands, other)
        expect(
            page.get_by_role("complementary", name="Properties").get_by_role("link", name=other, exact=True)
        ).to_be_visible()
    in_both_schemes(page, assert_accessible)
    _do(page, hands, "Reply to all reports", "It is up again.", "Reply to all")
    expect(page.get_by_text("2 tickets replied to")).to_be_visible()
    assert [_said(live, one) for one in made.values()] == [["It is up again."]] * 2
    _do(page, hands, "Resolve all reports", "A new proxy.", "Resolve all")
    expect(page.get_by_text("2 tickets resolved", exact=True)).to_be_visible()
    undoing(page).last.click() if isinstance(hands, Pointer) else page.keyboard.press("z")
    expect(page.get_by_text("Undone: 2 tickets resolved")).to_be_visible()
    assert {ticket(live, one)["status"] for one in made.values()} == {"in_progress"}
    _do(page, hands, "Resolve all reports", "A new proxy.", "Resolve all")
    expect(page.get_by_text("2 tickets resolved", exact=True)).to_be_visible()
    assert [ticket(live, one)["resolution"] for one in made.values()] == ["A new proxy."] * 2
    live.call("/_local/clock", {"advance_minutes": 1})
    _no_page_shows_others(page, live, made, ref)


def _do(page: Page, hands: Hands, command: str, words: str, yes: str) -> None:
    if isinstance(hands, Pointer):
        page.get_by_role("complementary", name="Properties").get_by_role("button", name=command).click()
    else:
        palette(page, command)
    hands.write(dialog(page).get_by_role("textbox"), words)
    in_both_schemes(page, assert_accessible)
    hands.press(dialog(page).get_by_role("button", name=yes, exact=True))
    expect(dialog(page)).to_have_count(0)


def _said(live: LocalDesk, ref: str) -> list[Any]:
    items = api(live, "GET", f"tickets/{ref}/timeline")["items"]
    return [one["body_text"] for one in items if one["kind"] == "agent_reply"]


def _no_page_shows_others(page: Page, live: LocalDesk, made: dict[str, str], problem: str) -> None:
    for email, mine in made.items():
        page.goto(mailed_link(live, email))
        expect(page.locator("main")).to_contain_text("It is up again.")
        told = page.content()
        others = [one for pair in made.items() if pair != (email, mine) for one in pair]
        assert [one for one in (*others, problem, "The proxy is down") if one in told] == []


def test_a_link_is_taken_away_on_a_phone(phone: Page, live: LocalDesk) -> None:
    ref, other = new_ticket(live, "One"), new_ticket(live, "Other")
    api(live, "PUT", f"tickets/{ref}/links/{other}", {"kind": "report"})
    sign_in(phone, live, f"/console/tickets/{ref}")
    conversation_there(phone)
    more(phone, "Show properties")
    row = phone.get_by_role("listitem").filter(has_text=other)
    expect(row).to_contain_text("Reports this")
    assert_reflows(phone)
    in_both_schemes(phone, assert_accessible)
    row.get_by_role("button", name="Remove link").tap()
    expect(row).to_have_count(0)
    assert ticket(live, other)["links"] == []
