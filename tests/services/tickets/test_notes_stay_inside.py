"""An internal note leaves by no way there is: not by mail, not on a public page, not by a link to it."""

from __future__ import annotations

import re

from tests.services.mail.correspondence import Correspondence, reply_address

SECRET = "the-router-password-is-plumtree"


def everything_public(post: Correspondence) -> bytes:
    """Every byte that left: mails whole, and the pages their links lead to."""
    links = {link for mail in post.desk.sent for link in re.findall(r"/portal/acme/t/[\w.]+", mail.text)}
    pages = [post.desk.http("GET", link).content for link in sorted(links)]
    assert len(pages) >= 2
    mails = [mail.raw + mail.text.encode() + mail.html.encode() for mail in post.desk.sent]
    return b"".join([*pages, *mails, post.desk.http("GET", "/portal/acme").content])


def test_a_note_is_in_no_mail_and_on_no_public_page(post: Correspondence) -> None:
    post.write(Cc="Ops <ops@example.com>")
    note = post.call("POST", "/tickets/TKT-0001/notes", {"body": f"@Ana {SECRET}"}).json()
    reply = post.reply()
    post.write("German ones.", to=reply_address(reply))
    post.call("POST", "/tickets/TKT-0001/notes", {"body": SECRET})
    post.change(assignee_id=post.desk.admin.id, status="resolved")
    post.change(status="closed")
    post.write("It is back.", to=reply_address(reply))
    everything = everything_public(post)
    assert (note["kind"], SECRET in str(post.said())) == ("internal_note", True)
    assert b"Which cards?" in everything
    assert SECRET.encode() not in everything
    assert note["id"].encode() not in everything


def test_a_note_calls_nobody_by_mail(post: Correspondence) -> None:
    post.write()
    sent = len(post.desk.sent)
    post.call("POST", "/tickets/TKT-0001/notes", {"body": SECRET})
    post.desk.settle()
    assert len(post.desk.sent) == sent


def test_the_inbox_tells_of_a_note_without_its_words(post: Correspondence) -> None:
    bo = post.desk.add_member("Bo L.", "bo@acme.example", "agent")
    post.write()
    post.call("POST", "/tickets/TKT-0001/notes", {"body": f"@Bo {SECRET}"})
    post.desk.settle()
    inbox = post.desk.http("GET", "/v1/acme/inbox", token=bo.token)
    assert "ticket.mentioned" in inbox.text
    assert SECRET not in inbox.text
