"""What somebody does in another's name takes nothing from them, and is neither told nor said as theirs."""

from __future__ import annotations

import re

import pytest

from chalicelib.services.mail.limits import SENDER, mailbox_of
from tests.api.serving.test_rate_limits import use_up
from tests.services.mail.correspondence import Correspondence, reply_address

FORGED = {"dmarc": "GRAY", "spf": "FAIL", "dkim": "FAIL"}
ANA = "Ana K. <ana@acme.example>"
REMARK = "Ben, this one smells like fraud. Do not tell them."
PASSED_ON = f"""{REMARK}

---------- Forwarded message ---------
From: {{sender}}
Date: Sat, 28 Nov 2026 at 10:12
Subject: Invoice
To: <ana@acme.example>

Your account is locked.
"""


def test_mails_in_somebodys_name_use_up_nothing_of_what_they_may_send(post: Correspondence) -> None:
    use_up(post.desk, SENDER, "acme|maya@example.com|unproven")
    post.write("Forged", Subject="Forged", verdicts=FORGED)
    assert post.parked() == ["rate"]
    post.write("It is me.", Subject="Mine")
    assert post.parked() == ["rate"]
    assert post.ticket(post.refs()[-1])["title"] == "Mine"


def test_nor_of_how_often_they_may_open_their_request_again(post: Correspondence) -> None:
    post.write()
    token = reply_address(post.desk.sent[-1])
    for number in range(6):
        post.change(status="resolved")
        post.write(f"Forged {number}", Subject="[TKT-0001] Checkout", verdicts=FORGED)
    assert post.parked() == ["loop"]
    post.write("It is me.", to=token)
    assert post.parked() == ["loop"]
    assert post.said()[-1] == ("customer_message", "It is me.")


@pytest.mark.parametrize("subject", ["Fwd: [TKT-0001] Checkout", "WG: [TKT-0001] Checkout"])
def test_what_a_member_passes_on_about_a_request_stays_with_the_members(post: Correspondence, subject: str) -> None:
    post.write()
    before = len(post.desk.sent)
    post.write(PASSED_ON.format(sender="Maya Osei <maya@example.com>"), sender=ANA, Subject=subject)
    assert len(post.desk.sent) == before
    (note,) = (one for one in post.entries() if one["kind"] == "internal_note")
    assert REMARK in note["body_text"]
    assert "Your account is locked." in note["body_text"]
    assert [kind for kind, _ in post.said()] == ["internal_note"]


def test_a_members_answer_that_quotes_what_a_customer_passed_on_is_an_answer(post: Correspondence) -> None:
    post.write(PASSED_ON.format(sender="Jo <jo@example.net>"), Subject="Fwd: Invoice")
    quoted = PASSED_ON.format(sender="Jo <jo@example.net>").replace("\n", "\n> ")
    text = f"We look into it.\n\nOn Sat, 28 Nov 2026 Maya Osei <maya@example.com> wrote:\n> {quoted}"
    post.write(text, sender=ANA, Subject="Re: [TKT-0001] Fwd: Invoice")
    assert post.said()[-1] == ("agent_reply", "We look into it.")


@pytest.mark.parametrize(
    ("sender", "contact"),
    [
        ('"Maya Osei <maya@example.com>" <mallory@evil.example>', "mallory@evil.example"),
        ("Maya Osei <maya@example.com>", "maya@example.com"),
        ("mallory@evil.example", "mallory@evil.example"),
    ],
)
def test_whom_a_forwarded_mail_names_is_its_last_address_and_not_verified(
    post: Correspondence, sender: str, contact: str
) -> None:
    post.write(PASSED_ON.format(sender=sender), sender=ANA, Subject="Fwd: Invoice")
    ticket = post.ticket()
    assert ticket["contact"]["email"] == contact
    assert (ticket["requester_verified"], ticket["requester"]["reason"]) == (False, "relayed")
    (mail,) = post.desk.sent
    assert mail.to == (contact,)
    assert [words for words in ("locked", "Invoice", "fraud") if words in mail.text + mail.html + mail.subject] == []


def test_whom_an_unproven_mail_had_in_copy_reads_from_then_on_once_an_agent_adds_them(post: Correspondence) -> None:
    post.write("Our old matter", Cc="hiro@example.com")
    post.reply("What was said before")
    post.write(
        "Hiro has a new address", sender="hiro@example.com", Subject="[TKT-0001]", Cc="h@evil.example", verdicts=FORGED
    )
    assert post.ticket()["participants_proposed"] == ["h@evil.example"]
    post.change(participants=["hiro@example.com", "h@evil.example"])
    post.reply("What is said from now on")
    mail = next(one for one in post.desk.sent if one.to == ("h@evil.example",))
    page = post.desk.http("GET", re.findall(r"http://help\.test(/portal/acme/t/[\w.]+)", mail.text)[0]).text
    assert "What is said from now on" in page
    assert not any(words in page for words in ("Our old matter", "said before", "new address"))


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("maya+news@example.com", "maya@example.com"),
        ("m.a.y.a+1@gmail.com", "maya@gmail.com"),
        ("m.osei@example.com", "m.osei@example.com"),
        ("+@example.com", "@example.com"),
    ],
)
def test_automatic_answers_are_counted_for_the_mailbox_that_an_address_ends_up_in(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def test_other_spellings_of_one_address_get_no_more_confirmations(post: Correspondence) -> None:
    for number in range(4):
        post.write(sender=f"maya+{number}@example.com", Subject="Hello")
    assert len(post.desk.sent) == 2
