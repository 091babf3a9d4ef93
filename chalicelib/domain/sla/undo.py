"""The SLA clock once a change is undone: as if what moved it had never happened, though what happened since did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.sla.business_hours import BusinessHours
from chalicelib.domain.sla.clock import Level, SlaClock, Target, aimed

_ZERO = timedelta(0)


def undone(
    clock: SlaClock,
    former: SlaClock,
    since: datetime,
    hours: BusinessHours,
    at: datetime,
    *,
    paused: bool,
    promised: bool,
) -> SlaClock:
    """Return the clock as if what moved the `former` one at `since` had not. `paused`: that change started or
    stopped the stopwatch; `promised`: by another priority other times were promised. What was said since stays said,
    and what others promised since stays promised. It is to be `followed` once more, for others may have stopped it.
    """
    watch = former if paused else clock
    by = former if promised or former.policy == clock.policy else clock
    policy = by.policy
    restored = replace(
        by,
        spent=watch.spent,
        since=watch.since,
        first=_judged(by.first, clock.first, policy.first_response_minutes if policy else None),
        resolution=_resolution(by, former, clock, since, at),
        next=_next(by, former, clock, paused=paused),
    )
    return aimed(restored, hours, at)


def _judged(target: Target, now: Target, minutes: int | None) -> Target:
    """The target, done when it is done by now, if it is: what ended it may have been taken back."""
    if now.done_at == target.done_at:
        return target
    if now.done_at is None:
        target = replace(target, done_at=None, took=_ZERO)
        return target if target.missed else replace(target, minutes=minutes, warn_at=None, due_at=None)
    missed = target.level(now.done_at) is Level.BREACH
    return replace(target, done_at=now.done_at, took=now.took, missed=missed)


def _resolution(by: SlaClock, former: SlaClock, clock: SlaClock, since: datetime, at: datetime) -> Target:
    """What was done before the change, and is again by undoing it, is as it was judged then; what was done by the
    change alone isn't."""
    now = clock.resolution
    if former.resolution.done_at and now.done_at == at:
        return former.resolution
    if now.done_at == since:
        now = replace(now, done_at=None)
    return _judged(by.resolution, now, by.policy.resolution_minutes if by.policy else None)


def _next(by: SlaClock, former: SlaClock, clock: SlaClock, *, paused: bool) -> Target | None:
    """What was asked since waits from no later than the stopwatch shows: it may have run for the change alone."""
    if clock.next is None:
        return None
    minutes = by.policy.next_response_minutes if by.policy else None
    if former.next and by.next and clock.next.begins == former.next.begins:
        return _judged(by.next, clock.next, minutes)
    begins = min(clock.next.begins, former.spent) if paused and former.since is None else clock.next.begins
    return replace(clock.next, begins=begins, minutes=minutes, warn_at=None, due_at=None)
