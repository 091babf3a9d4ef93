"""Absences as the API shows them."""

from __future__ import annotations

from datetime import date

from chalicelib.api.schemas.people import AbsenceOut, PersonOut
from chalicelib.domain.people.absence import day_at, is_away, stands_in
from chalicelib.domain.people.people import Member
from chalicelib.services.ports import Desk, Room


def absence(desk: Desk, room: Room, person: Member) -> AbsenceOut | None:
    """Return when somebody is away, unless that is over, and who stands in for them."""
    said = person.absence
    if said is None:
        return None
    members, today = room.workspace.members, day_at(desk.clock.now(), room.workspace.hours.zone)
    if said.last < today(person).isoformat():
        return None
    substitute, now_in = members.get(said.substitute or ""), stands_in({**members, person.id: person}, person.id, today)
    return AbsenceOut(
        first=date.fromisoformat(said.first),
        last=date.fromisoformat(said.last),
        substitute=PersonOut(id=substitute.id, name=substitute.name) if substitute else None,
        now=is_away(person, today),
        stands_in=PersonOut(id=now_in, name=members[now_in].name) if now_in else None,
    )
