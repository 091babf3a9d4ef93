"""Who gets the weekly report by mail, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.errors import invalid
from chalicelib.domain.idempotency import ConflictError, TakenError
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.weekly_report import NOBODY, WeeklyReport
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.mail.outgoing import weekly
from chalicelib.services.mail.outgoing.weekly import Timetable
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.settings.business_hours import business_hours


def weekly_report(room: Room) -> WeeklyReport:
    """Return it as it is chosen this moment."""
    return room.parts.get(WeeklyReport, NOBODY.id) or NOBODY


def change_weekly_report(seat: Seat, changes: Mapping[str, Any]) -> WeeklyReport:
    """Change what `changes` names. It goes out at its next hour from now on. Raises DeskError at a member who isn't
    there, or is not active; whoever gets it already may stay so without being."""
    wanted = {**changes}
    if "members" in wanted:
        wanted["members"] = tuple(dict.fromkeys(wanted["members"]))

    def attempt() -> WeeklyReport:
        before = seat.room.parts.get(WeeklyReport, NOBODY.id)
        current = before or NOBODY
        after = replace(current, **wanted)
        _check_members(seat.room, current, after)
        if after != current:
            zone = business_hours(seat.room).zone
            weekly.look_at_next(seat.desk, seat.room, Timetable(current, zone), Timetable(after, zone))
            try:
                seat.room.parts.write(before, after, parts.entry(seat.desk, seat.actor, before, after))
            except TakenError as quicker:
                raise ConflictError from quicker
        if not after.members:
            weekly.look_now(seat.desk, seat.room)
        return after

    return retry_on_conflict(attempt)


def _check_members(room: Room, current: WeeklyReport, after: WeeklyReport) -> None:
    for place, member_id in enumerate(after.members):
        member = None if member_id in current.members else room.parts.get(Member, member_id)
        if member_id not in current.members and not (member and member.active):
            raise invalid(f"members.{place}", "Choose members of this workspace who are active.")
