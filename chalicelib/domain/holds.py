"""A hold: what somebody keeps from being deleted, shortened or erased, by whoever or by time, until it is released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Actor
from chalicelib.domain.text import has_something

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Hold:
    """A word of somebody to keep something: whose, since when, and why, which is for members."""

    reason: str
    at: datetime
    by_id: str | None
    by_name: str


def placed(before: Hold | None, reason: str, at: datetime, actor: Actor) -> Hold:
    """Return the hold with that reason: the one there is, where it says so already. Raise DeskError at `reason`."""
    reason = reason.strip()
    if not has_something(reason):
        raise invalid("reason", "Say why it has to be kept.")
    if len(reason) > REASON_LENGTH:
        raise invalid("reason", f"This may have {REASON_LENGTH} characters at most.")
    return before if before and before.reason == reason else Hold(reason, at, actor.id, actor.name)


def kept(hold: Hold, subject: str, *, telling: bool) -> DeskError:
    """Return the refusal to touch what is held by a hold on `subject`: who holds it and why, for members alone."""
    if not telling:
        return DeskError("held", "This is on hold: it stays as it is until the hold is released.")
    return DeskError(
        "held",
        f"{subject} is on hold by {hold.by_name}: “{hold.reason}” It stays as it is until the hold is released.",
        data={"hold": {"on": subject, "reason": hold.reason, "by": hold.by_name}},
    )
