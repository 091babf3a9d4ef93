"""Delivery reports: which of our mails did not arrive, at whom, and whether ever (RFC 3464, RFC 3463)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chalicelib.mail.reading.headers import Headers, read_headers
from chalicelib.mail.reading.ids import read_ids
from chalicelib.mail.reading.mime import MimePart
from chalicelib.mail.reading.model import Bounce

MAX_REPORT = 200_000
_RECIPIENT = re.compile(
    rb"(?mi)^(?:final|original)-recipient:[ \t]*+(?:[\w-]++[ \t]*+;[ \t]*+)?<?([^\s<>;]+@[^\s<>;]+)"
)
_STATUS = re.compile(rb"(?mi)^status:[ \t]*([245]\.\d{1,3}\.\d{1,3})")
_STATUS_IN_TEXT = re.compile(r"(?:#|\b)([45]\.\d{1,3}\.\d{1,3})\b")
_CODE_IN_TEXT = re.compile(r"\b([45])\d\d[ :-]")
_MAILBOX = re.compile(r"<?([\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>?")
_ID_IN_TEXT = re.compile(r"(?mi)^[> \t]{0,8}(message-id|references):[ \t]*(<[^\n]{1,900})")


def read_bounce(headers: Headers, parts: list[MimePart], text: str, sender: str) -> Bounce:
    """Read the report in a mail of kind bounce or delayed: from its machine-readable parts, else from its words."""
    report = b"\n".join(part.content()[:MAX_REPORT] for part in parts if part.type.endswith("delivery-status"))
    report = report.replace(b"\r\n", b"\n")
    status = _status(report, text[:MAX_REPORT])
    message_id, references = _original(parts, text[:MAX_REPORT])
    recipients = _unique(address.decode("latin-1").lower() for address in _RECIPIENT.findall(report))
    recipients = recipients or _unique(box.lower() for box in _MAILBOX.findall(headers.text("x-failed-recipients")))
    recipients = recipients or _named_in(text[:MAX_REPORT], sender)
    return Bounce(recipients[:50], status, not status.startswith(("4", "2")), message_id, references)


def _status(report: bytes, text: str) -> str:
    if found := _STATUS.search(report):
        return found[1].decode()
    if in_text := _STATUS_IN_TEXT.search(text):
        return in_text[1]
    code = _CODE_IN_TEXT.search(text)
    return f"{code[1]}.0.0" if code else ""


def _original(parts: list[MimePart], text: str) -> tuple[str | None, tuple[str, ...]]:
    """Message-ID and References of the returned mail: attached, or quoted in the text."""
    for part in parts:
        if part.type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            content = part.content()
            original, _ = read_headers(content, 0, len(content))
            ids = read_ids(original, "message-id")
            return (ids[0] if ids else None), read_ids(original, "references")
    quoted = {name.lower(): value for name, value in reversed(_ID_IN_TEXT.findall(text))}
    found = tuple(re.findall(r"<([^<>\s]{1,900})>", quoted.get("message-id", "")))
    return (found[0] if found else None), tuple(re.findall(r"<([^<>\s]{1,900})>", quoted.get("references", "")))


def _named_in(text: str, sender: str) -> tuple[str, ...]:
    """The first address a report in prose names, other than its own sender."""
    found = (box.lower() for box in _MAILBOX.findall(text))
    return tuple(box for box in _unique(found) if box != sender.lower())[:1]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
