"""Why the carrier takes no mail of ours: faults that are no recipient's, what is done about them, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Fault(StrEnum):
    """The faults for which a mail can't go out and that aren't its address's. `carrier`: it may have been taken."""

    SUSPENDED = "suspended"
    PAUSED = "paused"
    QUOTA = "quota"
    RATE = "rate"
    IDENTITY = "identity"
    CONFIGURATION = "configuration"
    RIGHTS = "rights"
    CARRIER = "carrier"
    UNKNOWN = "unknown"


GIVE_UP = timedelta(days=4)
"""The time after which a held mail is not tried again: as long as mail servers keep what they can't pass on."""
PASSING_FOR = timedelta(minutes=15)
"""The time for which a carrier may be out of order before that is more than a moment."""
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
_LONGEST_ASIDE = timedelta(minutes=15)

SUPPRESSED = "suppressed"
"""Why a mail came back, in place of a server's words: the carrier's own list said so."""
_HELD = "held_"


def wait_after(lasting: timedelta) -> timedelta:
    """Return the time until the next try, of what has lasted so long: a minute, then two, four, up to an hour."""
    return min(max(lasting, timedelta(0)) + _SHORTEST, _LONGEST)


def wait_aside(fault: Fault, lasting: timedelta) -> timedelta:
    """Return the same for a mail that the queue keeps to itself: it can't for longer than a quarter of an hour. What
    came too fast is tried again soon, however often."""
    return _SHORTEST if fault is Fault.RATE else min(wait_after(lasting), _LONGEST_ASIDE)


def passes(fault: Fault, lasting: timedelta) -> bool:
    """Return whether the fault most likely ends by itself, so that nobody need be told."""
    return fault is Fault.RATE or (fault is Fault.CARRIER and lasting < PASSING_FOR)


def is_given_up(since: datetime | None, now: datetime) -> bool:
    """Return whether a mail that is held since then has been tried for long enough."""
    return since is not None and now - since >= GIVE_UP


def given_up(fault: Fault) -> str:
    """Return what is kept in place of a server's words of a mail that was given up for this."""
    return _HELD + fault.value


_WORDS = {
    SUPPRESSED: "Amazon SES sends nothing to this address: earlier mail to it came back, or was called spam. "
    "Trying it again takes it off that list.",
    given_up(Fault.SUSPENDED): "AWS had suspended sending for four days.",
    given_up(Fault.PAUSED): "Sending was paused for four days.",
    given_up(Fault.QUOTA): "The day's quota of mail was used up for four days.",
    given_up(Fault.RATE): "More mail than may be sent at once was waiting for four days.",
    given_up(Fault.IDENTITY): "The sender's domain was not verified for four days.",
    given_up(Fault.CONFIGURATION): "The configuration set for sending was missing for four days.",
    given_up(Fault.RIGHTS): "The desk had no right to send for four days.",
    given_up(Fault.CARRIER): "Amazon SES was out of order, or out of reach, for four days.",
    given_up(Fault.UNKNOWN): "Amazon SES refused this mail for four days.",
}


def in_words(detail: str | None) -> str | None:
    """Return in words why a mail failed; what another server said stays as it is."""
    return _WORDS.get(detail, detail) if detail else detail


def reason_of(detail: str | None) -> str | None:
    """Return the word for why a mail failed, where it is one of ours and no other server's."""
    return detail if detail in _WORDS else None
