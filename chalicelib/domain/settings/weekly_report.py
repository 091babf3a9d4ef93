"""The weekly report by mail: who gets it, and when it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_READERS = 100
"""Members that a desk may choose: each is a mail, and one step of the work list queues them all."""
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport:
    """`members` are the ids of those who get it. It goes out on the `weekday`, 0 for Monday, at the full `hour` that
    the clock on the desk's wall shows."""

    id: str = "weekly"
    members: tuple[str, ...] = ()
    weekday: int = 0
    hour: int = 8

    @property
    def name(self) -> str:
        return ""

    def next_after(self, at: datetime, zone: str) -> datetime:
        """Return, in UTC, when it goes out next after that instant."""
        this = monday_of(at, zone)
        due = self._due(this, zone)
        return due if due > at else self._due(this + _WEEK, zone)

    def week_told(self, at: datetime, zone: str) -> date:
        """Return the Monday of the week that the one is about which went out last by that instant: the last one that
        was over on its day."""
        this = monday_of(at, zone)
        return this - (_WEEK if self._due(this, zone) <= at else 2 * _WEEK)

    def _due(self, monday: date, zone: str) -> datetime:
        """When it goes out in that week. An hour that the clock leaves out is the first instant after that gap; one
        that it has twice is the first of the two."""
        return datetime.combine(monday + self.weekday * _DAY, time(self.hour), ZoneInfo(zone)).astimezone(UTC)


NOBODY = WeeklyReport()
"""The weekly report of every workspace before somebody chooses: nobody gets one."""


def monday_of(at: datetime, zone: str) -> date:
    """Return the Monday of the week that it is at that instant on the desk's wall."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day - day.weekday() * _DAY


def last_week(at: datetime, zone: str) -> date:
    """Return the Monday of the last week that is over at that instant."""
    return monday_of(at, zone) - _WEEK


def is_stale(week: date, at: datetime, zone: str) -> bool:
    """Return whether a later week than that has been told since, on whatever day that was."""
    return week < last_week(at, zone) - _WEEK
