"""What members do by mail: answer, and pass customers' mails on."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT

ANA = "Ana K. <ana@acme.example>"
FORWARD = """Call her today, she is about to leave us.

---------- Forwarded message ---------
From: Noor Haddad <noor@customer.example>
Date: Mon, Nov 23, 2026 at 9:12 AM
Subject: Invoice twice
To: Ana K. <ana@acme.example>


Hello,

I was charged twice.
Noor
"""


def test_a_forwarded_mail_is_its_customers_ticket_with_the_text_above_as_a_note(post: Correspondence) -> None:
    post.write(FORWARD, sender=ANA, Subject="Fwd: Invoice twice", verdicts={"dmarc": "PASS"})
    ticket = post.ticket()
    assert (ticket["title"], ticket["contact"]["email"]) == ("Invoice twice", "noor@customer.example")
    assert ticket["contact"]["name"] == "Noor Haddad"
    assert ticket["description"].split() == ["Hello,", "I", "was", "charged", "twice.", "Noor"]
    assert post.said() == [("internal_note", "Call her today, she is about to leave us.")]
    assert [mail.to for mail in post.desk.sent] == [("noor@customer.example",)]
    assert "leave us" not in post.desk.sent[0].raw.decode()


def test_the_note_above_a_forward_is_found_by_members(post: Correspondence) -> None:
    post.write(FORWARD, sender=ANA, Subject="Fwd: Invoice twice", verdicts={"dmarc": "PASS"})
    assert [one["ref"] for one in post.call("GET", "/tickets?q=today").json()["items"]] == ["TKT-0001"]


def test_nothing_of_a_forward_shows_the_note_to_the_customer(post: Correspondence) -> None:
    post.write(
        FORWARD,
        sender=ANA,
        Subject="Fwd: Invoice twice",
        verdicts={"dmarc": "PASS"},
        files=[("calculation.xlsx", "application/vnd.ms-excel", b"secret")],
    )
    tracking = next(word for word in post.desk.sent[0].text.split() if "/t/" in word).removeprefix("http://help.test")
    page = post.desk.http("GET", tracking).text
    assert "charged twice" in page
    assert "leave us" not in page
    assert "calculation" not in page
    assert post.ticket()["has_html"] is False


def test_a_mail_forwarded_as_a_file_is_the_customers_ticket_too(post: Correspondence) -> None:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "Noor <noor@customer.example>", "ana@acme.example", "Invoice twice"
    inner.set_content("I was charged twice.")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bill.pdf")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = ANA, SUPPORT, "FW: Invoice twice"
    outer.set_content("Please handle.")
    outer.add_attachment(inner)
    post.send(outer.as_bytes(), sender="ana@acme.example", verdicts={"dmarc": "PASS"})
    ticket = post.ticket()
    assert (ticket["contact"]["email"], ticket["description"].strip()) == (
        "noor@customer.example",
        "I was charged twice.",
    )
    assert [file["name"] for file in ticket["attachments"]] == ["bill.pdf"]
    assert post.said() == [("internal_note", "Please handle.")]


@pytest.mark.parametrize("verdicts", [{"dmarc": "FAIL"}, {"dmarc": "GRAY", "spf": "FAIL"}])
def test_a_forward_that_only_claims_to_be_a_members_is_parked(post: Correspondence, verdicts: dict[str, str]) -> None:
    post.write(FORWARD, sender=ANA, Subject="Fwd: Invoice twice", verdicts=verdicts)
    assert (post.refs(), post.parked()) == ([], ["unverified_member"])


def test_a_customers_forward_is_the_customers_own_ticket(post: Correspondence) -> None:
    post.write(FORWARD, Subject="Fwd: Invoice twice")
    assert post.ticket()["contact"]["email"] == "maya@example.com"
    assert post.said() == []


def test_a_member_who_merely_writes_is_a_customer_like_anybody(post: Correspondence) -> None:
    post.write("My own printer is broken.", sender=ANA, verdicts={"dmarc": "FAIL"})
    assert post.ticket()["contact"]["email"] == "ana@acme.example"


def test_whom_the_customer_copies_in_takes_part_from_then_on(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.write("Lee knows more.", to=to, Cc=f"Lee <lee@example.com>, {SUPPORT}, maya@example.com")
    assert post.ticket()["participants"] == ["lee@example.com"]
    assert "ticket.participants_changed" in post.happened()
    post.reply()
    assert {mail.to for mail in post.desk.sent[-2:]} == {("maya@example.com",), ("lee@example.com",)}


def test_whoever_stands_in_to_beside_us_takes_part_like_whom_a_mail_has_in_copy(post: Correspondence) -> None:
    post.write(To=f"Support+x@acme.example, Col <col@example.com>, {ANA}, maya@example.com", Cc="lee@example.com")
    assert post.ticket()["participants"] == ["col@example.com", "ana@acme.example", "lee@example.com"]
    post.write("I am Col.", sender="col@example.com", to=reply_address(post.desk.sent[-1]), Subject="x")
    assert post.entries()[-1]["from_stranger"] is False


def test_whom_an_unproven_mail_has_in_to_is_proposed(post: Correspondence) -> None:
    post.write(To=f"{SUPPORT}, col@example.com", verdicts={"dmarc": "GRAY", "spf": "FAIL"})
    assert (post.ticket()["participants"], post.ticket()["participants_proposed"]) == ([], ["col@example.com"])


def test_another_address_of_ours_that_forwards_to_the_desk_takes_no_part(post: Correspondence) -> None:
    """The desk doesn't know it, and each answer to it would come back."""
    post.write(To="info@acme.example", Cc="lee@example.com")
    post.write(To=f"{SUPPORT}, info@acme.example", Delivered_To="info@acme.example", Subject="Another")
    assert (post.ticket()["participants"], post.ticket("TKT-0002")["participants"]) == (["lee@example.com"], [])


def test_whoever_only_writes_the_customers_address_into_from_copies_nobody_in(post: Correspondence) -> None:
    post.write()
    copied = {"Cc": "evil@attacker.example", "Subject": "[TKT-0001] Checkout"}
    post.write("Add me.", **copied, verdicts={"dmarc": "GRAY", "spf": "FAIL"})
    assert (len(post.said()), post.ticket()["participants"]) == (1, [])
    assert post.ticket()["participants_proposed"] == ["evil@attacker.example"]
    post.write("Add Lee.", Cc="lee@example.com", Subject="[TKT-0001] Checkout", verdicts={"dmarc": "PASS"})
    assert post.ticket()["participants"] == ["lee@example.com"]


def test_a_stranger_copies_nobody_in_and_can_be_added_by_the_agent(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.write("Me too.", sender="Jo <jo@example.net>", to=to, Cc="kim@example.net")
    (message,) = [entry for entry in post.entries() if entry["kind"] == "customer_message"]
    assert (message["from_stranger"], message["from_address"], message["author"]["name"]) == (
        True,
        "jo@example.net",
        "Jo",
    )
    assert post.ticket()["participants"] == []
    post.change(participants=[message["from_address"]])
    post.write("And again.", sender="Jo <jo@example.net>", to=to)
    assert post.entries()[-1]["from_stranger"] is False
