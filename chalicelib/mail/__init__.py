"""Bytes to meaning and back: everything about mail that needs no network and no table."""

from __future__ import annotations

from chalicelib.mail.html.sanitize import sanitize
from chalicelib.mail.reading.classify import is_machine, may_answer
from chalicelib.mail.reading.clues import Clues, clues, markers
from chalicelib.mail.reading.forwards import Forward, read_forward
from chalicelib.mail.reading.model import Address, Bounce, MailFile, ParsedMail, SmtpEnvelope
from chalicelib.mail.reading.parse import parse
from chalicelib.mail.reading.relayed import person_behind, wanted_answers
from chalicelib.mail.reading.stored import stored_envelope
from chalicelib.mail.replies.formatted import formatted_part
from chalicelib.mail.replies.header_blocks import passes_on
from chalicelib.mail.replies.html_lines import page_text as html_words
from chalicelib.mail.replies.quotes import split
from chalicelib.mail.writing.compose import Outgoing, compose

__all__ = [
    "Address",
    "Bounce",
    "Clues",
    "Forward",
    "MailFile",
    "Outgoing",
    "ParsedMail",
    "SmtpEnvelope",
    "clues",
    "compose",
    "formatted_part",
    "html_words",
    "is_machine",
    "markers",
    "may_answer",
    "parse",
    "passes_on",
    "person_behind",
    "read_forward",
    "sanitize",
    "split",
    "stored_envelope",
    "wanted_answers",
]
