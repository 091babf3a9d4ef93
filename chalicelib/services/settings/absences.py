"""When members are away, and who stands in for them: stored with the member, so that nothing begins or ends it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.errors import invalid
from chalicelib.domain.people.absence import checked, day_at
from chalicelib.domain.people.people import Absence, Member
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.tickets.handover import ask_for_handover_of_absent


def set_absence(seat: Seat, member_id: str, wanted: Absence, *, hand_over: bool) -> Member:
    """Store when a member is away, in the place of what they said before, and have their tickets handed over when that
    begins, if so wanted. Cut off in between, it does both when it is called again.

    Raises DeskError at `first`, `last`, `substitute_id` or `hand_over` for what can't be.
    """
    if hand_over and wanted.substitute is None:
        raise invalid("hand_over", "Name the substitute whom the tickets go to.")
    workspace = seat.desk.settings.load(seat.room.workspace.id, fresh=True) or seat.room.workspace
    today = day_at(seat.desk.clock.now(), workspace.hours.zone)

    def away(member: Member) -> Member:
        return replace(member, absence=checked(wanted, member, workspace.members, today(member)))

    changed = parts.change(seat, lambda: parts.one(seat.room, Member, member_id), away)
    if hand_over and changed.absence:
        ask_for_handover_of_absent(seat, changed, changed.absence)
    return changed


def end_absence(seat: Seat, member_id: str) -> None:
    """Forget it, also before it begins. What was handed over stays so."""
    parts.change(
        seat,
        lambda: parts.one(seat.room, Member, member_id),
        lambda member: replace(member, absence=None),
    )
