"""Delivery reports: which of our mails did not arrive, at whom, and whether ever (RFC 3464, RFC 3463)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from chalicelib.mail.reading.headers import Headers, read_headers
from chalicelib.mail.reading.ids import read_ids
from chalicelib.mail.reading.mime import MimePart
from chalicelib.mail.reading.model import Bounce

MAX_REPORT = 200_000
MAX_PROSE = 4_000
_RECIPIENT = re.compile(
    rb"(?mi)^(?:final-recipient|original-recipient|original-rcpt-to|removal-recipient):"
    rb"[ \t]*+(?:[\w-]++[ \t]*+;[ \t]*+)?<?([^\s<>;]+@[^\s<>;]+)"
)
_ACTION = re.compile(rb"(?mi)^action:[ \t]*([a-z]+)")
_GROUPS = re.compile(rb"\n[ \t]*\n")
_BY_NUMBER = re.compile(r"\\x\{([0-9a-f]{2,6})\}", re.I)
"""A character in an address of type utf-8 (RFC 6533 section 3)."""
_STATUS = re.compile(rb"(?mi)^status:[ \t]*([245]\.\d{1,3}\.\d{1,3})")
_STATUS_IN_TEXT = re.compile(r"(?:#|\b)([45]\.\d{1,3}\.\d{1,3})\b")
_CODE_IN_TEXT = re.compile(r"\b([45])\d\d[ :-]")
_MAILBOX = re.compile(r"<?([\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>?")
_BEFORE_REASON = re.compile(
    r"(?m)^[ \t*>]{0,8}(?:(?:RCPT )?To:? ?)?<?([\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>?[ \t]{0,4}[:(]"
)
_LISTED = re.compile(r"(?m)^<([\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>:")
_ALONE = re.compile(r"(?m)^[ \t*>•-]{0,12}<?([\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>?[ \t]{0,4}$")
_TO_IN_TEXT = re.compile(
    r"(?mi)^[> \t]{0,8}(?:to|rcpt to|(?:final-|original-)?recipients?|an|à|para|empfänger|destinataire|destinatario"
    r"|收件人)"
    r"[ \t]*[:：]([^\n]{1,400})"
)
_FROM_IN_TEXT = re.compile(r"(?mi)^[> \t]{0,8}(?:from|sender|return-path|reply-to)[ \t]*:([^\n]{1,400})")
_IDS_IN_TEXT = re.compile(r"(?mi)^[> \t]{0,8}(?:message-id|references|in-reply-to)[ \t]*:[^\n]{0,900}")
_NOBODYS = re.compile(
    r"(?:postmaster|mailer-?daemon|mail-daemon|abuse|hostmaster|no-?reply|bounces?)(?:[+.-].*)?@", re.I
)
_DIAGNOSTIC = re.compile(rb"(?mi)^diagnostic-code:[ \t]*+(?:[\w-]++[ \t]*+;)?[ \t]*+([^\n]*+(?:\n[ \t]++[^\n]++)*+)")
_REASON_LINE = re.compile(r"(?m)^.{0,200}(?:\b[45]\d\d[ :-]|\b[45]\.\d{1,3}\.\d{1,3}\b).{0,300}$")
_WORD = re.compile(r"[^\W\d_]{3}")
_ID_IN_TEXT = re.compile(r"(?mi)^[> \t]{0,8}(message-id|references):[ \t]*(<[^\n]{1,900})")


def read_bounce(headers: Headers, parts: list[MimePart], text: str, sender: str) -> Bounce:
    """Read the report in a bounce, delay or complaint: from its machine-readable parts, else from its words."""
    text = text[:MAX_REPORT]
    told = (part for part in parts if part.type.endswith(("delivery-status", "/feedback-report")))
    report = b"\n".join(part.content()[:MAX_REPORT] for part in told)
    report = _of_the_missed(report.replace(b"\r\n", b"\n"))
    status = _status(report, text)
    original = _original(parts)
    message_id, references = _ids(original, text)
    message_id = message_id or next(iter(read_ids(headers, "x-riferimento-message-id")), None)
    written_to = _written_to(original, text)
    recipients = _reported(report, written_to)
    recipients = recipients or _unique(box.lower() for box in _MAILBOX.findall(headers.text("x-failed-recipients")))
    recipients = recipients or _named_in(text, _others(headers, original, text, sender), written_to)
    permanent = not status.startswith(("4", "2"))
    return Bounce(recipients[:50], status, permanent, message_id, references, _detail(report, text, recipients))


def _of_the_missed(report: bytes) -> bytes:
    """The report without the recipients whom it names beside, since the mail reached them; all of it if it says of
    nobody that it didn't."""
    groups = [(group, _ACTION.search(group)) for group in _GROUPS.split(report)]
    actions = {action[1].lower() for _, action in groups if action}
    worst = next((one for one in (b"failed", b"delayed") if one in actions), None)
    if worst is None:
        return report
    return b"\n\n".join(group for group, action in groups if not action or action[1].lower() == worst)


