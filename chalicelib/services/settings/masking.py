"""What a desk masks in what people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.idempotency import ConflictError, TakenError
from chalicelib.domain.settings.masking import NOTHING_MASKED, Masking, check
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


def masking(room: Room) -> Masking:
    """Return it as it is chosen this moment."""
    return room.parts.get(Masking, NOTHING_MASKED.id) or NOTHING_MASKED


def change_masking(seat: Seat, changes: Mapping[str, Any]) -> Masking:
    """Change what `changes` names. Every process goes by it within half a minute, and masks what comes from then on.
    Raises DeskError at the pattern that is wrong."""
    wanted: dict[str, Any] = {name: tuple(value) for name, value in changes.items()}

    def attempt() -> Masking:
        before = seat.room.parts.get(Masking, NOTHING_MASKED.id)
        current = before or NOTHING_MASKED
        after = check(replace(current, **wanted), seat.room.workspace.prefix)
        if after != current:
            try:
                seat.room.parts.write(before, after, parts.entry(seat.desk, seat.actor, before, after))
            except TakenError as quicker:
                raise ConflictError from quicker
        return after

    return retry_on_conflict(attempt)
