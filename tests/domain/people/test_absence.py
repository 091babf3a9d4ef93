"""Who is away on which day, and who stands in for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.absence import HOPS, away, beginning, checked, day_at, stands_in
from chalicelib.domain.people.people import Absence, Member
from tests.domain.making import ANA, BO, CY, TEAM, VI

TODAY = date(2026, 12, 3)
NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)


def on(_member: Member) -> date:
    return TODAY


def absent(member: Member, substitute: str | None = None, **other: Any) -> Member:
    return replace(member, absence=Absence("2026-12-01", "2026-12-05", substitute), **other)


def team(*members: Member) -> dict[str, Member]:
    return {**TEAM, **{one.id: one for one in members}}


def test_the_substitute_stands_in() -> None:
    there = team(absent(ANA, BO.id))
    assert stands_in(there, ANA.id, on) == BO.id
    assert stands_in(there, BO.id, on) is None, "who is there needs nobody"
    assert away(there, NOON, "UTC") == {ANA.id: BO.id}


def test_a_substitute_who_is_away_has_one_in_turn() -> None:
    assert stands_in(team(absent(ANA, BO.id), absent(BO, CY.id)), ANA.id, on) == CY.id


@pytest.mark.parametrize(
    "others",
    [
        (absent(ANA),),
        (absent(ANA, BO.id), absent(BO)),
        (absent(ANA, BO.id), absent(BO, ANA.id)),
        (absent(ANA, ANA.id),),
        (absent(ANA, BO.id), replace(BO, active=False)),
        (absent(ANA, VI.id),),
        (absent(ANA, "m_nobody"),),
        (absent(ANA, BO.id), absent(BO, CY.id), absent(CY, BO.id)),
    ],
)
def test_nobody_stands_in(others: tuple[Member, ...]) -> None:
    assert stands_in(team(*others), ANA.id, on) is None
    assert away(team(*others), NOON, "UTC")[ANA.id] is None


def test_only_so_many_are_asked() -> None:
    chain = [absent(replace(ANA, id=f"m_{place}"), f"m_{place + 1}") for place in range(HOPS + 1)]
    assert stands_in(team(*chain, replace(BO, id=f"m_{HOPS + 1}")), "m_0", on) is None
    assert stands_in(team(*chain[:HOPS], replace(BO, id=f"m_{HOPS}")), "m_0", on) == f"m_{HOPS}"


def test_who_left_is_not_away_but_gone() -> None:
    assert away(team(absent(ANA, BO.id, active=False)), NOON, "UTC") == {}


@pytest.mark.parametrize(
    ("at", "is_away"),
    [
        ("2026-11-30T22:59:59Z", False),
        ("2026-11-30T23:00:00Z", True),
        ("2026-12-05T22:59:59Z", True),
        ("2026-12-05T23:00:00Z", False),
    ],
)
def test_days_are_those_of_their_own_clock_else_the_desks(at: str, is_away: bool) -> None:
    now = datetime.fromisoformat(at)
    assert bool(away(team(absent(ANA, zone="Europe/Berlin")), now, "Asia/Tokyo")) is is_away
    assert bool(away(team(absent(ANA)), now, "Europe/Berlin")) is is_away


def test_a_day_with_a_change_of_the_clock_is_one_day() -> None:
    ana = replace(ANA, zone="Europe/Berlin", absence=Absence("2026-10-25", "2026-10-25", BO.id))
    assert beginning(Absence("2026-10-25", "2026-10-25"), "Europe/Berlin") == datetime(2026, 10, 24, 22, tzinfo=UTC)
    inside = [datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(hours=hours) for hours in range(-1, 26)]
    found = [bool(away(team(ana), now, "UTC")) for now in inside]
    assert found == [False, *[True] * 25, False]


def test_a_midnight_that_the_clock_leaves_out() -> None:
    begins = beginning(Absence("2026-03-29", "2026-03-29"), "Asia/Beirut")
    assert begins == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert day_at(begins, "Asia/Beirut")(ANA) == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("first", "last", "substitute", "field"),
    [
        ("2026-12-05", "2026-12-04", None, "last"),
        ("2026-11-01", "2026-12-02", None, "last"),
        ("2026-12-03", "2027-12-05", None, "last"),
        ("2025-12-01", "2026-12-04", None, "first"),
        ("0001-01-01", "2026-12-04", None, "first"),
        ("2026-12-03", "9999-12-31", None, "last"),
        ("2026-12-03", "2026-12-03", ANA.id, "substitute_id"),
        ("2026-12-03", "2026-12-03", VI.id, "substitute_id"),
        ("2026-12-03", "2026-12-03", "m_nobody", "substitute_id"),
        ("tomorrow", "2026-12-03", None, "first"),
        ("2026-12-03", "2026-02-30", None, "last"),
    ],
)
def test_what_is_no_absence(first: str, last: str, substitute: str | None, field: str) -> None:
    with pytest.raises(DeskError) as refusal:
        checked(Absence(first, last, substitute), ANA, TEAM, TODAY)
    assert [error.field for error in refusal.value.errors] == [field]


def test_one_that_began_and_one_that_lasts_a_year() -> None:
    for absence in (Absence("2026-11-30", "2026-12-03", BO.id), Absence("2026-12-04", "2027-12-04")):
        assert checked(absence, ANA, TEAM, TODAY) == absence
