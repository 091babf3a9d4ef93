"""Stamps: the moment something was shown, signed, which comes back with what is sent from there."""

from __future__ import annotations

import time

from chalicelib.services.ports.world import Secrets

_SECONDS = 24 * 3600

FORM = "form"


def preview(workspace: str) -> str:
    """Return the purpose of a stamp that opens the preview of that workspace's portal while the portal is off."""
    return f"preview.{workspace}"


def stamp(secrets: Secrets, purpose: str) -> str:
    """Return the present moment, signed for that purpose."""
    now = str(int(time.time()))
    return f"{now}.{secrets.sign(purpose, now.encode())}"


def stamped_at(secrets: Secrets, purpose: str, given: str) -> int | None:
    """Return the moment in seconds since 1970, by a stamp of ours for that purpose that is at most a day old; else
    None."""
    shown, _, signature = given.partition(".")
    if not shown.isascii() or not shown.isdigit() or not secrets.verify(purpose, shown.encode(), signature):
        return None
    return int(shown) if time.time() - int(shown) < _SECONDS else None
