"""Answers as mail programs write them, each with its own way to quote what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email import policy
from email.message import EmailMessage
from html import escape

Mail = Mapping[str, str]
"""What a program knows of the mail it answers: its headers, and its `text`."""

_AS_WRITTEN = policy.SMTP.clone(max_line_length=990)


def _headers(mail: Mail, references: str) -> EmailMessage:
    message = EmailMessage(_AS_WRITTEN)
    message["From"] = "Maya Osei <maya@example.com>"
    message["To"] = mail["Reply-To"]
    message["Subject"] = f"Re: {mail['Subject']}"
    message["Message-ID"] = "<answer-1@mail.example.com>"
    message["In-Reply-To"] = mail["Message-ID"]
    message["References"] = references
    return message


def in_plain_text(mail: Mail, text: str) -> EmailMessage:
    """Quoted line by line below an introduction."""
    message = _headers(mail, f"{mail['References']} {mail['Message-ID']}")
    quoted = "\n".join(f"> {line}" for line in mail["text"].splitlines())
    message.set_content(f"{text}\n\nOn Mon, 23 Nov 2026 at 09:00, Acme Support wrote:\n\n{quoted}\n")
    return message


def in_the_browser(mail: Mail, text: str) -> EmailMessage:
    """Both forms, the HTML with the quotation in an element of its own; the text folded at 76 characters."""
    message = in_plain_text(mail, text)
    message.add_alternative(
        f'<div dir="ltr">{escape(text)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"On Mon, Nov 23, 2026 at 9:00 AM Acme Support wrote:<br></div>"
        f'<blockquote class="gmail_quote">{escape(mail["text"])}</blockquote></div>',
        subtype="html",
    )
    return message


def in_the_office(mail: Mail, text: str) -> EmailMessage:
    """The original below a line, with its headers; of the references only the last survives."""
    message = _headers(mail, mail["Message-ID"])
    head = "From: Acme Support <support@acme.example>\nSent: Monday, 23 November 2026 09:00\nTo: Maya Osei"
    message.set_content(
        f"{text}\n\n________________________________\n{head}\nSubject: {mail['Subject']}\n\n{mail['text']}"
    )
    return message


PROGRAMS: Mapping[str, Callable[[Mail, str], EmailMessage]] = {
    "plain text": in_plain_text,
    "the browser": in_the_browser,
    "the office": in_the_office,
}
