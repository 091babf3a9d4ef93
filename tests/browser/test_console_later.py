"""A reply that is sent later, by mouse and by keyboard: written, put off, seen to wait, changed, sent, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.console import api, conversation_there, new_ticket, posted, sent, sign_in
from tests.browser.test_console_editor import reply_field
from tests.browser.watching import Watch, assert_accessible, in_both_schemes
from tests.support.local_desk import LocalDesk

WORDS = "Your order leaves the house."
MINUTE = "%Y-%m-%dT%H:%M"


def letter(live: LocalDesk, subject: str, name: str) -> EmailMessage:
    """A mail from Maya."""
    written = EmailMessage()
    written["From"], written["To"] = "Maya Osei <maya@northpier.example>", live.desk["support_address"]
    written["Subject"], written["Message-ID"] = subject, name
    written.set_content("Where is it?")
    return written


def at_ticket(page: Page, live: LocalDesk, title: str) -> str:
    ref = new_ticket(live, title)
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)
    return ref


def put_off(page: Page) -> Locator:
    """Write, and ask for another time by mouse."""
    reply_field(page).fill(WORDS)
    page.get_by_role("button", name="Send options").click()
    page.get_by_role("menuitem", name="Send later…").click()
    return page.get_by_role("dialog", name="Send later")


def waiting(page: Page) -> Locator:
    return page.get_by_role("region", name="Scheduled reply")


def said(live: LocalDesk, ref: str) -> list[str]:
    items = api(live, "GET", f"tickets/{ref}/timeline")["items"]
    return [one["body_text"] for one in items if one["kind"] == "agent_reply"]


def send_at(live: LocalDesk, ref: str) -> str:
    (planned,) = api(live, "GET", f"tickets/{ref}")["scheduled"]
    return str(planned["send_at"])


def chosen(dialog: Locator) -> datetime:
    return datetime.strptime(dialog.get_by_label("Send at").input_value(), MINUTE)


def test_by_mouse_it_waits_is_put_off_further_and_sent_at_once(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = at_ticket(page, live, "A parcel for Monday")
    dialog = put_off(page)
    tomorrow = chosen(dialog)
    assert (tomorrow.hour, tomorrow.minute) == (9, 0)
    dialog.get_by_role("button", name="In a week 9:00").click()
    assert chosen(dialog) == tomorrow + timedelta(days=6)
    dialog.get_by_role("button", name="Tomorrow 9:00").click()
    assert chosen(dialog) == tomorrow
    dialog.get_by_role("button", name="Schedule").click()
    expect(reply_field(page)).to_have_value("")
    expect(waiting(page)).to_contain_text(WORDS)
    expect(page.locator(".toast").filter(has_text="The reply is scheduled.")).to_be_visible()
    before = send_at(live, ref)
    waiting(page).get_by_role("button", name="Change time").click()
    expect(dialog.get_by_label("Send at")).to_have_value(tomorrow.strftime(MINUTE))
    later = tomorrow + timedelta(days=3, minutes=30)
    dialog.get_by_label("Send at").fill(later.strftime(MINUTE))
    with page.expect_response("**/scheduled/*"):
        dialog.get_by_role("button", name="Schedule").click()
    expect(dialog).to_have_count(0)
    moved = datetime.fromisoformat(send_at(live, ref)) - datetime.fromisoformat(before)
    assert moved == timedelta(days=3, minutes=30)
    assert said(live, ref) == []
    waiting(page).get_by_role("button", name="Send now").click()
    expect(page.get_by_role("article").filter(has_text=WORDS)).to_be_visible()
    expect(waiting(page)).to_have_count(0)
    assert said(live, ref) == [WORDS]


def test_by_keyboard_it_waits_and_comes_back_into_its_field(page: Page, live: LocalDesk, watch: Watch) -> None:
    ref = at_ticket(page, live, "A parcel without a mouse")
    page.keyboard.press("r")
    expect(reply_field(page)).to_be_focused()
    page.keyboard.type(WORDS)
    page.keyboard.press("Control+Shift+Enter")
    page.keyboard.type("later")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Send later")
    expect(dialog.get_by_label("Send at")).to_be_focused()
    page.keyboard.press("Enter")
    expect(waiting(page)).to_contain_text(WORDS)
    assert said(live, ref) == []
    back = waiting(page).get_by_role("button", name="Cancel sending")
    back.focus()
    page.keyboard.press("Enter")
    expect(reply_field(page)).to_have_value(WORDS)
    expect(reply_field(page)).to_be_focused()
    expect(waiting(page)).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("send later")
    expect(page.get_by_role("option", name="Send later")).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Send at")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(reply_field(page)).to_have_value(WORDS)


def test_what_is_past_is_refused_at_the_field(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, "A parcel of yesterday")
    dialog = put_off(page)
    dialog.get_by_label("Send at").fill("2020-01-01T09:00")
    dialog.get_by_role("button", name="Schedule").click()
    expect(dialog.get_by_text("Choose a time that is still to come.")).to_be_visible()
    expect(dialog.get_by_label("Send at")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(reply_field(page)).to_have_value(WORDS)


def test_a_time_that_the_clocks_leave_out_is_said_not_to_be(open_page: OpenPage, live: LocalDesk, watch: Watch) -> None:
    page = open_page(timezone_id="Europe/Berlin")
    ref = at_ticket(page, live, "A parcel in the gap")
    dialog = put_off(page)
    gap = page.evaluate(GAP)
    dialog.get_by_label("Send at").fill(gap)
    dialog.get_by_role("button", name="Schedule").click()
    expect(dialog.get_by_text("The clocks go forward then")).to_be_visible()
    assert api(live, "GET", f"tickets/{ref}")["scheduled"] == []
    dialog.get_by_label("Send at").fill(gap.replace("T02", "T03"))
    dialog.get_by_role("button", name="Schedule").click()
    expect(waiting(page)).to_be_visible()
    assert send_at(live, ref).endswith("T01:30:00.000Z")


GAP = """() => { // half past two on the next day on which clocks go forward
  const at = new Date(Date.now() + 3 * 864e5);
  at.setHours(12, 0, 0, 0);
  const offset = (days) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTimezoneOffset();
  while (offset(1) >= offset(0)) at.setDate(at.getDate() + 1);
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T02:30`;
}"""


def test_the_customer_who_writes_first_stops_it_and_it_is_told_with_a_way_there(
    page: Page, live: LocalDesk, watch: Watch
) -> None:
    first = letter(live, "A parcel that came", "<parcel-1@northpier.example>")
    ref = posted(live, first)
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)
    put_off(page).get_by_role("button", name="Schedule").click()
    expect(waiting(page)).to_contain_text(WORDS)
    again = letter(live, "Re: A parcel that came", "<parcel-2@northpier.example>")
    again["In-Reply-To"] = first["Message-ID"]
    sent(live, again)
    page.goto("/console/inbox")
    row = page.get_by_role("listitem").filter(has_text=f"Your scheduled reply to {ref} wasn’t sent")
    row.get_by_role("link").first.click()
    expect(waiting(page)).to_contain_text("Not sent: the customer wrote first")
    expect(waiting(page)).to_contain_text(WORDS)
    waiting(page).get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(waiting(page)).to_have_count(0)
    assert said(live, ref) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_for_everybody(page: Page, live: LocalDesk, watch: Watch, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    at_ticket(page, live, "A parcel for all")
    dialog = put_off(page)
    expect(dialog.get_by_label("Send at")).to_be_focused()
    in_both_schemes(page, lambda there: assert_accessible(there, "dialog"))
    dialog.get_by_role("button", name="Schedule").click()
    expect(waiting(page)).to_be_visible()
    in_both_schemes(page, lambda there: assert_accessible(there, "main"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
