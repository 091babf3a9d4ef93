"""A mail as it left SES: what the recipient's server would have got."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import format_datetime, getaddresses
from functools import cached_property

_REPLACED = re.compile(rb"^(?:message-id|date|bcc):.*\r?\n(?:[ \t].*\r?\n)*", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class SentMail:
    """One accepted mail. `to` are the envelope's recipients; `id` is SES's, and in its Message-ID on the wire."""

    id: str
    sender: str
    to: tuple[str, ...]
    at: datetime
    raw: bytes
    tags: dict[str, str]

    @cached_property
    def message(self) -> Message:
        return message_from_bytes(self.raw)

    @property
    def message_id(self) -> str:
        return wire_id(self.id)

    @property
    def subject(self) -> str:
        return readable(self.message.get("Subject", ""))

    @property
    def text(self) -> str:
        return self._part("text/plain")

    @property
    def html(self) -> str:
        return self._part("text/html")

    @property
    def headers(self) -> dict[str, str | list[str]]:
        """Headers by name, readable; a list of values where the name occurs more than once."""
        values: dict[str, list[str]] = defaultdict(list)
        for name, value in self.message.items():
            values[name].append(readable(value))
        return {name: found if len(found) > 1 else found[0] for name, found in values.items()}

    def addresses(self, header: str) -> list[str]:
        """The bare addresses in that header."""
        values = [str(value) for value in self.message.get_all(header, [])]
        return [address for _, address in getaddresses(values) if address]

    def _part(self, kind: str) -> str:
        for part in self.message.walk():
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                return _words(part)
        return ""


def _words(part: Message) -> str:
    content = part.get_payload(decode=True) or b""
    try:
        return bytes(content).decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a charset nobody knows
        return bytes(content).decode("utf-8", "replace")


def readable(value: object) -> str:
    """A header's value with its encoded words (RFC 2047) decoded and its folding undone."""
    text = " ".join(str(value).split())
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError):
        return text


def wire_id(ses_id: str) -> str:
    """The Message-ID that SES gives a mail in us-east-1: https://docs.aws.amazon.com/ses/latest/dg/header-fields.html."""
    return f"<{ses_id}@email.amazonses.com>"


def as_sent(raw: bytes, ses_id: str, at: datetime) -> bytes:
    """The mail with SES's own Message-ID and Date in place of those it came with, and without Bcc."""
    end = _END_OF_HEADERS.search(raw)
    headers, rest = (raw[: end.start()] + b"\r\n", raw[end.end() :]) if end else (raw.rstrip() + b"\r\n", b"")
    added = f"Message-ID: {wire_id(ses_id)}\r\nDate: {format_datetime(at)}\r\n".encode()
    return _REPLACED.sub(b"", headers) + added + b"\r\n" + rest
