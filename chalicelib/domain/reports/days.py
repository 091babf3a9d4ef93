"""The days that reports count by: those of the desk's zone, as it was at that instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import invalid
from chalicelib.domain.sla.business_hours import BusinessHours

DEFAULT_DAYS, LONGEST_DAYS = 30, 366
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Zones:
    """The zone of a desk, and those that it had before, each with the instant until which it held."""

    zone: str
    former: tuple[tuple[datetime, str], ...] = ()

    @classmethod
    def of(cls, hours: BusinessHours) -> Zones:
        return cls(hours.zone, hours.former_zones)

    def local(self, at: datetime) -> datetime:
        """Return what the desk's wall showed at that instant."""
        zone = next((zone for until, zone in self.former if at < until), self.zone)
        return at.astimezone(ZoneInfo(zone))

    def end_of(self, day: date) -> datetime:
        """Return the first instant after a day, in the zone of now."""
        return datetime.combine(day + DAY, time(), ZoneInfo(self.zone))

    def day(self, at: datetime) -> date:
        return self.local(at).date()


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + number * DAY for number in range(len(self)))

    @property
    def before(self) -> Period:
        """Return as many days just before it."""
        return Period(self.first - len(self) * DAY, self.first - DAY)


def period(first: date | None, last: date | None, today: date) -> Period:
    """From `first` to `last`, or a refusal at the field. Without them, the thirty days that end with `today`."""
    for name, day in (("from", first), ("to", last)):
        if day and not 2000 <= day.year <= 2999:
            raise invalid(name, "Choose a day of this millennium.")
    last = last or (max(today, first) if first else today)
    first = first or last - (DEFAULT_DAYS - 1) * DAY
    if last < first:
        raise invalid("to", "The last day is before the first.")
    if (last - first).days >= LONGEST_DAYS:
        raise invalid("from", f"A report covers {LONGEST_DAYS} days at most.")
    return Period(first, last)
