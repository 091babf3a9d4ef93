"""Tickets of somebody who is away go to whoever stands in for them, whichever rule assigns."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import INSTEAD_OF, Change, EventType
from chalicelib.domain.tickets import change, converse, create, lifecycle
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.vocabulary import Channel, Source
from tests.domain.making import ANA, BO, BY_ANA, BY_CY, KEY, moment, ticket


def told(decision: Decision) -> dict[str, Change]:
    assert decision.action is not None
    return next(dict(one.changes) for one in decision.action.events if one.type is EventType.ASSIGNED)


def when(actor: object = BY_CY, stands_in: str | None = BO.id, takes: str | None = None) -> Moment:
    return replace(moment(actor), away={ANA.id: stands_in}, takes=takes)  # type: ignore[arg-type]


def is_bos(decision: Decision) -> bool:
    expected = {"assignee_id": Change(None, BO.id), INSTEAD_OF: Change(None, ANA.id)}
    return decision.ticket.assignee_id == BO.id and told(decision) == expected


def test_a_change() -> None:
    assert is_bos(change.change(ticket(), {"assignee_id": ANA.id}, when()))


def test_a_new_ticket() -> None:
    new = NewTicket(title="Checkout", channel=Channel.API, source=Source.API, assignee_id=ANA.id)
    assert is_bos(create.create(new, 7, KEY, when()))


def test_whoever_answers_or_resolves_what_is_nobodys() -> None:
    taking = when(BY_ANA, takes=ANA.id)
    assert is_bos(converse.agent_reply(ticket(), "On it.", taking))
    assert is_bos(lifecycle.resolve(ticket(), "Fixed.", None, taking))


def test_they_have_it_where_nobody_stands_in() -> None:
    decision = change.change(ticket(), {"assignee_id": ANA.id}, when(stands_in=None))
    assert decision.ticket.assignee_id == ANA.id
    assert told(decision) == {"assignee_id": Change(None, ANA.id)}


def test_what_they_have_stays_theirs_and_what_the_other_has_theirs() -> None:
    for holder in (ANA.id, BO.id):
        decision = change.change(ticket(assignee_id=holder), {"assignee_id": ANA.id}, when())
        assert decision.action is None
        assert decision.ticket.assignee_id == holder


def test_it_can_be_taken_from_them_and_given_to_nobody() -> None:
    assert change.change(ticket(assignee_id=ANA.id), {"assignee_id": None}, when()).ticket.assignee_id is None
