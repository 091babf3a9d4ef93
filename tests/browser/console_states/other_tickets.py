"""Tickets that are over, put away, overdue, not to be had, or only to be read."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.console import api, go, mail, new_ticket
from tests.browser.console_states.common import named, refused, with_more
from tests.browser.console_states.ticket import ALONE, TOLD, at_ticket
from tests.support.local_desk import LocalDesk


def resolved_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Solved", description=TOLD)
    api(live, "POST", f"tickets/{ref}/resolve", {"resolution": "A new proxy, and a longer line."})
    rated = {"score": 4, "comment": "The answer came within the hour.", "agent_estimate": 5}
    with_more(page, f"**/acme/tickets/{ref}", csat=rated, follow_ups=["TKT-0001"])
    at_ticket(page, live, ref)
    expect(page.locator(".stars")).to_be_visible()


def merged_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "A duplicate", description=TOLD)
    primary = new_ticket(live, "The one to keep")
    api(live, "POST", f"tickets/{primary}/merge", {"duplicate": ref})
    at_ticket(page, live, ref)
    expect(page.get_by_text("This ticket was merged into")).to_be_visible()


def archived_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Put away", description=TOLD)
    api(live, "POST", f"tickets/{ref}/archive")
    at_ticket(page, live, ref)
    expect(page.get_by_text("This ticket is archived.")).to_be_visible()


def deleted_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Thrown away", description=TOLD)
    api(live, "DELETE", f"tickets/{ref}")
    at_ticket(page, live, ref)
    expect(page.get_by_text("Deleted by")).to_be_visible()


def spam_ticket(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "Cheap watches", description=TOLD, contact={"email": "watches@example.com"})
    api(live, "POST", f"tickets/{ref}/spam")
    at_ticket(page, live, ref)
    expect(page.get_by_text("Marked as spam.")).to_be_visible()
    expect(page.get_by_text("Spam: their emails are suspended.")).to_be_visible()


def ticket_on_hold(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "To be kept", description=TOLD)
    api(live, "PUT", f"tickets/{ref}/hold", {"reason": "The insurance asks for all that was said about the fire."})
    at_ticket(page, live, ref)
    expect(page.get_by_role("button", name="Release hold")).to_be_visible()


def breached_ticket(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, api(live, "GET", "tickets?sla=breached&limit=1")["items"][0]["ref"])
    expect(page.locator(".sla-banner.breached")).to_be_visible()


def mail_as_it_was_sent(page: Page, live: LocalDesk) -> None:
    html = '<h1>See</h1><p>The chart: <img alt="chart" src="https://pictures.example/chart.png"></p>'
    ref = mail(live, "With a picture of the state", "See", html)
    with_more(page, f"**/acme/tickets/{ref}", signed="smime")
    at_ticket(page, live, ref)
    expect(page.get_by_text("Signed (S/MIME), not checked")).to_be_visible()
    page.get_by_role("button", name="Show original").click()
    expect(page.get_by_role("button", name="Load images")).to_be_visible()


def files_by_what_their_check_found(page: Page, live: LocalDesk) -> None:
    ref = new_ticket(live, "With files", description=TOLD)
    found = {
        "clean": "a.log",
        "unscanned": "the log of the day before yesterday.txt",
        "refused": "an invoice, overdue.zip",
    }
    files = [
        {"id": f"a_{state}", "name": name, "type": "text/plain", "size": 34_120, "inline": False, "scanned": state}
        for state, name in found.items()
    ]
    with_more(page, f"**/acme/tickets/{ref}", attachments=files)
    at_ticket(page, live, ref)
    listed = page.get_by_role("list", name="Attachments")
    expect(listed.get_by_role("button")).to_have_count(2)
    expect(listed.get_by_role("button").filter(has_text="Not scanned for viruses")).to_have_count(1)
    expect(listed.get_by_text("Blocked: contains a virus")).to_be_visible()


def assistant_failing(page: Page, live: LocalDesk) -> None:
    refused(page, "**/assistant?*", 500, "internal_error")
    at_ticket(page, live, new_ticket(live, "Without an assistant", description=TOLD))
    expect(page.locator(".sidebar").get_by_role("button", name="Try again")).to_be_visible()


def missing_ticket(page: Page, live: LocalDesk) -> None:
    go(page, f"/console/tickets/TKT-9999{ALONE}")
    expect(page.get_by_text("Ticket TKT-9999 not found")).to_be_visible()


def failing_ticket(page: Page, live: LocalDesk) -> None:
    refused(page, "**/acme/tickets/TKT-*", 500, "internal_error")
    go(page, f"/console/tickets/{new_ticket(live, 'Not to be had')}{ALONE}")
    expect(page.locator(".ticket").get_by_role("button", name="Try again")).to_be_visible()


def ticket_only_to_be_read(page: Page, live: LocalDesk) -> None:
    at_ticket(page, live, new_ticket(live, "Only read", description=TOLD), "dmitri@acme.example")
    expect(page.get_by_role("region", name="Write")).to_have_count(0)


SCENES = {
    "other-tickets": named(
        resolved_ticket,
        merged_ticket,
        archived_ticket,
        deleted_ticket,
        spam_ticket,
        ticket_on_hold,
        breached_ticket,
        mail_as_it_was_sent,
        files_by_what_their_check_found,
        assistant_failing,
        missing_ticket,
        failing_ticket,
    ),
    "reader": named(ticket_only_to_be_read),
}
