"""A mail as SES stored it, without the notice that came with it."""

from __future__ import annotations

from chalicelib.mail.reading.headers import read_headers
from chalicelib.mail.reading.model import SmtpEnvelope
from chalicelib.mail.reading.verdicts import read_taken


def stored_envelope(raw: bytes) -> SmtpEnvelope:
    """Return its envelope, as far as SES wrote that above it: of several recipients only the first. What SES found out
    stands there as well, and is read with the mail."""
    headers, _ = read_headers(raw, 0, len(raw))
    sender, recipient = read_taken(headers)
    return SmtpEnvelope(sender, (recipient,) if recipient else ())
