"""Mails of one request are one conversation in whatever program its customer reads them."""

from __future__ import annotations

from collections.abc import Iterable
from email import message_from_bytes
from email.message import Message
from itertools import pairwise

import pytest

from chalicelib.domain.tickets.mail_threads import MailThread, mail_written, with_mail
from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address


def on_the_wire(mail: SentMail) -> Message:
    """The mail as SES hands it on, which gives it an id of its own."""
    message = message_from_bytes(mail.raw)
    message.replace_header("Message-ID", mail.message_id)
    return message


def ids(message: Message) -> list[str]:
    """What a program goes by (RFC 5256, REFERENCES, step 1): References, or else In-Reply-To, then its own id."""
    before = str(message.get("References") or message.get("In-Reply-To") or "").split()
    return [*before, str(message["Message-ID"])]


def threads(messages: Iterable[Message]) -> int:
    """How many trees the mails come to (RFC 5256, REFERENCES, steps 1 to 4)."""
    parent: dict[str, str] = {}
    seen: set[str] = set()

    def root(one: str) -> str:
        while one in parent:
            one = parent[one]
        return one

    for message in messages:
        chain = ids(message)
        seen |= set(chain)
        for above, below in pairwise(chain[:-1]):
            if below not in parent and root(above) != below:
                parent[below] = above
        if len(chain) > 1 and root(chain[-2]) != chain[-1]:
            parent[chain[-1]] = chain[-2]
    return len({root(one) for one in seen})


ANSWERS = {
    "as usual": lambda last: {"In_Reply_To": last["Message-ID"], "References": " ".join(ids(last))},
    "by one id": lambda last: {"In_Reply_To": last["Message-ID"]},
    "by none": lambda last: {},
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_all_mails_of_a_request_are_one_thread_though_the_customer_changes_the_subject(
    post: Correspondence, answer: str
) -> None:
    post.write("It broke.", Subject="Broken lamp", Message_ID="<first@mail.example.com>")
    ours = [on_the_wire(post.desk.sent[-1])]
    theirs = [message_from_bytes(b"Message-ID: <first@mail.example.com>\n\n")]
    for number, subject in enumerate(("Re: Broken lamp", "Re: It is the cable", "AW: It is the cable [TKT-0001]")):
        sent = post.reply(f"Answer {number}")
        last = on_the_wire(sent)
        ours.append(last)
        headers = {name: str(value) for name, value in ANSWERS[answer](last).items()}
        own_id = f"<more{number}@mail.example.com>"
        post.write("More.", to=reply_address(sent), Subject=subject, Message_ID=own_id, **headers)
        written = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
        theirs.append(message_from_bytes(f"Message-ID: {own_id}\n{written}\n".encode()))
    ours.append(on_the_wire(post.reply("Last")))
    assert post.refs() == ["TKT-0001"]
    assert threads([*ours, *theirs]) == 1
    assert ours[-1]["In-Reply-To"] == "<more2@mail.example.com>"


def test_an_answer_has_its_readers_own_subject_with_the_reference(post: Correspondence) -> None:
    post.write(Subject="AW: Re[2]: Broken lamp")
    assert post.reply().subject == "Re: Broken lamp [TKT-0001]"
    post.write(to=reply_address(post.desk.sent[-1]), Subject="Re: [TKT-0001] It is the cable")
    assert post.reply().subject == "Re: [TKT-0001] It is the cable"


def test_whoever_is_in_copy_gets_what_fits_their_own_mails(post: Correspondence) -> None:
    post.write(Subject="Broken lamp", Cc="bo@example.com", Message_ID="<maya@mail.example.com>")
    post.reply()
    to_bo = next(mail for mail in reversed(post.desk.sent) if mail.to == ("bo@example.com",))
    assert (to_bo.subject, on_the_wire(to_bo)["In-Reply-To"]) == ("[TKT-0001] Broken lamp", None)
    post.write(
        sender="bo@example.com",
        to=reply_address(to_bo),
        Subject="Lampe kaputt",
        Message_ID="<bo@mail.example.com>",
    )
    post.reply()
    last = {mail.to[0]: on_the_wire(mail) for mail in post.desk.sent[-2:]}
    assert {who: mail["In-Reply-To"] for who, mail in last.items()} == {
        "maya@example.com": "<maya@mail.example.com>",
        "bo@example.com": "<bo@mail.example.com>",
    }
    assert last["bo@example.com"]["Subject"] == "Re: Lampe kaputt [TKT-0001]"


def test_a_mail_in_somebodys_name_neither_names_the_answers_nor_moves_them(post: Correspondence) -> None:
    post.write(Subject="Broken lamp", Message_ID="<maya@mail.example.com>")
    forged = {"Subject": "[TKT-0001] You have won", "Message_ID": "<evil@mail.example.com>"}
    post.write(verdicts={"spf": "FAIL", "dkim": "FAIL", "dmarc": "GRAY"}, **forged)
    mail = post.reply()
    assert mail.subject == "Re: Broken lamp [TKT-0001]"
    assert on_the_wire(mail)["In-Reply-To"] == "<maya@mail.example.com>"


def test_a_confirmation_has_the_id_of_what_it_confirms_and_no_word_of_it(post: Correspondence) -> None:
    post.write(Subject="Buy watches", Message_ID="<maya@mail.example.com>")
    mail = post.desk.sent[-1]
    assert on_the_wire(mail)["In-Reply-To"] == "<maya@mail.example.com>"
    assert "watches" not in mail.subject


def test_a_mail_without_an_id_of_its_own_begins_no_thread(post: Correspondence) -> None:
    post.send(b"From: maya@example.com\r\nTo: support@acme.example\r\nSubject: Lamp\r\n\r\nIt broke.\r\n")
    assert on_the_wire(post.reply())["In-Reply-To"] is None


def test_no_more_people_than_a_ticket_has_are_kept_and_no_endless_ids() -> None:
    mail = MailThread("1@x", "1@x", "Lamp")
    many = {f"{number}@example.com": mail for number in range(21)}
    assert with_mail(many, "new@example.com", mail) == many
    assert with_mail(many, "3@example.com", MailThread("2@x", "2@x", "Cable"))["3@example.com"] == MailThread(
        "1@x", "2@x", "Cable"
    )
    assert mail_written("x" * 301, "Lamp") is None
