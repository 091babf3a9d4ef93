"""A mail that was kept apart, with its cause, until an admin decides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


def suspended_id(at: datetime, object_key: str) -> str:
    """Return the id of a mail that came at that instant, named after the object: the same mail parked twice is parked
    once."""
    return f"{at:%Y%m%dT%H%M%S}-{hashlib.sha256(object_key.encode()).hexdigest()[:16]}"


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
