"""From raw bytes to meaning."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from chalicelib.mail.reading.addresses import read_addresses
from chalicelib.mail.reading.bodies import Bodies, hinted, read_bodies, top_hint
from chalicelib.mail.reading.bounces import read_bounce
from chalicelib.mail.reading.certified import MAX_ENVELOPES, enclosed, out_of_envelope, receipt_kind
from chalicelib.mail.reading.classify import classify
from chalicelib.mail.reading.encoded_words import decode_words
from chalicelib.mail.reading.headers import Headers
from chalicelib.mail.reading.identity import identify
from chalicelib.mail.reading.ids import read_ids
from chalicelib.mail.reading.mime import MimePart, read_parts
from chalicelib.mail.reading.model import Address, Kind, ParsedMail, SmtpEnvelope
from chalicelib.mail.reading.opened import Opened, open_parts
from chalicelib.mail.reading.reactions import RECEIPTS, read_reaction
from chalicelib.mail.reading.verdicts import read_results, read_verdicts
from chalicelib.mail.reading.writer import agreed_writer
from chalicelib.mail.replies.header_blocks import passes_on
from chalicelib.mail.replies.html_lines import lines_text, page_lines
from chalicelib.mail.replies.quotes import shares

_MAY_REACT = ("human", "auto_reply", "auto_generated")
MAX_SUBJECT = 2_000
KEPT_HEADERS = 300
KEPT_VALUE = 4_000
ORIGINAL_FROM = ("x-original-from", "original-from", "x-original-sender", "original-sender")


def parse(raw: bytes, envelope: SmtpEnvelope | None = None) -> ParsedMail:
    """Read a mail (RFC 5322, MIME), however broken: this never raises, and takes time linear in its size.

    `envelope` is what the receiving server said; its verdicts and recipients outrank the mail's own words. A mail that
    shows a fault of ours comes back empty, with the defect `unreadable`: it must be kept, and not be tried for ever.
    """
    try:
        return _taken_out(raw, envelope, 0)
    except Exception:  # noqa: BLE001 - whatever it was, the mail is parked for people to look at
        return ParsedMail(
            message_id=f"{hashlib.sha256(raw).hexdigest()[:40]}@no-message-id.invalid",
            recipients=envelope.recipients if envelope else (),
            sender=envelope.sender if envelope else None,
            defects=("unreadable",),
        )


def _taken_out(raw: bytes, envelope: SmtpEnvelope | None, depth: int) -> ParsedMail:
    """The mail, out of as many envelopes of certified mail as are told apart."""
    headers, leaves, capped = read_parts(raw)
    inside = open_parts(leaves)
    parsed = _read(raw, envelope, headers, inside, capped)
    inner = enclosed(headers, inside.parts) if depth < MAX_ENVELOPES else b""
    return out_of_envelope(parsed, _taken_out(inner, None, depth + 1)) if inner else parsed


def _read(raw: bytes, envelope: SmtpEnvelope | None, headers: Headers, inside: Opened, capped: bool) -> ParsedMail:
    parts = inside.parts
    hint = top_hint(parts)
    headers = hinted(headers, hint)
    bodies = read_bodies(parts, hint)
    page = page_lines(bodies.html) if bodies.html.strip() else []
    text = bodies.text or lines_text(page)
    subject = headers.text("subject")[:MAX_SUBJECT]
    reply, quoted, signature = shares(bodies.text, page, forwarded=passes_on(subject))
    sender, reply_to = read_sender(headers)
    writer = agreed_writer(raw, headers)
    said = (envelope.verdicts if envelope else None) or {}
    notice = {name: verdict.strip().lower() for name, verdict in said.items() if verdict}
    kind = _kind(headers, parts, sender, envelope)
    reaction = read_reaction(headers, parts, reply) if kind in _MAY_REACT else ""
    ids = read_ids(headers, "message-id")
    bounced = kind in ("bounce", "delayed", "complaint")
    return ParsedMail(
        from_=sender,
        reply_to=reply_to,
        original_from=read_addresses(headers, *ORIGINAL_FROM),
        to=read_addresses(headers, "to"),
        cc=read_addresses(headers, "cc"),
        delivered_to=read_addresses(headers, "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to"),
        subject=subject,
        message_id=ids[0] if ids else _made_id(headers, bodies),
        in_reply_to=next(iter(read_ids(headers, "in-reply-to")), None),
        references=read_ids(headers, "references"),
        date=read_date(headers),
        text=text,
        html=bodies.html,
        reply_text=reply,
        quoted_text=quoted,
        signature=signature,
        kind="reaction" if reaction and reaction not in RECEIPTS else kind,
        reaction=reaction,
        attachments=bodies.attachments,
        headers=_kept(headers),
        identity=identify(writer, read_results(headers), notice),
        verdicts=read_verdicts(headers, notice),
        recipients=envelope.recipients if envelope else (),
        sender=_return_path(headers, envelope),
        bounce=read_bounce(headers, parts, text, sender.address if sender else "") if bounced else None,
        encrypted=inside.encrypted,
        signed=inside.signed,
        defects=_defects(headers, bool(ids), capped, bodies),
    )


def read_sender(headers: Headers) -> tuple[Address | None, tuple[Address, ...]]:
    """Return the writer, and where answers go. Without a usable From, the next best header names the writer."""
    reply_to = read_addresses(headers, "reply-to")
    for name in ("from", "sender", "reply-to", "return-path"):
        if boxes := read_addresses(headers, name):
            return boxes[0], reply_to
    return None, reply_to


def read_date(headers: Headers) -> datetime | None:
    """The Date header, aware (an unknown zone counts as UTC), or nothing if it is no date."""
    try:
        date = parsedate_to_datetime(headers.raw("date")[:200].decode("latin-1"))
        date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _kind(headers: Headers, parts: list[MimePart], sender: Address | None, envelope: SmtpEnvelope | None) -> Kind:
    if receipt := receipt_kind(headers):
        return receipt
    null_path = _return_path(headers, envelope) == ""
    return classify(headers, parts, headers.text("subject"), sender.address if sender else "", null_path)


def _return_path(headers: Headers, envelope: SmtpEnvelope | None) -> str | None:
    """The envelope's sender: empty for the null return path, None if nobody said."""
    if envelope:
        return envelope.sender.strip("<> ")
    if not headers.has("return-path"):
        return None
    return headers.raw("return-path").decode("latin-1").strip("<> \t")


def _made_id(headers: Headers, bodies: Bodies) -> str:
    """An id for a mail that has none: the same mail gets the same one, by whatever way it comes again."""
    content = hashlib.sha256()
    for name in ("from", "to", "date", "subject"):
        content.update(headers.raw(name) + b"\n")
    content.update(bodies.text.encode("utf-8", "replace") + bodies.html.encode("utf-8", "replace"))
    for attachment in bodies.attachments:
        content.update(attachment.content)
    return f"{content.hexdigest()[:40]}@no-message-id.invalid"


def _kept(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, decode_words(value[:KEPT_VALUE], headers.hint)) for name, value in headers.fields[:KEPT_HEADERS]
    )


def _defects(headers: Headers, has_id: bool, capped: bool, bodies: Bodies) -> tuple[str, ...]:
    found = {
        "no_message_id": not has_id,
        "no_from": not headers.has("from"),
        "no_date": read_date(headers) is None,
        "too_many_parts": capped,
        "text_cut": bodies.cut,
        "headers_cut": len(headers.fields) > KEPT_HEADERS,
    }
    return tuple(name for name, present in found.items() if present)
