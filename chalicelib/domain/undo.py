"""Taking a reply back while nobody outside has seen it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.decision import Decision, Moment, action_of, advanced, changed, with_status
from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action, Event, EventType
from chalicelib.domain.message import PublicMessage, SendState
from chalicelib.domain.ticket import Status, Ticket


def withdraw(ticket: Ticket, reply: PublicMessage, sent: Action, before: str | None, moment: Moment) -> Decision:
    """Undo `reply`, which the action `sent` told of; `before` is who spoke last before it.

    What the reply changed goes back as far as it still holds: a status somebody has changed since stays as it is.
    Raises DeskError `already_sent` once anybody outside may have seen it.
    """
    if reply.send_state is not SendState.HELD or reply.may_be_read(moment.now):
        raise DeskError("already_sent", "This reply is out already. It can't be taken back.")
    if reply.author.id != moment.actor.id:
        raise DeskError("forbidden", "Only who wrote a reply can take it back.")
    at = moment.after(ticket.last_at)
    events = [Event(EventType.REPLY_WITHDRAWN)]
    after = replace(ticket, message_count=ticket.message_count - 1, last_speaker=before)
    if ticket.first_responded_at == reply.at:
        after = replace(after, first_responded_at=None)
    former = _former_status(ticket, sent)
    if former is not None:
        after = with_status(after, former, at)
        events += changed("status", ticket.status, former)
    after = advanced(after, at)
    action = replace(action_of(ticket, after, events, moment, reply.id), recipients=())
    return Decision(ticket, after, action, withdrawn=reply)


def _former_status(ticket: Ticket, sent: Action) -> Status | None:
    """The status before the reply, if the one it set still stands."""
    for event in sent.events:
        if event.type is EventType.STATUS_CHANGED and event.changes["status"].after == ticket.status:
            return Status(event.changes["status"].before)
    return None
