"""How long things took, as histograms that can be added up: of any number of days, the same few numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_MINUTES = (
    *(1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 960, 1200, 1440),
    *(1800, 2160, 2880, 4320, 5760, 7200, 10080, 14400, 20160, 30240, 43200, 64800, 86400, 129600),
)
BOUNDS = tuple(60 * minutes for minutes in _MINUTES)
"""Seconds at which a bucket ends and the next one begins: few enough for a day's item, and what people would name. The
last bucket has no end."""


@dataclass(frozen=True, slots=True)
class SpanBucket:
    """So many took from `start` seconds to less than `end`, which is None for the last."""

    start: int
    end: int | None
    count: int


def bucket_of(seconds: int) -> int:
    """Return the number of the bucket that a span belongs to."""
    return bisect_right(BOUNDS, seconds)


def buckets(histogram: Mapping[int, int]) -> Iterator[SpanBucket]:
    """Yield all of them, from the first to the last that holds anything."""
    for number in range(max((one for one, count in histogram.items() if count), default=-1) + 1):
        start = BOUNDS[number - 1] if number else 0
        yield SpanBucket(start, BOUNDS[number] if number < len(BOUNDS) else None, histogram.get(number, 0))


def quantile(histogram: Mapping[int, int], share: float) -> int | None:
    """Return the seconds within which that share was done, None when nothing was: as if the spans of a bucket were
    evenly spread over it, at its beginning in the last one."""
    total = sum(histogram.values())
    rank = share * total
    passed = 0
    for bucket in buckets(histogram):
        if bucket.count and passed + bucket.count >= rank:
            width = bucket.end - bucket.start if bucket.end is not None else 0
            return int(bucket.start + width * max(0.0, rank - passed) / bucket.count)
        passed += bucket.count
    return None
