"""The desk's own mail that comes back, and mail that merely has one of the desk's addresses in From."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any

import pytest

from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT

US = f"Acme Website <{SUPPORT}>"
JANE = "jane.miller@customer.example"
MARKER = re.compile(rb"(?mi)^x-workestra-desk:.*(?:\r?\n[ \t].*)*\r?\n")
NAMED = re.compile(rb"(?mi)^(?:references|message-id):.*(?:\r?\n[ \t].*)*\r?\n")


def suspended(post: Correspondence) -> list[Any]:
    found: list[Any] = post.call("GET", "/suspended-mails").json()["items"]
    return found


@pytest.fixture
def reply(post: Correspondence) -> SentMail:
    post.write()
    return post.reply()


@pytest.mark.parametrize("sender", [SUPPORT, "list@elsewhere.example"])
def test_our_own_mail_that_comes_back_is_a_row_among_the_suspended_and_nothing_else(
    post: Correspondence, reply: SentMail, sender: str
) -> None:
    """On the wire SES has put an id of its own in the place of ours, and a list may have put itself into From."""
    before, sent = post.ticket(), len(post.desk.sent)
    raw = NAMED.sub(b"", reply.raw).replace(f"<{SUPPORT}>".encode(), f"<{sender}>".encode(), 1)
    post.send(raw, reply_address(reply), sender="")
    assert (post.ticket(), post.refs(), len(post.desk.sent)) == (before, ["TKT-0001"], sent)
    (row,) = suspended(post)
    assert (row["cause"], row["subject"], row["preview"]) == ("own_mail", reply.subject, "")


def test_our_own_mail_is_known_by_either_id_that_it_went_out_with(post: Correspondence, reply: SentMail) -> None:
    """Ours, which stands last in References, or the carrier's. In In-Reply-To either means an answer."""
    ours = str(reply.headers["References"]).split()[-1]
    for number, own in enumerate((ours, reply.message_id)):
        post.write("Which cards?", sender=US, Message_ID=own, Reply_To=JANE)
        post.write(f"All of them. {number}", In_Reply_To=own)
    assert post.parked() == ["own_mail", "own_mail"]
    assert [text.strip() for _, text in post.said()][1:] == ["All of them. 0", "All of them. 1"]


def test_no_admin_can_let_our_own_mail_in(post: Correspondence, reply: SentMail) -> None:
    post.send(reply.raw, sender=SUPPORT)
    (row,) = suspended(post)
    refusal = post.call("POST", f"/suspended-mails/{row['id']}/release")
    assert (refusal.status, refusal.json()["code"], post.parked()) == (409, "not_releasable", ["own_mail"])


@pytest.mark.parametrize("mark", ["acme.acme.example", "x@acme.example.k1.aaaa", "{id}.k1.aaaa", "", "."])
def test_a_marker_that_anybody_can_write_makes_no_mail_ours(post: Correspondence, reply: SentMail, mark: str) -> None:
    """The first is that of an earlier release, which had no secret in it."""
    own = str(reply.headers["References"]).split()[-1].strip("<>")
    post.write("I can't get in.", sender="Jo <jo@example.net>", X_Workestra_Desk=mark.format(id=own))
    assert (post.refs(), post.parked()) == (["TKT-0001", "TKT-0002"], [])


def test_what_an_earlier_release_marked_is_known_together_with_an_id_of_ours(
    post: Correspondence, reply: SentMail
) -> None:
    old = MARKER.sub(b"X-Workestra-Desk: acme.acme.example\r\n", reply.raw)
    post.send(old, sender=SUPPORT)
    assert (post.refs(), post.parked()) == (["TKT-0001"], ["own_mail"])


def test_the_marker_of_one_mail_doesnt_make_another_desks_mail_ours(post: Correspondence, reply: SentMail) -> None:
    post.desk.create_workspace("sales", "Acme Sales", "sales@acme.example")
    post.send(NAMED.sub(b"", reply.raw), "sales@acme.example", sender=SUPPORT)
    assert post.parked("sales") == []


WEBSITES = {
    "a form's Reply-To": {"Reply_To": f"Jane Miller <{JANE}>", "X_Mailer": "PHPMailer 6.9"},
    "a Reply-To beside ours": {"Reply_To": f"{SUPPORT}, Jane Miller <{JANE}>"},
    "a group's X-Original-From": {"X_Original_From": f"Jane Miller <{JANE}>", "Reply_To": SUPPORT},
    "a group's X-Original-Sender": {"X_Original_Sender": JANE, "Reply_To": "others@elsewhere.example"},
    "a group that says both": {"X_Original_Sender": "bounce+1@x.example", "X_Original_From": f"Jane Miller <{JANE}>"},
    "what a machine named first": {"X_Original_From": "no-reply@forms.example", "Reply_To": JANE},
}


@pytest.mark.parametrize("website", WEBSITES)
@pytest.mark.parametrize("us", [US, SUPPORT.upper(), "Support <support+shop@acme.example>"])
def test_who_wrote_by_way_of_our_own_address_gets_a_quiet_ticket(post: Correspondence, us: str, website: str) -> None:
    post.write("My parcel has not arrived.", sender=us, **WEBSITES[website])
    ticket = post.ticket()
    assert (ticket["contact"]["email"], ticket["requester"]["standing"]) == (JANE, "unproven")
    assert (ticket["requester"]["reason"], ticket["requester"]["sent_by"]) == ("relayed", parseaddr(us)[1].lower())
    assert (post.desk.sent, post.parked()) == ([], [])
    assert post.reply("It is on its way.").to == (JANE,)


@pytest.mark.parametrize("headers", [{}, {"Reply_To": SUPPORT}, {"Reply_To": "nobody"}, {"X_Original_From": US}])
def test_with_nobody_behind_it_a_mail_from_our_address_waits_for_an_admin(
    post: Correspondence, headers: dict[str, str]
) -> None:
    post.write("Hello", sender=US, **headers)
    assert (post.refs(), post.parked(), post.desk.sent) == ([], ["own_address"], [])


def test_our_mailbox_never_becomes_the_contact_when_an_admin_lets_such_a_mail_in(post: Correspondence) -> None:
    post.write("My parcel has not arrived. Jane", sender=US)
    (row,) = suspended(post)
    assert post.call("POST", f"/suspended-mails/{row['id']}/release").json() == {"ref": "TKT-0001"}
    post.desk.settle()
    assert (post.ticket()["contact"], post.desk.sent, post.parked()) == (None, [], [])
    assert "My parcel has not arrived" in post.ticket()["description"]


@pytest.mark.parametrize("status", ["open", "closed"])
def test_nor_does_it_become_a_stranger_on_a_ticket_that_is_there(post: Correspondence, status: str) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.change(status=status)
    sent = len(post.desk.sent)
    post.write("Which cards?", sender=US, to=to, Subject="x")
    (row,) = suspended(post)
    assert post.call("POST", f"/suspended-mails/{row['id']}/release").json() == {"ref": "TKT-0002"}
    post.desk.settle()
    assert (post.ticket("TKT-0002")["contact"], post.said(), len(post.desk.sent)) == (None, [], sent)
