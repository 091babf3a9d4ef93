"""A member's own reply address on a ticket: theirs, as long as they may act, and nobody's link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.people.people import Role
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from tests.domain.making import ANA, BO, OPS, TEAM, ticket

TICKET = ticket(participants=(OPS,))
BOTH = (Purpose.MEMBER, Purpose.NOTE)


def held(number: int = TICKET.number, workspace: str = "acme", **fields: object) -> object:
    given = links.member_token("acme", TICKET, BO, Purpose.MEMBER)
    team = {**TEAM, BO.id: replace(BO, **fields)}  # type: ignore[arg-type]
    return links.member_holder(workspace, replace(TICKET, number=number), replace(given, number=number), team.values())


@pytest.mark.parametrize("purpose", BOTH)
def test_it_says_whose_it_is_and_what_for(purpose: Purpose) -> None:
    given = links.parse(str(links.member_token("acme", TICKET, BO, purpose)).upper())
    assert given is not None
    assert links.member_holder("acme", TICKET, given, TEAM.values()) == (BO, purpose)
    assert links.member_holder("acme", TICKET, given, [ANA]) is None


@pytest.mark.parametrize("purpose", list(Purpose))
def test_it_is_no_customers(purpose: Purpose) -> None:
    for given in (links.member_token("acme", TICKET, BO, one) for one in BOTH):
        assert links.holder("acme", TICKET, given, purpose) is None


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_customers_is_no_members(purpose: Purpose) -> None:
    for person in links.everybody(TICKET):
        given = links.token("acme", TICKET, person.id, purpose)
        assert links.member_holder("acme", TICKET, given, TEAM.values()) is None


def test_it_is_worth_nothing_elsewhere_or_once_its_member_may_not_act() -> None:
    assert held() == (BO, Purpose.MEMBER)
    assert held(number=8) is None
    assert held(workspace="other") is None
    assert held(active=False) is None
    assert held(role=Role.VIEWER) is None
    assert held(email="bo@home.example") is None


def test_what_stands_for_a_token_in_news_is_no_token() -> None:
    assert links.parse(links.news_token("acme", BO)) is None
    assert links.news_token("acme", BO) != links.news_token("other", BO)
