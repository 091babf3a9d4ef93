"""What a member finds in the inbox, and mails that were parked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """`id` is the action's, so that telling twice is telling once."""

    id: str
    member_id: str
    event: str
    number: int
    title: str
    actor: str
    at: datetime
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedMail:
    """A mail that could not be used, with the cause, and where the raw mail lies.

    `preview` is how its text begins. The envelope's `return_path` and `recipients` and the carrier's `verdicts` are
    kept for the time it is taken in after all.
    """

    id: str
    at: datetime
    cause: str
    detail: str
    sender: str
    subject: str
    object_key: str
    preview: str = ""
    return_path: str = ""
    recipients: tuple[str, ...] = ()
    verdicts: Mapping[str, str] = field(default_factory=dict)
