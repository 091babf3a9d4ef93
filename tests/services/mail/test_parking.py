"""Mails that are not acted upon: parked with the cause, never lost."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.aws import client
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("verdicts", "cause"),
    [({"spam": "FAIL"}, "spam"), ({"virus": "FAIL"}, "virus"), ({"spam": "FAIL", "virus": "FAIL"}, "virus")],
)
def test_spam_and_viruses_are_parked_and_can_be_looked_at(
    post: Correspondence, verdicts: dict[str, str], cause: str
) -> None:
    post.write("Win!", verdicts=verdicts)
    assert (post.refs(), post.desk.sent) == ([], [])
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    assert (mail["cause"], mail["sender"], mail["subject"]) == (cause, "maya@example.com", "Checkout")


def test_what_fails_dmarc_is_parked_where_the_domain_asks_for_it(post: Correspondence) -> None:
    from chalicelib.services.mail.incoming.case import Received
    from chalicelib.services.mail.incoming.receive import file_mail
    from tests.domain.making import MORNING

    key = post.desk.receive(b"From: maya@example.com\r\nSubject: x\r\n\r\nHi", "maya@example.com", ["a@b.example"])
    for policy, outcome in (("reject", "parked: dmarc"), ("none", "ticket 1")):
        verdicts = {"dmarc": "fail", "dmarc_policy": policy}
        to = ("support@acme.example",)
        received = Received(object_key=key, at=MORNING, sender="maya@example.com", recipients=to, verdicts=verdicts)
        assert file_mail(post.desk.ports, received) == [outcome]


def test_a_header_that_claims_a_clean_bill_of_health_is_not_believed(post: Correspondence) -> None:
    post.write("Win!", verdicts={"spam": "FAIL"}, X_SES_Spam_Verdict="PASS", Authentication_Results="dmarc=pass")
    assert post.parked() == ["spam"]


def test_a_blocked_contact_is_parked(post: Correspondence) -> None:
    post.write()
    contact = post.ticket()["contact"]["id"]
    assert post.call("PATCH", f"/contacts/{contact}", {"blocked": True}).status == 200
    confirmation = post.desk.sent[-1]
    post.write("Hello again")
    post.write("And here", to=reply_address(confirmation))
    assert (post.refs(), post.said(), post.parked()) == (["TKT-0001"], [], ["blocked", "blocked"])


@pytest.mark.parametrize(
    "sender",
    ["", "nobody", "<>", "maya@localhost", "@example.com", "\xff\xfe <\xff@x>", "undisclosed-recipients:;", "a b@c d"],
)
def test_a_sender_nobody_could_answer_is_parked(post: Correspondence, sender: str) -> None:
    post.send(b"From: " + sender.encode("latin-1") + b"\r\nSubject: x\r\n\r\nHello", sender="")
    assert (post.refs(), post.parked()) == ([], ["unreadable_sender"])


def test_a_mail_from_nobody_is_parked(post: Correspondence) -> None:
    post.send(b"Subject: x\r\n\r\nHello", sender="")
    assert (post.refs(), post.parked()) == ([], ["unreadable_sender"])


@pytest.mark.parametrize(
    ("headers", "envelope"),
    [(b"Reply-To: Maya <maya@example.com>\r\n", "x@example.net"), (b"From: nobody\r\n", "maya@example.com")],
)
def test_without_a_readable_from_the_next_best_header_names_the_writer(
    post: Correspondence, headers: bytes, envelope: str
) -> None:
    post.send(headers + b"Subject: x\r\n\r\nHello", sender=envelope)
    assert post.ticket()["contact"]["email"] == "maya@example.com"


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}])
def test_an_automatic_answer_to_nothing_is_parked(post: Correspondence, header: dict[str, Any]) -> None:
    post.write("I am away.", **header)
    assert (post.refs(), post.parked()) == ([], ["auto_reply"])


@pytest.mark.parametrize("status", ["waiting", "resolved", "closed"])
def test_an_automatic_answer_is_an_event_and_reopens_nothing(post: Correspondence, status: str) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.change(status=status)
    sent = len(post.desk.sent)
    post.write("Away.", to=reply_address(confirmation), Auto_Submitted="auto-replied", Subject="Out of office")
    assert (post.ticket()["status"], post.said(), len(post.desk.sent)) == (status, [], sent)
    assert "ticket.auto_answered" in post.happened()


def test_the_words_of_an_automatic_answer_are_kept_with_its_event(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.write("Ask Noor, noor@example.net.", to=to, Auto_Submitted="auto-replied", Subject="Away")
    (event,) = [one["event"] for one in post.entries() if one["kind"] == "event" and "auto" in one["event"]["type"]]
    assert event["changes"]["text"] == {"from": None, "to": "Ask Noor, noor@example.net."}


@pytest.mark.parametrize(
    "header", [{"Precedence": "bulk"}, {"Auto_Submitted": "auto-generated"}, {"X_Loop": "desk@supplier.example"}]
)
def test_what_another_desk_answers_in_words_is_a_message_that_gets_no_automatic_answer(
    post: Correspondence, header: dict[str, Any]
) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    sent = len(post.desk.sent)
    post.write("Part 7 arrives on Tuesday.", to=to, Subject="[supplier #77] [TKT-0001] Part 7", **header)
    assert post.said() == [("customer_message", "Part 7 arrives on Tuesday.")]
    assert len(post.desk.sent) == sent


def test_a_machines_first_mail_is_a_ticket_that_gets_no_automatic_answer(post: Correspondence) -> None:
    post.write("Disk full.", sender="monitor@example.com", Auto_Submitted="auto-generated", Subject="Alert")
    post.write("Page 1", sender="scanner@example.com", Precedence="bulk", Subject="Scan")
    assert (post.refs(), post.parked(), post.desk.sent) == (["TKT-0001", "TKT-0002"], [], [])


def test_a_reaction_is_an_event_that_reopens_nothing(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.change(status="resolved")
    before = post.ticket()
    post.write("👍 Maya Osei reacted to your message:", to=to)
    (event,) = [one["event"] for one in post.entries() if one["kind"] == "event" and "reacted" in one["event"]["type"]]
    assert {name: change["to"] for name, change in event["changes"].items()} == {
        "from": "maya@example.com",
        "reaction": "👍",
    }
    after = post.ticket()
    assert (after["status"], after["sla"], post.said()) == ("resolved", before["sla"], [])
    post.write("👍 Maya Osei reacted to your message:")
    assert post.parked() == ["auto_reply"]


def test_a_bounce_of_our_mail_reopens_nothing(post: Correspondence) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.change(status="waiting")
    post.write(
        "550 unknown user",
        sender="Mail Delivery <MAILER-DAEMON@mx.example.com>",
        to=reply_address(confirmation),
        Subject="Undelivered Mail Returned to Sender",
    )
    assert (post.ticket()["status"], post.said(), post.parked()) == ("waiting", [], ["bounce"])


def test_our_own_mail_that_lost_its_marks_on_the_way_is_parked_and_answers_nothing(post: Correspondence) -> None:
    post.write()
    reply = post.reply()
    before, sent = post.ticket(), len(post.desk.sent)
    post.write("Which cards?", sender="Acme <support@acme.example>", to=reply_address(reply), Subject="Re: Checkout")
    assert (post.ticket(), post.parked(), len(post.desk.sent)) == (before, ["own_address"], sent)


def test_an_id_that_merely_looks_like_ours_drops_nobodys_mail(post: Correspondence) -> None:
    post.write(Message_ID="<1234567890.abcdefgh.abcdefghijklmnop.x@mail.example.com>")
    assert post.refs() == ["TKT-0001"]


def test_a_mail_from_a_list_opens_a_ticket_and_is_not_confirmed(post: Correspondence) -> None:
    post.write("News", List_Id="<news.example.com>", Precedence="list")
    assert (post.refs(), post.desk.sent) == (["TKT-0001"], [])


@pytest.mark.parametrize(
    "header",
    [{"X_Auto_Response_Suppress": "All"}, {"sender": "no-reply@shop.example"}, {"Reply_To": "noreply@x.example"}],
)
def test_who_wants_no_automatic_answer_gets_none(post: Correspondence, header: dict[str, Any]) -> None:
    post.write("Your order", **header)
    assert (post.refs(), post.desk.sent) == (["TKT-0001"], [])


def test_a_follow_up_by_who_wants_no_automatic_answer_is_not_confirmed_either(post: Correspondence) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.change(status="closed")
    sent = len(post.desk.sent)
    post.write("News", to=reply_address(confirmation), X_Auto_Response_Suppress="All")
    assert post.refs() == ["TKT-0001", "TKT-0002"]
    assert len(post.desk.sent) == sent


def test_a_mail_to_an_address_no_desk_has_is_kept_for_the_operator(desk: Desk, post: Correspondence) -> None:
    post.write(to="sales@nobody.example")
    items = client("dynamodb").scan(TableName=desk.environment["TABLE_NAME"])["Items"]
    assert [item["pk"]["S"] for item in items if item["type"]["S"] == "suspended"] == ["UNROUTED"]
    assert (post.refs(), post.parked()) == ([], [])


def test_a_mailbox_with_a_plus_is_the_mailbox(post: Correspondence) -> None:
    post.write(to="Support+shop@ACME.example")
    assert post.refs() == ["TKT-0001"]


def test_a_mail_to_no_mailbox_of_a_domain_is_seen_by_an_admin_of_the_only_desk_there(post: Correspondence) -> None:
    post.write("Anybody?", to="sales@acme.example")
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    assert (mail["cause"], mail["preview"].strip(), post.refs()) == ("unknown_address", "Anybody?", [])
    assert post.call("POST", f"/suspended-mails/{mail['id']}/release").json() == {"ref": "TKT-0001"}


def test_a_mailbox_that_has_a_plus_itself_gets_its_own_mail(post: Correspondence) -> None:
    assert post.call("POST", "/mailboxes", {"address": "Sales+EU@acme.example", "name": "Sales"}).status == 201
    post.write(to="sales+eu@ACME.example")
    assert post.refs() == ["TKT-0001"]
    assert post.reply().sender == "sales+eu@acme.example"
    post.write(sender="sales+eu@acme.example", to="sales+eu@acme.example")
    post.write(to="sales+us@acme.example")
    post.write(to="support+eu@acme.example")
    assert (post.refs(), sorted(post.parked())) == (["TKT-0001", "TKT-0002"], ["own_address", "unknown_address"])
