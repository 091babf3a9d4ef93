"""What somebody is told while they are away, and who hears of it for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.notices.notices import Notice, notices
from chalicelib.domain.notices.standing_in import find_undelivered, heard
from chalicelib.domain.tickets import converse
from tests.domain.making import ANA, BO, BY_ANA, BY_CY, BY_MAYA, CY, TEAM, moment, opened, ticket

AWAY = {ANA.id: BO.id}
EVERYTHING = {"ways": {"ticket.customer_replied": {"mine": ["inbox", "email", "push"]}}}


def wants(*ways: str) -> dict[str, Any]:
    return {"notices": {"ticket.customer_replied": {"mine": [*ways]}}}


def answered(**fields: Any) -> Action:
    """A customer answers on Ana's ticket."""
    action = converse.customer_message(ticket(assignee_id=ANA.id, **fields), "Still down.", moment(BY_MAYA)).action
    assert action is not None
    return action


def members(told: list[Notice]) -> dict[str, Notice]:
    return {one.person.id: one for one in told if one.person.id in TEAM}


def test_with_nobody_away_all_is_as_ever() -> None:
    action = answered()
    assert heard(action, TEAM, {}) == heard(action, TEAM, {CY.id: BO.id}) == notices(action, TEAM)


def test_they_find_it_later_and_who_stands_in_hears_of_it_now() -> None:
    action = opened(BY_CY, assignee_id=ANA.id).action
    told = members(heard(action, TEAM, AWAY))
    assert (told[ANA.id].inbox, told[ANA.id].letter, told[ANA.id].push) == (True, None, False)
    assert (told[BO.id].inbox, told[BO.id].letter) == (True, LetterKind.MEMBER_CREATED)
    assert (told[BO.id].instead_of, told[ANA.id].instead_of) == (ANA.id, None)


def test_nobody_stands_in_and_nothing_is_mailed() -> None:
    told = members(heard(opened(BY_CY, assignee_id=ANA.id).action, TEAM, {ANA.id: None}))
    assert set(told) == {ANA.id}
    assert (told[ANA.id].inbox, told[ANA.id].letter) == (True, None)


def test_who_stands_in_is_told_nothing_of_what_they_did_themselves() -> None:
    action = replace(opened(BY_CY, assignee_id=ANA.id).action, actor=replace(BY_CY, id=BO.id))
    assert set(members(heard(action, TEAM, AWAY))) == {ANA.id}


def test_who_hears_of_it_anyway_hears_once_and_for_themselves() -> None:
    action = converse.internal_note(ticket(), "Look at this", moment(BY_CY), mentions=(ANA.id, BO.id)).action
    told = members(heard(action, TEAM, AWAY))
    assert told[BO.id].instead_of is None
    assert len([one for one in heard(action, TEAM, AWAY) if one.person.id == BO.id]) == 1


def test_two_who_are_away_have_one_entry_in_the_same_inbox() -> None:
    action = converse.internal_note(ticket(), "Look", moment(BY_MAYA), mentions=(ANA.id, CY.id)).action
    told = heard(action, TEAM, {ANA.id: BO.id, CY.id: BO.id})
    assert [one.person.id for one in told if one.inbox] == [ANA.id, CY.id, BO.id]


def test_that_a_mail_did_not_arrive() -> None:
    reply = converse.agent_reply(ticket(), "Try again.", moment(BY_ANA)).action
    assert find_undelivered(reply, TEAM, {}) == [(ANA, None)]
    assert find_undelivered(reply, TEAM, AWAY) == [(ANA, None), (BO, ANA.id)]
