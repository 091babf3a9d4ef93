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
    }
)
_MERGES = frozenset({EventType.MERGED, EventType.MERGED_INTO})


def with_former(action: Action, before: Ticket, after: Ticket) -> Action:
    """Return the action as it is stored: what an agent did to a ticket says until when it can be undone, and what was
    there before. A merge keeps that on its duplicate, but for the clocks; what was said has its own way to be taken
    back."""
    if action.actor.kind is not ActorKind.AGENT or not action.events:
        return action
    former = _differences(before, after)
    if action.types() <= _MERGES:
        clock = {"clock": before.clock} if "clock" in former else {}
        return replace(action, undo_until=action.at + UNDO_TIME, former=clock)
    if not action.types() <= UNDOABLE or sum(len(former.get(name, "")) for name in _TEXTS) > LONGEST_TEXT:
        return action
    return replace(action, undo_until=action.at + UNDO_TIME, former=former)


def _differences(before: Ticket, after: Ticket) -> Mapping[str, Any]:
    names = [field.name for field in fields(before) if field.name not in _BOOKKEEPING]
    return {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}
