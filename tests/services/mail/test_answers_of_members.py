"""Members answer what they were mailed: as themselves, by their own address, with what its first lines ask for."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import MAYA, Correspondence, reply_address
from tests.support.desk import Person

PROVEN = {"dmarc": "PASS"}
COLLECTED = timedelta(seconds=17)


@pytest.fixture
def bo(post: Correspondence) -> Person:
    """An agent who is mailed what customers answer, and whose ticket the first one is."""
    made = post.desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    wants = {"customer_replied": "email", "mentioned": "email", "assigned": "none"}
    assert post.desk.http("PATCH", "/v1/acme/preferences", json=wants, token=made.token).status == 200
    post.write()
    post.change(assignee_id=made.id)
    return made


def told(post: Correspondence, who: Person) -> list[SentMail]:
    return [mail for mail in post.desk.sent if mail.to == (who.email,)]


def letter(post: Correspondence, bo: Person, text: str = "Any news?") -> SentMail:
    """The customer writes again; the mail that Bo is told of it by."""
    post.write(text, Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    post.desk.advance(COLLECTED)
    return told(post, bo)[-1]


def answers(post: Correspondence, mail: SentMail, text: str, *, sender: str = "Bo Marsh <bo@acme.example>") -> None:
    post.write(text, sender=sender, to=reply_address(mail), Subject=f"Re: {mail.subject}", verdicts=PROVEN)


def to_maya(post: Correspondence) -> list[SentMail]:
    return [mail for mail in post.desk.sent if mail.to == ("maya@example.com",)]


def test_a_member_reads_the_customers_words_and_where_to_answer(post: Correspondence, bo: Person) -> None:
    mail = letter(post, bo, "Any <b>news</b>?\n\n> old words")
    assert mail.subject.startswith("Customer replied: [TKT-0001]")
    assert "Any <b>news</b>?" in mail.text
    assert "old words" not in mail.text
    assert "/console/tickets/TKT-0001" in mail.text
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert reply_address(mail).startswith("reply+1.")


def test_what_a_member_is_told_of_a_ticket_is_one_thread(post: Correspondence, bo: Person) -> None:
    first, second = letter(post, bo), letter(post, bo, "Hello?")
    threads = [mail.headers["References"].split()[0] for mail in (first, second)]
    assert threads == [first.headers["In-Reply-To"]] * 2
    assert reply_address(first) == reply_address(second)


def test_an_answer_is_a_reply_in_the_members_name(post: Correspondence, bo: Person) -> None:
    answers(post, letter(post, bo), "It works again.")
    assert post.said()[-1] == ("agent_reply", "It works again.")
    assert post.entries()[-1]["author"]["name"] == "Bo Marsh"
    assert "It works again." in to_maya(post)[-1].text


def test_a_note_stays_inside(post: Correspondence, bo: Person) -> None:
    mail, before = letter(post, bo), len(to_maya(post))
    answers(post, mail, "#note She is about to leave us.")
    assert post.said()[-1] == ("internal_note", "She is about to leave us.")
    assert len(to_maya(post)) == before


def test_a_ticket_is_closed_after_what_is_said(post: Correspondence, bo: Person) -> None:
    answers(post, letter(post, bo), "#close\n\nIt works again.\n")
    assert (post.ticket()["status"], post.said()[-1]) == ("closed", ("agent_reply", "It works again."))


def test_a_ticket_is_closed_without_a_word(post: Correspondence, bo: Person) -> None:
    said = len(post.said()) + 1
    answers(post, letter(post, bo), "#close\n\n-- \nBo Marsh\nAcme\n")
    assert (post.ticket()["status"], len(post.said())) == ("closed", said)


def test_a_ticket_is_handed_over(post: Correspondence, bo: Person) -> None:
    answers(post, letter(post, bo), "#assign ana\n#note She knows her.")
    assert post.ticket()["assignee"]["id"] == post.desk.admin.id
    assert post.said()[-1] == ("internal_note", "She knows her.")


def test_the_same_mail_twice_is_done_once(post: Correspondence, bo: Person) -> None:
    mail = letter(post, bo)
    for _ in range(2):
        post.write(
            "#assign ana",
            sender="Bo Marsh <bo@acme.example>",
            to=reply_address(mail),
            Message_ID="<same@acme.example>",
            verdicts=PROVEN,
        )
    assert post.happened().count("ticket.assigned") == 2


@pytest.mark.parametrize("text", ["#assign nobody-known\nHe is rude.", "#noet He is rude.", "Hi,\n\n#foo\nHe is rude."])
def test_what_is_not_understood_is_kept_inside_and_its_writer_told(post: Correspondence, bo: Person, text: str) -> None:
    mail, before = letter(post, bo), len(to_maya(post))
    answers(post, mail, text)
    kind, body = post.said()[-1]
    assert (kind, "He is rude." in body, len(to_maya(post))) == ("internal_note", True, before)
    assert post.ticket()["assignee"]["id"] == bo.id
    last = told(post, bo)[-1]
    assert last.subject.startswith("Not sent: [TKT-0001]")
    assert next(line for line in text.split("\n") if line.startswith("#")) in last.text


def test_a_letter_that_is_not_seen_as_quoted_goes_to_no_customer(post: Correspondence, bo: Person) -> None:
    mail, before = letter(post, bo), len(to_maya(post))
    answers(post, mail, f"It works.\n{mail.text}")
    assert (post.said()[-1][0], len(to_maya(post))) == ("internal_note", before)
    assert told(post, bo)[-1].subject.startswith("Not sent: ")


def test_whoever_is_called_in_a_note_reads_it_and_answers_with_a_note(post: Correspondence, bo: Person) -> None:
    assert post.call("POST", "/tickets/TKT-0001/notes", {"body": "@Bo is she **ours**?"}).status == 201
    post.desk.settle()
    post.desk.advance(COLLECTED)
    mail = told(post, bo)[-1]
    assert mail.subject.startswith("You were mentioned: [TKT-0001]")
    assert "is she **ours**?" in mail.text
    before = len(to_maya(post))
    answers(post, mail, "She is.")
    assert (post.said()[-1], len(to_maya(post))) == (("internal_note", "She is."), before)


@pytest.mark.parametrize(
    ("sender", "verdicts", "cause"),
    [
        ("Bo Marsh <bo@acme.example>", {"dmarc": "GRAY", "spf": "FAIL"}, "unverified_member"),
        ("Bo <bo@home.example>", PROVEN, "member_address"),
        (MAYA, {"dmarc": "GRAY", "spf": "FAIL"}, "member_address"),
    ],
)
def test_whoever_may_not_be_the_member_is_kept_out_and_the_member_is_told(
    post: Correspondence, bo: Person, sender: str, verdicts: dict[str, str], cause: str
) -> None:
    mail, said = letter(post, bo), post.said()
    post.write("#close", sender=sender, to=reply_address(mail), verdicts=verdicts)
    assert (post.parked(), post.said(), post.ticket()["status"]) == ([cause], said, "open")
    inbox: Any = post.desk.http("GET", "/v1/acme/inbox", token=bo.token).json()
    assert inbox["items"][0]["event"] == "ticket.answer_parked"


def test_an_admin_who_lets_it_in_after_all_gives_no_customer_anything_to_read(post: Correspondence, bo: Person) -> None:
    mail = letter(post, bo)
    post.write("#note He is rude.", sender="Bo <bo@home.example>", to=reply_address(mail), verdicts=PROVEN)
    with post.desk.ports.open("acme") as room:
        parked = room.suspended.list(1, None).items[0]
    assert post.call("POST", f"/suspended-mails/{parked.id}/release").status == 200
    assert post.said()[-1][0] == "internal_note"


def test_a_customer_whom_the_letter_was_passed_on_to_is_the_customer(post: Correspondence, bo: Person) -> None:
    mail = letter(post, bo)
    post.write("#close it please", to=reply_address(mail), verdicts=PROVEN)
    assert post.said()[-1] == ("customer_message", "#close it please")


def test_another_member_answers_as_themselves_and_gives_no_commands(post: Correspondence, bo: Person) -> None:
    mail = letter(post, bo)
    answers(post, mail, "It works.", sender="Ana K. <ana@acme.example>")
    assert post.entries()[-1]["author"]["name"] == "Ana K."
    answers(post, mail, "#close", sender="Ana K. <ana@acme.example>")
    assert (post.ticket()["status"], post.said()[-1]) == ("in_progress", ("internal_note", "#close"))


@pytest.mark.parametrize("change", [{"active": False}, {"role": "viewer"}])
def test_an_address_is_worth_nothing_once_its_member_may_not_act(
    post: Correspondence, bo: Person, change: dict[str, Any]
) -> None:
    mail, said = letter(post, bo), post.said()
    assert post.call("PATCH", f"/members/{bo.id}", change).status == 200
    post.desk.settle()
    answers(post, mail, "#close")
    assert (post.said(), post.ticket()["status"], len(post.parked())) == (said, "open", 1)
    post.write("It works", sender="Bo <bo@acme.example>", In_Reply_To=mail.headers["Message-ID"], verdicts=PROVEN)
    assert "It works" not in [body for _, body in post.said()]


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated"}])
def test_what_a_machine_says_for_a_member_is_no_reply(post: Correspondence, bo: Person, header: dict[str, str]) -> None:
    mail, said = letter(post, bo), post.said()
    post.write(
        "#close\nI am away.",
        sender="Bo Marsh <bo@acme.example>",
        to=reply_address(mail),
        verdicts=PROVEN,
        **header,
    )
    assert (post.said(), post.ticket()["status"]) == (said, "open")


def test_a_command_of_a_customer_is_their_text(post: Correspondence, bo: Person) -> None:
    post.write("#close", Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    assert (post.said()[-1], post.ticket()["status"]) == (("customer_message", "#close"), "open")


GMAIL = """<div dir="ltr"><div>#note</div><div>She is <b>rude</b>.</div></div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 23, 2026 at 9:12 AM Acme Support
&lt;support@acme.example&gt; wrote:<br></div><blockquote class="gmail_quote">#close {letter}</blockquote></div>"""
OUTLOOK = """<div class="WordSection1"><p class="MsoNormal">Hello,</p><p class="MsoNormal">&nbsp;</p>
<p class="MsoNormal">#Note: She is <b>rude</b>.</p><p class="MsoNormal">&nbsp;</p>
<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b>
Acme Support &lt;support@acme.example&gt;<br><b>Sent:</b> Monday, November 23, 2026 9:12 AM<br><b>To:</b> Bo Marsh<br>
<b>Subject:</b> Customer replied</p></div><p class="MsoNormal">{letter}</p></div>"""
PHONE = """#note She is rude.

Sent from my iPhone

> On 23 Nov 2026, at 09:12, Acme Support <support@acme.example> wrote:
>
> #close
> {letter}
"""


@pytest.mark.parametrize(("kind", "written"), [("html", GMAIL), ("html", OUTLOOK), ("plain", PHONE)])
def test_mail_programs_write_around_a_command(post: Correspondence, bo: Person, kind: str, written: str) -> None:
    mail, before = letter(post, bo), len(to_maya(post))
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = bo.email, reply_address(mail), "<odd@acme.example>"
    message["Subject"] = f"Re: {mail.subject}"
    message.set_content(written.format(letter=mail.text.partition("\r\n")[0]), subtype=kind)
    post.send(message.as_bytes(), reply_address(mail), sender=bo.email, verdicts=PROVEN)
    kind_said, body = post.said()[-1]
    assert (kind_said, body.split()[-3:]) == ("internal_note", ["She", "is", "rude."])
    assert (len(to_maya(post)), post.ticket()["status"]) == (before, "open")
    assert not told(post, bo)[-1].subject.startswith("Not sent")


def test_a_heading_is_part_of_a_reply(post: Correspondence, bo: Person) -> None:
    answers(post, letter(post, bo), "# What we did\n\nWe restarted it.")
    assert post.said()[-1] == ("agent_reply", "# What we did\n\nWe restarted it.")
