"""SLA policies: what a workspace may promise, and what a new one promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.errors import invalid
from chalicelib.domain.vocabulary import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """Targets of one priority, in minutes of business time."""

    id: str
    priority: str
    first_response_minutes: int
    resolution_minutes: int
    next_response_minutes: int | None = None
    pause_on_waiting: bool = True

    @property
    def name(self) -> str:
        return self.priority


LONGEST_MINUTES = 180 * 24 * 60
"""Half a year around the clock. What takes longer is a project, and more often a typing error."""

_HOUR = 60
_DAY = 24 * _HOUR


def policy_id(priority: str) -> str:
    """A priority has one policy at most, so its id says which."""
    return f"p_{priority}"


DEFAULTS = tuple(
    SlaPolicy(id=policy_id(priority), priority=priority, first_response_minutes=first, resolution_minutes=resolution)
    for priority, first, resolution in (
        (Priority.URGENT, _HOUR, 4 * _HOUR),
        (Priority.HIGH, 4 * _HOUR, _DAY),
        (Priority.MEDIUM, 8 * _HOUR, 3 * _DAY),
        (Priority.LOW, _DAY, 7 * _DAY),
    )
)
"""The policies of a new workspace, whose hours are 24×7: one a priority."""


def for_priority(policies: Iterable[SlaPolicy], priority: str) -> SlaPolicy | None:
    return next((policy for policy in policies if policy.priority == priority), None)


def check(policy: SlaPolicy) -> SlaPolicy:
    """The same policy, or a refusal at the field."""
    if policy.priority not in set(Priority):
        raise invalid("priority", f"Use one of {', '.join(Priority)}.")
    return check_targets(policy)


def check_targets(policy: SlaPolicy) -> SlaPolicy:
    """The same of a policy that is there already, whatever its priority."""
    _check_minutes("first_response_minutes", policy.first_response_minutes)
    _check_minutes("resolution_minutes", policy.resolution_minutes)
    if policy.next_response_minutes is not None:
        _check_minutes("next_response_minutes", policy.next_response_minutes)
    return policy


def _check_minutes(name: str, minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise invalid(name, f"Use 1 to {LONGEST_MINUTES} minutes of business time (half a year around the clock).")
