"""What a list of actions comes to on a ticket: one decision, one action, taken back as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.automation.actions import VOCABULARY, ActionKind, Circumstances
from chalicelib.domain.automation.macro import MOST_ACTIONS, checked, folded
from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind, EventType
from chalicelib.domain.tickets import undo
from chalicelib.domain.tickets.decision import Begun, Decision
from chalicelib.domain.tickets.former import UNDO_TIME
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, SendState
from chalicelib.domain.tickets.snooze import snooze
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.withdraw import WithoutIt, withdraw
from chalicelib.domain.vocabulary import Priority, Status
from tests.domain.making import BY_ANA, TEAM, moment, ticket

WAITING = {"do": "set", "field": "status", "value": "waiting"}
LOW = {"do": "set", "field": "priority", "value": "low"}
TO_ME = {"do": "assign", "member": "me"}
LABELLED = {"do": "add_labels", "labels": ["l_red"]}
BARED = {"do": "remove_labels", "labels": ["l_old"]}
JOINED = {"do": "add_participant", "address": "ops@example.com"}
REPLY = {"do": "reply", "canned_response": "r_thanks"}
NOTE = {"do": "note", "text": "Look at the proxy, @Bo L."}
NOTIFY = {"do": "notify", "members": ["m_bo"], "text": "Please look"}
SNOOZE = {"do": "snooze", "until": "days:3"}
RESOLVE = {"do": "resolve", "text": "Restarted it"}
ESCALATE = {"do": "escalate", "text": "They lose orders"}
ONE_EACH: Mapping[str, Mapping[str, Any]] = {
    one["do"]: one for one in (WAITING, TO_ME, LABELLED, BARED, JOINED, REPLY, NOTE, NOTIFY, SNOOZE, RESOLVE, ESCALATE)
}
ANSWER = "Thanks for telling us."


def _run(before: Ticket, *actions: Mapping[str, Any], by: Actor = BY_ANA) -> Decision[Ticket]:
    now = moment(by)
    me = by.id if by.id in TEAM else None
    around = Circumstances(moment=now, at=now.now, me=me, answer=ANSWER, team=[*TEAM.values()])
    return folded(Begun(before), before, checked(actions), around)


def _refused(*actions: Mapping[str, Any]) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        checked(actions)
    return refusal.value


def test_every_word_of_the_vocabulary_has_its_row_and_does_something() -> None:
    assert {*VOCABULARY} == {*ActionKind} == {*ONE_EACH}
    for given in ONE_EACH.values():
        done = _run(ticket(label_ids=("l_old",)), given)
        assert done.action is not None, given


def test_all_of_it_is_one_action_that_tells_of_each_field_once() -> None:
    done = _run(ticket(label_ids=("l_old",)), LOW, WAITING, TO_ME, BARED, LABELLED, JOINED)
    assert done.action is not None
    assert [event.type for event in done.action.events] == [
        EventType.STATUS_CHANGED,
        EventType.PRIORITY_CHANGED,
        EventType.LABELS_CHANGED,
        EventType.PARTICIPANTS_CHANGED,
        EventType.ASSIGNED,
    ]
    assert done.ticket.version == 2
    assert (done.ticket.status, done.ticket.priority, done.ticket.assignee_id) == (Status.WAITING, "low", "m_ana")
    assert done.ticket.label_ids == ("l_red",)
    assert [one.address for one in done.ticket.participants] == ["ops@example.com"]


def test_what_is_so_already_is_no_action() -> None:
    before = ticket(Status.WAITING)
    assert _run(before, WAITING, BARED) == Decision(before, before, None)


def test_it_is_undone_as_a_whole() -> None:
    before = ticket(label_ids=("l_old",))
    done = _run(before, TO_ME, BARED, LABELLED, JOINED, RESOLVE, ESCALATE)
    assert done.action is not None
    assert done.action.undo_until == done.action.at + UNDO_TIME
    back = undo.undo(done.ticket, done.action, [], moment()).ticket
    moves = {"updated_at": None, "last_at": None, "version": 0, "look_at": None, "clock": before.clock}
    assert replace(back, **moves) == replace(before, **moves)


def test_a_reply_is_held_and_taking_it_back_takes_back_the_rest() -> None:
    before = ticket(label_ids=("l_old",), assignee_id="m_bo")
    done = _run(before, REPLY, BARED, LABELLED, TO_ME, JOINED, RESOLVE, ESCALATE)
    said, action = done.said, done.action
    assert isinstance(said, PublicMessage)
    assert action is not None
    assert (said.body, said.send_state, said.visible_at) == (ANSWER, SendState.HELD, said.at + UNDO_TIME)
    assert action.was == before.place
    assert (done.ticket.status, done.ticket.resolution) == (Status.RESOLVED, "Restarted it")
    assert len([one for one in action.events if one.type is EventType.STATUS_CHANGED]) == 1
    left = WithoutIt(last_speaker=before.last_speaker, next_answer_at=None)
    back = withdraw(done.ticket, said, action, left, moment(after=timedelta(seconds=5))).ticket
    for name in ("status", "resolution", "resolved_at", "priority", "escalation", "assignee_id", "label_ids"):
        assert getattr(back, name) == getattr(before, name), name
    assert back.participants == ()
    assert back.first_responded_at is None


def test_it_is_snoozed_as_the_rest_leaves_it_and_comes_back_with_the_reply() -> None:
    until_reply = {"do": "snooze", "until": "reply"}
    done = _run(ticket(), until_reply, REPLY, WAITING, NOTIFY)
    assert done.ticket.is_snoozed
    assert isinstance(done.said, PublicMessage)
    assert done.action is not None
    left = WithoutIt(last_speaker=None, next_answer_at=None)
    back = withdraw(done.ticket, done.said, done.action, left, moment(after=timedelta(seconds=5))).ticket
    assert (back.is_snoozed, back.status) == (False, Status.OPEN)
    anew = snooze(done.ticket, moment().now + timedelta(hours=1), moment()).ticket
    kept = withdraw(anew, done.said, done.action, left, moment(after=timedelta(seconds=5))).ticket
    assert kept.snoozed_until == anew.snoozed_until


@pytest.mark.parametrize(
    ("at", "until", "back"),
    [
        ("2026-03-27T20:00Z", "days:1", "2026-03-28T08:00Z"),
        ("2026-03-27T20:00Z", "days:2", "2026-03-29T07:00Z"),  # the clocks went forward that night
        ("2026-03-28T23:30Z", "days:1", "2026-03-30T07:00Z"),  # it is the 29th there already
        ("2026-03-28T20:00Z", "hours:24", "2026-03-29T20:00Z"),
    ],
)
def test_days_end_in_the_morning_of_the_desk_and_hours_are_hours(at: str, until: str, back: str) -> None:
    now = replace(moment(), now=datetime.fromisoformat(at))
    around = Circumstances(moment=now, at=now.now, zone="Europe/Berlin")
    before = ticket()
    done = folded(Begun(before), before, [{"do": "snooze", "until": until}], around)
    assert done.ticket.snoozed_until == datetime.fromisoformat(back)


def test_who_is_notified_is_told_by_the_action_and_can_be_beside_a_reply() -> None:
    done = _run(ticket(), REPLY, NOTIFY)
    assert done.action is not None
    calls = [event.changes for event in done.action.events if event.type is EventType.MENTIONED]
    assert [(call["members"].after, call["text"].after) for call in calls] == [(["m_bo"], "Please look")]


def test_what_somebody_changed_since_stays_when_the_reply_is_taken_back() -> None:
    done = _run(ticket(), REPLY, LOW, LABELLED)
    assert isinstance(done.said, PublicMessage)
    assert done.action is not None
    since = replace(done.ticket, priority=Priority.HIGH, label_ids=("l_red", "l_blue"))
    left = WithoutIt(last_speaker=None, next_answer_at=None)
    back = withdraw(since, done.said, done.action, left, moment(after=timedelta(seconds=5))).ticket
    assert (back.priority, back.label_ids) == (Priority.HIGH, ("l_blue",))


def test_a_reply_by_hand_keeps_nothing_for_that() -> None:
    alone = _run(ticket(), REPLY)
    assert alone.action is not None
    assert alone.action.former == {}


def test_a_note_stays_when_the_rest_is_undone() -> None:
    before = ticket()
    done = _run(before, NOTE, LOW)
    assert isinstance(done.said, InternalNote)
    assert done.action is not None
    assert {EventType.NOTED, EventType.MENTIONED, EventType.PRIORITY_CHANGED} == done.action.types()
    back = undo.undo(done.ticket, done.action, [], moment()).ticket
    assert (back.priority, back.message_count) == (before.priority, before.message_count + 1)
    alone = _run(before, NOTE).action
    assert alone is not None
    assert alone.undo_until is None


def test_whoever_it_assigns_has_it_and_not_whoever_answers() -> None:
    takes = replace(moment(), takes="m_ana")
    around = Circumstances(moment=takes, at=takes.now, me="m_ana", answer=ANSWER)
    actions = checked([{"do": "assign", "member": None}, REPLY])
    before = ticket(assignee_id="m_bo")
    assert folded(Begun(before), before, actions, around).ticket.assignee_id is None
    free = ticket()
    assert folded(Begun(free), free, checked([RESOLVE]), around).ticket.assignee_id == "m_ana"
    assert folded(Begun(free), free, checked([REPLY]), around).ticket.assignee_id == "m_ana"


@pytest.mark.parametrize(
    ("before", "actions", "code", "place"),
    [
        (ticket(Status.RESOLVED), (LOW, RESOLVE), "already_resolved", 1),
        (ticket(priority=Priority.URGENT), (ESCALATE,), "already_urgent", 0),
    ],
    ids=["resolved", "urgent"],
)
def test_it_stops_at_what_would_be_refused_by_hand(before: Any, actions: Any, code: str, place: int) -> None:
    with pytest.raises(DeskError) as refusal:
        _run(before, *actions)
    assert refusal.value.code == code
    assert refusal.value.data == {"action": place, "do": actions[place]["do"]}


def test_nobody_is_answered_who_has_no_address() -> None:
    with pytest.raises(DeskError, match="no address") as refusal:
        _run(ticket(contact=None), LOW, REPLY)
    assert refusal.value.code == "not_reachable"
    assert refusal.value.data == {"action": 1, "do": "reply"}


def test_a_program_has_no_me() -> None:
    with pytest.raises(DeskError) as refusal:
        _run(ticket(), TO_ME, by=Actor(ActorKind.AGENT, "k_shop", "Shop"))
    assert refusal.value.errors[0].field == "actions.0.member"


@pytest.mark.parametrize(
    ("actions", "field"),
    [
        ([], "actions"),
        ([LOW] * (MOST_ACTIONS + 1), "actions"),
        ([LOW, LOW], "actions.1.do"),
        ([REPLY, NOTE], "actions.1.do"),
        ([REPLY, REPLY], "actions.1.do"),
        ([WAITING, RESOLVE], "actions.1.do"),
        ([LOW, ESCALATE], "actions.1.do"),
        ([{"do": "set", "field": "title", "value": "x"}], "actions.0.field"),
        ([{"do": "set", "field": "status", "value": "gone"}], "actions.0.value"),
        ([{"do": "set", "field": "status"}], "actions.0.value"),
        ([{"do": "resolve", "text": "x", "labels": []}], "actions.0.labels"),
        ([{"do": "add_labels", "labels": []}], "actions.0.labels"),
        ([{"do": "note", "text": " \u200b"}], "actions.0.text"),
        ([{"do": "note", "text": "x" * 4_001}], "actions.0.text"),
        ([{"do": "add_participant", "address": "nobody"}], "actions.0.address"),
        ([{"do": "notify", "members": [], "text": "x"}], "actions.0.members"),
        ([{"do": "notify", "members": ["m_bo"], "text": " "}], "actions.0.text"),
        *(
            ([{"do": "snooze", "until": wrong}], "actions.0.until")
            for wrong in ("", "days:0", "days:366", "hours:8761")
        ),
        ([{"do": "snooze", "until": "2026-03-01T09:00:00Z"}], "actions.0.until"),
        ([SNOOZE, RESOLVE], "actions.0.do"),
        ([{"do": "set", "field": "status", "value": "closed"}, SNOOZE], "actions.1.do"),
    ],
)
def test_what_can_be_no_macro_says_which_action(actions: list[Any], field: str) -> None:
    assert [error.field for error in _refused(*actions).errors] == [field]


def test_one_thing_is_said() -> None:
    assert "one reply, or one note" in _refused(REPLY, NOTE).detail


def test_what_a_later_release_saved_is_not_run() -> None:
    around = Circumstances(moment=moment(), at=moment().now)
    for given in ({"do": "teleport"}, {"do": "set", "field": "status", "value": "on_the_moon"}):
        before = ticket()
        with pytest.raises(DeskError) as refusal:
            folded(Begun(before), before, [given], around)
        assert refusal.value.code == "validation_failed"
