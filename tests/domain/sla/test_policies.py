"""What a policy may promise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.sla.policies import DEFAULTS, LONGEST_MINUTES, check, for_priority
from chalicelib.domain.vocabulary import Priority

URGENT = DEFAULTS[0]
YEAR = 365 * 24 * 60


def test_a_new_workspace_promises_something_for_every_priority_and_more_for_the_more_urgent() -> None:
    assert [policy.priority for policy in DEFAULTS] == list(Priority)
    for policy in DEFAULTS:
        assert check(policy) is policy
        assert policy.first_response_minutes < policy.resolution_minutes
    assert sorted(DEFAULTS, key=lambda policy: policy.resolution_minutes) == list(DEFAULTS)


@pytest.mark.parametrize("minutes", [0, -1, YEAR, LONGEST_MINUTES + 1])
@pytest.mark.parametrize("field", ["first_response_minutes", "next_response_minutes", "resolution_minutes"])
def test_a_target_of_nothing_less_than_nothing_or_a_year_is_refused(field: str, minutes: int) -> None:
    wrong: dict[str, Any] = {field: minutes}
    with pytest.raises(DeskError) as refused:
        check(replace(URGENT, **wrong))
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize("minutes", [1, LONGEST_MINUTES])
def test_the_shortest_and_the_longest_target_are_allowed(minutes: int) -> None:
    policy = replace(URGENT, first_response_minutes=minutes, next_response_minutes=minutes, resolution_minutes=minutes)
    assert check(policy) is policy


def test_a_priority_that_there_isnt_is_refused() -> None:
    with pytest.raises(DeskError) as refused:
        check(replace(URGENT, priority="critical"))
    assert refused.value.errors[0].field == "priority"


def test_the_policy_of_a_priority_is_found_and_one_without_has_none() -> None:
    assert for_priority(DEFAULTS, Priority.URGENT) is URGENT
    assert for_priority(DEFAULTS[1:], Priority.URGENT) is None
