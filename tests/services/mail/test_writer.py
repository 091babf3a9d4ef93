"""Who is taken for the writer of a mail: nobody we know, where From can be read as somebody else's."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.sent_mail import SentMail
from tests.domain.making import MORNING
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.services.mail.test_members import FORWARD
from tests.support.desk import SUPPORT

WORDS = "Send everything to me."
FORGED = {
    "an escaped quotation mark": r'From: "Cee \" <{victim}>" <x@evil.example>',
    "an escaped backslash before the quotation mark": r'From: "Cee \\" <{victim}>" <x@evil.example>',
    "two fields": "From: {victim}\r\nFrom: x@evil.example",
    "two fields, the other way round": "From: x@evil.example\r\nFrom: {victim}",
    "two mailboxes": "From: {victim}, x@evil.example",
    "two mailboxes, the other way round": "From: x@evil.example, {victim}",
    "two addresses in brackets": "From: <{victim}> <x@evil.example>",
    "an address before the brackets": "From: x@evil.example <{victim}>",
    "a group": "From: Team: {victim};",
    "a group and a mailbox": "From: Team: {victim};, x@evil.example",
    "a comment": "From: x@evil.example (<{victim}>)",
    "a comment with an escaped bracket": r"From: x@evil.example (\) <{victim}> \()",
    "a comment between": "From: {victim}(@evil.example), x@evil.example",
    "a comment with a quotation mark": 'From: ("x) <{victim}> (") <x@evil.example>',
    "an address in an encoded word": "From: =?utf-8?q?{encoded}?= <x@evil.example>",
    "an encoded word alone": "From: =?utf-8?q?{encoded}?=",
    "an encoded word with brackets": "From: =?utf-8?q?=3C{encoded}=3E?= x@evil.example",
    "an encoded word in the address": "From: <=?utf-8?q?{encoded}=3E_=3C?=x@evil.example>",
    "an encoded word before the sign": "From: =?utf-8?q?{local}?=@{domain}",
    "two signs": "From: {victim}@evil.example",
    "an address by way of another": "From: <@evil.example:{victim}>",
    "a sign that nobody sees": "From: {local}\u200e@{domain}",
    "a line of its own without an indent": "From: x@evil.example\r\n<{victim}>",
    "no From": "Sender: {victim}",
}


BADLY = (
    b"<maya@example.com> junk",
    b"Maya M\xfcller <maya@example.com>",
    "Maya Müller <Maya@Example.com>".encode(),
    b"=?iso-8859-1?q?M=FCller,?= Maya <maya@example.com>",
    b"=?utf-8?q?maya=40example=2Ecom?= <maya@example.com>",
    b"Osei, Maya <maya@example.com>",
    b"maya@example.com <maya@example.com>",
    b'"maya@example.com" <maya@example.com>',
    b'"Maya \\"May\\" Osei" <maya@example.com>',
    b"maya@example.com (Maya Osei)",
    b"Maya J. Osei <maya@example.com>",
)


def forged(trick: str, victim: str, **headers: str) -> bytes:
    local, _, domain = victim.partition("@")
    names = {"victim": victim, "local": local, "domain": domain, "encoded": victim.replace("@", "=40")}
    further = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{FORGED[trick].format(**names)}\r\n{further}\r\n{WORDS} Yours, {victim}, {len(headers)}".encode()


@pytest.fixture
def confirmation(post: Correspondence) -> SentMail:
    post.write()
    return post.desk.sent[-1]


def contacts(post: Correspondence) -> list[Any]:
    return [post.ticket(ref)["contact"]["email"] for ref in post.refs()]


def strangers(post: Correspondence) -> list[Any]:
    """As whom the first ticket's messages by mail are shown: the contact known, whether a stranger, the address."""
    said = [one for one in post.entries() if one["kind"] == "customer_message"]
    return [(one["author"]["id"], one["from_stranger"], one["from_address"]) for one in said]


