"""Who wrote, and who may read on: what the console says of it, and what an agent does about it."""

from __future__ import annotations

from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.console import TOM, api, conversation_there, posted, sent, sign_in, unproven
from tests.support.local_desk import LocalDesk

LEE, KIM = "lee@lindqvistcycles.example", "kim@elsewhere.example"


def opened(page: Page, live: LocalDesk, ref: str) -> None:
    sign_in(page, live, f"/console/tickets/{ref}")
    conversation_there(page)


def ticket(live: LocalDesk, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = api(live, "GET", f"tickets/{ref}")
    return found


def signed(live: LocalDesk, subject: str, kind: str) -> EmailMessage:
    return message_from_string(
        f"From: Tom Lindqvist <{TOM}>\nTo: {live.desk['support_address']}\nSubject: {subject}\n"
        f"Content-Type: multipart/signed; boundary=q\n\n--q\nContent-Type: text/plain\n\nLook at {subject}.\n"
        f"--q\nContent-Type: {kind}; name=signature\n\nMII=\n--q--\n",
        policy=SMTP,
    )


def test_what_came_by_a_signed_mail_says_so_and_that_nobody_checked_it(page: Page, live: LocalDesk) -> None:
    ref = posted(live, signed(live, "Signed", "application/pkcs7-signature"))
    sent(live, signed(live, f"[{ref}] Signed", "application/pgp-signature"))
    opened(page, live, ref)
    for region, words in (
        ("Description", "Signed (S/MIME), not checked"),
        ("Conversation", "Signed (OpenPGP), not checked"),
    ):
        badge = page.get_by_role("region", name=region).locator("header .badge")
        expect(badge).to_have_text(words)
        expect(badge).to_have_attribute("title", "The signature has not been checked.")
    expect(page.get_by_role("list", name="Attachments")).to_have_count(0)
    api(live, "PATCH", f"tickets/{ref}", {"description": "In other words."})
    page.reload()
    conversation_there(page)
    expect(page.get_by_role("region", name="Description").locator(".badge")).to_have_count(0)


def test_a_request_that_may_be_somebody_elses_says_so_until_an_agent_vouches(page: Page, live: LocalDesk) -> None:
    ref = unproven(live, "Whose is this")
    opened(page, live, ref)
    said = page.get_by_text("The checks passed for a different domain, not the sender's.")
    expect(said).to_be_visible()
    page.get_by_role("button", name="Mark as verified").click()
    expect(said).to_have_count(0)
    expect(page.get_by_text("confirmed that the request is genuine")).to_be_visible()
    assert ticket(live, ref)["requester_verified"] is True


def test_whom_an_unproven_mail_had_in_copy_is_added_or_left_out_in_one_line(page: Page, live: LocalDesk) -> None:
    ref = unproven(live, "CC", LEE)
    opened(page, live, ref)
    expect(page.get_by_text(f"Add {LEE} to CC?")).to_be_visible()
    page.get_by_role("button", name="Don't add").click()
    expect(page.get_by_text(f"Add {LEE} to CC?")).to_have_count(0)
    other = unproven(live, "In copy again", LEE)
    page.goto(f"{live.desk['base_url']}/console/tickets/{other}")
    conversation_there(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text(f"Add {LEE} to CC?")).to_have_count(0)
    assert [
        (ticket(live, one)["participants"], ticket(live, one)["participants_proposed"]) for one in (ref, other)
    ] == [
        ([], []),
        ([LEE], []),
    ]


def test_a_merge_lists_who_reads_on_each_with_a_tick(page: Page, live: LocalDesk) -> None:
    primary, duplicate = (
        api(live, "POST", "tickets", {"title": title, "contact": {"email": TOM}, "participants": people})["ref"]
        for title, people in (("Reads on", []), ("Read before", [LEE, KIM]))
    )
    opened(page, live, primary)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill(duplicate)
    dialog.get_by_role("option", name="Read before").click()
    expect(dialog.get_by_role("checkbox", name=LEE)).to_be_checked()
    dialog.get_by_role("checkbox", name=KIM).uncheck()
    dialog.get_by_role("button", name=f"Merge {duplicate}").click()
    expect(dialog).to_have_count(0)
    assert ticket(live, primary)["participants"] == [LEE]
