"""How often somebody may do something: one counter a caller and minute, decided on the value the counting returns."""

from __future__ import annotations

import time
from dataclasses import dataclass

from chalicelib.domain.errors import DeskError
from chalicelib.services.ports import Desk

WINDOW = 60
_KEPT = 3600
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` a minute for each caller. A public one refuses when the limiter can't tell; members are let in."""

    name: str
    most: int
    public: bool = False


MEMBER = Limit("member", 600)
KEY = Limit("key", 300)
SIGN_IN_EMAIL = Limit("sign-in-email", 10, public=True)
SIGN_IN_ADDRESS = Limit("sign-in-address", 10, public=True)
SUBMIT = Limit("submit", 5, public=True)
FIND = Limit("find", 3, public=True)
TRACK = Limit("track", 60, public=True)
UPLOAD = Limit("upload", 40, public=True)
ANSWER = Limit("answer", 5, public=True)
PUBLIC_WRITES = Limit("public-writes", 600, public=True)
PASSWORD = Limit("password", 10, public=True)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The rest of this window, for the RateLimit headers; `reset` is in seconds from now."""

    limit: int
    remaining: int
    reset: int


def within(desk: Desk, limit: Limit, caller: str) -> bool:
    """Count one more for `caller`; whether that is within the limit."""
    try:
        spend(desk, limit, caller)
    except DeskError:
        return False
    return True


def spend(desk: Desk, limit: Limit, caller: str) -> Allowance:
    """Count one more for `caller`. Raises DeskError `rate_limited` beyond the limit.

    Goes by the machine's time, not the desk's: a limit protects the machine.
    """
    now = int(time.time())
    window = now // WINDOW
    hits = desk.rates.hit(bucket(desk, limit, caller, now), window, now + _KEPT)
    if hits is None:
        hits = limit.most + 1 if limit.public else 0
    allowance = Allowance(limit.most, max(0, limit.most - hits), (window + 1) * WINDOW - now)
    if hits > limit.most:
        raise DeskError(
            "rate_limited",
            f"That was too often. Please try again in {allowance.reset} seconds.",
            data={"allowance": allowance},
        )
    return allowance


def bucket(desk: Desk, limit: Limit, caller: str, now: int) -> str:
    """Return the counter's name: of a caller, who may be an address, the table holds only what a secret of the
    deployment made of it, and something else each day."""
    return desk.secrets.sign("rate", f"{limit.name}|{now // _DAY}|{caller}".encode())
