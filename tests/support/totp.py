"""An authenticator app, by RFC 6238 itself: SHA-1, six digits, thirty seconds."""

from __future__ import annotations

import base64
import hmac
import time
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
    """An app whose owner rarely waits for a new code: three sign-ins within half a minute have one each, since the
    pool takes those of a step before and a step after as well."""

    secret: str
    _shown: set[int] = field(default_factory=set)

    def code(self) -> str:
        """Return a code that is right now, and for a second still, and wasn't given out before."""
        while (step := self._unused()) is None:
            time.sleep(0.2)
        self._shown.add(step)
        return totp(self.secret, step * STEP)

    def _unused(self) -> int | None:
        now, soon = int(time.time()) // STEP, int(time.time() + 1) // STEP
        return next((step for step in (now, now + 1, soon - 1) if step not in self._shown), None)
