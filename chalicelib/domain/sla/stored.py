"""SLA clocks as JSON knows them: short, for every change of a ticket pays for its size.

Instants and spans become whole milliseconds, which is what the instants of commands are made of. What is absent,
zero or false is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.sla.clock import Level, SlaClock, Target
from chalicelib.domain.sla.policies import SlaPolicy

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def clock_data(clock: SlaClock) -> dict[str, Any]:
    data = _short(
        p=_policy_data(clock.policy) if clock.policy else None,
        s=clock.spent // _MILLISECOND,
        r=millis(clock.since),
        f=_target_data(clock.first),
        e=_target_data(clock.resolution),
        v=clock.hours_version,
    )
    return data if clock.next is None else {**data, "n": _target_data(clock.next)}


def clock_from(data: Mapping[str, Any]) -> SlaClock:
    return SlaClock(
        policy=_policy(data["p"]) if "p" in data else None,
        spent=_span(data.get("s")),
        since=_instant(data.get("r")),
        first=_target(data.get("f", {})),
        resolution=_target(data.get("e", {})),
        next=_target(data["n"]) if "n" in data else None,
        hours_version=int(data.get("v", 0)),
    )


def _target_data(target: Target) -> dict[str, Any]:
    return _short(
        m=target.minutes,
        b=target.begins // _MILLISECOND,
        w=millis(target.warn_at),
        d=millis(target.due_at),
        a=millis(target.done_at),
        t=target.took // _MILLISECOND,
        x=target.missed,
        l=int(target.told),
    )


def _target(data: Mapping[str, Any]) -> Target:
    return Target(
        minutes=int(data["m"]) if "m" in data else None,
        begins=_span(data.get("b")),
        warn_at=_instant(data.get("w")),
        due_at=_instant(data.get("d")),
        done_at=_instant(data.get("a")),
        took=_span(data.get("t")),
        missed=data.get("x", False),
        told=Level(min(int(data.get("l", 0)), max(Level))),
    )


def _policy_data(policy: SlaPolicy) -> list[Any]:
    return [
        policy.id,
        policy.priority,
        policy.first_response_minutes,
        policy.resolution_minutes,
        policy.next_response_minutes,
        policy.pause_on_waiting,
    ]


def _policy(data: list[Any]) -> SlaPolicy:
    policy_id, priority, first, resolution, answer, pauses = data[:6]
    return SlaPolicy(
        id=policy_id,
        priority=priority,
        first_response_minutes=int(first),
        resolution_minutes=int(resolution),
        next_response_minutes=None if answer is None else int(answer),
        pause_on_waiting=pauses,
    )


def _short(**values: Any) -> dict[str, Any]:
    """Zero and false go without saying; an instant is never one of them, save the first of 1970."""
    return {name: value for name, value in values.items() if value}


def millis(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - _EPOCH) // _MILLISECOND


def _instant(millis: int | None) -> datetime | None:
    return None if millis is None else _EPOCH + int(millis) * _MILLISECOND


def _span(millis: int | None) -> timedelta:
    return int(millis or 0) * _MILLISECOND
