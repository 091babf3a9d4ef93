"""A mail that somebody passes on: whose it was, what it said, and what was written above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.domain.vocabulary import Sealing
from chalicelib.mail.reading.model import Address, MailFile, ParsedMail
from chalicelib.mail.reading.parse import parse
from chalicelib.mail.replies import phrases
from chalicelib.mail.replies.header_blocks import BLOCK_LINES, label_of, passes_on
from chalicelib.mail.replies.quoted_lines import Line, text_lines

_MAILBOX = re.compile(r"[<\[(]?(?:mailto:)?([^\s@<>\[\]()\"',;:]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)[>\])]?")
_RULE = re.compile(r"[-=_*]{4,}")
_OTHER_HEADER = re.compile(r"[A-Z][A-Za-z]*(?:-[A-Za-z]+)+: ")
_END = re.compile(r"-{3,} ?End (?:of )?forwarded message ?-{3,}", re.I)
_QUOTES = "\"'<>[]*_ "
_HEAD_LINES = 40
"""How far down a quoted text its heading may begin."""


@dataclass(frozen=True, slots=True)
class Forward:
    """`sender` wrote `text` under `subject`; `note` is what whoever passed it on wrote above. `attachments` are those
    of the mail passed on; it was `encrypted` and `signed` by something, as far as it came as a mail of its own."""

    sender: Address
    subject: str
    text: str
    note: str
    attachments: tuple[MailFile, ...] = ()
    encrypted: Sealing | None = None
    signed: Sealing | None = None


def read_forward(parsed: ParsedMail) -> Forward | None:
    """Return the mail that `parsed` passes on; None when it passes on nothing, or doesn't say whose mail it was."""
    if not passes_on(parsed.subject) and not _introduced(parsed):
        return None
    return _attached(parsed) or _quoted(parsed)


def _introduced(parsed: ParsedMail) -> bool:
    """Whether the text itself says that a forwarded message follows."""
    beginning = text_lines(parsed.quoted_text[:4_000])[:_HEAD_LINES]
    said = phrases.any_of("forwarded", before=r"[-_=*—–─~ ]{0,40}")
    return any(said.match(line.shown) for line in beginning)


def _attached(parsed: ParsedMail) -> Forward | None:
    mails = [file for file in parsed.attachments if file.type == "message/rfc822"]
    if len(mails) != 1:
        return None
    inner = parse(mails[0].content)
    if inner.from_ is None:
        return None
    note = parsed.reply_text or parsed.text
    return Forward(inner.from_, inner.subject, inner.text, note, inner.attachments, inner.encrypted, inner.signed)


def _quoted(parsed: ParsedMail) -> Forward | None:
    lines = text_lines(parsed.quoted_text)
    for start in range(min(_HEAD_LINES, len(lines))):
        fields, end = _block(lines, start)
        found = _mailbox(fields.get("from", ""))
        if found and len(fields) > 1:
            name = fields["from"][: found.start()].strip(_QUOTES)
            sender = Address(name, found[1])
            text = _text(lines[end:])
            return Forward(sender, fields.get("subject", ""), text, parsed.reply_text)
    return None


def _mailbox(value: str) -> re.Match[str] | None:
    """Return the address in a From that was quoted: the last one in brackets, since what stands before may be a name
    that looks like an address; without brackets the only one there is."""
    found = list(_MAILBOX.finditer(value))
    bracketed = [one for one in found if one[0][0] in "<[("]
    return bracketed[-1] if bracketed else found[0] if len({one[1] for one in found}) == 1 else None


def _text(lines: list[Line]) -> str:
    """What was forwarded, without the marks that forwarding put on all of it, and without the rule below it."""
    depth = min((line.depth for line in lines if not line.blank), default=0)
    text = "\n".join(_unquoted(line, depth) for line in lines).strip()
    above, _, last = text.rpartition("\n")
    return above.rstrip() if above and _END.fullmatch(last.strip()) else text


def _block(lines: list[Line], start: int) -> tuple[dict[str, str], int]:
    """The header lines that begin at `start`, by role, and where they end. A long value is wrapped onto more lines."""
    fields: dict[str, str] = {}
    last = ""
    for number in range(start, min(start + BLOCK_LINES, len(lines))):
        role, value = label_of(lines[number])
        if lines[number].blank and fields:
            return fields, number
        if role is None and not last:
            return {}, start
        if role is not None:
            last = role
            fields.setdefault(role, value)
        elif _RULE.match(lines[number].shown):
            return fields, number + 1
        elif not _OTHER_HEADER.match(lines[number].shown):
            fields[last] += f" {lines[number].shown}"
    return fields, min(start + BLOCK_LINES, len(lines))


def _unquoted(line: Line, depth: int) -> str:
    """A line of the forwarded mail without the marks that forwarding put on it."""
    raw = line.raw
    for _ in range(depth):
        raw = re.sub(r"^[ \t]{0,3}>[ \t]?", "", raw)
    return raw
