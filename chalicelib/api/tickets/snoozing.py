"""Until when somebody wants tickets snoozed, alone or many."""

from __future__ import annotations

from datetime import datetime

from chalicelib.api.schemas.lifecycle import SnoozeBody
from chalicelib.domain.errors import invalid


def snoozed_until(body: SnoozeBody, prefix: str = "") -> datetime | None:
    """Return the instant, or None for until the customer writes. Raises DeskError at `until` for both, or neither."""
    if (body.until is None) is not body.until_reply:
        raise invalid(f"{prefix}until", "Give an instant, or until_reply: one of the two.")
    return body.until
