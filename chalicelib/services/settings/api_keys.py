"""API keys: what programs sign in with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.accounts.api_keys import GENERATION, ApiKey, UsedKey, secret_digest
from chalicelib.domain.errors import invalid
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.permissions import SCOPES, check_given, of_scopes
from chalicelib.services.ports import Desk
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts

_SHOWN = 4
_LONGEST = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key and its text, `wtk_<id>_<secret>`, which nobody is told again."""

    key: ApiKey
    text: str


def add_api_key(
    seat: Seat,
    name: str,
    scopes: tuple[str, ...],
    once: Once | None = None,
    *,
    expires_at: str | None = None,
) -> NewKey:
    """A new key, which may no more than whoever makes it. Raises DeskError at `expires_at` for what isn't to come."""
    now = seat.desk.clock.now()
    key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    key = ApiKey(
        id=key_id,
        workspace=seat.room.workspace.id,
        name=name,
        scopes=_checked(seat, scopes),
        digest=secret_digest(secret),
        last_four=secret[-_SHOWN:],
        created_at=_written(now),
        created_by=seat.actor.name,
        created_by_id=seat.actor.id or "",
        generation=GENERATION,
        expires_at=_to_come(expires_at, now) if expires_at is not None else None,
    )
    return NewKey(parts.add(seat, key, once), f"wtk_{key_id}_{secret}")


def change_api_key(seat: Seat, key_id: str, changes: Mapping[str, Any]) -> ApiKey:
    """Change what `changes` names, `name` or `scopes`, from the next request on."""
    wanted = dict(changes)
    if "scopes" in wanted:
        wanted |= {"scopes": _checked(seat, wanted["scopes"]), "generation": GENERATION}
    return parts.change(seat, lambda: parts.one(seat.room, ApiKey, key_id), lambda key: replace(key, **wanted))


def revoke_api_key(seat: Seat, key_id: str) -> None:
    """From the next request on the key opens nothing."""
    parts.remove(seat, lambda: parts.one(seat.room, ApiKey, key_id))


def with_use(desk: Desk, keys: Sequence[ApiKey]) -> list[UsedKey]:
    """Return the keys, each with the day it was last used on."""
    days = desk.accounts.used_on([key.id for key in keys])
    return [UsedKey(key, days.get(key.id, "")) for key in keys]


def _to_come(given: str, now: datetime) -> str:
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        at = now
    if at.tzinfo is None or not now < at < now + _LONGEST:
        raise invalid("expires_at", "Choose a moment to come within ten years, as in 2031-01-31T23:59:59Z.")
    return _written(at.astimezone(UTC))


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _checked(seat: Seat, scopes: tuple[str, ...]) -> tuple[str, ...]:
    if not scopes or not set(scopes) <= SCOPES:
        raise invalid("scopes", "Choose from " + ", ".join(sorted(SCOPES)) + ".")
    check_given(seat.may, of_scopes(scopes))
    return tuple(sorted(set(scopes)))
