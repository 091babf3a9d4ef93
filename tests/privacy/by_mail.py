"""What comes by mail: requests, answers of all who write, and what is put aside."""

from __future__ import annotations

from email.message import EmailMessage

from infra.local.ses_events import events_of
from tests.privacy import letters
from tests.privacy.marks import address, word
from tests.privacy.planted import MAIN, NOOR, Planted
from tests.services.mail.correspondence import reply_address
from tests.support.desk import SUPPORT

PROVEN = {"dmarc": "PASS"}
REQUESTS = {
    "mail": letters.in_both_forms,
    "html": letters.in_html_alone,
    "charset": letters.in_another_charset,
    "tnef": letters.by_outlook,
}


def send(
    planted: Planted, message: EmailMessage | bytes, to: str = SUPPORT, sender: str = MAIN, **verdicts: str
) -> None:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    planted.desk.receive(raw, sender, [to], PROVEN | verdicts)
    planted.desk.settle()


def by_mail(planted: Planted) -> None:
    """Requests in every form, one of them too long for an item, with an answer that is."""
    for ticket, written in REQUESTS.items():
        with planted.opening(ticket):
            send(planted, written())
    with planted.opening("long"):
        text = f"Begins {word('long.begins')} {letters.LONG} and ends {word('long.ends')}"
        send(planted, letters.mail("A log", text=text))
    text = f"{letters.LONG} and ends {word('long.answer_ends')}"
    send(planted, letters.mail("Re: A log", text=text), to=reply_address(planted.desk.sent[-1]))
    with planted.opening("unproven"):
        send(planted, letters.unproven(), dmarc="GRAY", spf="FAIL")
    with planted.opening("noor"):
        message = letters.mail(f"Of {word('noor.title')}", NOOR, "Noor", text=f"Is {word('noor.description')} so?")
        message["Cc"] = MAIN
        message.add_attachment(word("noor.file"), filename="noor.txt")
        send(planted, message, sender=NOOR)


def answers_by_mail(planted: Planted) -> None:
    """Of the customer, of a machine of theirs, of a stranger, of a member."""
    ours = planted.last_mail("mail", MAIN)
    said = f"Yes, {word('answer.words')}.\n\n-- \nMaya, {word('answer.signature')}\n"
    send(planted, letters.mail("Re: it", text=said), to=reply_address(ours))
    send(planted, letters.formatted_answer(), to=reply_address(ours))
    away = letters.mail("Out of office", text=f"I am {word('auto_reply.words')} today.")
    away["Auto-Submitted"] = "auto-replied"
    send(planted, away, to=reply_address(ours))
    stranger = address("stranger.address")
    named = letters.mail("Re: it", stranger, f"Lee {word('stranger.name')}", text=word("stranger.words"))
    send(planted, named, to=reply_address(ours), sender=stranger)
    ref = planted.refs["mail"]
    member = letters.mail(f"[{ref}] Re", planted.desk.admin.email, "Ana K.", text=f"So is {word('member.by_mail')}.")
    send(planted, member, sender=planted.desk.admin.email)


def taking_part(planted: Planted) -> None:
    """Maya writes on what Noor asked, with a file, and Noor quotes her in words of her own."""
    planted.on("noor", "POST", "/replies", {"body": "What do you say?"})
    planted.desk.settle()
    message = letters.mail("Re: it", text=f"I say {word('taking_part.words')} too.")
    message.add_attachment(word("taking_part.file"), filename="mine.txt")
    send(planted, message, to=reply_address(planted.last_mail("noor", MAIN)))
    text = f"Maya means {word('taking_part.quoted_by_noor')}."
    answer = letters.mail("Re: it", NOOR, "Noor", text=text)
    send(planted, answer, to=reply_address(planted.last_mail("noor", NOOR)), sender=NOOR)


def put_aside(planted: Planted) -> None:
    """Spam, a stranger's spam, and what is for nobody."""
    message = letters.mail(f"Win {word('parked.subject')}", text=f"Buy {word('parked.words')}!")
    send(planted, message, spam="FAIL")
    send(
        planted,
        letters.mail("Win", address("parked.address"), text="Buy!"),
        sender=address("parked.address"),
        spam="FAIL",
    )
    nobody = "sales@elsewhere.example"
    send(planted, letters.mail("Hello", to=nobody, text=f"Are {word('unrouted.words')} there?"), to=nobody)


def bounces(planted: Planted) -> None:
    """What Amazon SES tells of another server's refusal, and that server's own report."""
    ours = planted.last_mail("mail", MAIN)
    event = next(iter(events_of(ours, planted.desk.environment["SES_CONFIGURATION_SET"])))
    refused = {"emailAddress": MAIN, "action": "failed", "status": "4.2.2"}
    refused["diagnosticCode"] = f"smtp; 452 mailbox of {word('bounce.detail')} is full"
    bounce = {"bounceType": "Transient", "bounceSubType": "MailboxFull", "bouncedRecipients": [refused]}
    told = {"eventType": "Bounce", "mail": event["mail"], "bounce": {**bounce, "timestamp": "2026-11-23T09:00:00.000Z"}}
    planted.desk.outbox.tell(told)
    planted.desk.settle()
    planted.on("mail", "POST", "/replies", {"body": "Does this come?"})
    planted.desk.settle()
    send(planted, letters.report_on(planted.last_mail("mail", MAIN).raw), sender="MAILER-DAEMON@mx.example.net")
