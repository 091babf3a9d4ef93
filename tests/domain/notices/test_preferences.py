"""What members are told can be chosen, all of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.domain.events import SYSTEM, Action, Change, Event, EventType, Place
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.notices import notices
from chalicelib.domain.people.people import Member, Role

INBOX_WORDS = Path(__file__).parents[3] / "portal_static/console/src/locales/inbox.en.json"
ANA = Member(id="m_ana", name="Ana K.", email="ana@acme.example", role=Role.ADMIN)


def _told(event: EventType, member: Member) -> bool:
    """Whether an admin who is assigned and called by name hears of an action of the system's."""
    action = Action(
        id="1",
        number=1,
        version=1,
        at=datetime(2026, 11, 23, tzinfo=UTC),
        actor=SYSTEM,
        events=(Event(event, {"members": Change(None, [member.id])}),),
        assignee_id=member.id,
        was=None,
        now=Place("open", member.id),
    )
    return bool(notices(action, {member.id: member}))


TOLD = [event for event in EventType if _told(event, ANA)]


@pytest.mark.parametrize("event", TOLD)
def test_whatever_a_member_is_told_can_be_switched_off(event: EventType) -> None:
    name = event.value.removeprefix("ticket.")
    assert name in preferences.USUAL
    chosen = preferences.chosen(ANA, {name: "none"})
    silent = Member(id=ANA.id, name=ANA.name, email=ANA.email, role=ANA.role, preferences=chosen)
    assert not _told(event, silent)
    assert preferences.choices(silent) == dict(preferences.USUAL) | {name: "none"}


def test_the_inbox_has_words_for_whatever_a_member_is_told() -> None:
    words = json.loads(INBOX_WORDS.read_text(encoding="utf-8"))
    assert {f"event.{event}" for event in TOLD} <= words.keys()


def test_members_are_told_of_something() -> None:
    assert EventType.ASSIGNED in TOLD


def test_choosing_keeps_what_was_chosen_before() -> None:
    first = preferences.chosen(ANA, {"created": "none"})
    member = Member(id=ANA.id, name=ANA.name, email=ANA.email, role=ANA.role, preferences=first)
    assert preferences.chosen(member, {"assigned": "email"}) == {"ticket.created": "none", "ticket.assigned": "email"}
