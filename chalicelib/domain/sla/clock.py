"""The SLA clock of a ticket: a stopwatch of business time, and the targets that are due at readings of it.

The stopwatch runs while the desk has the ticket and stands while the customer has it (Waiting, when the policy says
so), while it is resolved or closed, and while it is archived or merged. It is stored as what it showed when it was
last started, and since when it runs; what passed is therefore never counted twice, whatever changes afterwards.

Each open target carries the instants at which the running stopwatch will reach 75 % of it and the whole. They are made
anew whenever something moves them, so a list, an index or the tick compare instants and compute nothing.

Functions are named after what happened to the ticket. Each takes the hours in force and the instant it happened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from chalicelib.domain.sla.business_hours import BusinessHours, after, elapsed
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.vocabulary import Status

_ZERO = timedelta(0)
_WAITING = Status.WAITING
_DONE = frozenset({Status.RESOLVED, Status.CLOSED})
_STATUSES = frozenset(Status)


class Level(IntEnum):
    """The stage that a target has come to, as far as anybody is told."""

    NONE = 0
    WARNING = 1
    BREACH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One promise: `minutes` of business time from the reading `begins`; None: nothing is promised, only measured.

    `missed`: it was done too late, or its breach was told; that outlives whatever could move it. `took` is what had
    passed when it was done; `told` the last crossing that notices went out for.
    """

    minutes: int | None
    begins: timedelta = _ZERO
    warn_at: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    took: timedelta = _ZERO
    missed: bool = False
    told: Level = Level.NONE

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes or 0)

    def level(self, now: datetime) -> Level:
        """Return the level reached by `now`: a target is breached at its due instant, not a moment later."""
        if self.missed or (self.due_at and self.due_at <= now):
            return Level.BREACH
        return Level.WARNING if self.warn_at and self.warn_at <= now else Level.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """`spent` is what the stopwatch showed at `since`; it stands when `since` is None.

    `policy` is the copy made at creation or at the last change of priority, None when that priority has none.
    `next` is the answer that the customer's last question waits for, or waited for; None until there was one.
    """

    policy: SlaPolicy | None
    spent: timedelta
    since: datetime | None
    first: Target
    resolution: Target
    next: Target | None = None
    hours_version: int = 0

    def reading(self, hours: BusinessHours, now: datetime) -> timedelta:
        return self.spent + (elapsed(hours, self.since, now) if self.since else _ZERO)


STOPPED = SlaClock(policy=None, spent=_ZERO, since=None, first=Target(minutes=None), resolution=Target(minutes=None))
"""The clock of a ticket that nothing was ever promised for, and that no command has set going."""


def started(policy: SlaPolicy | None, hours: BusinessHours, at: datetime) -> SlaClock:
    """The clock of a ticket created open; `followed` takes it on to another status."""
    first, resolution = Target(minutes=_first(policy)), Target(minutes=_resolution(policy))
    return aimed(SlaClock(policy=policy, spent=_ZERO, since=at, first=first, resolution=resolution), hours, at)


def agent_replied(clock: SlaClock, hours: BusinessHours, at: datetime) -> SlaClock:
    """A public answer of a person: the first response, or the next one. Whoever answers early owes nothing more."""
    first, answer = _done(clock, clock.first, hours, at), clock.next and _done(clock, clock.next, hours, at)
    return replace(clock, first=first, next=answer)


def reply_withdrawn(
    clock: SlaClock, replied_at: datetime, hours: BusinessHours, at: datetime, answered_at: datetime | None = None
) -> SlaClock:
    """The answer of `replied_at` was undone: what it ended is open again, as if it had never been given.

    `answered_at` is when the answer after it was given, which then ends the same.
    """
    first, answer = clock.first, clock.next
    if first.done_at == replied_at:
        clock = replace(clock, first=_reopened(first, _first(clock.policy)), next=answer if answered_at else None)
        clock = aimed(clock, hours, at)
        return replace(clock, first=_done(clock, clock.first, hours, answered_at)) if answered_at else clock
    if answer and answer.done_at == replied_at:
        clock = aimed(replace(clock, next=_reopened(answer, _next(clock.policy))), hours, at)
        return agent_replied(clock, hours, answered_at) if answered_at else clock
    return clock


def customer_replied(clock: SlaClock, hours: BusinessHours, at: datetime) -> SlaClock:
    """A customer's message. After the first response it waits for the next; more messages don't wait anew."""
    if clock.first.done_at is None or (clock.next and clock.next.done_at is None):
        return clock
    waits = Target(minutes=_next(clock.policy), begins=clock.reading(hours, at))
    return aimed(replace(clock, next=waits), hours, at)


