"""What a ticket's own time line says it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.check import Difference, StoredTicket
from chalicelib.domain.events import SNOOZED, SPAM, Action, ActorKind, Event, EventType
from chalicelib.domain.holds import Hold
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets.fields import FIELDS, plain
from chalicelib.domain.tickets.former import UNDO_TIME
from chalicelib.domain.tickets.holds import REASON
from chalicelib.domain.tickets.linked import TicketLink
from chalicelib.domain.tickets.linking import KIND, LINKED, with_link
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, Said, was_taken_back
from chalicelib.domain.tickets.planned import SCHEDULED, planned_by
from chalicelib.domain.tickets.split import splits_in
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.tickets.timing import Promises, due
from chalicelib.domain.tickets.trash import PLACE
from chalicelib.domain.tickets.waking import REPLY, UNTIL
from chalicelib.domain.vocabulary import word

_TOLD = [name for name in FIELDS if name not in ("description", "proposed")]
"""The fields whose last value the history keeps."""
_INSTANTS = ("archived_at", "deleted_at")
_PUT_OFF = timedelta(hours=6)
"""The longest time by which the tick comes later for what it failed at."""


def differences(stored: StoredTicket, ticket: DescribedTicket, promises: Promises) -> Mapping[str, Any]:
    """Return the attributes of a ticket that aren't what its history says, each with what they must be."""
    derived = {**_of_entries(stored.entries), **_of_actions(stored.actions)}
    wrong = {name: value for name, value in derived.items() if not _is(name, value, ticket)}
    fixed = {name: _kept(name, value, ticket) for name, value in wrong.items()}
    return {**fixed, **_look_at(replace(ticket, **fixed), promises)}


def told(stored: StoredTicket, ticket: DescribedTicket, fixed: Mapping[str, Any]) -> Iterable[Difference]:
    """Yield what of it is otherwise. Texts aren't told, since somebody wrote them."""
    for name, value in fixed.items():
        both = (
            ""
            if name in ("title", "contact", "participants", "held")
            else f": is {getattr(ticket, name)}, must be {value}"
        )
        yield Difference(where=f"ticket {stored.number}", what="history", told=f"{name}{both}")


def splits(stored: StoredTicket) -> Iterable[str]:
    """Yield of which messages the history tells that they became tickets of their own, and they don't, or otherwise."""
    standing = [action for action in stored.actions if not action.undone_by]
    must = dict(splits_in(standing))
    for entry in stored.entries:
        if isinstance(entry, PublicMessage) and entry.split_into != must.get(entry.id):
            yield f"message {entry.id}: is split into {entry.split_into}, must be {must.get(entry.id)}"


def _of_entries(entries: Sequence[Said | Action]) -> Mapping[str, Any]:
    said = [entry for entry in entries if not isinstance(entry, Action) and not was_taken_back(entry)]
    answers = (entry.at for entry in said if _is_answer(entry))
    derived = {"message_count": len(said), "first_responded_at": min(answers, default=None)}
    return derived | ({"last_at": max(entry.at for entry in entries)} if entries else {})


def _is_answer(entry: Said) -> bool:
    is_reply = isinstance(entry, PublicMessage) and entry.kind is MessageKind.AGENT_REPLY
    return is_reply and entry.author.kind is ActorKind.AGENT


def _of_actions(actions: Sequence[Action]) -> Mapping[str, Any]:
    if not actions:
        return {}
    derived: dict[str, Any] = {"version": max(action.version for action in actions)}
    for action in actions:
        if "planned" in derived or any(SCHEDULED in event.changes for event in action.events):
            derived["planned"] = planned_by(derived.get("planned", ()), action)
        for event in action.events:
            derived |= _of_event(action, event)
            if event.type in (EventType.LINKED, EventType.UNLINKED):
                derived["links"] = _linked(derived.get("links", ()), event)
    return derived


def _of_event(action: Action, event: Event) -> Mapping[str, Any]:
    match event.type:
        case EventType.ARCHIVED:
            return {"archived_at": action.at}
        case EventType.RESTORED:
            return {"archived_at": None}
        case EventType.SPAM | EventType.NOT_SPAM:
            return {"bucket": SPAM if event.type is EventType.SPAM else None}
        case EventType.DELETED | EventType.RECOVERED:
            deleted, place = event.type is EventType.DELETED, event.changes[PLACE]
            return {"bucket": place.after, "deleted_at": action.at if deleted else None}
        case EventType.SNOOZED | EventType.UNSNOOZED | EventType.WOKEN:
            return _snoozed(event.changes[UNTIL].after)
        case EventType.HELD | EventType.RELEASED:
            return {"held": _hold(action, event) if event.type is EventType.HELD else None}
        case EventType.MERGED_INTO:
            return {"merged_into": event.changes["primary"].after} | _fields(event)
        case EventType.UNMERGED_FROM:
            return {"merged_into": None} | _fields(event)
        case EventType.SPLIT_FROM:
            return {"split_from": event.changes["split_from"].after}
        case EventType.RATED:
            return {"csat_score": event.changes["score"].after}
        case EventType.UNDONE:
            return {}  # tells people what the events beside it do
        case _:
            return _fields(event)


def _snoozed(until: str | None) -> Mapping[str, Any]:
    at = datetime.fromisoformat(until) if until and until != REPLY else None
    return {"bucket": SNOOZED if until else None, "snoozed_until": at}


def _linked(before: tuple[TicketLink, ...], event: Event) -> tuple[TicketLink, ...]:
    number = event.changes[LINKED]
    return with_link(before, number.after or number.before, event.changes[KIND].after)


def _hold(action: Action, event: Event) -> Hold:
    return Hold(event.changes[REASON].after, action.at, action.actor.id, action.actor.name)


def _fields(event: Event) -> dict[str, Any]:
    return {name: event.changes[name].after for name in _TOLD if name in event.changes}


def _is(name: str, value: Any, ticket: DescribedTicket) -> bool:
    """Whether the ticket is as the history has it. An undoing puts back when it was put away; only that it is
    counts here.
    What a duplicate is told for its primary makes a version of it that no action of its own tells of."""
    if name in ("links", "planned"):
        return bool(value == getattr(ticket, name))
    there = plain(getattr(ticket, name))
    if name in ("version", "last_at"):
        return bool(there >= value)
    return (there is None) == (value is None) if name in _INSTANTS else bool(there == value)


def _kept(name: str, value: Any, ticket: DescribedTicket) -> Any:
    """The other way round."""
    field = FIELDS.get(name)
    if field and field.choices:
        return word(field.choices, value)
    match name:
        case "contact":
            return ContactRef(value["id"], value["name"], value["email"]) if value else None
        case "participants":
            known = {one.address: one for one in ticket.participants}
            return tuple(known.get(address, Participant(address)) for address in value)
        case "label_ids":
            return tuple(value)
        case _:
            return value


def _look_at(ticket: DescribedTicket, promises: Promises) -> Mapping[str, Any]:
    """The tick comes when something is due. Later is right for what can still be undone, and for what it failed at."""
    wanted, there = due(ticket, ticket.clock, promises), ticket.look_at
    if wanted is None or there is None:
        return {} if wanted is there else {"look_at": wanted}
    latest = max(wanted, ticket.last_at + UNDO_TIME) + _PUT_OFF
    return {"look_at": wanted} if there > latest else {}
