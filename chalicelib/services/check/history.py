"""What a ticket's own time line says it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.check import Difference, StoredTicket
from chalicelib.domain.events import SPAM, Action, ActorKind, Event, EventType
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets.fields import FIELDS, plain
from chalicelib.domain.tickets.former import UNDO_TIME
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, Said, was_taken_back
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.tickets.timing import Promises, due
from chalicelib.domain.vocabulary import word

_TOLD = [name for name in FIELDS if name not in ("description", "proposed")]
"""The fields whose last value the history keeps."""
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
        both = "" if name in ("title", "contact", "participants") else f": is {getattr(ticket, name)}, must be {value}"
        yield Difference(where=f"ticket {stored.number}", what="history", told=f"{name}{both}")


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
        for event in action.events:
            derived |= _of_event(action, event)
    return derived


def _of_event(action: Action, event: Event) -> Mapping[str, Any]:
    match event.type:
        case EventType.ARCHIVED:
            return {"archived_at": action.at}
        case EventType.RESTORED:
            return {"archived_at": None}
        case EventType.SPAM | EventType.NOT_SPAM:
            return {"bucket": SPAM if event.type is EventType.SPAM else None}
        case EventType.MERGED_INTO:
            return {"merged_into": event.changes["primary"].after} | _fields(event)
        case EventType.UNMERGED_FROM:
            return {"merged_into": None} | _fields(event)
        case EventType.RATED:
            return {"csat_score": event.changes["score"].after}
        case EventType.UNDONE:
            return {}  # tells people what the events beside it do
        case _:
            return _fields(event)


def _fields(event: Event) -> dict[str, Any]:
    return {name: event.changes[name].after for name in _TOLD if name in event.changes}


def _is(name: str, value: Any, ticket: DescribedTicket) -> bool:
    """Whether the ticket is as the history has it. An undoing puts back when it was archived; only that counts here.
    What a duplicate is told for its primary makes a version of it that no action of its own tells of."""
    there = plain(getattr(ticket, name))
    if name in ("version", "last_at"):
        return bool(there >= value)
    return (there is None) == (value is None) if name == "archived_at" else bool(there == value)


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
