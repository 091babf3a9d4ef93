"""Nobody at the desk can read an encrypted mail: whoever looks for its words is told so, by whatever way it came in."""

from __future__ import annotations

from base64 import encodebytes
from email.message import EmailMessage

import pytest

from tests.mail.reading import cms_made
from tests.services.mail.correspondence import MAYA, Correspondence, reply_address
from tests.services.mail.test_release import parked
from tests.support.desk import SUPPORT

ANA = "Ana K. <ana@acme.example>"
PASS = {"dmarc": "PASS"}
SAID = "This email is encrypted (S/MIME) and can't be read here."
KEPT = "It is attached as encrypted.p7m."


def sealed(sender: str = MAYA, subject: str = "Checkout", more: str = "") -> bytes:
    head = f"From: {sender}\r\nTo: {SUPPORT}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n{more}"
    kind = "Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return f"{head}{kind}".encode() + encodebytes(cms_made.enveloped(cms_made.ENVELOPED))


def test_a_first_mail_and_an_answer_say_that_they_are(post: Correspondence) -> None:
    post.send(sealed())
    assert post.ticket()["description"] == f"{SAID} {KEPT}"
    post.send(sealed(more="X-Again: 1\r\n", subject="Re: Checkout"), reply_address(post.desk.sent[-1]))
    assert post.said() == [("customer_message", f"{SAID} {KEPT}")]


@pytest.mark.parametrize(
    ("language", "words"), [("en", SAID), ("de", "verschlüsselt"), ("es", "cifrado"), ("fr", "chiffré")]
)
def test_a_parked_mail_says_that_it_is_in_the_place_of_its_words(
    post: Correspondence, language: str, words: str
) -> None:
    assert post.call("PATCH", "/settings", {"language": language}).status == 200
    post.send(sealed(), verdicts={"spam": "FAIL"})
    assert words in parked(post)["preview"]
    assert "encrypted.p7m" not in parked(post)["preview"]


def test_an_automatic_answer_says_that_it_is_and_of_no_file_which_nobody_kept(post: Correspondence) -> None:
    post.write()
    post.send(sealed(more="Auto-Submitted: auto-replied\r\n"), reply_address(post.desk.sent[-1]), sender="")
    (answered,) = [one for one in post.entries() if "auto_answered" in str(one["event"])]
    assert answered["event"]["changes"]["text"]["to"] == SAID


def test_a_mail_that_is_passed_on_whole_says_that_it_is(post: Correspondence) -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = ANA, SUPPORT, "FW: Invoice twice"
    outer.set_content("Please handle.")
    raw = outer.as_bytes().replace(b"text/plain", b"multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain", 1)
    raw += b"\n--o\nContent-Type: message/rfc822\n\n" + sealed("Noor <noor@customer.example>") + b"\n--o--\n"
    post.send(raw, sender="ana@acme.example", verdicts=PASS)
    ticket = post.ticket()
    assert ticket["description"] == f"{SAID} {KEPT}"
    assert [file["name"] for file in ticket["attachments"]] == ["encrypted.p7m"]
    assert post.said() == [("internal_note", "Please handle.")]


def test_a_members_answer_that_nobody_can_read_goes_to_no_customer(post: Correspondence) -> None:
    post.write()
    to, mailed = reply_address(post.desk.sent[-1]), len(post.desk.sent)
    post.send(sealed(ANA), to, sender="ana@acme.example", verdicts=PASS)
    assert (post.said(), len(post.desk.sent)) == ([("internal_note", f"{SAID} {KEPT}")], mailed)
    assert post.ticket()["status"] == "open"


def test_a_members_answer_with_words_around_what_is_encrypted_is_one(post: Correspondence) -> None:
    post.write()
    block = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"
    post.write(f"For your key:\n\n{block}", sender=ANA, to=reply_address(post.desk.sent[-1]), verdicts=PASS)
    (entry,) = [one for one in post.entries() if one["kind"] != "event"]
    assert (entry["kind"], [file["name"] for file in entry["attachments"]]) == ("agent_reply", ["encrypted.asc"])
