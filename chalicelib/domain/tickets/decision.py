"""What a command comes to, and the steps every rule is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Generic

from chalicelib.domain.events import Action, Actor, ActorKind, Event
from chalicelib.domain.people.absence import Away
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.former import with_former
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
from chalicelib.domain.tickets.planned import Planning, stopped
from chalicelib.domain.tickets.ticket import T, T_co, Ticket
from chalicelib.domain.tickets.timing import NONE, SILENCE, Promises, Talk, looked_at_later, timed
from chalicelib.domain.tickets.waking import awake

TICK = timedelta(milliseconds=1)
"""The least time between two entries of a time line."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances of a command: who acts, when, and a maker of ids (`new_id` takes the instant they sort by).

    `promises` are those that hold for tickets made or changed at this moment; `cause` and `batch` are handed to the
    action, which says what they are. `takes` is the member who is assigned by answering what is nobody's. Who is `away`
    is assigned nothing that somebody stands in for.
    """

    actor: Actor
    now: datetime
    new_id: Callable[[datetime], str]
    promises: Promises = NONE
    cause: str | None = None
    batch: str | None = None
    takes: str | None = None
    away: Away = field(default_factory=dict)

    def after(self, last: datetime | None) -> datetime:
        """Now, in whole milliseconds, yet later than the newest entry of the time line, so that order is order."""
        now = self.now.astimezone(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        return max(now, last + TICK) if last else now


@dataclass(frozen=True, slots=True)
class Resent:
    """A reply as it was read, and the ids of those to whom its mail is sent again."""

    message: PublicMessage
    recipient_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision(Generic[T_co]):
    """The result of a command. `before` is None for a new ticket; `said` is the message or note, if one was said;
    `withdrawn` a reply that is taken back, `resent` one that is mailed again, `undone` an earlier action that is;
    `split` the id of a message and the number of the ticket that it is split into, `joined` the same of a split that is
    taken back; `edited` a note as it was read, and
    as it is worded anew; `former` the action of what is withdrawn or said anew, and `answer` that of the answer which
    counts then; `planning` is what becomes of a reply that is sent later.
    """

    before: Ticket | None
    ticket: T_co
    action: Action | None
    said: Said | None = None
    withdrawn: PublicMessage | None = None
    resent: Resent | None = None
    undone: Action | None = None
    edited: tuple[InternalNote, InternalNote] | None = None
    former: Action | None = None
    answer: Action | None = None
    planning: Planning | None = None
    split: tuple[str, int] | None = None
    joined: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Begun(Generic[T_co]):
    """A command that does more to a ticket than saying something: the ticket as it was read, and what tells of what was
    done to it until then."""

    before: T_co
    events: tuple[Event, ...] = ()


def decide(
    before: Ticket, after: T, events: Iterable[Event], at: datetime, moment: Moment, talk: Talk = SILENCE
) -> Decision[T]:
    """Return the decision that every rule but creating ends in: the ticket is a version on, snoozed no longer than it
    may be, what is planned for it stopped if it must be, its SLA clock is right, and one action tells of it."""
    after, events = awake(before, after, tuple(events))
    if after.planned:
        planned, told = stopped(after.planned, {one.type for one in events}, after.status)
        after, events = replace(after, planned=planned), (*events, *told)
    attended = before.unattended and _attends(before, after, moment)
    after = timed(before, advanced(after, at), moment.promises, talk)
    after = replace(after, unattended=False, attended_at=at) if attended else after
    message = talk.said or talk.withdrawn
    action = action_of(before, after, events, moment, message.id if message else None)
    action = with_former(replace(action, attended=attended), before, after)
    if action.undo_until and after.look_at != before.look_at:
        after = looked_at_later(after, action.undo_until)
    return Decision(before, after, action, talk.said, talk.withdrawn)


def _attends(before: Ticket, after: Ticket, moment: Moment) -> bool:
    proven = after.requester_verified and not before.requester_verified
    return proven or moment.actor.kind is ActorKind.AGENT


def silenced(decision: Decision[T]) -> Decision[T]:
    """The same, told to no customer."""
    if decision.action is None:
        return decision
    return replace(decision, action=replace(decision.action, recipients=()))


def advanced(ticket: T, at: datetime) -> T:
    return replace(ticket, updated_at=at, last_at=at, version=ticket.version + 1)


def action_of(
    before: Ticket | None, ticket: Ticket, events: Iterable[Event], moment: Moment, message_id: str | None = None
) -> Action:
    return Action(
        id=moment.new_id(ticket.last_at),
        number=ticket.number,
        version=ticket.version,
        at=ticket.last_at,
        actor=moment.actor,
        events=tuple(events),
        assignee_id=ticket.assignee_id,
        was=before.place if before else None,
        now=ticket.place,
        recipients=links.recipients(ticket),
        message_id=message_id,
        cause=moment.cause,
        batch=moment.batch,
    )
