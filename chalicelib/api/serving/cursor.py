"""Cursors: where a list goes on, signed and bound to who asked for what."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from chalicelib.domain.errors import DeskError
from chalicelib.services.ports.world import Secrets

_PURPOSE = "cursor"


@dataclass(frozen=True, slots=True)
class Cursors:
    """`bound` says whose list of what it is: a cursor of another workspace, caller or filter is refused."""

    secrets: Secrets
    bound: tuple[str, ...]

    def encode(self, position: str | None) -> str | None:
        if position is None:
            return None
        payload = base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")
        return f"{payload}.{self.secrets.sign(_PURPOSE, self._signed(payload))}"

    def decode(self, cursor: str | None) -> str | None:
        """Raises DeskError `bad_cursor`."""
        if cursor is None:
            return None
        payload, _, signature = cursor.partition(".")
        if not self.secrets.verify(_PURPOSE, self._signed(payload), signature):
            raise DeskError("bad_cursor", "This cursor isn't one of this list. Start again without a cursor.")
        try:
            return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError) as fault:
            raise DeskError("bad_cursor", "This cursor can't be read.") from fault

    def page(self, limit: int, cursor: str | None) -> AskedPage:
        return AskedPage(limit, self.decode(cursor), self)

    def _signed(self, payload: str) -> bytes:
        return json.dumps([*self.bound, payload]).encode()


@dataclass(frozen=True, slots=True)
class AskedPage:
    """The part of a list that a caller wants: `limit` entries at most, those behind the position `after`."""

    limit: int
    after: str | None
    cursors: Cursors

    def next_cursor(self, position: str | None) -> str | None:
        """Return the cursor that goes on behind `position`, or None where the list ends."""
        return self.cursors.encode(position)
