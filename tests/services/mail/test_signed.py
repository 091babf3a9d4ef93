"""A mail that was signed says so on what it became, by whatever way it came in; its signature is no file."""

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest

from tests.mail.reading import cms_made
from tests.services.mail.correspondence import MAYA, Correspondence, reply_address
from tests.services.mail.test_members import FORWARD
from tests.services.mail.test_release import release
from tests.support.desk import SUPPORT

ANA = "Ana K. <ana@acme.example>"
PASS = {"dmarc": "PASS"}
SMIME = ("application/pkcs7-signature; name=smime.p7s", "MII=")
PGP = ("application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----")


def head(kind: str, subject: str = "Checkout", sender: str = MAYA) -> str:
    return f"From: {sender}\r\nTo: {SUPPORT}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"


def beside(text: str = "It broke.", by: tuple[str, str] = SMIME, protocol: str = "", **of: str) -> bytes:
    """A mail with its signature beside it, as most are signed."""
    kind, signature = by
    words = f"\r\n--q\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
    signed = f"--q\r\nContent-Type: {kind}\r\n\r\n{signature}\r\n--q--\r\n"
    return f"{head(f'multipart/signed; boundary=q{protocol}', **of)}{words}{signed}".encode()


def around(text: str) -> bytes:
    inner = f"Content-Type: text/plain\r\n\r\n{text}\r\n".encode()
    kind = head("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m")
    return f"{kind}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encodebytes(cms_made.signed(inner))


def in_the_text(text: str) -> bytes:
    return (
        head("text/plain")
        + f"\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{text}\r\n"
        + "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----\r\n"
    ).encode()


def plain(text: str) -> bytes:
    return f"{head('text/plain')}\r\n{text}".encode()


def said_by(post: Correspondence, ref: str = "TKT-0001") -> list[tuple[str, str | None]]:
    """What was said on a ticket, and what the mails with that were signed by."""
    return [(one["kind"], one["signed"]) for one in post.entries(ref) if one["kind"] != "event"]


def opened_by(post: Correspondence, ref: str = "TKT-0001") -> tuple[Any, list[str]]:
    ticket = post.ticket(ref)
    return ticket["signed"], [file["name"] for file in ticket["attachments"]]


@pytest.mark.parametrize(
    ("written", "by", "files"),
    [
        (partial(beside, protocol="; protocol=application/pkcs7-signature"), "smime", []),
        (beside, "smime", []),
        (partial(beside, by=PGP, protocol="; protocol=application/pgp-signature"), "pgp", []),
        (partial(beside, by=PGP), "pgp", []),
        (around, "smime", ["smime.p7m"]),
        (in_the_text, "pgp", []),
        (plain, None, []),
    ],
)
def test_a_first_mail_and_an_answer_say_what_they_were_signed_by(
    post: Correspondence, written: Callable[[str], bytes], by: str | None, files: list[str]
) -> None:
    post.send(written("It broke."))
    assert opened_by(post) == (by, files)
    assert post.ticket()["description"].strip() == "It broke."
    post.send(written("Still."), reply_address(post.desk.sent[-1]))
    assert said_by(post) == [("customer_message", by)]
    (answer,) = [one for one in post.entries() if one["kind"] == "customer_message"]
    assert [file["name"] for file in answer["attachments"]] == files


def test_a_signature_makes_nobody_more_certain(post: Correspondence) -> None:
    post.send(beside(), verdicts={"dmarc": "GRAY", "spf": "FAIL"})
    assert (post.ticket()["signed"], post.ticket()["requester"]["standing"]) == ("smime", "unproven")


def test_a_mail_that_was_let_in_says_it(post: Correspondence) -> None:
    post.send(beside(), verdicts={"spam": "FAIL"})
    assert (post.refs(), release(post).status) == ([], 200)
    assert opened_by(post) == ("smime", [])
    post.send(beside("Still.", PGP), reply_address(post.desk.sent[-1]), verdicts={"spam": "FAIL"})
    assert release(post, "k2").status == 200
    assert said_by(post) == [("customer_message", "pgp")]


def test_an_answer_on_a_closed_ticket_opens_one_that_says_it(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.change(status="closed")
    post.send(beside("Again."), to)
    assert (opened_by(post), opened_by(post, "TKT-0002")) == ((None, []), ("smime", []))


def test_a_members_answer_and_what_is_kept_for_members_say_it(post: Correspondence) -> None:
    post.write()
    to, of_ana = reply_address(post.desk.sent[-1]), {"sender": "ana@acme.example", "verdicts": PASS}
    post.send(beside("Which cards?", PGP, sender=ANA), to, **of_ana)  # type: ignore[arg-type]
    post.send(beside(FORWARD, sender=ANA, subject="Fwd: Invoice twice"), to, **of_ana)  # type: ignore[arg-type]
    assert said_by(post) == [("agent_reply", "pgp"), ("internal_note", "smime")]


def test_whoever_signs_what_they_pass_on_did_not_sign_it_for_its_writer(post: Correspondence) -> None:
    passed_on = beside(FORWARD, sender=ANA, subject="Fwd: Invoice twice")
    post.send(passed_on, sender="ana@acme.example", verdicts=PASS)
    assert (opened_by(post), said_by(post)) == ((None, []), [("internal_note", "smime")])


def test_a_signed_mail_that_is_passed_on_whole_says_it(post: Correspondence) -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = ANA, SUPPORT, "FW: Invoice twice"
    outer.set_content("Please handle.")
    inner = beside(by=PGP, sender="Noor <noor@customer.example>")
    raw = outer.as_bytes().replace(b"text/plain", b"multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain", 1)
    raw += b"\n--o\nContent-Type: message/rfc822\n\n" + inner + b"\n--o--\n"
    post.send(raw, sender="ana@acme.example", verdicts=PASS)
    assert (opened_by(post), said_by(post)) == (("pgp", []), [("internal_note", None)])


def test_the_first_mail_of_a_merged_request_says_it(post: Correspondence) -> None:
    post.write()
    post.send(beside("The same.", subject="Another"))
    assert post.call("POST", "/tickets/TKT-0001/merge", {"duplicate": "TKT-0002"}).status == 200
    assert said_by(post) == [("customer_message", "smime")]
    post.send(beside("Once more.", PGP, subject="[TKT-0002] Another"))
    assert said_by(post) == [("customer_message", "smime"), ("customer_message", "pgp")]


def test_words_that_a_member_put_in_place_of_the_mails_were_signed_by_nobody(post: Correspondence) -> None:
    post.send(beside())
    post.change(title="Another")
    assert post.ticket()["signed"] == "smime"
    post.change(description="The checkout is broken.")
    assert post.ticket()["signed"] is None
