"""What is masked, as admins choose it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.settings.masking import MOST_PATTERNS
from tests.api.asking import fields, problem
from tests.support.desk import Answer, Desk

MASKING = "/v1/acme/masking"


def change(desk: Desk, **given: Any) -> Answer:
    return desk.http("PATCH", MASKING, json=given, token=desk.admin.token)


def read(desk: Desk) -> Any:
    return desk.http("GET", MASKING, token=desk.admin.token).json()


def test_nothing_is_masked_until_an_admin_chooses(desk: Desk) -> None:
    assert read(desk) == {"kinds": [], "patterns": []}
    chosen = change(desk, kinds=["card", "iban", "card"], patterns=[" E-##### ", "E-#####"])
    assert (chosen.status, chosen.json()) == (200, {"kinds": ["card", "iban"], "patterns": ["E-#####"]})
    assert change(desk, kinds=[]).json() == read(desk) == {"kinds": [], "patterns": ["E-#####"]}


def test_a_change_is_in_the_audit_log_and_the_same_again_is_not(desk: Desk) -> None:
    for _ in range(2):
        change(desk, kinds=["card"])
    change(desk, patterns=["E-#####"])
    told = desk.http("GET", "/v1/acme/audit?action=masking", token=desk.admin.token).json()["items"]
    assert [one["action"] for one in told] == ["masking.changed", "masking.created"]
    assert told[0]["changes"]["patterns"] == {"from": [], "to": ["E-#####"]}


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"kinds": ["cards"]}, "kinds.0"),
        ({"patterns": ["E-#####", "@@@-####"]}, "patterns.1"),
        ({"patterns": ["@@@@@@"]}, "patterns.0"),
        ({"patterns": ["####"]}, "patterns.0"),
        ({"patterns": ["-----"]}, "patterns.0"),
        ({"patterns": ["#" * 41]}, "patterns.0"),
        ({"patterns": [f"E-{'#' * length}" for length in range(4, 5 + MOST_PATTERNS)]}, "patterns"),
    ],
)
def test_what_can_t_be_masked_is_refused_at_its_field(desk: Desk, given: dict[str, Any], at: str) -> None:
    assert fields(problem(change(desk, **given), 422, "validation_failed")) == [at]
    assert read(desk) == {"kinds": [], "patterns": []}


def test_a_key_may_read_it_and_needs_more_to_change_it(desk: Desk) -> None:
    key = desk.api_key("settings:read")
    assert desk.http("GET", MASKING, token=key).status == 200
    problem(desk.http("PATCH", MASKING, json={"kinds": []}, token=key), 403, "forbidden")
