"""Replies that are sent later, as their ticket knows them, and what puts an end to one before it is out.

What they say lies apart: nobody outside sees it, and the ticket is read without it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.events import AUTHORS, WHY, Action, Actor, Change, Event, EventType
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.vocabulary import Status
from chalicelib.domain.worklist import Work

SCHEDULED, SEND_AT = "scheduled", "send_at"
"""The names under which events tell of them: their ids, and when they go out."""


KIND = "send_later"
"""The work of sending one. Its id names the ticket and the reply."""


class Unsent(StrEnum):
    """The reasons for which a reply isn't sent after all."""

    CANCELLED = "cancelled"
    CUSTOMER_WROTE = "customer_wrote"
    MERGED = "merged"
    CLOSED = "closed"
    DELETED = "deleted"
    SPAM = "spam"
    AUTHOR_GONE = "author_gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A reply that is to be sent `at` an instant, by the member or the program with the id `author`. One that was
    `stopped` isn't, and is kept until somebody says when after all, or that it never is."""

    id: str
    at: datetime
    author: str
    stopped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledReply:
    """All that a reply says which is sent later, written `at` an instant. Its fields are those of one sent now.
    `text_key` is where its text lies, if that is long."""

    id: str
    at: datetime
    author: Actor
    body: str
    body_format: BodyFormat
    formatted: str = ""
    attachments: tuple[Attachment, ...] = ()
    status: Status | None = None
    cc: tuple[str, ...] = ()
    text_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """The outcome of a command for the reply with that id, beside the ticket: the desk looks at it `look_at` an
    instant; it says what is in `reply`, if that is new; it is `sent`, so that nothing is kept of it but the message.
    `left_text` is where a long text lies that it doesn't lead to any more."""

    id: str
    look_at: datetime | None = None
    reply: ScheduledReply | None = None
    sent: bool = False
    left_text: str = ""


_STOPPED_BY = {
    EventType.CUSTOMER_REPLIED: Unsent.CUSTOMER_WROTE,
    EventType.MERGED_INTO: Unsent.MERGED,
    EventType.DELETED: Unsent.DELETED,
    EventType.SPAM: Unsent.SPAM,
}


def stopped(
    planned: tuple[Planned, ...], types: Collection[EventType], status: Status
) -> tuple[tuple[Planned, ...], list[Event]]:
    """Return what of these is still to be sent after events of those types, that left the ticket with `status`, and
    what tells of those that aren't."""
    why = next((reason for kind, reason in _STOPPED_BY.items() if kind in types), None)
    if why is None and status is Status.CLOSED:
        why = Unsent.CLOSED
    awaited = [one for one in planned if not one.stopped]
    if why is None or not awaited:
        return planned, []
    return tuple(replace(one, stopped=one.stopped or why) for one in planned), [unsent(awaited, why)]


def unsent(those: Collection[Planned], why: Unsent) -> Event:
    """Return what tells that some replies aren't sent."""
    ids, authors = [one.id for one in those], sorted({one.author for one in those})
    changes = {SCHEDULED: Change(ids, None), WHY: Change(None, why.value), AUTHORS: Change(None, authors)}
    return Event(EventType.REPLY_UNSCHEDULED, changes)


def planned_by(planned: tuple[Planned, ...], action: Action) -> tuple[Planned, ...]:
    """Return what waits on a ticket after an action, as its events tell it."""
    if action.message_id:  # the reply whose message it is waits no longer
        planned = tuple(one for one in planned if one.id != action.cause)
    for event in action.events:
        told = event.changes.get(SCHEDULED)
        if told is None:
            continue
        if event.type is EventType.REPLY_SCHEDULED and told.after:
            at = datetime.fromisoformat(event.changes[SEND_AT].after)
            planned = _with(planned, Planned(id=told.after, at=at, author=action.actor.id or ""))
        elif event.type is EventType.REPLY_UNSCHEDULED and event.changes[WHY].after != Unsent.CANCELLED:
            why = event.changes[WHY].after
            planned = tuple(replace(one, stopped=why) if one.id in told.before else one for one in planned)
        else:  # discarded, cancelled, or gone with the person whose ticket it is
            planned = tuple(one for one in planned if one.id not in told.before)
    return planned


def _with(planned: tuple[Planned, ...], new: Planned) -> tuple[Planned, ...]:
    if new.id not in {one.id for one in planned}:
        return (*planned, new)
    return tuple(new if one.id == new.id else one for one in planned)


def work_of(workspace: str, number: int, reply_id: str, at: datetime) -> Work:
    """Return the work that looks at a reply `at` an instant."""
    return Work(workspace=workspace, kind=KIND, id=f"{number}.{reply_id}", at=at)


def named(work: Work) -> tuple[int, str]:
    """Return the number of the ticket, and the id of the reply, that work is about."""
    number, _, reply_id = work.id.partition(".")
    return int(number), reply_id
