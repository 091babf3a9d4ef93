"""How often somebody may do something: one counter a caller and minute, decided on the value the counting returns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv6Address, ip_address

from chalicelib.domain.errors import DeskError, unavailable
from chalicelib.services.ports import Desk

WINDOW = 60
_KEPT = 3600
_HOUR = 3600
_DAY = 24 * 3600
_SITE = 8
"""Times that a whole IPv6 site, a /48, may do what one network in it may."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` a minute for each caller. When the limiter can't tell, members are let in, and others are asked to
    come back.

    What people outside do is also counted in the `budget` that a workspace has for just that, from wherever it comes.
    """

    name: str
    most: int
    public: bool = False
    budget: Limit | None = None


@dataclass(frozen=True, slots=True)
class Slower:
    """`free` tries at once, then each after a pause twice as long as the one before it, up to `longest` seconds. All is
    forgotten once somebody got it right, or nobody tried for `kept` seconds."""

    name: str
    free: int
    longest: int
    kept: int

    def pause(self, tries: int) -> int:
        """Return the seconds after so many tries until the next one."""
        return min(self.longest, 2 ** (tries - self.free)) if tries >= self.free else 0


MB = 1_000_000
UNPROVEN_A_DAY = {"tickets": 500, "bytes": 1_000 * MB, "mails": 500}
"""What a workspace takes in from people who proved nothing, and sends because of it, before that is worth knowing."""

TRIES = Slower("sign-in-tries", 5, longest=15 * 60, kept=3600)

MANY_TRIES = 100
"""Tries within an hour to sign in with one address, from wherever they come, of which its owner is to know."""

MEMBER = Limit("member", 600)
KEY = Limit("key", 300)
SIGN_IN = Limit("sign-in-address", 30, public=True)
PASSWORD = Limit("password", 10, public=True)
SSO = Limit("sso", 120, public=True)
"""Signing in takes two, and a whole office may come from one address."""
TRACK = Limit("track", 60, public=True)
PICTURE = Limit("picture", 600, public=True)
"""A page shows many; they keep nobody from the page."""
NEWS = Limit("news", 240, public=True)
"""An open page asks twice a minute; an office may have many open, and keeps nobody from opening another."""

CLIENT_ERRORS = Limit("client-errors", 20, public=True)
"""A page tells of five faults at most; an office may have several."""

PUBLIC_WRITES = Limit("public-writes", 600, public=True)
PUBLIC_UPLOADS = Limit("public-uploads", 600, public=True)
PUBLIC_FINDS = Limit("public-finds", 600, public=True)
PUBLIC_MAILS = Limit("public-mails", 600, public=True)
PUBLIC_KEYS = Limit("public-keys", 600, public=True)
PUBLIC_TOKENS = Limit("public-tokens", 600, public=True)

SUBMIT = Limit("submit", 5, public=True, budget=PUBLIC_WRITES)
ANSWER = Limit("answer", 5, public=True, budget=PUBLIC_WRITES)
UPLOAD = Limit("upload", 40, public=True, budget=PUBLIC_UPLOADS)
FIND = Limit("find", 3, public=True, budget=PUBLIC_FINDS)
WRONG_KEY = Limit("wrong-key", 300, public=True, budget=PUBLIC_KEYS)
WRONG_TOKEN = Limit("wrong-token", 300, public=True, budget=PUBLIC_TOKENS)


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
    """Count one more for `caller`. Raises DeskError `rate_limited` beyond the limit, and `unavailable` when the table
    can't tell of a public one.

    Goes by the machine's time, not the desk's: a limit protects the machine.
    """
    now = int(time.time())
    window = now // WINDOW
    hits = desk.rates.hit(bucket(desk, limit, caller, now), window, now + _KEPT)
    if hits is None and limit.public:
        raise unavailable()
    hits = hits or 0
    allowance = Allowance(limit.most, max(0, limit.most - hits), (window + 1) * WINDOW - now)
    if hits > limit.most:
        raise _too_often(allowance)
    return allowance


def spend_from(desk: Desk, limit: Limit, client: str, workspace: str = "") -> None:
    """Count one more from an address on the net, in a workspace if there is one, and of that workspace's budget.

    Raises DeskError `rate_limited`. The narrowest comes first, so that whoever is refused uses up nothing of others'.
    """
    for network, times in networks(client):
        counted = f"{workspace}|{network}" if workspace else network
        spend(desk, replace(limit, most=times * limit.most), counted)
    if workspace and limit.budget:
        spend(desk, limit.budget, workspace)


def networks(client: str) -> Iterator[tuple[str, int]]:
    """Yield the networks that an address is counted by, each with how many times one caller's limit it has.

    Whoever has one IPv6 address has all of its /64, and may have the /48. What is no address is one caller.
    """
    try:
        address = ip_address(client.strip().partition("%")[0])
    except ValueError:
        yield "unknown", 1
        return
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if not isinstance(plain, IPv6Address):
        yield str(plain), 1
        return
    for length, times in ((64, 1), (48, _SITE)):
        first = int(plain) >> (128 - length) << (128 - length)
        yield f"{IPv6Address(first)}/{length}", times


def slow_down(desk: Desk, slower: Slower, caller: str) -> None:
    """Count one more try of `caller`. Raises DeskError `rate_limited` for one that is too early and doesn't count."""
    wait = desk.rates.wait(_tries(desk, slower, caller), int(time.time()), slower.pause, slower.kept)
    if wait:
        raise _too_often(Allowance(slower.free, 0, wait))


def of_this_hour(desk: Desk, what: str, caller: str) -> tuple[int, str]:
    """Count one more for `caller`. Return how many that makes in this hour, 0 when the table can't tell, and a name of
    the hour's count, which tells nobody whose it is."""
    hour = int(time.time()) // _HOUR
    name = desk.secrets.sign("rate", f"{what}|{hour}|{caller}".encode())
    return desk.rates.hit(name, hour, (hour + 2) * _HOUR) or 0, name


def forget(desk: Desk, slower: Slower, caller: str) -> None:
    """Forget the tries of a caller who got it right."""
    desk.rates.forget(_tries(desk, slower, caller))


def bucket(desk: Desk, limit: Limit, caller: str, now: int) -> str:
    """Return the counter's name: of a caller, who may be an address, the table holds only what a secret of the
    deployment made of it, and something else each day."""
    return desk.secrets.sign("rate", f"{limit.name}|{now // _DAY}|{caller}".encode())


def _tries(desk: Desk, slower: Slower, caller: str) -> str:
    return desk.secrets.sign("rate", f"{slower.name}|{caller}".encode())


def _too_often(allowance: Allowance) -> DeskError:
    detail = f"That was too often. Please try again in {allowance.reset} seconds."
    return DeskError("rate_limited", detail, data={"allowance": allowance})
