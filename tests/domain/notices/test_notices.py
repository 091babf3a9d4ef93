"""Who is told what of an action, and that nobody is told twice, or of their own deeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.events import SYSTEM, Action, Actor, ActorKind, EventType
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.notices.notices import Notice, Shared, finds, notices, shared
from chalicelib.domain.notices.ways import NoticeWay, Scope, with_ways
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.sla.policies import DEFAULTS
from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets import converse, lifecycle, merge, tick
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.timing import SILENCE, Promises, timed
from chalicelib.domain.vocabulary import Priority, Status
from tests.domain.making import ANA, BO, BY_ANA, BY_CY, BY_MAYA, CY, OPS, TEAM, VI, moment, opened, ticket

MINUTE = timedelta(minutes=1)
MAYA_HEARS, OPS_HEARS = "maya@example.com", "ops@example.com"


def told(decision: Decision | Action, team: dict[str, Member] = TEAM) -> list[tuple[str, str, str]]:
    """Who hears, of what, and how, in plain words."""
    action = decision if isinstance(decision, Action) else decision.action
    assert action is not None
    return sorted(_words(notice) for notice in notices(action, team))


def _words(notice: Notice) -> tuple[str, str, str]:
    person = notice.person
    channels = {(True, True): "inbox+email", (True, False): "inbox", (False, True): "email"}
    who = person.name if isinstance(person, Member) else person.address
    return who, notice.event.removeprefix("ticket."), channels[notice.inbox, notice.letter is not None]


def test_a_new_request_is_confirmed_to_its_customer() -> None:
    assert told(opened(BY_MAYA)) == [(MAYA_HEARS, "created", "email")]


def test_a_ticket_made_for_a_customer_is_told_to_them_and_to_its_assignee() -> None:
    assert told(opened(BY_CY, assignee_id=ANA.id)) == [
        ("Ana K.", "created", "inbox+email"),
        (MAYA_HEARS, "created", "email"),
    ]


def test_participants_are_not_told_that_a_ticket_was_made() -> None:
    assert told(opened(BY_MAYA, participants=(OPS,))) == [(MAYA_HEARS, "created", "email")]


def test_a_new_assignee_is_told_and_the_customer_is_not() -> None:
    assert told(change_rules.change(ticket(), {"assignee_id": BO.id}, moment(BY_ANA))) == [
        ("Bo L.", "assigned", "inbox+email")
    ]


def test_taking_the_assignee_off_is_told_to_nobody() -> None:
    assert told(change_rules.change(ticket(assignee_id=BO.id), {"assignee_id": None}, moment(BY_ANA))) == []


def test_a_customers_answer_goes_to_the_assigned_agents_inbox() -> None:
    assert told(converse.customer_message(ticket(assignee_id=BO.id), "Hello", moment(BY_MAYA))) == [
        ("Bo L.", "customer_replied", "inbox")
    ]


UNASSIGNED_REPLY = Shared(Scope.UNASSIGNED, EventType.CUSTOMER_REPLIED)


def shared_of(decision: Decision, team: dict[str, Member] = TEAM) -> list[Shared]:
    assert decision.action is not None
    return shared(decision.action, team)


def choosing(member: Member, event: str, scope: str, *ways: str) -> Member:
    chosen = with_ways(member.preferences, f"ticket.{event}", Scope(scope), frozenset(map(NoticeWay, ways)))
    return replace(member, preferences=chosen)


def test_a_customers_answer_on_an_unassigned_ticket_is_one_entry_for_everybody_who_could_take_it() -> None:
    decision = converse.customer_message(ticket(), "Hello", moment(BY_MAYA))
    assert (told(decision), shared_of(decision)) == ([], [UNASSIGNED_REPLY])
    assert [who.name for who in TEAM.values() if finds(who, "ticket.customer_replied", Scope.UNASSIGNED)] == [
        "Ana K.",
        "Bo L.",
        "Cy M.",
    ]


def test_when_the_assignee_has_left_a_customers_answer_goes_to_everybody() -> None:
    team = {**TEAM, BO.id: replace(BO, active=False)}
    assert shared_of(converse.customer_message(ticket(assignee_id=BO.id), "Hi", moment(BY_MAYA)), team) == [
        UNASSIGNED_REPLY
    ]


def test_a_new_ticket_that_nobody_has_is_one_entry_and_one_that_somebody_has_is_none() -> None:
    assert shared_of(opened(BY_MAYA)) == [Shared(Scope.UNASSIGNED, EventType.CREATED)]
    assert shared_of(opened(BY_CY, assignee_id=ANA.id)) == []


def test_what_a_program_wrote_is_told_to_whose_ticket_it_is_and_to_nobody_who_watches() -> None:
    team = {ANA.id: choosing(ANA, "created", "all", "inbox", "email"), BO.id: BO}
    assert shared_of(opened(BY_MAYA, machine=True), team) == []
    assert told(opened(BY_MAYA, machine=True, quiet=True), team) == []
    answered = converse.customer_message(ticket(assignee_id=BO.id), "Shipped", moment(BY_MAYA), machine=True)
    assert (told(answered, team), shared_of(answered, team)) == ([("Bo L.", "customer_replied", "inbox")], [])


def test_nothing_is_shared_with_nobody() -> None:
    """Not where nobody chose it, nor for the one who did it themselves."""
    team = {one.id: choosing(one, "created", "unassigned") for one in (ANA, BO)}
    assert shared_of(opened(BY_MAYA), team) == []
    assert shared_of(opened(BY_ANA), {ANA.id: ANA}) == []
    assert shared_of(opened(BY_ANA), {ANA.id: ANA, VI.id: VI}) == []


def test_all_tickets_are_one_more_entry_where_somebody_chose_it() -> None:
    team = {**TEAM, VI.id: choosing(VI, "customer_replied", "all", "inbox")}
    everybodys = Shared(Scope.ALL, EventType.CUSTOMER_REPLIED)
    assert shared_of(converse.customer_message(ticket(), "Hi", moment(BY_MAYA)), team) == [UNASSIGNED_REPLY, everybodys]
    assigned = converse.customer_message(ticket(assignee_id=BO.id), "Hi", moment(BY_MAYA))
    assert shared_of(assigned, team) == [everybodys]


@pytest.mark.parametrize("scope", ["unassigned", "all"])
@pytest.mark.parametrize("role", list(Role))
def test_whoever_chose_a_scope_is_mailed_and_pushed_once_in_any_role(scope: str, role: Role) -> None:
    who = replace(choosing(ANA, "created", scope, "email", "push"), role=role)
    found = notices(action_of(opened(BY_MAYA)), {who.id: who})
    assert [(one.inbox, one.letter, one.push) for one in found if one.person is who] == [
        (False, LetterKind.MEMBER_CREATED, True)
    ]


def test_the_ways_of_all_scopes_that_a_ticket_is_in_come_together() -> None:
    who = choosing(choosing(BO, "created", "mine", "inbox"), "created", "all", "email")
    found = notices(action_of(opened(BY_CY, assignee_id=BO.id, contact=None)), {BO.id: who})
    assert [(one.inbox, one.letter, one.push) for one in found] == [(True, LetterKind.MEMBER_CREATED, False)]
    assert notices(action_of(opened(BY_CY, assignee_id=BO.id, contact=None)), {BO.id: BO, VI.id: VI}) != []


def action_of(decision: Decision) -> Action:
    assert decision.action is not None
    return decision.action


@pytest.mark.parametrize(
    ("score", "who"), [(5, ["Bo L."]), (3, ["Bo L."]), (2, ["Bo L.", "Cy M."]), (1, ["Bo L.", "Cy M."])]
)
def test_a_rating_is_told_to_whose_ticket_it_is_and_a_bad_one_to_admins(score: int, who: list[str]) -> None:
    rated = lifecycle.rate(ticket(Status.RESOLVED, assignee_id=BO.id), score, "", moment(BY_MAYA, MINUTE))
    assert told(rated) == [(name, "rated", "inbox") for name in who]


def test_a_reply_is_mailed_to_contact_and_participants() -> None:
    assert told(converse.agent_reply(ticket(participants=(OPS,), assignee_id=BO.id), "Hello", moment(BY_ANA))) == [
        (MAYA_HEARS, "agent_replied", "email"),
        (OPS_HEARS, "agent_replied", "email"),
    ]


def test_a_change_of_status_is_mailed_to_the_contact_alone() -> None:
    assert told(change_rules.change(ticket(participants=(OPS,)), {"status": Status.WAITING}, moment(BY_ANA))) == [
        (MAYA_HEARS, "status_changed", "email")
    ]


def test_resolving_is_told_once_as_what_it_is() -> None:
    assert told(change_rules.change(ticket(), {"status": Status.RESOLVED}, moment(BY_ANA))) == [
        (MAYA_HEARS, "resolved", "email")
    ]


def test_a_reply_that_resolves_is_one_mail_to_each() -> None:
    decision = converse.agent_reply(ticket(participants=(OPS,)), "Done", moment(BY_ANA), status=Status.RESOLVED)
    assert told(decision) == [(MAYA_HEARS, "resolved", "email"), (OPS_HEARS, "agent_replied", "email")]


def test_a_change_of_status_and_assignee_is_one_notice_to_each() -> None:
    assert told(change_rules.change(ticket(), {"status": Status.WAITING, "assignee_id": BO.id}, moment(BY_ANA))) == [
        ("Bo L.", "assigned", "inbox+email"),
        (MAYA_HEARS, "status_changed", "email"),
    ]


def test_escalating_is_told_to_the_admins() -> None:
    assert told(lifecycle.escalate(ticket(assignee_id=BO.id), "Shop is down", moment(BY_ANA))) == [
        ("Cy M.", "escalated", "inbox")
    ]


def test_a_promise_that_runs_out_is_told_to_whom_the_ticket_belongs_or_else_to_the_admins() -> None:
    assert told(_ticked(45 * MINUTE, assignee_id=BO.id)) == [("Bo L.", "sla_warning", "inbox+email")]
    assert told(_ticked(45 * MINUTE)) == [("Cy M.", "sla_warning", "inbox+email")]


def test_a_promise_that_was_broken_is_told_to_the_admins_too_and_to_one_who_is_both_once() -> None:
    both = [("Bo L.", "sla_breached", "inbox+email"), ("Cy M.", "sla_breached", "inbox+email")]
    assert told(_ticked(60 * MINUTE, assignee_id=BO.id)) == both
    assert told(_ticked(60 * MINUTE, assignee_id=CY.id)) == both[1:]
    late_and_nearly_late = _ticked(200 * MINUTE, assignee_id=BO.id)
    assert late_and_nearly_late.types() == {EventType.SLA_BREACHED, EventType.SLA_WARNING}
    assert told(late_and_nearly_late) == both


def _ticked(after: timedelta, **fields: Any) -> Action:
    """What the tick tells of an urgent ticket of that age: an hour to answer, four to solve."""
    promises = Promises(policies=DEFAULTS)
    made = opened(priority=Priority.URGENT, **fields).ticket
    timed_ticket = timed(None, made, promises, SILENCE)
    _, action = tick.crossed(timed_ticket, replace(moment(SYSTEM, after), promises=promises))
    assert action
    return action


def test_a_note_is_told_to_whom_it_calls_and_nobody_else() -> None:
    note = converse.internal_note(ticket(assignee_id=BO.id), "@Cy look", moment(BY_ANA), mentions=(CY.id, VI.id))
    assert told(note) == [("Cy M.", "mentioned", "inbox"), ("Vi N.", "mentioned", "inbox")]


def test_a_merged_tickets_customer_is_told_and_the_primarys_is_not() -> None:
    primary, duplicate = ticket(), replace(ticket(), number=8)
    gained, given = merge.merge(primary, duplicate, (), moment(BY_ANA), across_contacts=False)
    assert (told(gained), told(given)) == ([], [(MAYA_HEARS, "merged_into", "email")])


@pytest.mark.parametrize(
    "decision",
    [
        change_rules.change(ticket(), {"assignee_id": ANA.id}, moment(BY_ANA)),
        opened(BY_ANA, assignee_id=ANA.id, contact=None),
        lifecycle.escalate(ticket(), "Now", moment(BY_CY)),
        converse.internal_note(ticket(), "@Ana", moment(BY_ANA), mentions=(ANA.id,)),
        converse.customer_message(ticket(Status.WAITING, assignee_id=ANA.id), "Hello", moment(BY_ANA)),
    ],
    ids=["assigned themselves", "made their own", "escalated", "called themselves", "answered for a customer"],
)
def test_nobody_is_told_of_what_they_did_themselves(decision: Decision) -> None:
    assert decision.action is not None
    assert decision.action.actor.id not in {notice.person.id for notice in notices(decision.action, TEAM)}


def test_a_customer_is_not_told_of_what_their_own_message_did() -> None:
    decision = converse.customer_message(ticket(Status.RESOLVED, assignee_id=BO.id), "Still broken", moment(BY_MAYA))
    assert MAYA_HEARS not in {who for who, _, _ in told(decision)}


@pytest.mark.parametrize("field", ["title", "description", "priority", "type", "label_ids", "participants"])
def test_everything_else_is_told_to_nobody(field: str) -> None:
    values = {"label_ids": ("l1",), "participants": (OPS,), "priority": "low", "type": "bug_report"}
    change = {field: values.get(field, "new")}
    assert told(change_rules.change(ticket(assignee_id=BO.id), change, moment(BY_ANA))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("events", [converse.auto_answered(ticket(), "maya@example.com", "Away", moment(BY_MAYA))])
def test_an_automatic_answer_is_told_to_nobody(events: Decision) -> None:
    assert told(events) == []


@pytest.mark.parametrize(
    "silent", [{"notify_customer": False}, {"contact": None}, {"contact": replace(ticket().contact, email=None)}]
)
def test_customers_of_a_ticket_that_is_not_public_hear_nothing(silent: dict[str, object]) -> None:
    quiet = ticket(participants=(OPS,), assignee_id=BO.id, **silent)
    assert told(converse.agent_reply(quiet, "Hello", moment(BY_ANA), status=Status.RESOLVED)) == []


def test_what_the_desk_does_by_itself_is_told_to_all_it_concerns() -> None:
    assert told(change_rules.change(ticket(), {"status": Status.RESOLVED, "assignee_id": ANA.id}, moment(SYSTEM))) == [
        ("Ana K.", "assigned", "inbox+email"),
        (MAYA_HEARS, "resolved", "email"),
    ]


def test_a_program_is_not_the_member_of_the_same_name() -> None:
    key = Actor(ActorKind.AGENT, "k_1", "Ana K.")
    assert [who for who, _, _ in told(change_rules.change(ticket(), {"assignee_id": ANA.id}, moment(key)))] == [
        "Ana K."
    ]


@pytest.mark.parametrize(
    ("preference", "channels"),
    [("both", ["inbox+email"]), ("inbox", ["inbox"]), ("email", ["email"]), ("none", [])],
)
def test_members_choose_for_each_event_how_they_hear_of_it(preference: str, channels: list[str]) -> None:
    team = {ANA.id: replace(ANA, preferences={"ticket.assigned": preference, "ticket.created": "none"})}
    assert [
        how for _, _, how in told(change_rules.change(ticket(), {"assignee_id": ANA.id}, moment(BY_CY)), team)
    ] == channels


def test_a_preference_adds_no_way_that_an_event_does_not_have() -> None:
    team = {CY.id: replace(CY, preferences={"ticket.escalated": "email"})}
    assert told(lifecycle.escalate(ticket(), "Now", moment(BY_ANA)), team) == []


def test_who_wants_nothing_of_the_telling_event_hears_nothing_of_a_lesser_one() -> None:
    team = {ANA.id: replace(ANA, preferences={"ticket.created": "none"})}
    assert told(opened(BY_CY, assignee_id=ANA.id, contact=None), team) == []


def test_viewers_and_members_who_left_are_told_of_no_ticket() -> None:
    team = {VI.id: VI, BO.id: replace(BO, active=False), CY.id: replace(CY, active=False, role=Role.ADMIN)}
    for assignee in team:
        assert told(converse.customer_message(ticket(assignee_id=assignee), "Hello", moment(BY_MAYA)), team) == []
    assert told(lifecycle.escalate(ticket(), "Now", moment(BY_ANA)), team) == []


def test_every_event_was_thought_of() -> None:
    """A new event has to be put into the table of who is told, or here."""
    silent = {
        "noted", "auto_answered", "reacted", "mail_delayed", "priority_changed", "type_changed",
        "channel_changed", "title_changed", "description_changed", "contact_changed", "labels_changed",
        "participants_changed", "archived", "restored", "spam", "not_spam", "reply_withdrawn", "undone",
        "proposal_declined", "requester_verified", "requester_denied", "merged", "unmerged", "unmerged_from",
        "followed_up", "note_edited", "held", "released", "deleted", "recovered", "redacted",
        "reply_scheduled", "snoozed", "unsnoozed", "split", "split_from", "linked", "unlinked",
    }  # fmt: skip
    telling = {
        "resolved", "merged_into", "agent_replied", "forwarded", "customer_replied", "escalated", "mentioned",
        "created", "assigned", "status_changed", "sla_warning", "sla_breached", "reply_resent", "rated",
        "reply_unscheduled", "woken",
    }  # fmt: skip
    assert {event.removeprefix("ticket.") for event in EventType} == silent | telling
