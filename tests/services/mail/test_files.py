"""Files and long texts of mails: kept whole, downloadable by who may read the message, and by nobody else."""

from __future__ import annotations

import re
from urllib.request import Request

import pytest

from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.seat import Seat
from infra.local.aws import client
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Answer

PDF = ("bill ü.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
ANA = "Ana K. <ana@acme.example>"
PAGE = ("page.html", "text/html", b"<script>alert(1)</script>")


def tracking(post: Correspondence) -> str:
    found = re.search(r"/portal/acme/t/[\w.]+", post.desk.sent[0].text)
    assert found is not None
    return found[0]


def content(post: Correspondence, answer: Answer) -> bytes:
    """What the link that was answered leads to."""
    assert answer.status == 302, answer.text
    link = Request(answer.headers["location"])
    key = link.selector.partition("?")[0].lstrip("/").removeprefix(post.desk.environment["FILES_BUCKET"] + "/")
    body: bytes = client("s3").get_object(Bucket=post.desk.environment["FILES_BUCKET"], Key=key)["Body"].read()
    return body


def member_reads(post: Correspondence, file_id: str) -> Answer:
    return post.call("GET", f"/tickets/TKT-0001/attachments/{file_id}")


def customer_reads(post: Correspondence, file_id: str) -> Answer:
    return post.desk.http("GET", f"{tracking(post)}/files/{file_id}")


def files_of_ticket(post: Correspondence) -> list[str]:
    with post.desk.ports.open("acme") as room:
        ticket = room.tickets.get(1, DescribedTicket)
        assert ticket is not None
        return [file.id for file in ticket.attachments]


def test_files_of_the_first_mail_are_read_by_members_and_the_customer(post: Correspondence) -> None:
    post.write(files=[PDF, PAGE])
    first, second = files_of_ticket(post)
    for read in (member_reads, customer_reads):
        assert content(post, read(post, first)) == PDF[2]
        assert content(post, read(post, second)) == PAGE[2]


def test_files_of_an_answer_are_read_by_both_too(post: Correspondence) -> None:
    post.write()
    post.write("See the bill.", to=reply_address(post.desk.sent[-1]), files=[PDF])
    (message,) = [entry for entry in post.entries() if entry["kind"] == "customer_message"]
    (file,) = message["attachments"]
    assert (file["name"], file["type"], file["size"]) == (PDF[0], PDF[1], len(PDF[2]))
    assert content(post, member_reads(post, file["id"])) == PDF[2]
    assert content(post, customer_reads(post, file["id"])) == PDF[2]


def test_a_download_is_never_shown_inside_a_page(post: Correspondence) -> None:
    post.write(files=[PAGE])
    (file_id,) = files_of_ticket(post)
    assert "response-content-disposition=attachment" in customer_reads(post, file_id).headers["location"]


def test_a_notes_file_is_for_members_alone(post: Correspondence) -> None:
    from chalicelib.domain.events import Actor, ActorKind
    from chalicelib.domain.tickets.attachment import Attachment
    from chalicelib.services.files.links import file_key
    from chalicelib.services.tickets import agents

    post.write()
    file = Attachment(id="a_0123456789abcdef0123456789", name="secret.txt", type="text/plain", size=6)
    post.desk.ports.files.put(file_key("acme", file.id), b"secret", "text/plain")
    with post.desk.ports.open("acme") as room:
        ana = Actor(ActorKind.AGENT, post.desk.admin.id, "Ana K.")
        agents.add_note(Seat(post.desk.ports, room, ana), 1, "See this.", attachments=(file,))
    assert content(post, member_reads(post, file.id)) == b"secret"
    assert customer_reads(post, file.id).status == 404
    assert file.id not in post.desk.http("GET", tracking(post)).text


def test_a_file_of_one_ticket_is_no_file_of_another(post: Correspondence) -> None:
    post.write(files=[PDF])
    (file_id,) = files_of_ticket(post)
    post.write("Another matter", sender="jo@example.net")
    assert post.call("GET", f"/tickets/TKT-0002/attachments/{file_id}").status == 404


def test_a_text_longer_than_a_message_is_cut_and_the_whole_mail_kept(post: Correspondence) -> None:
    long_text = "word " * 30_000 + "the very end"
    post.write(long_text)
    assert len(post.ticket()["description"]) == 100_000
    (file_id,) = files_of_ticket(post)
    original = content(post, customer_reads(post, file_id))
    assert b"the very end" in original
    assert original.startswith(b"Return-Path:")


def test_a_text_of_thousands_of_words_is_kept_whole_outside_of_the_table(post: Correspondence) -> None:
    text = "wörter " * 9_000
    post.write(text)
    assert post.ticket()["description"].split() == text.split()
    assert files_of_ticket(post) == []


def test_more_files_than_a_message_can_list_come_in_the_original(post: Correspondence) -> None:
    parts = b"".join(
        b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\""
        + "ü".encode() * 200 + b"%d.txt\"\r\n\r\n%d\r\n" % (number, number)
        for number in range(900)
    )  # fmt: skip
    head = b"From: maya@example.com\r\nSubject: Many\r\nMIME-Version: 1.0\r\n"
    post.send(head + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + parts + b"--x--\r\n")
    files = files_of_ticket(post)
    assert 10 <= len(files) <= 101
    assert b"\r\n899\r\n" in content(post, customer_reads(post, files[-1]))


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_answer_of_a_file_alone_is_a_message(post: Correspondence, text: str) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.write(text, to=reply_address(confirmation), files=[PDF])
    post.write(text, to=reply_address(confirmation))
    assert [text for _, text in post.said()] == ["", "(no text)"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "(no text)"), ("de", "(kein Text)"), ("es", "(sin texto)"), ("fr", "(sans texte)")]
)
def test_mails_of_a_file_alone_are_shown_to_the_customer_as_such(
    post: Correspondence, language: str, words: str
) -> None:
    post.write("", files=[PDF])
    post.write("", to=reply_address(post.desk.sent[-1]), files=[PAGE])
    shown = post.desk.http("GET", f"{tracking(post)}?lang={language}").text
    assert (shown.count(words), shown.count("<article>")) == (2, 2)
    assert (PDF[0] in shown, PAGE[0] in shown) == (True, True)


