"""Who wrote, where that isn't certain: a request, whom it had in copy, and a message."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import make_msgid

from playwright.sync_api import Page, expect

from tests.browser.console import posted, sent, unproven
from tests.browser.console_states.common import named
from tests.browser.console_states.ticket import at_ticket
from tests.support.local_desk import LocalDesk

IN_COPY = ("lee.of.the.night.shift@lindqvistcycles.example", "kim@elsewhere.example")


def unverified_request(page: Page, live: LocalDesk) -> None:
    """With people in copy who hear nothing yet."""
    at_ticket(page, live, unproven(live, "Whose request this is", *IN_COPY))
    expect(page.get_by_role("button", name="Mark as verified")).to_be_visible()
    expect(page.get_by_role("button", name="Don't add")).to_be_visible()


def unverified_request_explained(page: Page, live: LocalDesk) -> None:
    page.locator(".notice").get_by_text("Why?").click()
    expect(page.locator(".notice .explained p").first).to_be_visible()


def message_of_a_stranger(page: Page, live: LocalDesk) -> None:
    """Who answers a mail that somebody showed them, from a server of another domain than their own."""
    first = _letter(live, "Maya Osei <maya@northpier.example>", "Somebody joins in")
    ref = posted(live, first)
    again = _letter(live, "Jo <jo.from.the.other.house@elsewhere.example>", "Re: Somebody joins in")
    again["In-Reply-To"] = first["Message-ID"]
    sent(live, again, "bounce@third.example", [live.desk["support_address"]])
    at_ticket(page, live, ref)
    said = page.get_by_role("region", name="Conversation").get_by_role("article")
    expect(said.get_by_text("unverified")).to_be_visible()
    expect(said.get_by_role("button", name="Add to ticket")).to_be_visible()


def _letter(live: LocalDesk, sender: str, subject: str) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"] = sender, live.desk["support_address"]
    written["Subject"], written["Message-ID"] = subject, make_msgid(domain="northpier.example")
    written.set_content("It stops for us, too.")
    return written


SCENES = {"trust": named(unverified_request, unverified_request_explained, message_of_a_stranger)}
