"""How long tickets are kept that are done with: those that nothing happened to for so many days go into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.events import ARCHIVED, SPAM
from chalicelib.domain.vocabulary import Status

LEAST_DAYS, MOST_DAYS = 7, 3650
SPAM_DAYS = 30
KIND = "retention"
"""The work of putting into the trash what is due, once a night."""
_NIGHT = time(3)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For each place the days after a ticket's last change, None for keeping it forever. What is closed and archived
    is archived; what was merged goes with its primary."""

    id: str = "retention"
    closed: int | None = None
    archived: int | None = None
    spam: int | None = SPAM_DAYS

    @property
    def name(self) -> str:
        return ""

    @property
    def days(self) -> Mapping[str, int]:
        """Return the days for each place that has an end, by the place's bucket."""
        chosen = {Status.CLOSED.value: self.closed, ARCHIVED: self.archived, SPAM: self.spam}
        return {place: days for place, days in chosen.items() if days is not None}


USUAL_RETENTION = Retention()
"""What holds for every workspace before somebody changes it."""


def cutoff(days: int, now: datetime) -> datetime:
    """Return the instant before which a ticket's last change has to be, to be due by a rule of so many days."""
    return now - days * _DAY


def next_night(after: datetime, zone: str) -> datetime:
    """Return, in UTC, when it is three in the morning next on the desk's wall."""
    day = after.astimezone(ZoneInfo(zone)).date()
    nights = (datetime.combine(day + number * _DAY, _NIGHT, ZoneInfo(zone)).astimezone(UTC) for number in (0, 1, 2))
    return next(at for at in nights if at > after)
