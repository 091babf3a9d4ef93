"""Who is away, and who stands in for them. It is asked at the moment at which something is for somebody, so that an
absence begins and ends by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import invalid
from chalicelib.domain.people.people import Absence, Member

HOPS = 10
"""Substitutes of substitutes that are asked, one after the other."""
LONGEST = timedelta(days=366)
"""The time that an absence may lie ahead, or back."""

Team = Mapping[str, Member]
DayOf = Callable[[Member], date]
Away = Mapping[str, str | None]
"""Whoever is away, by id, and who stands in for them."""
NOBODY_AWAY: Away = {}


def away(team: Team, now: datetime, zone: str) -> Away:
    """Return everybody who is away now; `zone` is the desk's, for those who have none of their own."""
    today = day_at(now, zone)
    absent = [one for one in team.values() if one.absence and one.active and is_away(one, today)]
    return {one.id: stands_in(team, one.id, today) for one in absent}


def stands_in(team: Team, member_id: str, day: DayOf) -> str | None:
    """Return who stands in for a member on that day: of their substitute, the substitute's substitute and so on the
    first who is there. None where nobody is, and for a member who isn't away."""
    passed = [member_id]
    while (absent := team.get(passed[-1])) and absent.absence and is_away(absent, day):
        following = team.get(absent.absence.substitute or "")
        if following is None or not following.may_be_assigned or following.id in passed or len(passed) > HOPS:
            return None
        passed.append(following.id)
    return passed[-1] if len(passed) > 1 else None


def is_away(member: Member, day: DayOf) -> bool:
    """Return whether that day, on the member's own clock, is one of their absence."""
    absence = member.absence
    return absence is not None and absence.first <= day(member).isoformat() <= absence.last


def day_at(now: datetime, zone: str) -> DayOf:
    """Return what says which day it is for somebody, by their clock or else that of the desk."""
    return lambda member: now.astimezone(ZoneInfo(member.zone or zone)).date()


def beginning(absence: Absence, zone: str) -> datetime:
    """Return the instant, in UTC, at which the first day begins in a zone."""
    return datetime.combine(date.fromisoformat(absence.first), time.min, ZoneInfo(zone)).astimezone(UTC)


def checked(absence: Absence, member: Member, team: Team, today: date) -> Absence:
    """Return the absence, if a member can be away so. Raise DeskError at `first`, `last` or `substitute_id`."""
    first, last = _day(absence.first, "first"), _day(absence.last, "last")
    if last < first:
        raise invalid("last", "The last day comes before the first one.")
    if last < today:
        raise invalid("last", "This day is over.")
    if today - first > LONGEST:
        raise invalid("first", f"An absence begins {LONGEST.days} days ago at most.")
    if last - today > LONGEST:
        raise invalid("last", f"An absence ends in {LONGEST.days} days at most.")
    if absence.substitute == member.id:
        raise invalid("substitute_id", "Nobody stands in for themselves.")
    substitute = team.get(absence.substitute or "")
    if absence.substitute is not None and not (substitute and substitute.may_be_assigned):
        raise invalid("substitute_id", "This is nobody that tickets can be assigned to.")
    return Absence(first.isoformat(), last.isoformat(), absence.substitute)


def _day(given: str, field: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as fault:
        raise invalid(field, "Write a day such as 2026-12-03.") from fault
