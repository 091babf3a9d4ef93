"""Working time on a wall clock that nobody ever changes: weeks by multiplication, holidays by a search.

Readings of the wall clock are microseconds since it showed the start of 1970, which was a Thursday.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

_MINUTE = 60 * 1_000_000
_DAY = 24 * 60 * _MINUTE
_EPOCH = date(1970, 1, 1)
_THURSDAY = 3


@dataclass(frozen=True, slots=True)
class WallWeek:
    """A week of intervals (Monday first) and the holidays it isn't kept on. Working time counts from a Monday.

    `before` holds the working time of a week up to each weekday, and at the end the whole week's; `lost` what the
    first n holidays take away.
    """

    days: tuple[tuple[tuple[int, int], ...], ...]
    before: tuple[int, ...]
    holidays: tuple[int, ...]
    lost: tuple[int, ...]

    @classmethod
    def of(cls, week: Iterable[Iterable[tuple[int, int]]], holidays: Iterable[date]) -> WallWeek:
        """From intervals in minutes of the day and dates."""
        days = tuple(tuple((begin * _MINUTE, end * _MINUTE) for begin, end in sorted(day)) for day in week)
        totals = [sum(end - begin for begin, end in day) for day in days]
        free = tuple(sorted({(holiday - _EPOCH).days for holiday in holidays}))
        lost = accumulate((totals[_weekday(day)] for day in free), initial=0)
        return cls(days, tuple(accumulate(totals, initial=0)), free, tuple(lost))

    def worked(self, wall: int) -> int:
        """Working time up to this reading of the wall clock."""
        day, time = divmod(wall, _DAY)
        return self._before(day) + sum(min(time, end) - begin for begin, end in self._day(day) if begin < time)

    def reading(self, worked: int, first: int, last: int) -> int:
        """The earliest reading up to which so much was worked, known to lie after `first` and not after `last`."""
        days = range(first // _DAY, last // _DAY + 1)
        day = days[bisect_left(days, worked, key=lambda day: self._before(day + 1))]
        rest = worked - self._before(day)
        for begin, end in self._day(day):
            if rest <= end - begin:
                break
            rest -= end - begin
        return day * _DAY + begin + rest

    def _before(self, day: int) -> int:
        weeks, weekday = divmod(day + _THURSDAY, 7)
        return weeks * self.before[7] + self.before[weekday] - self.lost[bisect_left(self.holidays, day)]

    def _day(self, day: int) -> Sequence[tuple[int, int]]:
        place = bisect_left(self.holidays, day)
        free = place < len(self.holidays) and self.holidays[place] == day
        return () if free else self.days[_weekday(day)]


def _weekday(day: int) -> int:
    """Monday is 0, for a day counted from the first of 1970."""
    return (day + _THURSDAY) % 7
