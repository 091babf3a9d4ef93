"""Taking a reply back while nobody outside has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action, Change, Event, EventType
from chalicelib.domain.tickets import waking
from chalicelib.domain.tickets.copies import without_copies
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.fields import FIELDS, changed, plain
from chalicelib.domain.tickets.former import labels_without
from chalicelib.domain.tickets.message import PublicMessage, SendState
from chalicelib.domain.tickets.ticket import Merger, T, Ticket
from chalicelib.domain.tickets.timing import Talk
from chalicelib.domain.vocabulary import Status, word

State = TypeVar("State", Ticket, Merger)
LONGEST_HOLD = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutIt:
    """The conversation once the reply is gone: who spoke last, and when the first answer since was given, and what told
    of it."""

    last_speaker: str | None
    next_answer_at: datetime | None
    next_answer: Action | None = None


def kept_for_undo(decision: Decision[T]) -> Decision[T]:
    """A held reply whose action says what else its status changed, so that undoing gives that back."""
    before, after, action = decision.before, decision.ticket, decision.action
    assert before is not None
    assert action is not None
    fields = ("resolved_at", "closed_at", "resolution")
    both = {name: Change(_plain(getattr(before, name)), _plain(getattr(after, name))) for name in fields}
    changes = {name: change for name, change in both.items() if change.before != change.after}
    events = tuple(
        replace(event, changes={**event.changes, **changes}) if event.type is EventType.STATUS_CHANGED else event
        for event in action.events
    )
    return replace(decision, action=replace(action, events=events))


def withdraw(ticket: Ticket, reply: PublicMessage, sent: Action, left: WithoutIt, moment: Moment) -> Decision[Ticket]:
    """Undo `reply`, which the action `sent` told of.

    What the reply changed goes back as far as it still holds: a status somebody has changed since stays as it is.
    Raises DeskError `already_sent` once anybody outside may have seen it.
    """
    if reply.author.id != moment.actor.id:
        raise DeskError("forbidden", "Only who wrote a reply can take it back.")
    if reply.send_state is not SendState.HELD or reply.may_be_read(moment.now):
        raise DeskError("already_sent", "This reply is out already. It can't be taken back.")
    at = moment.after(ticket.last_at)
    after = replace(ticket, message_count=ticket.message_count - 1, last_speaker=left.last_speaker)
    if ticket.first_responded_at == reply.at:
        after = replace(after, first_responded_at=left.next_answer_at)
    after = _with_former_status(after, sent, left)
    after, parted = without_copies(after, sent)
    after, returned = _with_former_fields(after, sent, at)
    after, moved = _with_former_place(after, sent)
    events = [Event(EventType.REPLY_WITHDRAWN), *parted, *returned, *moved]
    took = next((event.changes["assignee_id"] for event in sent.events if event.type is EventType.ASSIGNED), None)
    if took and took.after == ticket.assignee_id:
        after = replace(after, assignee_id=took.before)
        events.append(Event(EventType.ASSIGNED, {"assignee_id": Change(took.after, took.before)}))
    if after.status is not ticket.status:
        events.append(Event(EventType.STATUS_CHANGED, {"status": Change(ticket.status, after.status)}))
    decision = decide(ticket, after, events, at, moment, Talk(withdrawn=reply, answered_at=left.next_answer_at))
    return silenced(replace(decision, former=sent, answer=left.next_answer))


def status_before(status: Status, sent: Action) -> Status:
    """The status before a reply, if the one it set still stands."""
    event = _status_event(sent)
    return word(Status, event.changes["status"].before) if event and event.changes["status"].after == status else status


def _with_former_status(ticket: Ticket, sent: Action, left: WithoutIt) -> Ticket:
    """A ticket that was answered since isn't open: that answer would have begun the work on it. What a merged ticket is
    to be again, its merger holds."""
    former = status_before((ticket.merger or ticket).status, sent)
    if former is Status.OPEN and left.next_answer_at:
        former = Status.IN_PROGRESS
    event = _status_event(sent)
    if event is None or former is (ticket.merger or ticket).status:
        return ticket
    lost = {name: change.before for name, change in event.changes.items()}
    ticket = replace(ticket, resolution=lost.get("resolution", ticket.resolution))
    if ticket.merger:
        return replace(ticket, merger=_as_before(ticket.merger, former, lost))
    return _as_before(ticket, former, lost)


def _with_former_fields(ticket: T, sent: Action, at: datetime) -> tuple[T, list[Event]]:
    """Return the ticket with what else was done with the reply as it was, as far as that still holds, and what tells of
    it."""
    told = {name: change for event in sent.events for name, change in event.changes.items()}
    events = list[Event]()
    for name, value in sent.former.items():
        field = FIELDS.get(name)
        if field is None or name not in told:
            continue
        now = field.of(ticket)
        if name == "label_ids":
            value = labels_without(now, sent)
        elif plain(now) != told[name].after:
            continue
        if now != value:
            ticket, events = field.put(ticket, value, at), [*events, *changed(name, now, value)]
        if name == "priority" and "escalation" in sent.former:
            ticket = replace(ticket, escalation=sent.former["escalation"])
    return ticket, events


def _with_former_place(ticket: T, sent: Action) -> tuple[T, list[Event]]:
    """Return the ticket where it was before the reply, if that snoozed it and it is snoozed still as it was then."""
    snoozed = next((event for event in sent.events if event.type is EventType.SNOOZED), None)
    if snoozed is None or waking.told(ticket) != snoozed.changes[waking.UNTIL].after:
        return ticket, []
    after = replace(ticket, bucket=sent.former.get("bucket"), snoozed_until=sent.former.get("snoozed_until"))
    kind = EventType.SNOOZED if after.is_snoozed else EventType.UNSNOOZED
    return after, [waking.event(kind, ticket, after)]


def _as_before(state: State, former: Status, lost: Mapping[str, str | None]) -> State:
    return replace(
        state,
        status=former,
        resolved_at=_instant(lost["resolved_at"]) if "resolved_at" in lost else state.resolved_at,
        closed_at=_instant(lost["closed_at"]) if "closed_at" in lost else state.closed_at,
    )


def _status_event(action: Action) -> Event | None:
    return next((event for event in action.events if event.type is EventType.STATUS_CHANGED), None)


def _plain(value: datetime | str | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
