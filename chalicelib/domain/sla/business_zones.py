"""Time zones as stretches of constant offset from UTC. Instants are whole microseconds since 1970.

Source: the IANA time zone database, through `zoneinfo`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from chalicelib.domain.errors import invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000

_PROBE = 4 * 24 * 60 * 60
_NO_PLACE = frozenset({"Factory", "localtime", "posixrules"})
"""Names in some installations that mean whatever the machine is set to."""


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """The names of the zones there are. The first call reads the whole database: for checking settings only."""
    return frozenset(available_timezones()) - _NO_PLACE


def check(zone: str) -> None:
    """Raises DeskError at `zone` for a name of none."""
    if zone not in known():
        raise invalid("zone", "This is no time zone of the IANA database, such as Europe/Berlin.")


def stretches(zone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The parts of a span in which the zone's offset doesn't change: begin, end and offset, in microseconds."""
    begin = start
    for year in range(_year(start), _year(end) + 1):
        changes = _changes(zone, year)
        for change in changes[bisect_right(changes, begin) : bisect_left(changes, end)]:
            yield begin, change, _offset(zone, begin // SECOND) * SECOND
            begin = change
    if begin < end:
        yield begin, end, _offset(zone, begin // SECOND) * SECOND


def _year(micros: int) -> int:
    return (EPOCH + timedelta(microseconds=micros)).year


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[int, ...]:
    """The instants of a year (UTC) from which on the zone has another offset.

    It is probed every four days: since 1970 no zone of the database kept an offset for less than 6 days and 23 hours
    (Asia/Gaza in 2054), so two changes never hide between two probes.
    """
    first, last = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (year, year + 1))
    probes = pairwise([*range(first, last, _PROBE), last])
    return tuple(_change(zone, before, until) for before, until in probes if _differ(zone, before, until))


def _change(zone: str, before: int, until: int) -> int:
    """The first second in (before, until] with another offset than `before`, in microseconds."""
    seconds = range(before, until + 1)
    return seconds[bisect_left(seconds, True, key=lambda second: _differ(zone, before, second))] * SECOND


def _differ(zone: str, one: int, other: int) -> bool:
    return _offset(zone, one) != _offset(zone, other)


def _offset(zone: str, second: int) -> int:
    """Seconds that the wall clock is ahead of UTC at an instant."""
    offset = datetime.fromtimestamp(second, _zone(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
