"""Mails as they come over the wire: each field and form of one that words may be in."""

from __future__ import annotations

import gzip
import io
import zipfile
from email import policy
from email.message import EmailMessage
from email.utils import formataddr
from itertools import count

from tests.mail.reading import tnef_made
from tests.privacy.marks import address, word
from tests.support.desk import SUPPORT

MAIN = "maya@example.com"
LONG = "Nothing to see on this line of the log. " * 1_000
"""More than an item holds of a text."""

_AS_WRITTEN = policy.SMTP.clone(max_line_length=990)
_ids = count(1)


def mail(
    subject: str = "Checkout", sender: str = MAIN, name: str = "Maya", to: str = SUPPORT, text: str = ""
) -> EmailMessage:
    message = EmailMessage(_AS_WRITTEN)
    message["From"], message["To"], message["Subject"] = formataddr((name, sender)), to, subject
    message["Message-ID"] = f"<canary-{next(_ids)}@mail.example.com>"
    if text:
        message.set_content(text)
    return message


def in_both_forms() -> EmailMessage:
    """A file, somebody in copy, and headers of all kinds."""
    html = word("mail.html")
    message = mail(f"Größe {word('mail.subject')} fehlt", name=f"Maya {word('mail.from_name')}")
    message["Cc"] = formataddr((f"Kim {word('mail.cc_name')}", address("mail.cc_address")))
    message["X-Mood"] = word("mail.header")
    message.replace_header("Message-ID", f"<{word('mail.message_id')}@mail.example.com>")
    quoted = f"On Mon, 23 Nov 2026 at 09:00, Lee wrote:\n> it was {word('mail.quoted')} then"
    message.set_content(f"It is {word('mail.plain')} again.\n\n{quoted}\n", cte="quoted-printable")
    shown = f"<p>It is {word('mail.plain')} again, {html[:6]}<b>{html[6:]}</b>.</p>"
    message.add_alternative(f"<html><body>{shown}</body></html>", subtype="html", cte="base64")
    message.add_attachment(word("mail.attachment"), filename=f"{word('mail.attachment_name')}.txt")
    return message


def in_html_alone() -> EmailMessage:
    split = word("html.split")
    message = mail("Formatted")
    message.set_content(
        f"<html><head><!-- {word('html.comment')} --></head><body><p>Look {split[:4]}<b>{split[4:]}</b> here</p>"
        f"<a href='https://shop.example/?order={word('html.link')}'>order</a><img alt='{word('html.alt')}' src='x'>"
        f"<div style='display:none'>{word('html.hidden')}</div></body></html>",
        subtype="html",
    )
    return message


def in_another_charset() -> EmailMessage:
    """UTF-16, and files that hold more: an archive, a log that is packed, a mail, an appointment."""
    message = mail("Charsets")
    message.set_content(f"Nun {word('charset.utf16')} hier", charset="utf-16", cte="base64")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("inner.txt", word("charset.zip"))
    message.add_attachment(archive.getvalue(), maintype="application", subtype="zip", filename="a.zip")
    packed = gzip.compress(word("charset.gzip").encode())
    message.add_attachment(packed, maintype="application", subtype="gzip", filename="a.gz")
    message.add_attachment(mail(f"Fwd {word('charset.mail_within')}", text="Within"))
    calendar = (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{word('charset.calendar')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message.add_attachment(calendar, subtype="calendar", filename="a.ics")
    return message


def by_outlook() -> EmailMessage:
    """What Outlook packs, words and all."""
    said = tnef_made.properties(tnef_made.of_text(tnef_made.PLAIN, f"It says {word('tnef.words')} here"))
    file = tnef_made.file("a.txt", word("tnef.file").encode())
    packed = tnef_made.tnef(tnef_made.attribute(tnef_made.MESSAGE_PROPERTIES, said), file)
    message = mail("Outlook")
    message.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return message


def formatted_answer() -> EmailMessage:
    """An answer in HTML alone that quotes what it answers, and its writer's own words of before."""
    message = mail("Re: it")
    quoted = f"<blockquote class='gmail_quote'>I said {word('answer.quoted')}</blockquote>"
    intro = "<div class='gmail_attr'>On Mon, 23 Nov 2026 at 09:00, Acme Support wrote:</div>"
    said = f"<div dir='ltr'>And <b>{word('answer.html')}</b> too</div>"
    message.set_content(
        f"<html><body>{said}<div class='gmail_quote'>{intro}{quoted}</div></body></html>", subtype="html"
    )
    return message


def unproven() -> EmailMessage:
    """In her name, by whomever: somebody in copy who is only proposed, and answers that are wanted elsewhere."""
    message = mail("Refund", text=f"Unproven {word('unproven.words')}")
    message["Cc"], message["Reply-To"] = address("unproven.cc"), address("unproven.reply_to")
    return message


def report_on(original: bytes) -> bytes:
    """A server's own report that it could not deliver one of ours, in its words, and the reader's."""
    head = original.partition(b"\r\n\r\n")[0]
    text = f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {SUPPORT}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <report-1@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {MAIN}
Action: failed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 mailbox of {word("bounce.report")} is full

--b
Content-Type: text/rfc822-headers

"""
    return text.replace("\n", "\r\n").encode() + head + b"\r\n--b--\r\n"
