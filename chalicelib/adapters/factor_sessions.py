"""What is handed out between setting up a second factor and its first code."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.errors import DeskError, invalid

LIFE = 600
"""Seconds: to install an app, if need be, and read a code off it. The pool's access tokens live no shorter."""

_PURPOSE = "second-factor"


@dataclass(frozen=True, slots=True)
class FactorSessions:
    """Seals the pool's access token: whoever held it could speak to the pool itself, past the desk."""

    seal: Callable[[str, str], str]
    unseal: Callable[[str, str], str | None]

    def begin(self, email: str, token: str) -> str:
        return self.seal(_PURPOSE, json.dumps([email, int(time.time()) + LIFE, token]))

    def token(self, session: str, email: str) -> str:
        """Return the access token. Raises at `session` for one that is old, forged, or of another account, alike."""
        opened = self.unseal(_PURPOSE, session)
        whose, until, token = json.loads(opened) if opened else ("", 0, "")
        if whose != email or until < time.time():
            raise setup_is_over()
        return str(token)


def setup_is_over() -> DeskError:
    return invalid("session", "This took too long. Please set up the second factor again from the beginning.")
