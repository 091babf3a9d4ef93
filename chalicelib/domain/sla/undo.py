"""The SLA clock once a change is undone: as if what moved it had never happened, though what happened since did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.sla.business_hours import BusinessHours
from chalicelib.domain.sla.clock import Level, SlaClock, Target, aimed


def undone(
    clock: SlaClock, former: SlaClock, since: datetime, hours: BusinessHours, at: datetime, *, paused: bool
) -> SlaClock:
    """Return the clock by the promises of the `former` one, which held until `since`. What was answered or solved after
    that is judged by them. `paused`: the change that is undone started or stopped the stopwatch."""
    watch = former if paused else clock
    answer = clock.next if _begun_since(clock, former) else former.next
    promised = former.policy.next_response_minutes if former.policy else None
    if answer is not None and answer is clock.next:
        answer = replace(answer, minutes=promised, warn_at=None, due_at=None)
    restored = replace(
        former,
        spent=watch.spent,
        since=watch.since,
        first=_judged(former.first, clock.first, since),
        resolution=_judged(former.resolution, clock.resolution, since),
        next=answer and _judged(answer, clock.next or answer, since),
    )
    return aimed(restored, hours, at)


def _begun_since(clock: SlaClock, former: SlaClock) -> bool:
    return clock.next is not None and (former.next is None or clock.next.begins != former.next.begins)


def _judged(former: Target, now: Target, since: datetime) -> Target:
    """The former target, done as it was done since, if it was; told of what was told since."""
    if now.done_at is None or now.done_at <= since:
        return former
    missed = former.level(now.done_at) is Level.BREACH
    return replace(former, done_at=now.done_at, took=now.took, missed=missed)
