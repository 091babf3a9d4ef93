"""How long tickets are kept: read, and changed by whoever may change settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.idempotency import ConflictError, TakenError
from chalicelib.domain.settings.retention import KIND, USUAL_RETENTION, Retention, next_night
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts

_SETTLED = timedelta(seconds=60)
"""Until then the rules are surely stored that the work is asked for."""


def retention(room: Room) -> Retention:
    """Return it as it is this moment."""
    return room.parts.get(Retention, USUAL_RETENTION.id) or USUAL_RETENTION


def change_retention(seat: Seat, closed: int | None, archived: int | None, spam: int | None) -> Retention:
    """Keep tickets for so many days from now on. The work is made sure of first: in vain it changes nothing, forgotten
    it would."""

    def attempt() -> Retention:
        before = seat.room.parts.get(Retention, USUAL_RETENTION.id)
        current = before or USUAL_RETENTION
        after = replace(current, closed=closed, archived=archived, spam=spam)
        if after != current:
            seat.desk.work.remind(work_of(seat.desk, seat.room))
            try:
                seat.room.parts.write(before, after, parts.entry(seat.desk, seat.actor, before, after))
            except TakenError as quicker:
                raise ConflictError from quicker
        return after

    return retry_on_conflict(attempt)


def see_to_retention(desk: Desk, room: Room) -> None:
    """Make sure that what becomes due is seen to, for what holds by itself in a workspace where nobody chose."""
    if room.workspace.retention.days:
        desk.work.see_to(work_of(desk, room))


def work_of(desk: Desk, room: Room) -> Work:
    """Return the work as it begins: in the coming night."""
    at = next_night(desk.clock.now() + _SETTLED, room.workspace.hours.zone)
    return Work(workspace=room.workspace.id, kind=KIND, at=at)
