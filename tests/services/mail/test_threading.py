"""Which ticket a mail belongs to, by each clue alone, and as whom its writer is heard."""

from __future__ import annotations

import re

import pytest

from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT

STRANGER = "Jo <jo@example.net>"
ANSWER = ("customer_message", "German ones.")


@pytest.fixture
def confirmation(post: Correspondence) -> SentMail:
    """What Maya got for the mail that opened the first ticket, with somebody from operations in copy."""
    post.write(Cc="Ops <ops@example.com>")
    return post.desk.sent[-1]


def own_id(mail: SentMail) -> str:
    """The id we gave the mail, which the carrier replaced, and which lives on in our References."""
    return str(mail.headers["References"]).split()[-1]


def test_the_first_mail_opens_a_ticket_for_its_sender_and_takes_cc_as_participants(
    post: Correspondence, confirmation: SentMail
) -> None:
    ticket = post.ticket()
    assert (ticket["title"], ticket["description"].strip()) == ("Checkout", "It broke.")
    assert (ticket["channel"], ticket["source"]) == ("email", "email")
    assert (ticket["contact"]["name"], ticket["contact"]["email"]) == ("Maya Osei", "maya@example.com")
    assert ticket["participants"] == ["ops@example.com"]
    assert confirmation.to == ("maya@example.com",)


def test_the_reply_address_alone_is_enough(post: Correspondence, confirmation: SentMail) -> None:
    post.write("German ones.", to=reply_address(confirmation), Subject="Something else")
    assert post.said() == [ANSWER]


def test_the_reply_address_works_in_capitals_and_only_in_a_header(post: Correspondence, confirmation: SentMail) -> None:
    post.write("German ones.", to=reply_address(confirmation).upper(), Subject="x")
    post.write("And French.", To=reply_address(confirmation), to=SUPPORT, Subject="x")
    assert post.said() == [ANSWER, ("customer_message", "And French.")]


def test_references_to_the_id_on_the_wire_are_enough(post: Correspondence, confirmation: SentMail) -> None:
    post.write("German ones.", References=f"<x@y.example> {confirmation.message_id}", Subject="x")
    assert post.said() == [ANSWER]


def test_in_reply_to_the_id_on_the_wire_is_enough(post: Correspondence, confirmation: SentMail) -> None:
    post.write("German ones.", In_Reply_To=confirmation.message_id, Subject="x")
    assert post.said() == [ANSWER]


def test_our_own_id_is_enough(post: Correspondence, confirmation: SentMail) -> None:
    post.write("German ones.", References=own_id(confirmation), Subject="x")
    assert post.said() == [ANSWER]


def test_the_customers_own_first_mail_is_enough(post: Correspondence) -> None:
    post.write(Message_ID="<first@mail.example.com>")
    post.write("German ones.", In_Reply_To="<first@mail.example.com>", Subject="x")
    assert post.said() == [ANSWER]


@pytest.mark.parametrize("sender", ["Maya Osei <maya@example.com>", "Ops <OPS@example.com>"])
def test_the_reference_in_the_subject_is_enough_from_who_is_on_the_ticket(
    post: Correspondence, confirmation: SentMail, sender: str
) -> None:
    post.write("German ones.", sender=sender, Subject="AW: [tkt-0001] Checkout")
    assert (post.said(), post.refs()) == ([ANSWER], ["TKT-0001"])


def test_the_reference_in_the_subject_is_enough_from_a_member_who_is_genuine(
    post: Correspondence, confirmation: SentMail
) -> None:
    post.write("On it.", sender="Ana K. <ana@acme.example>", Subject="[TKT-0001]", verdicts={"dmarc": "PASS"})
    assert post.said() == [("agent_reply", "On it.")]


def test_the_reference_in_the_subject_counts_nothing_from_a_stranger(
    post: Correspondence, confirmation: SentMail
) -> None:
    post.write("Let me in.", sender=STRANGER, Subject="Re: [TKT-0001] Checkout")
    assert (post.said(), post.refs()) == ([], ["TKT-0001", "TKT-0002"])


@pytest.mark.parametrize("subject", ["TKT-0001", "[TKT-0001x]", "[TKT-9999]", "x[TKT-0001]", "[OTHER-0001]"])
def test_what_only_looks_like_our_reference_opens_a_new_ticket(
    post: Correspondence, confirmation: SentMail, subject: str
) -> None:
    post.write(Subject=subject)
    assert (post.said(), post.refs()) == ([], ["TKT-0001", "TKT-0002"])


@pytest.mark.parametrize("sender", ["Maya Osei <maya@example.com>", "Ops <ops@example.com>"])
def test_who_is_on_the_ticket_writes_as_himself(post: Correspondence, confirmation: SentMail, sender: str) -> None:
    post.write("German ones.", sender=sender, to=reply_address(confirmation))
    (message,) = [entry for entry in post.entries() if entry["kind"] == "customer_message"]
    assert message["author"]["name"] == sender.partition(" <")[0]


