"""What an action keeps of the ticket that it changed, so that it can be undone: the values that were there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.events import Action, ActorKind, EventType
from chalicelib.domain.tickets.ticket import Ticket

UNDO_TIME = timedelta(seconds=10)
"""How long a change can be taken back. Until then no mail tells of it, and the tick looks at nothing that it moved."""
LONGEST_TEXT = 8_000
"""Characters of a former text that an action keeps: what was longer stays as it was reworded."""
_BOOKKEEPING = frozenset(
    {
        "updated_at",
        "last_at",
        "version",
        "look_at",
        "as_stored",
        "unattended",
        "attended_at",
        "merger",
        "duplicates",
        "mailbox_noted",
        "planned",
    }
)
"""What says that something happened, and goes on saying so."""
_TEXTS = ("description", "formatted")

UNDOABLE = frozenset(
    {
        EventType.ASSIGNED,
        EventType.STATUS_CHANGED,
        EventType.PRIORITY_CHANGED,
        EventType.TYPE_CHANGED,
        EventType.CHANNEL_CHANGED,
        EventType.TITLE_CHANGED,
        EventType.DESCRIPTION_CHANGED,
        EventType.CONTACT_CHANGED,
        EventType.LABELS_CHANGED,
        EventType.PARTICIPANTS_CHANGED,
        EventType.PROPOSAL_DECLINED,
        EventType.RESOLVED,
        EventType.ESCALATED,
        EventType.ARCHIVED,
        EventType.RESTORED,
        EventType.SPAM,
        EventType.NOT_SPAM,
        EventType.DELETED,
        EventType.RECOVERED,
        EventType.SNOOZED,
        EventType.UNSNOOZED,
    }
)
_BESIDE = frozenset({EventType.REPLY_UNSCHEDULED})
"""What follows from the rest, and is no hindrance to undoing that: a reply that was stopped stays so."""
_STAYS_SAID = frozenset({EventType.NOTED, EventType.MENTIONED})
"""What was said for members alone stays when what was done with it is undone."""
_WITH_A_REPLY = ("type", "priority", "channel", "label_ids", "escalation", "bucket", "snoozed_until")
"""What a command with a reply in it may change besides, which goes back when the reply is taken back."""
_MERGES = frozenset({EventType.MERGED, EventType.MERGED_INTO})
_OF_MERGES = _MERGES | {EventType.UNSNOOZED}
_SPLITS = frozenset({EventType.SPLIT})


def with_former(action: Action, before: Ticket, after: Ticket) -> Action:
    """Return the action as it is stored: what an agent did to a ticket says until when it can be undone, and what was
    there before. A merge keeps that on its duplicate, but for the clocks; a split on the ticket that it made. A reply
    has its own way to be taken back, and keeps only what else was done with it.
    """
    if action.actor.kind is not ActorKind.AGENT or not action.events:
        return action
    types, former = action.types() - _BESIDE, _differences(before, after)
    if not types:
        return action
    if types & _MERGES and types <= _OF_MERGES:
        clock = {"clock": before.clock} if "clock" in former else {}
        return replace(action, undo_until=action.at + UNDO_TIME, former=clock)
    if types == _SPLITS:
        return undoable(action)
    if EventType.AGENT_REPLIED in types:
        return replace(action, former={name: former[name] for name in _WITH_A_REPLY if name in former})
    if types & _STAYS_SAID:
        former = {name: value for name, value in former.items() if name != "message_count"}
    goes_back = types <= UNDOABLE | _STAYS_SAID and types & UNDOABLE
    if not goes_back or sum(len(former.get(name, "")) for name in _TEXTS) > LONGEST_TEXT:
        return action
    return replace(action, undo_until=action.at + UNDO_TIME, former=former)


def undoable(action: Action) -> Action:
    """Return an agent's action as one that can be undone though it kept nothing of what was before."""
    is_agents = action.actor.kind is ActorKind.AGENT
    return replace(action, undo_until=action.at + UNDO_TIME) if is_agents else action


def labels_without(now: tuple[str, ...], action: Action) -> tuple[str, ...]:
    """Return the labels with what the action put on taken off, and what it took off put back."""
    told = next(event.changes["label_ids"] for event in action.events if "label_ids" in event.changes)
    put_on = set(told.after) - set(told.before)
    kept = [one for one in now if one not in put_on]
    return tuple(dict.fromkeys((*kept, *(one for one in told.before if one not in told.after))))


def _differences(before: Ticket, after: Ticket) -> Mapping[str, Any]:
    names = [field.name for field in fields(before) if field.name not in _BOOKKEEPING]
    return {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}
