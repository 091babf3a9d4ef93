"""Programs that call the API, and what the user pool gives who signs in."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime

GENERATION = 1
"""That of the keys made now. Up to 0, reading tickets included their notes, and writing didn't include reading."""
_KEY = re.compile(r"wtk_([a-z0-9]{8,32})_([A-Za-z0-9_-]{32,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A program's key. Only the SHA-256 of its secret is kept: 256 random bits need no slow hash.

    `last_four` are the last characters of the secret, for people to tell keys apart by; `created_at` is an instant as
    RFC 3339 writes it, so is `expires_at`, from which on it opens nothing; `created_by` is a name, `created_by_id`
    whose, empty for keys from before that was kept. `generation` says by which release's words the scopes were chosen.
    """

    id: str
    workspace: str
    name: str
    scopes: tuple[str, ...]
    digest: str = field(repr=False, metadata={"secret": True})
    last_four: str = ""
    created_at: str = ""
    created_by: str = ""
    generation: int = field(default=0, metadata={"derived": True})
    expires_at: str | None = None
    created_by_id: str = field(default="", metadata={"derived": True})

    def opens_with(self, secret: str, now: datetime) -> bool:
        return hmac.compare_digest(self.digest, secret_digest(secret)) and not self.expired(now)

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and datetime.fromisoformat(self.expires_at) <= now

    def made_by(self, member_id: str, name: str) -> bool:
        """Return whether this member made it; of a key from before ids were kept, whether somebody of that name did."""
        return self.created_by_id == member_id if self.created_by_id else self.created_by == name


@dataclass(frozen=True, slots=True)
class UsedKey:
    """A key, and the day it was last used on, as RFC 3339 writes it; empty as long as it wasn't."""

    key: ApiKey
    used_on: str


def secret_digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def split_api_key(text: str) -> tuple[str, str] | None:
    """Id and secret of `wtk_<id>_<secret>`; None when it isn't of that form."""
    match = _KEY.fullmatch(text)
    return (match[1], match[2]) if match else None