def test_a_stranger_with_the_right_token_is_heard_as_themselves_and_marked(
    post: Correspondence, confirmation: SentMail
) -> None:
    post.write("I am a colleague.", sender=STRANGER, to=reply_address(confirmation))
    (message,) = [entry for entry in post.entries() if entry["kind"] == "customer_message"]
    assert (message["author"]["name"], message["author"]["id"]) == ("Jo", None)
    with post.desk.ports.open("acme") as room:
        stored = room.timeline.public_message(1, message["id"])
        assert stored is not None
        assert stored.stranger
    assert post.ticket()["participants"] == ["ops@example.com"]


def test_a_strangers_message_is_told_to_no_stranger(post: Correspondence, confirmation: SentMail) -> None:
    post.write("I am a colleague.", sender=STRANGER, to=reply_address(confirmation))
    assert all("jo@example.net" not in mail.to for mail in post.desk.sent)


def test_a_members_mail_that_is_genuine_is_an_agents_reply(post: Correspondence, confirmation: SentMail) -> None:
    to = reply_address(confirmation)
    post.write("Which cards?", sender="Ana K. <ana@acme.example>", to=to, verdicts={"dmarc": "PASS"})
    assert post.said() == [("agent_reply", "Which cards?")]
    assert post.ticket()["first_responded_at"] is not None
    assert {mail.to for mail in post.desk.sent[-2:]} == {("maya@example.com",), ("ops@example.com",)}


@pytest.mark.parametrize("dmarc", ["FAIL", "GRAY", "PROCESSING_FAILED"])
def test_a_members_mail_that_may_be_forged_is_parked(post: Correspondence, confirmation: SentMail, dmarc: str) -> None:
    verdicts = {"dmarc": dmarc, "spf": "FAIL"}
    post.write("I resign.", sender="ana@acme.example", to=reply_address(confirmation), verdicts=verdicts)
    assert (post.said(), post.parked()) == ([], ["unverified_member"])


@pytest.mark.parametrize(
    ("place", "letter"), [(place, letter) for place in (3, 8, -1) for letter in "ab"], ids=lambda value: str(value)
)
def test_a_token_with_one_letter_changed_is_worth_nothing(
    post: Correspondence, confirmation: SentMail, place: int, letter: str
) -> None:
    local, _, domain = reply_address(confirmation).partition("@")
    mac = local.rpartition(".")[2]
    forged = mac[:place] + (letter if mac[place] != letter else "c") + (mac[place:][1:] if place >= 0 else "")
    post.write("Let me in.", sender=STRANGER, to=f"{local.removesuffix(mac)}{forged}@{domain}")
    assert (post.said(), post.refs(), post.parked()) == ([], ["TKT-0001"], ["unknown_reply_address"])


def test_the_link_to_the_tracking_page_is_no_reply_address(post: Correspondence, confirmation: SentMail) -> None:
    found = re.search(r"/t/([\w.]+)", confirmation.text)
    assert found is not None
    post.write("Let me in.", sender=STRANGER, to=f"reply+{found[1]}@acme.example")
    assert (post.said(), post.parked()) == ([], ["unknown_reply_address"])


def test_a_participant_taken_off_is_a_stranger_from_then_on(post: Correspondence, confirmation: SentMail) -> None:
    post.reply()
    theirs = next(mail for mail in post.desk.sent if mail.to == ("ops@example.com",))
    post.change(participants=[])
    post.write("Still me.", sender="Ops <ops@example.com>", to=reply_address(theirs))
    assert (("customer_message", "Still me.") in post.said(), post.parked()) == (False, ["unknown_reply_address"])


def test_the_same_mail_delivered_twice_is_filed_once(post: Correspondence, confirmation: SentMail) -> None:
    for _ in range(2):
        post.write("German ones.", to=reply_address(confirmation), Message_ID="<twice@mail.example.com>")
    for _ in range(2):
        post.write("New matter", Message_ID="<new@mail.example.com>")
    assert (post.said(), post.refs()) == ([ANSWER], ["TKT-0001", "TKT-0002"])


def test_the_same_id_with_other_words_is_another_message(post: Correspondence, confirmation: SentMail) -> None:
    for text in ("German ones.", "French ones."):
        post.write(text, to=reply_address(confirmation), Message_ID="<reused@mail.example.com>")
    assert [text for _, text in post.said()] == ["German ones.", "French ones."]


def test_mails_without_an_id_are_told_apart_by_what_they_say(post: Correspondence) -> None:
    for text in (b"One", b"Two", b"One"):
        post.send(b"From: maya@example.com\r\nTo: support@acme.example\r\nSubject: x\r\n\r\n" + text)
    assert len(post.refs()) == 2


def test_of_an_answer_the_quoted_text_is_folded_away_and_kept(post: Correspondence, confirmation: SentMail) -> None:
    quoted = "\n".join(f"> {line}" for line in confirmation.text.splitlines())
    post.write(f"German ones.\n\nOn Mon, 23 Nov 2026, Acme wrote:\n{quoted}", to=reply_address(confirmation))
    (message,) = [entry for entry in post.entries() if entry["kind"] == "customer_message"]
    assert message["body_text"].strip() == "German ones."
    assert "TKT-0001" in message["quoted_text"]
