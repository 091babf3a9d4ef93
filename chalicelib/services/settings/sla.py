"""What a desk promises: SLA policies, one a priority. A change touches no ticket that there is already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.idempotency import Once
from chalicelib.domain.sla import policies
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


def add_policy(seat: Seat, priority: str, targets: Mapping[str, Any], once: Once | None = None) -> SlaPolicy:
    """Raises DeskError `taken` when that priority has a policy."""
    policy = SlaPolicy(id=policies.policy_id(priority), priority=priority, **targets)
    return parts.add(seat, policies.check(policy), once)


def change_policy(seat: Seat, policy_id: str, changes: Mapping[str, Any]) -> SlaPolicy:
    """Change what `changes` names, for tickets that are made or change their priority from now on."""
    return parts.change(
        seat,
        lambda: parts.one(seat.room, SlaPolicy, policy_id),
        lambda policy: policies.check_targets(replace(policy, **changes)),
    )


def delete_policy(seat: Seat, policy_id: str) -> None:
    """Nothing is promised any more for new tickets of that priority."""
    parts.remove(seat, lambda: parts.one(seat.room, SlaPolicy, policy_id))
