"""Bytes to meaning and back: everything about mail that needs no network and no table."""

from __future__ import annotations

from chalicelib.mail.classify import is_own, may_answer
from chalicelib.mail.compose import Outgoing, compose
from chalicelib.mail.forwards import Forward, read_forward
from chalicelib.mail.model import Address, Attachment, Bounce, Envelope, ParsedMail
from chalicelib.mail.parse import parse
from chalicelib.mail.quotes import split
from chalicelib.mail.sanitize import sanitize
from chalicelib.mail.thread import Clues, clues

__all__ = [
    "Address",
    "Attachment",
    "Bounce",
    "Clues",
    "Envelope",
    "Forward",
    "Outgoing",
    "ParsedMail",
    "clues",
    "compose",
    "is_own",
    "may_answer",
    "parse",
    "read_forward",
    "sanitize",
    "split",
]