def _reported(report: bytes, written_to: set[str]) -> tuple[str, ...]:
    """Whom the fields of a report name. A recipient that has two addresses is the one that the mail was written to."""
    found: list[str] = []
    for group in _GROUPS.split(report):
        named = [_address(one) for one in _RECIPIENT.findall(group)]
        found += [one for one in named if one in written_to] or named
    return _unique(found)


def _address(written: bytes) -> str:
    try:
        text = written.decode()
    except UnicodeDecodeError:
        text = written.decode("latin-1")
    return _BY_NUMBER.sub(_character, text).lower()


def _character(written: re.Match[str]) -> str:
    number = int(written[1], 16)
    return written[0] if number > sys.maxunicode or 0xD800 <= number < 0xE000 else chr(number)


def _detail(report: bytes, text: str, recipients: tuple[str, ...]) -> str:
    """The first reason in words: the diagnostic, else the line of the text that has its code; of a report in prose
    also the line that names the recipient, or the first."""
    given = [found.decode("utf-8", "replace") for found in _DIAGNOSTIC.findall(report)[:20]]
    coded = (found[0] for found in _REASON_LINE.finditer(text))
    lines = [] if report else text[:MAX_PROSE].splitlines()
    naming = [line for line in lines if any(one in line.lower() for one in recipients[:5])]
    reasons = (" ".join(reason.split())[:500] for reason in (*given, *coded, *naming, *lines))
    return next((reason for reason in reasons if _WORD.search(_MAILBOX.sub("", reason))), "")


def _status(report: bytes, text: str) -> str:
    if found := _STATUS.search(report):
        return found[1].decode()
    if in_text := _STATUS_IN_TEXT.search(text):
        return in_text[1]
    code = _CODE_IN_TEXT.search(text)
    return f"{code[1]}.0.0" if code else ""


def _original(parts: list[MimePart]) -> Headers | None:
    """The headers of the returned mail, if it is attached."""
    for part in parts:
        if part.type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            content = part.content()
            return read_headers(content, 0, len(content))[0]
    return None


def _ids(original: Headers | None, text: str) -> tuple[str | None, tuple[str, ...]]:
    """Message-ID and References of the returned mail: attached, or quoted in the text."""
    if original:
        ids = read_ids(original, "message-id")
        return (ids[0] if ids else None), read_ids(original, "references")
    quoted = {name.lower(): value for name, value in reversed(_ID_IN_TEXT.findall(text))}
    found = tuple(re.findall(r"<([^<>\s]{1,900})>", quoted.get("message-id", "")))
    return (found[0] if found else None), tuple(re.findall(r"<([^<>\s]{1,900})>", quoted.get("references", "")))


def _others(headers: Headers, original: Headers | None, text: str, sender: str) -> set[str]:
    """Who can't be the one that wasn't reached: who reports it, who is told of it, and who wrote the returned mail."""
    told = (headers.text(name) for name in ("to", "delivered-to", "x-original-to", "from", "reply-to"))
    writers = [original.text(name) for name in ("from", "sender", "reply-to", "return-path")] if original else []
    writers += [] if original else _FROM_IN_TEXT.findall(text)[:20]
    return {sender.lower(), *(box.lower() for line in (*told, *writers) for box in _MAILBOX.findall(line[:2_000]))}


def _written_to(original: Headers | None, text: str) -> set[str]:
    lines = [original.text("to"), original.text("cc")] if original else _TO_IN_TEXT.findall(text)[:20]
    return {box.lower() for line in lines for box in _MAILBOX.findall(line[:2_000])}


def _named_in(text: str, others: set[str], written_to: set[str]) -> tuple[str, ...]:
    """Whom a report in prose is about: all that it lists in brackets, else one named before a reason at a line's start,
    else one whom the mail went to, else one that has a line of its own, else the first that is named at all."""
    listed = _eligible((box.lower() for box in _LISTED.findall(text)), others)
    if listed:
        return listed
    before_reason = [box.lower() for box in _BEFORE_REASON.findall(text)]
    named = [box.lower() for box in _MAILBOX.findall(_IDS_IN_TEXT.sub("", text))]
    alone = (box.lower() for box in _ALONE.findall(text))
    ordered = (*before_reason, *(box for box in named if box in written_to), *alone, *named, *sorted(written_to))
    return _eligible(ordered, others)[:1]


def _eligible(boxes: Iterable[str], others: set[str]) -> tuple[str, ...]:
    return tuple(box for box in _unique(boxes) if box not in others and not _NOBODYS.match(box))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
