"""Closing a workspace for a time, and opening it again: for whoever runs the desk, and nobody in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.paging import items_of
from chalicelib.domain.settings.workspace import General
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts

_PAGE = 50


def suspend(seat: Seat) -> None:
    """Close the workspace. Whatever process has its settings in mind knows of it half a minute later."""
    _set(seat, seat.desk.clock.now().isoformat(timespec="seconds"))


def resume(seat: Seat) -> None:
    """Open it again. What came by mail meanwhile is still to be taken in."""
    _set(seat, "")


def _set(seat: Seat, at: str) -> None:
    """Asked twice, the first time counts."""

    def decide(before: General) -> General:
        return before if bool(before.suspended_at) is bool(at) else replace(before, suspended_at=at)

    parts.change(seat, lambda: parts.one(seat.room, General, ""), decide)


def kept_meanwhile(room: Room, cause: str) -> Iterator[SuspendedMail]:
    """Return the mails that were parked for this cause."""
    parked = items_of(lambda after: room.suspended.list(_PAGE, after))
    return (mail for mail in parked if mail.cause == cause)
