"""When people write, and how long it takes until they are answered."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.sla.business_hours import BusinessHours, Interval, after

DAYS = 90
QUIET = timedelta(days=2)
"""So long before the desk is started nothing of the past happens any more: what was touched last is on top of every
list, and that is to be the newest tickets, each of which was written by hand."""
SHARED_DAYS = 14
"""The last days, of which those tickets are."""
INCIDENT_DAY = 33

_A_DAY = (6.4, 6.7, 5.9, 5.6, 4.9, 1.8, 1.2)
"""Tickets that come in, Monday first."""
_BY_HOUR = (1, 1, 1, 1, 1, 2, 5, 18, 50, 90, 100, 90, 60, 70, 90, 80, 70, 50, 30, 24, 20, 15, 8, 4)
_INCIDENT_BEGINS, _INCIDENT_LASTS = time(9, 40), timedelta(hours=2, minutes=40)


def staffed(zone: str) -> BusinessHours:
    """Return when somebody is there to answer. The demo promises its times around the clock, so that some are missed
    by night."""
    weekday = (Interval(7 * 60 + 30, 18 * 60 + 30),)
    return BusinessHours(zone=zone, week=(weekday,) * 5 + ((Interval(9 * 60, 13 * 60),), ()))


def awake(zone: str) -> BusinessHours:
    """Return when customers read what they were answered."""
    return BusinessHours(zone=zone, week=((Interval(7 * 60, 22 * 60),),) * 7)


def later(hours: BusinessHours, start: datetime, minutes: float) -> datetime:
    """Return the instant after so many minutes of these hours."""
    found = after(hours, start, timedelta(minutes=minutes))
    assert found is not None
    return found


def around(chance: random.Random, median: float, spread: float = 0.8) -> float:
    """Return a span as spans are: half of them below the median, and some far above it."""
    return median * math.exp(chance.gauss(0, spread))


def arrivals(now: datetime, zone: str, chance: random.Random) -> list[datetime]:
    """Return when tickets came in on the days before today, the earliest first, without those of the incident."""
    today = now.astimezone(ZoneInfo(zone)).date()
    found = [at for ago in range(DAYS, 0, -1) for at in _of_day(today - timedelta(days=ago), ago, zone, chance)]
    return sorted(at for at in found if at < now - QUIET)


def _of_day(day: date, ago: int, zone: str, chance: random.Random) -> Iterator[datetime]:
    """Fewer lately: the newest tickets of the demo come on top of these."""
    many = _A_DAY[day.weekday()] * (0.5 if ago <= SHARED_DAYS else 1)
    for _ in range(_drawn(many, chance)):
        (hour,) = chance.choices(range(24), _BY_HOUR)
        at = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), ZoneInfo(zone))
        yield at.astimezone(UTC)


def incident(now: datetime, zone: str, many: int, chance: random.Random) -> list[datetime]:
    """Return when so many wrote on the one bad day, a working day, most of them soon after it began."""
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=INCIDENT_DAY)
    day -= timedelta(days=max(0, day.weekday() - 4))
    begins = datetime.combine(day, _INCIDENT_BEGINS, ZoneInfo(zone)).astimezone(UTC)
    return sorted(begins + _INCIDENT_LASTS * chance.betavariate(1.2, 2.6) for _ in range(many))


def nearest(instants: Sequence[datetime], wanted: datetime) -> int:
    """Return the place of the instant that is nearest to the wanted one."""
    return min(range(len(instants)), key=lambda place: abs(instants[place] - wanted))


def _drawn(mean: float, chance: random.Random) -> int:
    """Return a count as counts scatter around a mean (Poisson's)."""
    limit, product, many = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        many += 1
    return many
