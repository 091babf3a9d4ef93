"""Instants, days and business time. Instants are whole milliseconds since 1970; business time is counted by minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

MINUTE, DAY = 60_000, 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Zones = Sequence[tuple[int, str]]
"""From which instant on days are those of which zone."""


def instant(text: str) -> int:
    """Return the instant that an API's time names."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


def on_the_wall(at: int, zones: Zones) -> datetime:
    """Return what clocks showed at that instant, in the zone that was the desk's then."""
    zone = [name for since, name in zones if since <= at][-1]
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(zone))


def day_of(at: int, zones: Zones) -> date:
    return on_the_wall(at, zones).date()


@dataclass(frozen=True)
class Hours:
    """Business hours: for each weekday the minutes between which people work, and days on which nobody does."""

    zone: str = "UTC"
    always: bool = True
    week: tuple[tuple[tuple[int, int], ...], ...] = ((),) * 7
    holidays: frozenset[str] = frozenset()

    @classmethod
    def told(cls, document: Mapping[str, Any]) -> Hours:
        """Return those of an answer of `/business-hours`."""
        days = [tuple((_minutes(one["start"]), _minutes(one["end"])) for one in day) for day in document["week"]]
        free = [day["date"] for day in (*document["holidays"], *document["public_holidays"])]
        return cls(document["zone"], document["always"], tuple(days), frozenset(free))

    def between(self, start: int, end: int) -> int:
        """Return the milliseconds of business time from one instant to another."""
        if self.always or end <= start:
            return max(end - start, 0)
        whole = sum(_day(self, day)[-1] for day in range(start // DAY, end // DAY))
        return whole * MINUTE + self._since_midnight(end) - self._since_midnight(start)

    def _since_midnight(self, at: int) -> int:
        """Business time of the UTC day up to an instant."""
        day, passed = divmod(at, DAY)
        minute, rest = divmod(passed, MINUTE)
        counted = _day(self, day)
        works = counted[minute + 1] > counted[minute]
        return counted[minute] * MINUTE + (rest if works else 0)

    def works(self, wall: datetime) -> bool:
        """Return whether a minute on the wall is one of work."""
        if wall.date().isoformat() in self.holidays:
            return False
        minute = wall.hour * 60 + wall.minute
        return any(start <= minute < end for start, end in self.week[wall.weekday()])


@lru_cache(maxsize=4096)
def _day(hours: Hours, day: int) -> list[int]:
    """How many minutes of a UTC day were of work before each of its minutes, and before its end. An hour that clocks
    show twice is there twice, one that they skip isn't at all."""
    zone, begin = ZoneInfo(hours.zone), day * 86_400
    walls = (datetime.fromtimestamp(begin + 60 * minute, zone) for minute in range(1440))
    return [0, *accumulate(int(hours.works(wall)) for wall in walls)]


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)