@pytest.mark.parametrize("trick", FORGED)
def test_a_from_that_can_be_read_as_anothers_speaks_neither_as_the_contact_nor_as_a_member(
    post: Correspondence, confirmation: SentMail, trick: str
) -> None:
    named = {"Subject": "[TKT-0001] Checkout", "Cc": "evil@evil.example"}
    post.send(forged(trick, "maya@example.com", **named, Date="today"), sender="x@evil.example")
    mine = (contacts(post), post.parked())
    assert mine in ((["maya@example.com", "x@evil.example"], []), (["maya@example.com"], ["unclear_sender"]))
    assert post.said() == []

    for victim in ("maya@example.com", "ana@acme.example"):
        post.send(forged(trick, victim, **named), reply_address(confirmation), sender="x@evil.example")
    assert set(strangers(post)) <= {(None, True, "x@evil.example")}
    assert len(strangers(post)) + len(post.parked()) - len(mine[1]) == 2

    forward = forged(trick, "ana@acme.example", Subject="Fwd: Invoice twice")
    post.send(forward.replace(WORDS.encode(), FORWARD.encode()), sender="x@evil.example")
    assert not {"ana@acme.example", "noor@customer.example"} & set(contacts(post))
    assert {kind for kind, _ in post.said()} <= {"customer_message"}
    assert post.ticket()["participants"] == []


def test_from_somebody_unknown_it_is_a_ticket_of_its_own_and_copies_nobody_in(post: Correspondence) -> None:
    for number, trick in enumerate(FORGED):
        raw = forged(trick, f"cee{number}@corp.example", Subject="x", Cc="evil@evil.example")
        post.send(raw.replace(b"x@evil", b"x%d@evil" % number), sender="x@evil.example")
    assert len(post.refs()) + len(post.parked()) == len(FORGED)
    assert set(post.parked()) <= {"unreadable_sender"}
    for ref in post.refs():
        if post.ticket(ref)["contact"]["email"].startswith("cee"):
            assert post.ticket(ref)["participants"] == [], ref


def test_what_may_be_a_known_contacts_can_be_taken_in_by_an_admin(post: Correspondence, confirmation: SentMail) -> None:
    post.send(forged("two mailboxes", "maya@example.com", Subject="Both of us"))
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    assert (mail["cause"], mail["sender"]) == ("unclear_sender", "maya@example.com")
    assert post.call("POST", f"/suspended-mails/{mail['id']}/release").json() == {"ref": "TKT-0002"}


def test_a_from_that_is_written_badly_but_names_one_writer_speaks_as_the_contact(
    post: Correspondence, confirmation: SentMail
) -> None:
    for number, written in enumerate(BADLY):
        copy = f"lee{number}@example.com"
        said = f"Subject: [TKT-0001] Checkout\r\nCc: {copy}\r\n\r\n{number}".encode()
        post.send(b"From: " + written + b"\r\n" + said)
        assert post.entries()[-1]["author"]["name"] == "Maya Osei", written
        assert (len(post.said()), copy in post.ticket()["participants"]) == (number + 1, True), written


@pytest.mark.parametrize(
    ("domain", "outcome"), [("acme.example", "reply on 1"), ("evil.example", "parked: unverified_member")]
)
def test_a_dmarc_pass_counts_for_its_own_domain_alone(
    post: Correspondence, confirmation: SentMail, domain: str, outcome: str
) -> None:
    from chalicelib.services.mail.incoming.case import Received
    from chalicelib.services.mail.incoming.receive import file_mail

    block = f"Return-Path: <x@evil.example>\r\nAuthentication-Results: amazonses.com; dmarc=pass header.from={domain}"
    raw = f"{block}\r\nFrom: ana@acme.example\r\nSubject: [TKT-0001]\r\n\r\nOn it."
    post.desk.ports.raw_mail.put("inbound/m", raw.encode(), "message/rfc822")
    received = Received(
        object_key="inbound/m",
        at=MORNING,
        sender="x@evil.example",
        recipients=(SUPPORT,),
        verdicts={"dmarc": "pass"},
    )
    assert file_mail(post.desk.ports, received) == [outcome]
