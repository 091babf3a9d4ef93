"""What makes a repeated command or a repeated mail harmless: a record stored in the command's own transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """A caller's idempotency key on one route.

    `body_digest` tells the same command from another under the same key; `result` says where the outcome is, and
    `action` which action it was, empty for one that left none; `expires_at` is in seconds since 1970.
    """

    principal: str
    route: str
    key: str
    body_digest: str
    expires_at: int
    result: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMail:
    """A mail that was filed: by its Message-ID, and by its content, because clients reuse ids. `raw` is under what key
    its bytes lie as they came; None for one that nobody stored so."""

    message_id: str
    content_digest: str
    number: int
    entry_id: str | None = None
    raw: str | None = None


class RepeatedError(Exception):
    """This very command was carried out before; its record says with what result."""


class AlreadyFiledError(Exception):
    """This very mail was filed before."""


class TakenError(Exception):
    """The name, or the address, is another one's."""


class ConflictError(Exception):
    """Somebody else wrote first. Read again, decide again."""
