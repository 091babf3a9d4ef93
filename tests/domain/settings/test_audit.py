"""What the audit log tells of a change, and what it never tells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.accounts.api_keys import ApiKey
from chalicelib.domain.events import SYSTEM, Action, Actor, ActorKind, Change, Event, EventType, Place
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings import audit
from chalicelib.domain.settings.ai_engine import AiEngine
from chalicelib.domain.settings.audit import LONGEST_VALUE, AuditEntry
from chalicelib.domain.settings.masking import Masking
from chalicelib.domain.settings.parts import MOST, NAMES, Part, folded
from chalicelib.domain.settings.retention import Retention
from chalicelib.domain.settings.sign_in_rules import SignInRules
from chalicelib.domain.settings.weekly_report import WeeklyReport
from chalicelib.domain.settings.workspace import CannedResponse, General, Label
from chalicelib.domain.sla.schedule import Schedule

KEY = ApiKey(id="k1", workspace="acme", name="Shop", scopes=("tickets:read",), digest="d1g3st")


def _entry(before: Part | None, after: Part | None) -> AuditEntry:
    return audit.of_change("01", datetime(2026, 11, 23, tzinfo=UTC), SYSTEM, before, after)


def test_an_entry_tells_what_was_done_and_each_field_before_and_after() -> None:
    label = Label("l_1", "Billing", "#a13a00")
    made, changed = _entry(None, label), _entry(label, replace(label, color="#000000"))
    gone = _entry(label, None)
    assert [one.action for one in (made, changed, gone)] == ["label.created", "label.changed", "label.deleted"]
    assert made.changes == {"name": Change(None, "Billing"), "color": Change(None, "#a13a00")}
    assert changed.changes == {"color": Change("#a13a00", "#000000")}
    assert gone.changes["name"] == Change("Billing", None)
    assert {(one.subject, one.name) for one in (made, changed, gone)} == {("l_1", "Billing")}


def test_a_secret_is_in_no_entry_even_when_it_changes() -> None:
    other = replace(KEY, digest="0th3r", name="Web shop")
    for entry in (_entry(None, KEY), _entry(KEY, other), _entry(other, None)):
        assert "digest" not in entry.changes
        assert KEY.digest not in repr(entry)
        assert other.digest not in repr(entry)


def test_a_long_text_is_told_by_its_beginning_and_a_change_far_behind_is_still_one() -> None:
    long = CannedResponse("r_1", "Hello", "x" * 19_000)
    entry = _entry(long, replace(long, body=long.body + "!"))
    assert entry.changes["body"].before == "x" * LONGEST_VALUE + "…"


def test_what_is_told_is_json() -> None:
    member = Member(
        id="m_1", name="Ana", email="a@acme.example", role=Role.ADMIN, preferences={"ticket.created": "none"}
    )
    for part in (KEY, member, General(name="Acme")):
        told: dict[str, Any] = {name: [one.before, one.after] for name, one in _entry(None, part).changes.items()}
        assert json.loads(json.dumps(told)) == told


def test_the_order_in_which_a_member_sees_their_views_is_told_nobody() -> None:
    ana = Member(id="m_1", name="Ana", email="a@acme.example", role=Role.ADMIN, preferences={"advance": "list"})
    moved = replace(ana, preferences={"advance": "list", "view_order": ["v_2", "v_1"]})
    assert audit.is_untold(ana, moved)
    also = replace(moved, preferences={**moved.preferences, "advance": "next"})
    assert not audit.is_untold(ana, also)
    assert _entry(ana, also).changes == {"preferences": Change({"advance": "list"}, {"advance": "next"})}


def test_a_change_of_which_no_field_is_told_is_told_itself() -> None:
    assert not audit.is_untold(KEY, replace(KEY, digest="0th3r"))
    assert not audit.is_untold(None, KEY)
    assert not audit.is_untold(KEY, None)


def test_every_kind_has_a_name_and_a_limit_unless_there_is_only_one() -> None:
    lone = {General, Schedule, AiEngine, Masking, SignInRules, WeeklyReport, Retention}
    assert NAMES.keys() - MOST.keys() == lone
    assert len(set(NAMES.values())) == len(NAMES)


def test_names_are_the_same_when_people_would_say_so() -> None:
    assert folded(" Straße\u00a0 10 ") == folded("STRASSE 10")
    assert folded("Cafe\u0301") == folded("CAFÉ") != folded("Cafe")
    assert folded("ﬁle") == folded("FILE")


GIL = Actor(ActorKind.AGENT, "m_1", "Gil G.")
MAYA = Actor(ActorKind.CUSTOMER, "r_1", "Maya Osei")


def _all_done(actor: Actor, *events: Event) -> list[AuditEntry]:
    at, place = datetime(2026, 11, 23, tzinfo=UTC), Place("open", None)
    action = Action(
        id="01A", number=7, version=2, at=at, actor=actor, events=events, assignee_id=None, was=place, now=place
    )
    return audit.of_action(action, "TKT-0007")


def _done(actor: Actor, *events: Event) -> AuditEntry | None:
    return next(iter(_all_done(actor, *events)), None)


def _readers(before: list[str], after: list[str]) -> Event:
    return Event(EventType.PARTICIPANTS_CHANGED, {"participants": Change(before, after)})


def test_the_entry_of_an_action_has_its_id_and_instant_and_nothing_that_anybody_wrote() -> None:
    entry = _done(GIL, Event(EventType.STATUS_CHANGED), Event(EventType.ARCHIVED))
    assert entry is not None
    assert (entry.id, entry.at, entry.actor) == ("01A", datetime(2026, 11, 23, tzinfo=UTC), GIL)
    assert (entry.action, entry.subject, entry.name, entry.changes) == ("ticket.archived", "TKT-0007", "TKT-0007", {})


def test_readers_are_told_by_their_number_and_only_when_one_came() -> None:
    entry = _done(GIL, _readers(["a@x.example"], ["b@x.example"]))
    assert entry is not None
    assert entry.changes == {"readers": Change(1, 1)}
    assert _done(GIL, _readers(["a@x.example"], [])) is None


def test_daily_work_and_what_customers_do_is_no_entry() -> None:
    assert _done(GIL, Event(EventType.STATUS_CHANGED), Event(EventType.AGENT_REPLIED)) is None
    assert _done(MAYA, _readers([], ["a@x.example"])) is None


def test_who_a_ticket_is_given_to_is_told_by_name_and_address() -> None:
    maya: dict[str, Any] = {"id": "c_1", "name": "Maya", "email": "maya@example.com"}
    moved = Event(EventType.CONTACT_CHANGED, {"contact": Change(maya, {**maya, "email": "evil@attacker.example"})})
    entry = _done(GIL, moved)
    assert entry is not None
    assert entry.action == "ticket.contact_changed"
    assert entry.changes == {"contact": Change("Maya <maya@example.com>", "Maya <evil@attacker.example>")}


def test_who_had_a_ticket_is_told_of_an_event_from_before_addresses_were_kept_too() -> None:
    known, nameless = {"id": "c_1", "name": "Maya"}, {"id": "c_2", "name": "", "email": None}
    for before, after, told in ((known, None, ("Maya", None)), (None, nameless, (None, "c_2"))):
        entry = _done(GIL, Event(EventType.CONTACT_CHANGED, {"contact": Change(before, after)}))
        assert entry is not None
        assert entry.changes == {"contact": Change(*told)}


def test_nothing_hides_behind_what_was_done_with_it() -> None:
    given = Event(EventType.CONTACT_CHANGED, {"contact": Change({"id": "c_1", "name": "Maya"}, None)})
    taken_off, put_on = _readers(["a@x.example"], []), _readers([], ["b@x.example"])
    assert [one.action for one in _all_done(GIL, taken_off, given)] == ["ticket.contact_changed"]
    both = _all_done(GIL, given, put_on, Event(EventType.ARCHIVED))
    assert [one.action for one in both] == ["ticket.contact_changed", "ticket.readers_added", "ticket.archived"]
    assert [one.id for one in both] == ["01A", "01A.1", "01A.2"]
