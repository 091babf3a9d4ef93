"""A letter as the bytes to send: the same letter gives the same bytes, and no value can become a second header."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from chalicelib.domain.people.addresses import domain_in_dns
from chalicelib.mail.content_ids import content_id
from chalicelib.mail.reading.model import MARKER, MailFile
from chalicelib.mail.reading.names import shortened

MAX_VALUE = 995
MAX_SUBJECT = 600
MAX_FILE_NAME = 80
WORD_BYTES = 45
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}\Z")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:\\@]{1,64}@[^\s<>()\[\]\"',;:\\@]{1,253}\Z")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*\Z")
_UNQUOTABLE = re.compile(r"[^ !#-\[\]-~]")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,900}\Z")
_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]{0,80}/[A-Za-z0-9][\w.+-]{0,80}\Z", re.ASCII)
_RESERVED = {
    "from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to",
    "mime-version", "content-type", "return-path", "sender", "content-transfer-encoding", "auto-submitted",
    "x-auto-response-suppress", "x-workestra-desk",
}  # fmt: skip


class AddressError(ValueError):
    """There is nobody to send it to at this address, or none whom the carrier reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter to one recipient. Ids have no brackets; `message_id` is our own stable one.

    SES replaces Message-ID and Date, so the stable id also closes References. `auto_submitted` is for notices, not for
    an agent's own words (RFC 3834). `headers` are further ones; those that are set here can't be set again.
    """

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    desk: str
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto_submitted: bool = True
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[MailFile, ...] = ()


def compose(letter: Outgoing) -> bytes:
    """The letter as RFC 5322, in 7 bits, lines ending in CRLF and at most 998 long (RFC 5321 section 4.5.3.1.6).

    Raises AddressError for an address that no mail goes to.
    """
    shown = tuple(one for one in letter.attachments if f'"cid:{content_id(one.content_id or "")}"' in letter.html)
    content = _alternative(letter, shown)
    if rest := [one for one in letter.attachments if one not in shown]:
        content = _multipart("mixed", letter.message_id, [content, *map(_attached, rest)])
    return "".join(f"{name}: {value}\r\n" for name, value in _fields(letter)).encode("ascii") + content


def _fields(letter: Outgoing) -> list[tuple[str, str]]:
    ids = [_id(reference) for reference in (*letter.references, letter.message_id)]
    fields = [
        ("From", _mailbox(letter.from_name, letter.from_address)),
        ("To", _mailbox(letter.to_name, letter.to_address)),
        ("Subject", encoded(letter.subject[:MAX_SUBJECT])),
        ("Date", format_datetime(letter.date)),
        ("Message-ID", _id(letter.message_id)),
        ("In-Reply-To", _id(letter.in_reply_to)),
        ("References", _references([reference for reference in ids if reference])),
        ("Reply-To", _mailbox(letter.from_name, letter.reply_to) if letter.reply_to else ""),
        ("Auto-Submitted", "auto-generated" if letter.auto_submitted else ""),
        ("X-Auto-Response-Suppress", "All"),
        (MARKER, encoded(letter.desk)),
        *((name, encoded(value)) for name, value in letter.headers if _free(name)),
        ("MIME-Version", "1.0"),
    ]
    return [(name, value) for name, value in fields if value]


def _free(name: str) -> bool:
    return bool(_NAME.match(name)) and name.lower() not in _RESERVED


def encoded(value: str) -> str:
    """A header value in ASCII: as it is, or in encoded words (RFC 2047) on lines of at most 76; ≤ 995 characters.

    Control characters, line breaks above all, become one blank.
    """
    text = _CONTROLS.sub(" ", value).strip()
    if text.isascii() and "=?" not in text:
        return _folded(text[:MAX_VALUE].split(" "))
    words: list[str] = []
    piece = b""
    for letter in text:
        if len(piece + letter.encode()) > WORD_BYTES:
            words.append(_word(piece))
            piece = b""
        piece += letter.encode()
    words.append(_word(piece))
    return "\r\n ".join(words[: MAX_VALUE // 78])


def _word(piece: bytes) -> str:
    return f"=?utf-8?B?{b64encode(piece).decode()}?="


def _folded(words: list[str]) -> str:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > 76:
            lines.append(word)
        else:
            lines[-1] += (" " if lines[-1] else "") + word
    return "\r\n ".join(line for line in lines if line)


def _mailbox(name: str, address: str) -> str:
    """`Name <address>`; the name cut to 200 characters, quoted where it has specials."""
    if not _ADDRESS.match(address) or _CONTROLS.search(address):
        raise AddressError("This is not an address that mail goes to.")
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise AddressError("SES takes plain letters alone before the @.")
    address = f"{local}@{_plain_domain(domain)}"
    name = _CONTROLS.sub(" ", name).strip()[:200]
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        return f"{encoded(name)}\r\n <{address}>"
    quoted = name if _ATOMS.match(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{quoted}\r\n <{address}>"


def _plain_domain(domain: str) -> str:
    """The domain in the letters of the DNS."""
    plain = domain_in_dns(domain)
    if not plain.isascii() or not all(0 < len(label) < 64 for label in plain.split(".")):
        raise AddressError("Its domain can't be one.")
    return plain


def _id(value: str) -> str:
    return f"<{value}>" if _MESSAGE_ID.match(value) else ""


def _references(ids: list[str]) -> str:
    """The first and as many of the newest as fit: the rest of a long thread is no loss (RFC 5322 section 3.6.4)."""
    ids = list(dict.fromkeys(ids))
    first, rest = ids[:1], ids[1:]
    while rest and len("\r\n ".join(first + rest)) > MAX_VALUE:
        rest = rest[1:]
    return "\r\n ".join(first + rest)


def _alternative(letter: Outgoing, shown: tuple[MailFile, ...]) -> bytes:
    html = _text_part("html", letter.html)
    if shown:
        html = _multipart("related", letter.message_id, [html, *(_attached(one, "inline") for one in shown)])
    return _multipart("alternative", letter.message_id, [_text_part("plain", letter.text), html])


def _text_part(subtype: str, text: str) -> bytes:
    data = text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    return f"Content-Type: text/{subtype}; charset=utf-8\r\n".encode() + _base64(data)


def _attached(attachment: MailFile, how: str = "attachment") -> bytes:
    name = shortened(_CONTROLS.sub(" ", attachment.name).strip() or "attachment", MAX_FILE_NAME)
    plain = _UNQUOTABLE.sub("_", name)
    composite = attachment.type.startswith(("multipart/", "message/"))
    kind = attachment.type if _TYPE.match(attachment.type) and not composite else "application/octet-stream"
    disposition = f'{how}; filename="{plain}"' + (_extended(name) if plain != name else "")
    named = f"Content-ID: <{content_id(attachment.content_id or '')}>\r\n" if how == "inline" else ""
    head = f"Content-Type: {kind}\r\nContent-Disposition: {disposition}\r\n{named}"
    return head.encode("ascii") + _base64(attachment.content)


def _extended(name: str) -> str:
    """The name beyond ASCII, in sections that keep lines short (RFC 2231 section 3)."""
    sections = [quote(name[start : start + 6], safe="") for start in range(0, len(name), 6)]
    sections[0] = f"utf-8''{sections[0]}"
    return "".join(f";\r\n filename*{number}*={section}" for number, section in enumerate(sections))


def _base64(data: bytes) -> bytes:
    letters = b64encode(data)
    lines = b"\r\n".join(letters[start : start + 76] for start in range(0, len(letters), 76))
    return b"Content-Transfer-Encoding: base64\r\n\r\n" + lines + b"\r\n"


def _multipart(subtype: str, seed: str, parts: list[bytes]) -> bytes:
    """Parts are base64, in which a boundary beginning with `=_` can't occur."""
    boundary = f"=_{hashlib.sha256(f'{subtype} {seed}'.encode('utf-8', 'replace')).hexdigest()[:32]}"
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    mark = b"--" + boundary.encode()
    return head + b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
