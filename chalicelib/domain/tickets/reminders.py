"""Reminders: what a member wants to be told about a ticket at a time, by themselves, to themselves."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import invalid
from chalicelib.domain.ids import beginning_at
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.ahead import ahead

NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Reminder:
    """A member's note to themselves about a ticket, and the time for it. Nobody else reads it."""

    at: datetime
    note: str = ""


def reminder(at: datetime, note: str, now: datetime) -> Reminder:
    """Return the reminder that somebody wants. Raises DeskError at `at` or `note`."""
    note = one_line(note)
    if len(note) > NOTE_LENGTH:
        raise invalid("note", f"A note may have {NOTE_LENGTH} characters at most.")
    return Reminder(ahead(at, now, "at"), note)


def entry_id(number: int, member_id: str, at: datetime) -> str:
    """Return the id of the entry that it becomes in their inbox: the same however often it is told."""
    digest = base64.b32encode(hashlib.sha256(f"{number} {member_id}".encode()).digest()).decode()
    return f"{beginning_at(at)}{digest[:16]}"
