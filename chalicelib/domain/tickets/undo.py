"""Undoing what an agent did to a ticket, for the few seconds in which nobody outside is told of it.

What an action keeps of the ticket before it is put back. Where somebody changed the same since, nothing is: their word
stands. Labels are put on and taken off one by one, so that those which others touched stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import UNDONE, Action, Change, Event, EventType
from chalicelib.domain.tickets import spam, trash, waking
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.fields import FIELDS, changed
from chalicelib.domain.tickets.former import labels_without
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.tickets.ticket import T, Ticket
from chalicelib.domain.tickets.timing import untimed

_CONTACT, _LABELS, _MESSAGE = "contact", "label_ids", "message"
_ABOUT: Mapping[EventType, str] = {
    **{field.event: name for name, field in FIELDS.items()},
    EventType.RESOLVED: "status",
    EventType.ESCALATED: "priority",
    EventType.ARCHIVED: "archived",
    EventType.RESTORED: "archived",
    EventType.SPAM: "spam",
    EventType.NOT_SPAM: "spam",
    EventType.DELETED: "deleted",
    EventType.RECOVERED: "deleted",
    EventType.SNOOZED: "snoozed",
    EventType.UNSNOOZED: "snoozed",
    EventType.WOKEN: "snoozed",
    EventType.RATED: "status",
}
"""What of a ticket an event is about. Others say in their changes what they made of its fields."""
_STOPS = frozenset({"status", "archived_at", "bucket"})
"""What the SLA's stopwatch goes by."""
_TOLD_APART: Mapping[EventType, Mapping[str, Change]] = {
    EventType.DESCRIPTION_CHANGED: {"description": Change(None, None)},
    EventType.PROPOSAL_DECLINED: {"proposed": Change(None, None)},
    EventType.ARCHIVED: {"archived": Change(False, True)},
    EventType.RESTORED: {"archived": Change(True, False)},
    EventType.SPAM: {"spam": Change(False, True)},
    EventType.NOT_SPAM: {"spam": Change(True, False)},
    EventType.DELETED: {"deleted": Change(False, True)},
    EventType.RECOVERED: {"deleted": Change(True, False)},
    EventType.SNOOZED: {"snoozed": Change(False, True)},
    EventType.UNSNOOZED: {"snoozed": Change(True, False)},
}
"""What went back, where the event itself says another thing, or nothing: neither text is told a second time."""


def check_undoable(action: Action, moment: Moment, asked_at: datetime) -> None:
    """Raise DeskError unless whoever acts may undo `action`, as asked for at that time: `forbidden`,
    `nothing_to_undo`, `too_late`."""
    if action.actor.id != moment.actor.id:
        raise DeskError("forbidden", "Only who did this can undo it.")
    if action.undo_until is None:
        raise DeskError("nothing_to_undo", "This can't be undone.")
    if asked_at > action.undo_until or action.told:
        raise too_late()


def too_late() -> DeskError:
    return DeskError("too_late", "It is too late to undo this. Change it by hand.")


def undo(ticket: T, action: Action, since: Sequence[Said | Action], moment: Moment) -> Decision[T]:
    """Put back what `action` changed. `since` is what the time line has after it.

    Raises DeskError `changed_since`, whose data say who changed what.
    """
    _check_unchanged(action, since)
    at = moment.after(ticket.last_at)
    former = _former(ticket, action)
    after = replace(ticket, **former)
    decision = decide(ticket, after, _undoing(action, _reversed(ticket, former, action)), at, moment)
    return _taking_back(decision, action, moment, paused=bool(_STOPS & action.former.keys()))


def _taking_back(decision: Decision[T], action: Action, moment: Moment, *, paused: bool) -> Decision[T]:
    """Return the decision as one that undoes `action`: with the clock as if that had never been, told to nobody, and
    not to be undone itself."""
    assert decision.action is not None
    ticket = decision.ticket
    if "clock" in action.former:
        former, promised, at = action.former["clock"], "priority" in action.former, ticket.last_at
        ticket = untimed(ticket, former, action.at, moment.promises, at, paused=paused, promised=promised)
    telling = replace(decision.action, undo_until=None, former={})
    return silenced(replace(decision, ticket=ticket, action=telling, undone=action))


def undoing_half(decision: Decision[T], action: Action, moment: Moment) -> Decision[T]:
    """Return one side of a merge, or of a split, that is taken back."""
    assert decision.action is not None
    events = tuple(_undoing(action, decision.action.events))
    taken_back = replace(decision, action=replace(decision.action, events=events))
    return _taking_back(taken_back, action, moment, paused=True)


