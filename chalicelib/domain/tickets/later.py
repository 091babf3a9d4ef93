"""Replies that are sent later: put on, changed, taken off. Until one is out, nothing that a customer sees changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.ahead import MINUTE, ahead
from chalicelib.domain.tickets.decision import Decision, Moment, decide
from chalicelib.domain.tickets.planned import SCHEDULED, SEND_AT, Planned, Planning, ScheduledReply, Unsent, unsent
from chalicelib.domain.tickets.spam import check_not_spam
from chalicelib.domain.tickets.ticket import T, Ticket
from chalicelib.domain.vocabulary import Status

MOST = 5
"""Replies of one ticket that wait, those that were stopped among them."""


def schedule(ticket: T, reply: ScheduledReply, at: datetime, moment: Moment) -> Decision[T]:
    """A reply that is sent `at` an instant, if nothing stops it before. Raises DeskError `is_spam`, `too_many`, or at
    what is wrong with it."""
    _check_open(ticket)
    at = ahead(at, moment.now, "send_at", MINUTE)
    _check_words(reply)
    if len(ticket.planned) >= MOST:
        raise DeskError("too_many", f"At most {MOST} replies of a ticket can wait. Send or discard one of them first.")
    new = Planned(id=reply.id, at=at, author=moment.actor.id or "")
    told = {SCHEDULED: Change(None, new.id), SEND_AT: Change(None, at.isoformat())}
    after = replace(ticket, planned=(*ticket.planned, new))
    return _planned(ticket, after, told, Planning(id=new.id, look_at=at, reply=reply), moment)


def reschedule(
    ticket: T, reply_id: str, at: datetime | None, reply: ScheduledReply | None, moment: Moment
) -> Decision[T]:
    """Another instant, other words, or both, by whoever wrote it. One that was stopped needs another instant."""
    _check_open(ticket)
    if reply is not None:
        _check_words(reply)
    known = planned_of(ticket, reply_id)
    _check_theirs(known, moment)
    if at is None and known.stopped:
        raise invalid("send_at", "This reply was stopped. Say when it is to be sent.")
    if at is not None and at != known.at:
        at = ahead(at, moment.now, "send_at", MINUTE)
    new = replace(known, at=at or known.at, stopped=None)
    if reply is None and new == known:
        return Decision(ticket, ticket, None)
    told = {SCHEDULED: Change(known.id, known.id), SEND_AT: Change(known.at.isoformat(), new.at.isoformat())}
    after = replace(ticket, planned=tuple(new if one is known else one for one in ticket.planned))
    return _planned(ticket, after, told, Planning(id=new.id, look_at=new.at, reply=reply), moment)


def unschedule(ticket: T, reply_id: str, moment: Moment) -> Decision[T]:
    """Never sent, by whoever may write: what it says goes. Doing so again is no error."""
    known = next((one for one in ticket.planned if one.id == reply_id), None)
    if known is None:
        return Decision(ticket, ticket, None)
    after = replace(ticket, planned=tuple(one for one in ticket.planned if one is not known))
    events = [unsent([known], Unsent.CANCELLED)] if not known.stopped else [_discarded(known)]
    decision = decide(ticket, after, events, moment.after(ticket.last_at), moment)
    return replace(decision, planning=Planning(id=known.id, look_at=moment.now))


def stop(ticket: T, reply_id: str, why: Unsent, moment: Moment) -> Decision[T]:
    """Not sent when it was due, as something spoke against it. What it says is kept for its author."""
    known = next((one for one in ticket.planned if one.id == reply_id and not one.stopped), None)
    if known is None:
        return Decision(ticket, ticket, None)
    new = replace(known, stopped=why)
    after = replace(ticket, planned=tuple(new if one is known else one for one in ticket.planned))
    return decide(ticket, after, [unsent([known], why)], moment.after(ticket.last_at), moment)


def without(ticket: T, reply_id: str, *, stopped: bool) -> T:
    """Return the ticket once that reply is out, also one that was `stopped`. Raises not_found for what isn't there."""
    known = planned_of(ticket, reply_id)
    if known.stopped and not stopped:
        raise not_found("scheduled reply")
    return replace(ticket, planned=tuple(one for one in ticket.planned if one is not known))


def planned_of(ticket: Ticket, reply_id: str) -> Planned:
    """Return what a ticket knows of such a reply. Raises not_found."""
    for one in ticket.planned:
        if one.id == reply_id:
            return one
    raise not_found("scheduled reply")


def check_theirs(ticket: Ticket, reply_id: str, moment: Moment) -> None:
    """Raise DeskError `forbidden` for whoever didn't write it, `not_found` for none."""
    _check_theirs(planned_of(ticket, reply_id), moment)


def _discarded(known: Planned) -> Event:
    told = {SCHEDULED: Change(known.id, None), SEND_AT: Change(known.at.isoformat(), None)}
    return Event(EventType.REPLY_SCHEDULED, told)


def _planned(ticket: T, after: T, told: dict[str, Change], planning: Planning, moment: Moment) -> Decision[T]:
    event = Event(EventType.REPLY_SCHEDULED, told)
    return replace(decide(ticket, after, [event], moment.after(ticket.last_at), moment), planning=planning)


def _check_open(ticket: Ticket) -> None:
    check_not_spam(ticket)
    if ticket.status is Status.CLOSED:
        raise invalid("send_at", "The ticket is closed: nothing is sent later on it. Open it again first.")


def _check_words(reply: ScheduledReply) -> None:
    if not has_something(reply.body) and not reply.attachments:
        raise invalid("body", "Write something first.")


def _check_theirs(known: Planned, moment: Moment) -> None:
    if known.author != moment.actor.id:
        raise DeskError("forbidden", "Only who wrote a reply can change it, or send it now.")
