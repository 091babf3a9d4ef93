"""The fields of a ticket that people change, in one table: what it is about a field that differs from field to field.

Everything that goes through all fields goes through this table: creating and changing a ticket, the history, filters,
bulk changes, the record that is stored, the documents of the API.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import INSTEAD_OF, Change, Event, EventType
from chalicelib.domain.people.absence import Away
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.ticket import (
    DESCRIPTION_LENGTH,
    LABELS,
    PARTICIPANTS,
    TITLE_LENGTH,
    T,
    TicketSummary,
)
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType

Changes = Mapping[str, Any]
"""New values by the name of their field, as a change of a ticket names them. What isn't named stays."""


def title_of(given: str, _before: str = "") -> str:
    """Return a title as it is kept, on one line. Raises DeskError when nothing of it can be seen, or it's too long."""
    title = one_line(given)
    if not title:
        raise invalid("title", "A title is needed.")
    if len(title) > TITLE_LENGTH:
        raise invalid("title", f"The title may have {TITLE_LENGTH} characters at most.")
    return title


def with_status(ticket: T, status: Status, at: datetime) -> T:
    """Resolved and Closed remember when, leaving them forgets it; closing keeps when it was resolved.

    The notes of an earlier solution are none for a later one.
    """
    if status is Status.RESOLVED and ticket.status is not Status.CLOSED:
        ticket = replace(ticket, resolution=None)
    resolved_at = {Status.RESOLVED: at, Status.CLOSED: ticket.resolved_at}.get(status)
    return replace(ticket, status=status, resolved_at=resolved_at, closed_at=at if status is Status.CLOSED else None)


def _description(given: str, _before: str) -> str:
    if len(given) > DESCRIPTION_LENGTH:
        raise invalid("description", f"The description may have {DESCRIPTION_LENGTH} characters at most.")
    return given


FORMER_TEXT = 4_000
"""Characters that the history keeps of a description which a member changed: those may be a customer's words."""


def _with_description(ticket: T, text: str, at: datetime) -> T:
    changes: dict[str, Any] = {"description": text, "formatted": "", "reworded_at": at}
    return replace(ticket, **changes)


def _former_text(before: str, _after: str) -> Mapping[str, Change]:
    """What it was, and how many characters more."""
    kept, left_out = before[:FORMER_TEXT], len(before) - FORMER_TEXT
    changes = {"former": Change(kept, None)} if kept else {}
    return changes | ({"left_out": Change(left_out, None)} if left_out > 0 else {})


def _nothing(_before: Any, _after: Any) -> Mapping[str, Change]:
    return {}


