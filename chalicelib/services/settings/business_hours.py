"""The hours a desk works in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.sla import schedule
from chalicelib.domain.sla.schedule import Schedule
from chalicelib.services.mail.outgoing.weekly import look_at_next_in
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.settings.public_holidays import public_holidays
from chalicelib.services.sla.retime import SETTLED, ask_for_retiming


def business_hours(room: Room) -> Schedule:
    """As they are this moment; around the clock while nobody wrote any down."""
    return room.parts.get(Schedule, "") or Schedule()


def change_business_hours(seat: Seat, changes: Mapping[str, Any]) -> Schedule:
    """Change what `changes` names. Whoever gives a week means to work by it, not around the clock.

    The open tickets' instants follow within some minutes. Raises DeskError at the field that is wrong.
    """
    wanted = {"always": False, **changes} if "week" in changes else dict(changes)
    if wanted.get("country", ...) is None:
        wanted = {**wanted, "region": None}
    today = seat.desk.clock.now().date()

    def decide(before: Schedule) -> Schedule:
        after = schedule.checked(replace(before, **wanted))
        after = replace(after, public_holidays=public_holidays(after.country, after.region, today))
        if after.zone != before.zone:
            after = schedule.moved(after, before.zone, seat.desk.clock.now() + SETTLED)
            look_at_next_in(seat.desk, seat.room, before.zone, after.zone)
        if after.hours == before.hours:
            return after
        ask_for_retiming(seat.desk, seat.room)
        return replace(after, version=before.version + 1)

    return parts.change(seat, lambda: _stored(seat.desk, seat.room), decide)


def _stored(desk: Desk, room: Room) -> Schedule:
    """What there is to change; the first time it has to be put there."""
    found = room.parts.get(Schedule, "")
    if found is None:
        found = Schedule()
        room.parts.write(None, found, parts.entry(desk, SYSTEM, None, found))
    return found
