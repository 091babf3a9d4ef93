"""Bytes to meaning and back: everything about mail that needs no network and no table."""

from __future__ import annotations

from .classify import is_own, may_answer
from .compose import Outgoing, compose
from .forwards import Forward, read_forward
from .model import Address, Attachment, Bounce, Envelope, ParsedMail
from .parse import parse
from .quotes import split
from .sanitize import sanitize
from .thread import Clues, clues

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
