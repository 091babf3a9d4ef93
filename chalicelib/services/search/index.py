"""The reactors that keep the search index and the counters. Twice is once, and the order of actions doesn't matter."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from chalicelib.domain.events import Action, Event, EventType
from chalicelib.domain.idempotency import RepeatedError
from chalicelib.domain.people.addresses import known_as
from chalicelib.domain.search_terms import TERMS, UNPROVEN_TERMS, terms_of
from chalicelib.domain.tickets.counts import Move, move
from chalicelib.domain.tickets.message import PublicMessage, Said
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.search.texts import label_names, said_in, with_files
from chalicelib.services.tickets.access import find_ticket

MARKED_SECONDS = 30 * 24 * 3600
"""How long an action is known to be counted: longer than the queue of retries and its dead letters keep it."""
_LOOKED_THROUGH = 200
"""Entries of a time line that are looked through for what was said unproven."""

_REASON = "n#escalation"
"""Why a ticket is urgent is for members, as notes are."""
SOURCES = ("t", "d", "c", "l", "r", _REASON)
"""What a ticket itself is found by: title, description, contact, labels, resolution, and why it is urgent."""
_OPENED = ("t", "d", "c")
_GONE_WITH_ITS_STATE = ("r", _REASON)
"""What was said with a solution or an escalation, which undoing takes away."""
_FIELDS = {"title": "t", "contact": "c", "label_ids": "l"}
"""The source of a field, whatever event tells that it changed."""
_SOURCES: Mapping[EventType, Sequence[str]] = {
    EventType.CREATED: (*_OPENED, "l"),
    EventType.DESCRIPTION_CHANGED: ("d",),
    EventType.ESCALATED: (_REASON,),
    EventType.REPLY_WITHDRAWN: ("r",),
}


def index_action(_: Desk, room: Room, action: Action) -> None:
    """Let whatever `action` changed be found by its new words."""
    _index_ticket(room, action)
    _index_message(room, action)
    if action.attended:
        _index_unproven(room, action.number)


def may_be_counted(desk: Desk, room: Room, action: Action) -> bool:
    """Return whether it is still known if an action was counted. One that is too old for that is counted no more."""
    if (desk.clock.now() - action.at).total_seconds() < MARKED_SECONDS:
        return True
    _add(room, action, Move())
    return False


def count_action(room: Room, action: Action) -> None:
    """Add to the counts what `action` moved, unless it was counted."""
    changed = move(action.was, action.now)
    if changed:
        _add(room, action, changed)


def _add(room: Room, action: Action, changed: Move) -> None:
    expires_at = int(time.time()) + MARKED_SECONDS

    def attempt() -> None:
        room.counters.add(action.id, changed.tabs, changed.members, expires_at)

    try:
        retry_on_conflict(attempt, patient=True)
    except RepeatedError:
        return


def _index_ticket(room: Room, action: Action) -> None:
    """By what the ticket says now: the action may be an old one."""
    changed = [source for event in action.events for source in _changed(event)]
    gone = _GONE_WITH_ITS_STATE if action.undoes else ()
    sources = list(dict.fromkeys([*changed, *(_OPENED if action.attended else ()), *gone]))
    if not sources:
        return

    def attempt() -> None:
        before = room.search.indexed(action.number, sources)
        ticket = find_ticket(room, action.number, DescribedTicket)
        most = UNPROVEN_TERMS if ticket and not (ticket.requester_verified or ticket.attended_at) else TERMS
        room.search.index([(source, terms_of(text_of(room, ticket, source.source), most)) for source in before])

    retry_on_conflict(attempt, patient=True)


def index_anew(room: Room, number: int, sources: Sequence[str]) -> frozenset[str]:
    """Index sources of a ticket by what they say now, and return the terms that one of them isn't found by any more.

    A source is one of SOURCES, or `m#` or `n#` with the id of a message or a note.
    """

    def attempt() -> frozenset[str]:
        before = room.search.indexed(number, sources)
        ticket = find_ticket(room, number, DescribedTicket)
        after = [(one, terms_of(_text_of_source(room, ticket, number, one.source), TERMS)) for one in before]
        room.search.index(after)
        return frozenset().union(*(one.terms - terms for one, terms in after))

    return retry_on_conflict(attempt, patient=True)


def _text_of_source(room: Room, ticket: DescribedTicket | None, number: int, source: str) -> str:
    kind, _, entry_id = source.partition("#")
    if source in SOURCES or kind not in ("m", "n"):
        return text_of(room, ticket, source) if source in SOURCES else ""
    return said_in(room.timeline.entry(number, entry_id))


def _index_message(room: Room, action: Action) -> None:
    message_id = action.message_id
    if message_id is None:
        return
    number = action.message_number or action.number
    kind = "n" if EventType.NOTED in action.types() else "m"
    _index_said(room, action.number, number, f"{kind}#{message_id}", message_id)


def _index_said(room: Room, primary: int, number: int, source: str, message_id: str) -> None:
    def attempt() -> None:
        (before,) = room.search.indexed(number, [source])
        said = room.timeline.entry(number, message_id)
        most = UNPROVEN_TERMS if _is_unproven(said) and not _attended(room, primary, said) else TERMS
        room.search.index([(before, terms_of(said_in(said), most))])

    retry_on_conflict(attempt, patient=True)


def _index_unproven(room: Room, number: int) -> None:
    """Index in full what was said unproven on a ticket, and on those merged into it: the newest of it, since anybody
    may have said any amount."""
    ticket = find_ticket(room, number, Ticket)
    for one in (number, *(ticket.duplicates if ticket else ())):
        for entry in room.timeline.page(one, _LOOKED_THROUGH, None, newest_first=True, consistent=True).items:
            if _is_unproven(entry):
                _index_said(room, number, one, f"m#{entry.id}", entry.id)


def _is_unproven(said: Said | Action | None) -> TypeGuard[PublicMessage]:
    return isinstance(said, PublicMessage) and said.identity is not None and not said.identity.proven


def _attended(room: Room, number: int, said: PublicMessage) -> bool:
    ticket = find_ticket(room, number, Ticket)
    return ticket is not None and ticket.attended_at is not None and said.at <= ticket.attended_at


def _changed(event: Event) -> Sequence[str]:
    """The sources that an event may have changed: also a merge changes fields. What the solution was is said with the
    status."""
    if event.type is EventType.STATUS_CHANGED and event.changes["status"].after == Status.RESOLVED:
        return ("r",)
    return (*_SOURCES.get(event.type, ()), *(_FIELDS[name] for name in event.changes if name in _FIELDS))


def text_of(room: Room, ticket: DescribedTicket | None, source: str) -> str:
    """Return what a ticket is found by in one of its SOURCES; nothing of one that is gone."""
    if ticket is None:
        return ""
    contact = ticket.contact
    return {
        "t": ticket.title,
        "d": with_files(ticket.description, ticket.attachments),
        "c": " ".join((contact.name, *known_as(contact.email or ""))) if contact else "",
        "l": "\n".join(label_names(room, ticket.label_ids)),
        "r": ticket.resolution or "",
        _REASON: ticket.escalation.reason if ticket.escalation else "",
    }[source]