def undoing_split(ticket: T, action: Action, message_id: str, number: int, moment: Moment) -> Decision[T]:
    """Return what becomes of the ticket that a message was split from when that is taken back."""
    told = {UNDONE: Change(None, action.id), "split_into": Change(number, None)}
    decision = decide(ticket, replace(ticket), [Event(EventType.UNDONE, told)], moment.after(ticket.last_at), moment)
    return replace(_taking_back(decision, action, moment, paused=False), joined=(message_id, number))


def _undoing(action: Action, events: Sequence[Event]) -> list[Event]:
    """Return what tells of taking back `action`, first for people, then for what goes by each change."""
    changes = {name: change for event in events for name, change in _TOLD_APART.get(event.type, event.changes).items()}
    return [Event(EventType.UNDONE, {UNDONE: Change(None, action.id), **changes}), *events]


def _check_unchanged(action: Action, since: Iterable[Said | Action]) -> None:
    """Refuse when something after `action` was about the same, and stands."""
    mine = _about(action) - {_LABELS}
    for entry in since:
        theirs = {_MESSAGE} if isinstance(entry, Said) else _standing(entry)
        both = (mine & theirs) | (theirs & {_MESSAGE} if _CONTACT in mine else set())
        actor = entry.author if isinstance(entry, Said) else entry.actor
        if both:
            raise DeskError(
                "changed_since",
                f"{actor.name} changed this since. It stays as they made it.",
                data={"by": {"id": actor.id, "name": actor.name}, "changed": sorted(both)},
            )


def check_untouched(since: Iterable[Said | Action]) -> None:
    """Raise DeskError `changed_since` when there is anything after what made a ticket."""
    for entry in since:
        actor = entry.author if isinstance(entry, Said) else entry.actor
        raise DeskError(
            "changed_since",
            f"{actor.name} went on with the new ticket since. It stays.",
            data={"by": {"id": actor.id, "name": actor.name}, "changed": []},
        )


def _standing(action: Action) -> set[str]:
    """What it is about, unless it was undone, or undoes another: then it left nothing behind."""
    if action.undone_by or action.undoes:
        return set()
    if EventType.MERGED_INTO in action.types():
        return set(_ABOUT.values())
    return _about(action)


def _about(action: Action) -> set[str]:
    if EventType.REDACTED in action.types():  # what was before may be what had to go
        return {*FIELDS, *_ABOUT.values()}
    told = {name for event in action.events for name in event.changes if name in FIELDS}
    return told | {_ABOUT[kind] for kind in action.types() if kind in _ABOUT}


def _former(ticket: Ticket, action: Action) -> dict[str, Any]:
    """The attributes to set."""
    former = {name: value for name, value in action.former.items() if name != "clock"}
    if _LABELS in former:
        former[_LABELS] = labels_without(ticket.label_ids, action)
    return former


def _reversed(ticket: Ticket, former: Mapping[str, Any], action: Action) -> list[Event]:
    """What the history, the search and the counts go by: each change the other way round."""
    events = [
        event
        for name, value in former.items()
        if name in FIELDS and FIELDS[name].of(ticket) != value
        for event in changed(name, FIELDS[name].of(ticket), value)
    ]
    if "archived_at" in former:
        events.append(Event(EventType.ARCHIVED if former["archived_at"] else EventType.RESTORED))
    if "deleted_at" in former:
        events.append(trash.event(ticket.bucket, former["bucket"]))
    else:
        events += _moved_back(ticket, replace(ticket, **former), action)
    return events


def _moved_back(ticket: Ticket, after: Ticket, action: Action) -> list[Event]:
    """Spam, or snoozed, or no longer so; what ends comes first."""
    events = []
    if ticket.is_spam is not after.is_spam:
        parked = spam.contact_parked(action)
        back = Change(parked.after, parked.before) if parked else None
        events.append(spam.event(EventType.SPAM if after.is_spam else EventType.NOT_SPAM, back))
    if (ticket.bucket, ticket.snoozed_until) != (after.bucket, after.snoozed_until):
        if after.is_snoozed:
            events.append(waking.event(EventType.SNOOZED, ticket, after))
        elif ticket.is_snoozed:
            events.insert(0, waking.event(EventType.UNSNOOZED, ticket, after))
    return events