def followed(clock: SlaClock, status: str, hours: BusinessHours, at: datetime, *, away: bool = False) -> SlaClock:
    """The clock of a ticket that has this status now; `away`: it is archived or merged into another.

    Calling it when nothing changed gives the same clock, so that it can end every command. A status that only a later
    release knows leaves the stopwatch as it is.
    """
    if status not in _STATUSES and not away:
        return clock
    resolution, runs = clock.resolution, False
    if status in _DONE and not away:
        resolution = _done(clock, resolution, hours, at)
    elif not away:
        resolution = _reopened(resolution, _resolution(clock.policy))
        runs = status != _WAITING or not _pauses(clock.policy)
    moved = _running(replace(clock, resolution=resolution), runs, hours, at)
    return clock if moved == clock else aimed(moved, hours, at)


def priority_changed(clock: SlaClock, policy: SlaPolicy | None, hours: BusinessHours, at: datetime) -> SlaClock:
    """The policy of another priority: what is still open gets its length, on the time that has passed already.

    What is done stays as it was judged. Whether Waiting pauses may differ too: `followed` comes after it.
    """
    moved = replace(
        clock,
        policy=policy,
        first=_moved(clock.first, _first(policy), at),
        resolution=_moved(clock.resolution, _resolution(policy), at),
        next=clock.next and _moved(clock.next, _next(policy), at),
    )
    return aimed(moved, hours, at)


def hours_changed(clock: SlaClock, hours: BusinessHours, changed_at: datetime) -> SlaClock:
    """The instants by new business hours. The stretch that is running is measured anew; what stood still stays.

    Hours older than those the clock goes by already are none: somebody remembered them a moment too long.
    """
    if clock.since is None or clock.hours_version >= hours.version:
        return clock
    return aimed(clock, hours, changed_at)


def _running(clock: SlaClock, runs: bool, hours: BusinessHours, at: datetime) -> SlaClock:
    """The stopwatch started or stopped."""
    if runs == (clock.since is not None):
        return clock
    return replace(clock, spent=clock.reading(hours, at), since=at if runs else None)


def _done(clock: SlaClock, target: Target, hours: BusinessHours, at: datetime) -> Target:
    if target.done_at:
        return target
    took = clock.reading(hours, at) - target.begins
    return replace(target, done_at=at, took=took, missed=target.level(at) is Level.BREACH)


def _reopened(target: Target, minutes: int | None) -> Target:
    """A target that was done, open again: missed as it was, or else by the policy of today and without instants."""
    if target.done_at is None:
        return target
    target = replace(target, done_at=None, took=_ZERO)
    return target if target.missed else replace(target, minutes=minutes, warn_at=None, due_at=None)


def _moved(target: Target, minutes: int | None, at: datetime) -> Target:
    """The target with another length, unless it is done, or missed by `at`, with the length it has."""
    return target if target.done_at or target.level(at) is Level.BREACH else replace(target, minutes=minutes)


def aimed(clock: SlaClock, hours: BusinessHours, at: datetime) -> SlaClock:
    """Return the clock with the instants of its open targets made anew."""
    return replace(
        clock,
        first=_aim(clock, clock.first, hours, at),
        resolution=_aim(clock, clock.resolution, hours, at),
        next=clock.next and _aim(clock, clock.next, hours, at),
        hours_version=hours.version,
    )


def _aim(clock: SlaClock, target: Target, hours: BusinessHours, at: datetime) -> Target:
    """The instants of one target. What is done or past keeps those it had: missed stays missed.

    While the stopwatch stands there are none, except that a target without any time left is past at once.
    """
    if target.done_at or target.level(at) is Level.BREACH:
        return target
    left = target.begins + target.length - clock.spent
    if target.minutes is None or (clock.since is None and left > _ZERO):
        return replace(target, warn_at=None, due_at=None)
    if clock.since is None:
        return replace(target, warn_at=at, due_at=at)
    warn_at, due_at = after(hours, clock.since, left - target.length / 4), after(hours, clock.since, left)
    aimed = replace(target, warn_at=warn_at, due_at=due_at)
    return replace(aimed, told=min(target.told, aimed.level(at)))


def _pauses(policy: SlaPolicy | None) -> bool:
    return policy is None or policy.pause_on_waiting


def _first(policy: SlaPolicy | None) -> int | None:
    return policy.first_response_minutes if policy else None


def _next(policy: SlaPolicy | None) -> int | None:
    return policy.next_response_minutes if policy else None


def _resolution(policy: SlaPolicy | None) -> int | None:
    return policy.resolution_minutes if policy else None
