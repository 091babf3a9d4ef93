"""The reactor that keeps the search index and the counters. Twice is once, and the order of actions doesn't matter."""

from __future__ import annotations

import time

from chalicelib.domain.events import Action, EventType
from chalicelib.domain.idempotency import RepeatedError
from chalicelib.domain.search_terms import terms_of
from chalicelib.domain.tickets.counts import move
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, SendState
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

_MARKED_SECONDS = 30 * 24 * 3600
"""How long an action is known to be counted: longer than the queue of retries keeps it, which is 14 days."""

_SOURCES = {
    EventType.CREATED: "tdc",
    EventType.TITLE_CHANGED: "t",
    EventType.DESCRIPTION_CHANGED: "d",
    EventType.CONTACT_CHANGED: "c",
}


def index_action(_: Desk, room: Room, action: Action) -> None:
    """Let whatever `action` changed be found by its new words, and counted where it is now."""
    _count(room, action)
    _index_ticket(room, action)
    _index_message(room, action)


def _count(room: Room, action: Action) -> None:
    changed = move(action.was, action.now)
    if not changed:
        return
    expires_at = int(time.time()) + _MARKED_SECONDS

    def attempt() -> None:
        room.counters.add(action.id, changed.tabs, changed.members, expires_at)

    try:
        retry_on_conflict(attempt, patient=True)
    except RepeatedError:
        return


def _index_ticket(room: Room, action: Action) -> None:
    """By what the ticket says now: the action may be an old one."""
    sources = list(dict.fromkeys(source for event in action.events for source in _SOURCES.get(event.type, "")))
    if not sources:
        return

    def attempt() -> None:
        before = room.search.indexed(action.number, sources)
        ticket = find_ticket(room, action.number, DescribedTicket)
        room.search.index([(source, terms_of(_text(ticket, source.source))) for source in before])

    retry_on_conflict(attempt, patient=True)


def _index_message(room: Room, action: Action) -> None:
    message_id = action.message_id
    if message_id is None:
        return
    number = action.message_number or action.number
    kind = "n" if EventType.NOTED in action.types() else "m"
    source = f"{kind}#{message_id}"

    def attempt() -> None:
        (before,) = room.search.indexed(number, [source])
        room.search.index([(before, terms_of(_said(room, number, message_id)))])

    retry_on_conflict(attempt, patient=True)


def _text(ticket: DescribedTicket | None, source: str) -> str:
    if ticket is None:
        return ""
    contact = ticket.contact
    return {
        "t": ticket.title,
        "d": ticket.description,
        "c": f"{contact.name} {contact.email or ''}" if contact else "",
    }[source]


def _said(room: Room, number: int, message_id: str) -> str:
    """A message's own words, without what it quotes; nothing of a reply that was taken back."""
    match room.timeline.entry(number, message_id):
        case InternalNote() as note:
            return note.body
        case PublicMessage() as message if message.send_state is not SendState.WITHDRAWN:
            return message.body
        case _:
            return ""
