"""An authenticator app, by RFC 6238 itself: SHA-1, six digits, thirty seconds."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

STEP = 30


def totp(secret: str, at: float) -> str:
    """Return the code of a secret (base32, without padding) at a time in seconds since 1970."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, (int(at) // STEP).to_bytes(8, "big"), "sha1")
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


@dataclass(slots=True)
class Authenticator:
    """An app on a phone whose owner waits for no new code: up to three sign-ins within a minute have one each, since
    the pool takes those of a step before and a step after as well."""

    secret: str
    _shown: set[int] = field(default_factory=set)

    def code(self) -> str:
        """Return a code that is right now and wasn't given out before."""
        step = next(step for step in self._around(int(time.time()) // STEP) if step not in self._shown)
        self._shown.add(step)
        return totp(self.secret, step * STEP)

    @staticmethod
    def _around(now: int) -> Iterator[int]:
        yield from (now, now + 1, now - 1)
