"""Whatever is done to a ticket, in whatever order, its history explains what it has become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SYSTEM, EventType, Recipient
from chalicelib.domain.notices.notices import notices
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets import converse, lifecycle
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.fields import plain
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Priority, Status, TicketType
from tests.domain.making import ANA, BO, BY_ANA, BY_CY, BY_MAYA, MAYA, OPS, TEAM, moment, opened

Command = Callable[[Ticket, Moment], Decision]

FIELDS = {
    "title": st.sampled_from(["Checkout", "Login", " ", "x" * 301]),
    "description": st.sampled_from(["", "Long", "x" * 100_001]),
    "type": st.sampled_from(list(TicketType)),
    "priority": st.sampled_from(list(Priority)),
    "status": st.sampled_from(list(Status)),
    "assignee_id": st.sampled_from([None, ANA.id, BO.id]),
    "contact": st.sampled_from([None, MAYA, ContactRef("c_jo", "Jo", None)]),
    "label_ids": st.lists(st.sampled_from(["l1", "l2", "l3"])).map(tuple),
    "participants": st.lists(st.sampled_from([OPS, Participant("b@example.com")])).map(tuple),
}
statuses = st.none() | st.sampled_from(list(Status))
bodies = st.sampled_from(["Hello", "", " ", "Line\n\n> quoted"])

commands: st.SearchStrategy[Command] = st.one_of(
    st.fixed_dictionaries({}, optional=FIELDS).map(lambda changes: lambda t, m: change_rules.change(t, changes, m)),  # type: ignore[arg-type]
    st.tuples(bodies, statuses).map(lambda x: lambda t, m: converse.agent_reply(t, x[0], m, status=x[1])),
    bodies.map(lambda body: lambda t, m: converse.customer_message(t, body, m)),
    bodies.map(lambda body: lambda t, m: converse.internal_note(t, body, m, mentions=(BO.id,))),
    st.just(lambda t, m: converse.auto_answered(t, "maya@example.com", "Away", m)),
    st.integers(8, 9).map(lambda number: lambda t, m: converse.follow_up(t, number, m)),
    st.just(lambda t, m: lifecycle.resolve(t, "Restarted it", 4, m)),
    st.just(lambda t, m: lifecycle.escalate(t, "Shop is down", m)),
    st.just(lambda t, m: lifecycle.archive(t, m)),
    st.just(lambda t, m: lifecycle.restore(t, m)),
    st.integers(0, 6).map(lambda score: lambda t, m: lifecycle.rate(t, score, "", m)),
)
steps = st.lists(st.tuples(commands, st.sampled_from([BY_ANA, BY_CY, BY_MAYA, SYSTEM]), st.integers(-5, 5_000)))


@dataclass
class Life:
    """A ticket, and all that was decided about it. What is refused leaves no trace."""

    decisions: list[Decision] = field(default_factory=lambda: [opened()])

    @property
    def ticket(self) -> Ticket:
        return self.decisions[-1].ticket

    @property
    def said(self) -> list[Said]:
        return [decision.said for decision in self.decisions if decision.said]


def lived(given_steps: list[tuple[Command, Any, int]]) -> Life:
    life, clock = Life(), timedelta(0)
    for command, actor, milliseconds in given_steps:
        clock += timedelta(milliseconds=milliseconds)
        try:
            decision = command(life.ticket, moment(actor, clock))
        except DeskError:
            continue
        assert decision.before == life.ticket
        if decision.action is None:
            assert decision.ticket == life.ticket
            continue
        life.decisions.append(decision)
    return life


lives = steps.map(lived)


@given(lives)
def test_the_version_counts_the_actions(life: Life) -> None:
    actions = [decision.action for decision in life.decisions]
    assert [action and action.version for action in actions] == list(range(1, len(actions) + 1))
    assert life.ticket.version == len(actions)


@given(lives)
def test_the_entries_of_the_time_line_are_strictly_in_order(life: Life) -> None:
    entries = [entry for decision in life.decisions for entry in (decision.said, decision.action) if entry]
    instants = [entry.at for entry in entries]
    assert all(earlier < later for earlier, later in pairwise(instants))
    assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)
    assert life.ticket.last_at == life.ticket.updated_at == instants[-1]


@settings(max_examples=300)
@given(lives)
def test_replaying_the_changes_gives_what_the_ticket_is(life: Life) -> None:
    first = life.decisions[0].ticket
    replayed = {name: plain(getattr(first, name)) for name in FIELDS}
    for decision in life.decisions[1:]:
        assert decision.action is not None
        for event in decision.action.events:
            for name, change in event.changes.items():
                if name in FIELDS:
                    assert replayed[name] == change.before
                    replayed[name] = change.after
    found = {name: plain(getattr(life.ticket, name)) for name in FIELDS}
    del replayed["description"], found["description"]  # of which the history says only that it changed
    assert replayed == found


@given(lives)
def test_where_a_ticket_was_counted_is_where_it_was_before(life: Life) -> None:
    places = [decision.action for decision in life.decisions]
    assert [action and action.was for action in places[1:]] == [action and action.now for action in places[:-1]]
    assert places[-1] is not None
    assert places[-1].now == life.ticket.place


@given(lives)
def test_messages_are_counted_and_the_first_reply_is_the_first_response(life: Life) -> None:
    replies = [said for said in life.said if isinstance(said, PublicMessage) and said.kind == "agent_reply"]
    public = [said for said in life.said if isinstance(said, PublicMessage)]
    assert life.ticket.message_count == len(life.said)
    assert life.ticket.first_responded_at == (replies[0].at if replies else None)
    assert life.ticket.last_speaker == ("agent" if public and public[-1].kind == "agent_reply" else "customer")


@given(lives)
def test_resolved_and_closed_are_dated_exactly_while_they_last(life: Life) -> None:
    ticket = life.ticket
    assert (ticket.closed_at is not None) == (ticket.status is Status.CLOSED)
    assert ticket.status is not Status.RESOLVED or ticket.resolved_at is not None
    assert ticket.resolved_at is None or ticket.status in (Status.RESOLVED, Status.CLOSED)


@given(lives)
def test_no_customer_is_ever_told_of_a_note(life: Life) -> None:
    for decision in life.decisions:
        if isinstance(decision.said, InternalNote):
            assert decision.action is not None
            assert EventType.AGENT_REPLIED not in decision.action.types()
            assert not [one for one in notices(decision.action, TEAM) if isinstance(one.person, Recipient)]


@given(lives)
def test_each_person_gets_one_notice_of_an_action_at_most(life: Life) -> None:
    for decision in life.decisions:
        assert decision.action is not None
        people = [notice.person.id for notice in notices(decision.action, TEAM)]
        assert len(people) == len(set(people))
