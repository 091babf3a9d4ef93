"""What members are told can be chosen, all of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SYSTEM, Action, Change, Event, EventType, Place
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.notices import notices
from chalicelib.domain.notices.preferences import Advance, QuietHours, WantedNotices
from chalicelib.domain.notices.ways import NoticeWay, Scope, Ways
from chalicelib.domain.people.people import Member, Role

INBOX_WORDS = Path(__file__).parents[3] / "portal_static/console/src/locales/inbox.en.json"
ANA = Member(id="m_ana", name="Ana K.", email="ana@acme.example", role=Role.ADMIN)


def _told(event: EventType, member: Member) -> bool:
    """Whether an admin who is assigned and called by name hears of an action of the system's."""
    told = {"members": [member.id], "score": 1, "to": {}}
    action = Action(
        id="1",
        number=1,
        version=1,
        at=datetime(2026, 11, 23, tzinfo=UTC),
        actor=SYSTEM,
        events=(Event(event, {name: Change(None, value) for name, value in told.items()}),),
        assignee_id=member.id,
        was=None,
        now=Place("open", member.id),
    )
    return bool(notices(action, {member.id: member}))


TOLD = [event for event in EventType if _told(event, ANA)]


@pytest.mark.parametrize("event", TOLD)
def test_whatever_a_member_is_told_can_be_switched_off(event: EventType) -> None:
    name = event.value.removeprefix("ticket.")
    assert not _told(event, _having(ways={name: {"mine": []}}))


@pytest.mark.parametrize("name", preferences.FLAT)
def test_what_could_be_switched_off_by_a_word_still_can_be(name: str) -> None:
    silent = _having(words={name: "none"})
    assert not _told(EventType(f"ticket.{name}"), silent)
    assert preferences.choices(silent) == dict(preferences.USUAL) | {name: "none"}


def test_the_inbox_has_words_for_whatever_a_member_is_told() -> None:
    words = json.loads(INBOX_WORDS.read_text(encoding="utf-8"))
    assert {f"event.{event}" for event in TOLD} <= words.keys()


def test_members_are_told_of_something() -> None:
    assert EventType.ASSIGNED in TOLD


def test_choosing_keeps_what_was_chosen_before() -> None:
    member = _having(_having(words={"created": "none"}), words={"assigned": "email"})
    assert member.preferences == {"ticket.created": "none", "ticket.assigned": "email"}


def _having(member: Member = ANA, words: Any = (), ways: Any = (), **rest: Any) -> Member:
    """The member, once they chose that."""
    scopes = {name: {Scope(one): _ways(*of) for one, of in chosen.items()} for name, chosen in dict(ways).items()}
    wanted = WantedNotices(words=dict(words), ways=scopes, rest=rest)
    return replace(member, preferences=preferences.chosen(member, wanted))


def _ways(*named: str) -> Ways:
    return frozenset(map(NoticeWay, named))


@pytest.mark.parametrize(
    ("ways", "word", "beside"),
    [
        (["inbox", "email"], "both", []),
        (["inbox", "push"], "inbox", ["push"]),
        (["push"], "none", ["push"]),
        (["email"], "email", []),
        ([], "none", []),
    ],
)
def test_what_a_word_can_say_of_ones_own_tickets_is_stored_as_one_for_earlier_releases(
    ways: list[str], word: str, beside: list[str]
) -> None:
    member = _having(ways={"sla_warning": {"mine": ways, "all": ["email"]}})
    assert preferences.ways(member)["sla_warning"] == {"mine": ways, "unassigned": [], "all": ["email"]}
    assert member.preferences == {
        "ticket.sla_warning": word,
        "notices": {"ticket.sla_warning": {"all": ["email"]} | ({"mine": beside} if beside else {})},
    }


def test_a_word_that_an_earlier_release_changes_changes_nothing_else() -> None:
    member = _having(ways={"created": {"mine": ["inbox", "push"], "unassigned": []}})
    changed = replace(member, preferences={**member.preferences, "ticket.created": "email"})
    assert preferences.ways(changed)["created"] == {"mine": ["email", "push"], "unassigned": [], "all": []}


def test_a_word_says_all_there_is_of_ones_own_tickets() -> None:
    member = _having(_having(ways={"created": {"mine": ["push"], "all": ["push"]}}), words={"created": "inbox"})
    assert preferences.ways(member)["created"] == {"mine": ["inbox"], "unassigned": ["inbox"], "all": ["push"]}


def test_what_somebody_hears_of_while_they_choose_nothing() -> None:
    """Everybody of their own; who can take a ticket of those that nobody has; nobody of all."""
    agent = preferences.ways(ANA)
    assert {name for name, scopes in agent.items() if scopes.get("unassigned")} == {
        "created",
        "customer_replied",
        "woken",
    }
    assert not any(scopes.get("all") for scopes in agent.values())
    viewer = preferences.ways(replace(ANA, role=Role.VIEWER))
    assert not any(scopes.get("unassigned") for scopes in viewer.values())
    assert {name: scopes["mine"] for name, scopes in viewer.items()} == {n: s["mine"] for n, s in agent.items()}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"words": {"escalated": "both"}}, "escalated"),
        ({"words": {"escalated": "email"}}, "escalated"),
        ({"ways": {"escalated": {"all": ["inbox", "email"]}}}, "notices.escalated.all"),
        ({"words": {"created": "none"}, "ways": {"created": {"mine": ["inbox"]}}}, "notices.created.mine"),
        ({"quiet_hours": {"from": "22:00", "to": "22:00", "zone": None}}, "quiet_hours.to"),
        ({"quiet_hours": {"from": "22:00", "to": "07:00", "zone": "Europe/Nowhere"}}, "quiet_hours.zone"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(DeskError) as refusal:
        _having(**wanted)
    assert [error.field for error in refusal.value.errors] == [field]


def test_a_word_and_ways_that_say_the_same_are_one_choice() -> None:
    member = _having(words={"created": "none"}, ways={"created": {"mine": ["push"]}})
    assert preferences.ways(member)["created"]["mine"] == ["push"]


@pytest.mark.parametrize("stored", ["later", 7, {}, {"from": 7, "to": "08:00"}, ["22:00"]])
def test_what_a_later_release_chose_counts_as_what_is_usual_and_stays(stored: Any) -> None:
    later = {"notices": {"ticket.created": {"all": ["sms"]}}, "quiet_hours": stored, "digest": stored, "advance": "up"}
    member = replace(ANA, preferences=later)
    assert preferences.ways(member) == preferences.ways(ANA)
    assert (preferences.quiet_hours(member), preferences.digest(member)) == (None, True)
    assert preferences.advance(member) is Advance.STAY
    changed = _having(member, ways={"created": {"unassigned": []}})
    assert changed.preferences["notices"]["ticket.created"] == {"all": ["sms"], "unassigned": []}
    assert {name: changed.preferences[name] for name in ("quiet_hours", "digest", "advance")} == {
        name: later[name] for name in ("quiet_hours", "digest", "advance")
    }


def test_quiet_hours_a_digest_and_where_acting_leads_are_kept() -> None:
    hours = {"from": "22:00", "to": "07:00", "zone": "Europe/Berlin"}
    member = _having(quiet_hours=hours, digest=False, advance="next")
    assert preferences.quiet_hours(member) == QuietHours("22:00", "07:00", "Europe/Berlin")
    assert (preferences.digest(member), preferences.advance(member)) == (False, Advance.NEXT)
    assert preferences.quiet_hours(_having(member, quiet_hours=None)) is None
