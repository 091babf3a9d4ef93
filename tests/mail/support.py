"""Mails for tests, in a line or two."""

from __future__ import annotations


def mail(body: str = "Hello", **fields: str) -> bytes:
    """A mail with these header fields (`in_reply_to` is In-Reply-To) over sensible ones."""
    given = {"From": "Maya Osei <maya@example.com>", "Subject": "Printer", "Message-ID": "<1@example.com>"}
    given |= {name.replace("_", "-").title(): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{head}\r\n{body}".encode()


def html_mail(body: str) -> bytes:
    """A mail that is HTML alone."""
    return mail(body, content_type="text/html; charset=utf-8")
