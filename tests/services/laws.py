"""What holds at every moment, whatever was done: the laws of a desk, as a list."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product
from typing import Any

from chalicelib.domain.events import Action, Event, EventType
from chalicelib.domain.tickets import counts as ticket_counts
from chalicelib.domain.tickets.fields import plain
from chalicelib.domain.tickets.links import Purpose, everybody, token
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage, SendState
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.tickets import access
from chalicelib.services.tickets.family import conversation, primary_of
from tests.services.lives import SECRET, Life

Entries = list[Any]
_FIELDS: dict[str, Any] = {
    "status": "open",
    "priority": "medium",
    "assignee_id": None,
    "type": "support_ticket",
    "label_ids": [],
}
"""Fields, and what they are in a ticket that nothing has happened to."""


def every_instant_is_later_than_the_one_before(_: Life, ticket: Ticket, entries: Entries) -> None:
    assert all(before.at < after.at and before.id < after.id for before, after in pairwise(entries))
    assert ticket.last_at >= entries[-1].at


def the_version_grows_by_one_with_every_action(_: Life, ticket: Ticket, entries: Entries) -> None:
    """And with nothing else, but for messages that a duplicate keeps while their effects are the primary's."""
    actions = [entry for entry in entries if isinstance(entry, Action)]
    told = {action.message_id for action in actions}
    kept = sum(isinstance(entry, PublicMessage) and entry.id not in told for entry in entries)
    versions = [action.version for action in actions]
    assert versions[0] == 1
    assert all(before < after for before, after in pairwise(versions))
    assert ticket.version == len(actions) + kept


def the_message_count_is_the_number_of_messages(_: Life, ticket: Ticket, entries: Entries) -> None:
    notes = sum(isinstance(entry, InternalNote) for entry in entries)
    assert ticket.message_count == len(_standing(entries)) + notes


def the_first_response_is_the_first_reply_that_stands(_: Life, ticket: Ticket, entries: Entries) -> None:
    replies = (entry.at for entry in _standing(entries) if entry.kind is MessageKind.AGENT_REPLY)
    assert ticket.first_responded_at == next(replies, None)


def the_dates_agree_with_the_status(_: Life, ticket: Ticket, entries: Entries) -> None:
    """Solved is solved at a moment, and nothing else is."""
    assert (ticket.status is Status.RESOLVED) <= (ticket.resolved_at is not None)
    assert (ticket.resolved_at is not None) <= (ticket.status in (Status.RESOLVED, Status.CLOSED))
    assert (ticket.status is Status.CLOSED) == (ticket.closed_at is not None)


def history_explains_what_the_ticket_is(_: Life, ticket: Ticket, entries: Entries) -> None:
    """Every change begins at what the one before came to, and the last one at what the ticket is."""
    state = dict(_FIELDS)
    for event in _events(entries):
        for name in _FIELDS.keys() & event.changes.keys():
            change = event.changes[name]
            assert plain(change.before) == state[name], (event.type, name)
            state[name] = plain(change.after)
    assert state == {name: plain(getattr(ticket, name)) for name in _FIELDS}


def history_explains_where_the_ticket_belongs(_: Life, ticket: Ticket, entries: Entries) -> None:
    archived, merged_into, score, duplicates = False, None, None, list[int]()
    for event in _events(entries):
        match event.type:
            case EventType.ARCHIVED | EventType.RESTORED:
                archived = event.type is EventType.ARCHIVED
            case EventType.MERGED_INTO | EventType.UNMERGED_FROM:
                merged_into = event.changes["primary"].after
            case EventType.MERGED:
                duplicates.append(event.changes["duplicate"].after)
            case EventType.UNMERGED:
                duplicates.remove(event.changes["duplicate"].before)
            case EventType.RATED:
                score = event.changes["score"].after
    assert (archived, merged_into, score) == (bool(ticket.archived_at), ticket.merged_into, ticket.csat_score)
    assert duplicates == list(ticket.duplicates)


def every_place_begins_where_the_one_before_ended(_: Life, ticket: Ticket, entries: Entries) -> None:
    places = [(entry.was, entry.now) for entry in entries if isinstance(entry, Action)]
    assert places[0][0] is None
    assert all(before[1] == after[0] for before, after in pairwise(places))
    assert places[-1][1] == ticket.place


def nobody_outside_reads_what_is_not_for_them(life: Life, ticket: Ticket, _: Entries) -> None:
    """No note, nothing held or taken back, no other customer's words, and no reply that wasn't sent to them."""
    for person, purpose in product(everybody(ticket), (Purpose.SHOWN, Purpose.MAILED)):
        link = str(token(life.room.workspace.id, ticket, person.id, purpose))
        for message in conversation(life.desk, life.room, access.visit(life.room, link)):
            assert isinstance(message, PublicMessage)
            assert SECRET not in message.body
            assert message.may_be_read(life.desk.clock.now())
            if message.kind is MessageKind.CUSTOMER_MESSAGE:
                assert ticket.contact is not None
                assert message.author.name == ticket.contact.email
            elif person.is_contact:
                assert person.id in message.delivery


def pointers_of_merged_tickets_agree(life: Life, ticket: Ticket, _: Entries) -> None:
    assert (ticket.merged_into is None) == (ticket.merger is None) == (ticket.place.bucket != "merged")
    if ticket.merged_into is not None:
        assert ticket.number in life.ticket(ticket.merged_into).duplicates
        assert ticket.status is Status.CLOSED
    assert all(life.ticket(number).merged_into == ticket.number for number in ticket.duplicates)
    assert primary_of(life.room, ticket).merged_into is None


LAWS = (
    every_instant_is_later_than_the_one_before,
    the_version_grows_by_one_with_every_action,
    the_message_count_is_the_number_of_messages,
    the_first_response_is_the_first_reply_that_stands,
    the_dates_agree_with_the_status,
    history_explains_what_the_ticket_is,
    history_explains_where_the_ticket_belongs,
    every_place_begins_where_the_one_before_ended,
    nobody_outside_reads_what_is_not_for_them,
    pointers_of_merged_tickets_agree,
)
"""What holds of each ticket; that counters equal a recount holds of all of them."""


def check(life: Life) -> None:
    for number in life.numbers:
        ticket, entries = life.ticket(number), life.entries(number)
        for law in LAWS:
            law(life, ticket, entries)
    counters_equal_a_recount(life)


def counters_equal_a_recount(life: Life) -> None:
    counted: Counter[str] = Counter()
    recount: Counter[str] = Counter()
    for number in life.every_number():
        for entry in life.entries(number):
            if isinstance(entry, Action):
                _add(counted, ticket_counts.move(entry.was, entry.now))
        _add(recount, ticket_counts.move(None, life.ticket(number).place))
    assert {name: many for name, many in counted.items() if many} == dict(recount)


def _add(counts: Counter[str], move: ticket_counts.Move) -> None:
    counts.update(move.tabs)
    counts.update(move.members)


def _events(entries: Entries) -> list[Event]:
    return [event for entry in entries if isinstance(entry, Action) for event in entry.events]


def _standing(entries: Entries) -> list[PublicMessage]:
    messages = (entry for entry in entries if isinstance(entry, PublicMessage))
    return [message for message in messages if message.send_state is not SendState.WITHDRAWN]
