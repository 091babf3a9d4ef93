"""What a member finds in the inbox, and mails that were parked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ANSWER_PARKED = "ticket.answer_parked"
"""In the place of an event: a mail to a ticket was parked, so nothing happened there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """`id` is the action's, or made of the mail that was parked, so that telling twice is telling once."""

    id: str
    member_id: str
    event: str
    number: int
    title: str
    actor: str
    at: datetime
    read: bool = False