def _participants(given: tuple[Participant, ...], before: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Whoever is on the ticket already stays as they are known there."""
    people = {person.address: person for person in (*given, *before)}
    unique = tuple({person.address: people[person.address] for person in given}.values())
    if len(unique) > PARTICIPANTS:
        raise invalid("participants", f"A ticket may have {PARTICIPANTS} participants at most.")
    return unique


def _with_participants(ticket: T, people: tuple[Participant, ...], at: datetime) -> T:
    """Whom somebody unproven had in copy reads what is said from then on: what came before was said to others."""
    taken = {person.address for person in people}
    proposed = {person.address for person in ticket.proposed}
    people = tuple(replace(one, since=one.since or at) if one.address in proposed else one for one in people)
    left = tuple(person for person in ticket.proposed if person.address not in taken)
    return replace(ticket, participants=people, proposed=left)


def _with_contact(ticket: T, contact: ContactRef | None, _at: datetime) -> T:
    """With another address the links that lie in the mailbox of the former one are worth nothing any more, and where
    answers were wanted says nothing of it. What the same person's answers go on from stays."""
    former, ticket = ticket.contact, replace(ticket, contact=contact)
    if former and contact and former.email == contact.email:
        return ticket
    ticket = replace(ticket, answers_to=None)
    if former is None or contact is None:
        return ticket
    threads = dict(ticket.threads)
    mail = threads.pop(former.email or "", None)
    if mail and contact.email and former.id == contact.id:
        threads[contact.email] = mail
    return replace(ticket, addressed=ticket.addressed + 1, threads=threads)


def _still_proposed(given: tuple[Participant, ...], before: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """A member can only leave some of them out, or give a new ticket some."""
    named = {person.address for person in given}
    return tuple(person for person in before if person.address in named)


def _labels(given: tuple[str, ...], _before: tuple[str, ...]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(given))
    if len(unique) > LABELS:
        raise invalid("labels", f"A ticket may have {LABELS} labels at most.")
    return unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `event` says that it changed; the history tells from what to what, or what `told` makes of the two.

    `choices` are the values of a field that has few: it can be filtered by, and stored tickets that don't have it yet
    have its `default`. `bulk`: it can be set on many tickets at once. `checked` is given a new value and the one
    before, and returns it as it is kept, or raises DeskError. `put` returns the ticket with a value, at an instant.
    """

    name: str
    event: EventType
    of: Callable[[TicketSummary], Any]
    put: Callable[[T, Any, datetime], T]
    checked: Callable[[Any, Any], Any] = lambda given, _before: given
    choices: type[StrEnum] | None = None
    default: Any = None
    bulk: bool = False
    told: Callable[[Any, Any], Mapping[str, Change]] | None = None


def _field(name: str, event: EventType, **more: Any) -> Field:
    """A field that is an attribute of the ticket."""
    kept: dict[str, Any] = {"put": lambda ticket, value, _at: replace(ticket, **{name: value}), **more}
    return Field(name=name, event=event, of=attrgetter(name), **kept)


FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _field("title", EventType.TITLE_CHANGED, checked=title_of),
        _field(
            "description",
            EventType.DESCRIPTION_CHANGED,
            put=_with_description,
            checked=_description,
            default="",
            told=_former_text,
        ),
        _field("status", EventType.STATUS_CHANGED, put=with_status, choices=Status, default=Status.OPEN, bulk=True),
        _field("priority", EventType.PRIORITY_CHANGED, choices=Priority, default=Priority.MEDIUM, bulk=True),
        _field("type", EventType.TYPE_CHANGED, choices=TicketType, default=TicketType.SUPPORT_TICKET),
        _field("channel", EventType.CHANNEL_CHANGED, choices=Channel),
        _field("assignee_id", EventType.ASSIGNED, bulk=True),
        _field("contact", EventType.CONTACT_CHANGED, put=_with_contact),
        _field("label_ids", EventType.LABELS_CHANGED, checked=_labels, default=()),
        _field(
            "participants", EventType.PARTICIPANTS_CHANGED, put=_with_participants, checked=_participants, default=()
        ),
        _field("proposed", EventType.PROPOSAL_DECLINED, checked=_still_proposed, default=(), told=_nothing),
    )
}
CHOICES = tuple(field for field in FIELDS.values() if field.choices)


def changed(name: str, before: Any, after: Any) -> list[Event]:
    """Return the events of one field that changed."""
    field = FIELDS[name]
    told = field.told
    changes = told(before, after) if told else {name: Change(plain(before), plain(after))}
    events = [Event(field.event, changes)]
    if name == "status" and after is Status.RESOLVED:
        events.append(Event(EventType.RESOLVED))
    return events


def assigned(before: str | None, wanted: str | None, away: Away) -> tuple[str | None, list[Event]]:
    """Return who has a ticket that `wanted` is to have, and what tells of that: whoever stands in for somebody who is
    away. They have it themselves where nobody does, or where they had it before."""
    gets = wanted if wanted is None or wanted == before else away.get(wanted) or wanted
    if gets == before:
        return before, []
    events = changed("assignee_id", before, gets)
    if gets != wanted:
        events = [replace(one, changes={**one.changes, INSTEAD_OF: Change(None, wanted)}) for one in events]
    return gets, events


def taken(ticket: T, takes: str | None, away: Away) -> tuple[T, list[Event]]:
    """Return the ticket as it is once its answer was given, and what tells of that: what was nobody's is whose who
    `takes` it."""
    if takes is None or ticket.assignee_id is not None:
        return ticket, []
    gets, events = assigned(None, takes, away)
    return replace(ticket, assignee_id=gets), events


def plain(value: Any) -> Any:
    """Return a value as the history keeps it."""
    match value:
        case ContactRef():
            return {"id": value.id, "name": value.name, "email": value.email}
        case Participant():
            return value.address
        case tuple():
            return [plain(part) for part in value]
        case _:
            return value