def test_a_members_answer_of_a_file_alone_is_no_blank_mail(post: Correspondence) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.write("", sender=ANA, to=reply_address(confirmation), files=[PDF], verdicts={"dmarc": "PASS"})
    answer = post.desk.sent[-1]
    assert answer is not confirmation
    assert ("(no text)" in answer.text, "(no text)" in answer.html) == (True, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is encrypted"), ("de", "ist verschlüsselt"), ("es", "está cifrado"), ("fr", "est chiffré")],
)
def test_of_an_encrypted_mail_the_desk_says_in_its_language_that_it_is_and_by_what(
    post: Correspondence, language: str, words: str
) -> None:
    assert post.call("PATCH", "/settings", {"language": language}).status == 200
    post.write("Hello\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n")
    description = post.ticket()["description"]
    assert words in description.splitlines()[0]
    assert "OpenPGP" in description.splitlines()[0]
    assert description.splitlines()[-1] == "Hello"
    assert [file["name"] for file in post.ticket()["attachments"]] == ["encrypted.asc"]


@pytest.mark.parametrize("body", [b"", b"\r\n \r\n", b"\xc2\xa0\r\n"])
def test_a_first_mail_of_a_file_alone_is_drawn_for_its_file(post: Correspondence, body: bytes) -> None:
    """The console draws an opening for its words, its page or its files, and says so where there are no words."""
    head = b"From: maya@example.com\r\nSubject: Lamp\r\nMIME-Version: 1.0\r\n"
    head += b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    text = b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body
    file = b"\r\n--b\r\nContent-Type: image/png; name=lamp.png\r\n\r\nPNG\r\n--b--\r\n"
    post.send(head + text + file)
    ticket = post.ticket()
    assert (ticket["description_html"], [file["name"] for file in ticket["attachments"]]) == ("", ["lamp.png"])
    shown = post.desk.http("GET", tracking(post)).text
    assert (shown.count("(no text)"), "lamp.png" in shown) == (1, True)
