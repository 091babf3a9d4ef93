"""Certified mail of Italy (PEC, decree of 2 November 2005): the provider writes, and the mail itself is in an envelope.

Whoever wrote is whom the mail within names. Nothing but the provider vouches for that, so it is not proven. What the
provider signs is the envelope: the mail within is signed only where its writer did so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.mail.reading.addresses import read_addresses
from chalicelib.mail.reading.headers import Headers
from chalicelib.mail.reading.mime import MimePart
from chalicelib.mail.reading.model import Kind, ParsedMail

MAX_ENVELOPES = 5
_ENVELOPES = ("posta-certificata", "errore")
_PROVIDER = re.compile(r"[^@]*\bposta-certificata@", re.I)
_ENVELOPE_SUBJECT = re.compile(r"(?:POSTA CERTIFICATA|ANOMALIA MESSAGGIO)\s?:")
_RECEIPT_SUBJECT = re.compile(
    r"(ACCETTAZIONE|(?:AVVENUTA )?CONSEGNA|PRESA IN CARICO|AVVISO DI (?:MANCATA CONSEGNA|NON ACCETTAZIONE)"
    r"|PROBLEMA DI SICUREZZA)\b[^:]{0,60}:"
)
_NAME = "postacert.eml"
_UNDELIVERED = ("errore-consegna", "non-accettazione", "rilevazione-virus")
_DELAYED = "preavviso-errore-consegna"


def enclosed(headers: Headers, parts: list[MimePart]) -> bytes:
    """Return the mail in an envelope of certified mail, or nothing where this is none."""
    named = _from_provider(headers) and bool(_ENVELOPE_SUBJECT.match(headers.text("subject")))
    if receipt_kind(headers) or not (named or headers.plain("x-trasporto") in _ENVELOPES):
        return b""
    mails = [part for part in parts if part.type == "message/rfc822" or part.filename.lower() == _NAME]
    found = [part for part in mails if part.filename.lower() == _NAME] or mails
    return found[0].content() if len(found) == 1 else b""


def receipt_kind(headers: Headers) -> Kind | None:
    """Return the kind of a provider's receipt: about a mail of ours, and written by nobody."""
    receipt = headers.plain("x-ricevuta")
    if receipt == _DELAYED:
        return "delayed"
    if receipt:
        return "bounce" if receipt in _UNDELIVERED else "auto_reply"
    named = _RECEIPT_SUBJECT.match(headers.text("subject")) if _from_provider(headers) else None
    if not named:
        return None
    return "bounce" if named[1].startswith(("AVVISO", "PROBLEMA")) else "auto_reply"


def _from_provider(headers: Headers) -> bool:
    return any(_PROVIDER.match(box.address) for box in read_addresses(headers, "from"))


def out_of_envelope(envelope: ParsedMail, inner: ParsedMail) -> ParsedMail:
    """Return the mail within, as it came: the files of both, and the envelope's own way here."""
    identity = _identity(envelope, inner)
    machine = envelope.kind if envelope.kind != "human" else inner.kind
    return replace(
        envelope,
        from_=inner.from_ or envelope.from_,
        reply_to=inner.reply_to or (envelope.reply_to if inner.from_ is None else ()),
        to=inner.to or envelope.to,
        cc=inner.cc or envelope.cc,
        subject=inner.subject or envelope.subject,
        in_reply_to=inner.in_reply_to or envelope.in_reply_to,
        references=tuple(dict.fromkeys((*envelope.references, *inner.references))),
        date=inner.date or envelope.date,
        text=inner.text,
        html=inner.html,
        reply_text=inner.reply_text,
        quoted_text=inner.quoted_text,
        signature=inner.signature,
        kind="auto_reply" if machine in ("bounce", "delayed") else machine,
        attachments=(*inner.attachments, *envelope.attachments),
        identity=identity,
        bounce=None,
        encrypted=inner.encrypted,
        signed=inner.signed,
        defects=tuple(dict.fromkeys((*envelope.defects, *inner.defects))),
    )


def _identity(envelope: ParsedMail, inner: ParsedMail) -> SenderIdentity:
    """Who wrote the mail within, as far as one can be read out of it; a lie about the envelope is one about all."""
    writer = inner.identity.address
    if envelope.identity.contradicted:
        return SenderIdentity(writer, Standing.CONTRADICTED, envelope.identity.why)
    return SenderIdentity(writer, Standing.UNPROVEN, Grounds.ANOTHERS if writer else Grounds.UNCLEAR)
