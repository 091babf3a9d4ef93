"""Whether the desk can work, for whoever shows that they run it: nobody else may make it ask its table at will."""

from __future__ import annotations

from chalicelib.services.ports import Desk
from chalicelib.services.ports.world import Secrets

_PURPOSE = "health"
_MINUTE = 60


def signature(secrets: Secrets, now: float) -> str:
    """Return the signature of this minute."""
    return secrets.sign(_PURPOSE, _message(now))


def is_signed(secrets: Secrets, given: str, now: float) -> bool:
    """Return whether it is one of this minute, or of the one before or behind it: clocks differ."""
    minutes = (now, now - _MINUTE, now + _MINUTE)
    return any(secrets.verify(_PURPOSE, _message(minute), given) for minute in minutes)


def read_something(desk: Desk) -> None:
    """Read one item, consistently. That there is none of this name is an answer as good as any."""
    desk.accounts.password_token(_PURPOSE)


def _message(now: float) -> bytes:
    return str(int(now) // _MINUTE).encode()
