"""What an SLA clock says at a moment: the state of its targets, what is due next, and what somebody must be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chalicelib.domain.sla.business_hours import BusinessHours
from chalicelib.domain.sla.clock import Level, SlaClock, Target

_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


class SlaStatus(StrEnum):
    ON_TRACK = "on_track"
    WARNING = "warning"
    BREACHED = "breached"
    MET = "met"
    MISSED = "missed"
    PAUSED = "paused"


class TargetName(StrEnum):
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetState:
    """One target as people see it. `at`: when it was done; `never_due`: it runs, but the calendar has no such instant.

    `elapsed_percent` is whole percents of the target, rounded down, so it is 75 when the warning begins.
    """

    status: SlaStatus
    target_minutes: int
    due_at: datetime | None
    elapsed_percent: int
    at: datetime | None
    never_due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaState:
    """The targets of a ticket that something is, or was, promised for. `status` is its indicator, `by` the target whose
    state that is, `due_at` when the next of those still open is due."""

    policy_id: str | None
    first_response: TargetState | None
    next_response: TargetState | None
    resolution: TargetState | None
    status: SlaStatus | None
    by: TargetName | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, order=True)
class Crossing:
    """A target reaches, or reached, a level at an instant."""

    at: datetime
    target: TargetName
    level: Level


def state(clock: SlaClock, hours: BusinessHours, now: datetime) -> SlaState | None:
    """The states at `now`; None for a ticket that was never promised anything."""
    reading = clock.reading(hours, now)
    first, resolution = (_target_state(clock, target, reading, now) for target in (clock.first, clock.resolution))
    answer = _target_state(clock, clock.next, reading, now) if clock.next else None
    if not (first or answer or resolution):
        return None
    by = _leading(clock, now)
    return SlaState(
        policy_id=clock.policy.id if clock.policy else None,
        first_response=first,
        next_response=answer,
        resolution=resolution,
        status=indicator(clock, now),
        by=by,
        due_at=due_at(clock),
    )


def indicator(clock: SlaClock, now: datetime) -> SlaStatus | None:
    """The state of the ticket: the worst of the targets that are still open, or how it was resolved. None where nothing
    was promised. An answer that came late is late itself, and colours nothing afterwards."""
    by = _leading(clock, now)
    return _status(clock, _targets(clock)[by], now) if by else None


def due_at(clock: SlaClock) -> datetime | None:
    """Return when the next of the open targets is due, or the first of those that are overdue was."""
    return min((target.due_at for target in _open(clock).values() if target.due_at), default=None)


def warn_at(clock: SlaClock) -> datetime | None:
    """Return when the first of the open targets comes, or came, to its warning."""
    return min((target.warn_at for target in _open(clock).values() if target.warn_at), default=None)


def standing(clock: SlaClock) -> SlaStatus | None:
    """The indicator where time alone won't change it; None where it will, or where nothing was promised."""
    due, overdue = due_at(clock), any(target.missed for target in _open(clock).values())
    return indicator(clock, due or _ANY_TIME) if overdue or clock.since is None or due is None else None


def next_due(clock: SlaClock) -> Crossing | None:
    """Return the earliest crossing of first response or resolution not yet told, which the tick has to come for next.

    None while the stopwatch stands: nobody is told about a ticket that is paused, resolved, archived or merged.
    """
    if clock.since is None:
        return None
    ahead = (_ahead(name, target) for name, target in _told_about(clock))
    return min((crossing for crossing in ahead if crossing), default=None)


def crossed(clock: SlaClock, now: datetime) -> tuple[Crossing, ...]:
    """The crossings to tell at `now`, earliest first: of each target the latest one, if it wasn't told yet."""
    if clock.since is None:
        return ()
    found = (_latest(name, target, now) for name, target in _told_about(clock))
    return tuple(sorted(crossing for crossing in found if crossing))


def told(clock: SlaClock, crossings: tuple[Crossing, ...]) -> SlaClock:
    """The clock that remembers these notices. A breach that was told stays a miss whatever moves the target later."""
    for crossing in crossings:
        if crossing.target is TargetName.FIRST_RESPONSE:
            clock = replace(clock, first=_marked(clock.first, crossing.level))
        else:
            clock = replace(clock, resolution=_marked(clock.resolution, crossing.level))
    return clock


def _targets(clock: SlaClock) -> dict[TargetName, Target]:
    """Those that something was promised by."""
    targets = {
        TargetName.FIRST_RESPONSE: clock.first,
        TargetName.NEXT_RESPONSE: clock.next,
        TargetName.RESOLUTION: clock.resolution,
    }
    return {name: target for name, target in targets.items() if target and target.minutes is not None}


def _open(clock: SlaClock) -> dict[TargetName, Target]:
    """Those that are still to be kept: of a ticket that is resolved none is."""
    if clock.resolution.done_at:
        return {}
    return {name: target for name, target in _targets(clock).items() if target.done_at is None}


_WORST_FIRST = (SlaStatus.BREACHED, SlaStatus.WARNING, SlaStatus.ON_TRACK, SlaStatus.PAUSED)


def _leading(clock: SlaClock, now: datetime) -> TargetName | None:
    """The target that the indicator goes by: of several as bad as one another, the one that is due first."""
    found = _open(clock)
    if not found:
        return TargetName.RESOLUTION if TargetName.RESOLUTION in _targets(clock) else None

    def order(name: TargetName) -> tuple[int, datetime]:
        return _WORST_FIRST.index(_status(clock, found[name], now)), found[name].due_at or _NEVER

    return min(found, key=order)


def _target_state(clock: SlaClock, target: Target, reading: timedelta, now: datetime) -> TargetState | None:
    if target.minutes is None:
        return None
    status = _status(clock, target, now)
    late = status in (SlaStatus.BREACHED, SlaStatus.MISSED)
    took = target.took if target.done_at else reading - target.begins
    percent = took * 100 // timedelta(minutes=target.minutes)
    return TargetState(
        status=status,
        target_minutes=target.minutes,
        due_at=target.due_at,
        elapsed_percent=max(percent, 100) if late else min(percent, 99),
        at=target.done_at,
        never_due=status is SlaStatus.ON_TRACK and target.due_at is None,
    )


def _status(clock: SlaClock, target: Target, now: datetime) -> SlaStatus:
    """A breach shows through a pause: waiting for the customer doesn't mend it."""
    if target.done_at:
        return SlaStatus.MISSED if target.missed else SlaStatus.MET
    level = target.level(now)
    if level is Level.BREACH:
        return SlaStatus.BREACHED
    if clock.since is None:
        return SlaStatus.PAUSED
    return SlaStatus.WARNING if level is Level.WARNING else SlaStatus.ON_TRACK


def _told_about(clock: SlaClock) -> tuple[tuple[TargetName, Target], ...]:
    targets = ((TargetName.FIRST_RESPONSE, clock.first), (TargetName.RESOLUTION, clock.resolution))
    return tuple((name, target) for name, target in targets if target.done_at is None)


def _ahead(name: TargetName, target: Target) -> Crossing | None:
    if target.told is Level.NONE and target.warn_at:
        return Crossing(target.warn_at, name, Level.WARNING)
    if target.told is not Level.BREACH and target.due_at:
        return Crossing(target.due_at, name, Level.BREACH)
    return None


def _latest(name: TargetName, target: Target, now: datetime) -> Crossing | None:
    level = target.level(now)
    at = target.due_at if level is Level.BREACH else target.warn_at
    return Crossing(at, name, level) if at and level > target.told else None


def _marked(target: Target, level: Level) -> Target:
    return replace(target, told=level, missed=target.missed or level is Level.BREACH)
